window.YTD.community_tweet.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1763506967147446272"
          ],
          "editableUntil": "2024-03-01T10:30:00.000Z",
          "editsRemaining": "5",
          "isEditEligible": false
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "display_text_range": [
        "0",
        "16"
      ],
      "favorite_count": "0",
      "id_str": "1763506967147446272",
      "truncated": false,
      "retweet_count": "0",
      "id": "1763506967147446272",
      "possibly_sensitive": false,
      "created_at": "Fri Mar 01 10:10:00 +0000 2024",
      "favorited": false,
      "full_text": "to the gardeners",
      "lang": "en",
      "community_id": "99",
      "community_id_str": "99",
      "scopes": {
        "followers": false
      }
    }
  }
]