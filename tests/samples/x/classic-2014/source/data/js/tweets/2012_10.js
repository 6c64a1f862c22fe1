Grailbird.data.tweets_2012_10 = 
[
  {
    "source": "web",
    "entities": {
      "user_mentions": [],
      "media": [],
      "hashtags": [],
      "urls": []
    },
    "geo": {},
    "id_str": "254848497235398656",
    "text": "RT @june_eats: soup &amp; bread",
    "id": 254848497235398656,
    "created_at": "2012-10-07 07:39:51 +0000",
    "user": {
      "name": "Rani Gardens",
      "screen_name": "rani_gardens",
      "protected": false,
      "id_str": "500",
      "profile_image_url_https": "https://example.org/p.jpg",
      "id": 500,
      "verified": false
    },
    "retweeted_status": {
      "source": "web",
      "entities": {
        "user_mentions": [],
        "media": [],
        "hashtags": [],
        "urls": []
      },
      "geo": {},
      "id_str": "254500000000000000",
      "text": "soup &amp; bread",
      "id": 254500000000000000,
      "created_at": "2012-10-06 07:00:00 +0000",
      "user": {
        "name": "June",
        "screen_name": "june_eats",
        "protected": false,
        "id_str": "600",
        "profile_image_url_https": "https://example.org/p.jpg",
        "id": 600,
        "verified": false
      }
    }
  },
  {
    "source": "web",
    "entities": {
      "user_mentions": [],
      "media": [],
      "hashtags": [],
      "urls": []
    },
    "geo": {},
    "id_str": "1990000000",
    "text": "first words canary",
    "id": 1990000000,
    "created_at": "2009-06-01 00:00:00 +0000",
    "user": {
      "name": "Rani Gardens",
      "screen_name": "rani_gardens",
      "protected": false,
      "id_str": "500",
      "profile_image_url_https": "https://example.org/p.jpg",
      "id": 500,
      "verified": false
    }
  }
]