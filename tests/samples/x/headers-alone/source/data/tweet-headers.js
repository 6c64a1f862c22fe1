window.YTD.tweet_headers.part0 = [
  {
    "tweet": {
      "tweet_id": "1763496900817846272",
      "user_id": "1100000000000000001",
      "created_at": "Fri Mar 01 09:30:00 +0000 2024"
    }
  }
]