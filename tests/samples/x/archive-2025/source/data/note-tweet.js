window.YTD.note_tweet.part0 = [
  {
    "noteTweet": {
      "noteTweetId": "1763501933982646279",
      "updatedAt": "2024-03-01T09:50:00.000Z",
      "lifecycle": {
        "value": "3",
        "name": "Live",
        "originalName": "Live",
        "annotations": {}
      },
      "createdAt": "2024-03-01T09:50:00.000Z",
      "core": {
        "styletags": [],
        "urls": [],
        "text": "They have written to my office, to my aunt, to my landlord and to the school. They have written to my office, to my aunt, to my landlord and to the school. They have written to my office, to my aunt, to my landlord and to the school. They have written to my office, to my aunt, to my landlord and to the school. They have written to my office, to my aunt, to my landlord and to the school. They have written to my office, to my aunt, to my landlord and to the school. This is what happened, from the first day on. canary",
        "mentions": [],
        "cashtags": [],
        "hashtags": []
      }
    }
  },
  {
    "noteTweet": {
      "noteTweetId": "1764251875537846279",
      "updatedAt": "2024-03-03T11:30:00.000Z",
      "lifecycle": {
        "value": "3",
        "name": "Live",
        "originalName": "Live",
        "annotations": {}
      },
      "createdAt": "2024-03-03T11:30:00.000Z",
      "core": {
        "styletags": [],
        "urls": [
          {
            "expandedUrl": "https://example.org/long",
            "shortUrl": "https://t.co/l"
          }
        ],
        "text": "A long post whose tweet is not in the archive.",
        "mentions": [],
        "cashtags": [],
        "hashtags": []
      }
    }
  }
]