window.YTD.tweet.part0=[
  {
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
      "24"
    ],
    "favorite_count": "0",
    "id_str": "1763497152476086272",
    "truncated": false,
    "retweet_count": "0",
    "id": "1763497152476086272",
    "possibly_sensitive": false,
    "created_at": "Fri Mar 01 09:31:00 +0000 2024",
    "favorited": false,
    "full_text": "bare in the array canary",
    "lang": "en"
  }
];
