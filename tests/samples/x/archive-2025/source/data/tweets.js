window.YTD.tweets.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1763496900817846272"
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
        "urls": [
          {
            "url": "https://t.co/a",
            "expanded_url": "https://example.org/rules",
            "display_url": "example.org/rules",
            "indices": [
              "0",
              "5"
            ]
          }
        ]
      },
      "display_text_range": [
        "0",
        "68"
      ],
      "favorite_count": "0",
      "id_str": "1763496900817846272",
      "truncated": false,
      "retweet_count": "0",
      "id": "1763496900817846272",
      "possibly_sensitive": false,
      "created_at": "Fri Mar 01 09:30:00 +0000 2024",
      "favorited": false,
      "full_text": "Please stop. Tom &amp; I have said so &lt;twice&gt;: &amp;lt; canary",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1763497404134326272"
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
        "user_mentions": [
          {
            "name": "Towhid R",
            "screen_name": "towhid_writes",
            "indices": [
              "0",
              "5"
            ],
            "id_str": "1200000000000000002",
            "id": "1200000000000000002"
          },
          {
            "name": "June",
            "screen_name": "june_eats",
            "indices": [
              "0",
              "5"
            ],
            "id_str": "1300000000000000003",
            "id": "1300000000000000003"
          }
        ],
        "urls": []
      },
      "display_text_range": [
        "0",
        "33"
      ],
      "favorite_count": "0",
      "id_str": "1763497404134326272",
      "truncated": false,
      "retweet_count": "0",
      "id": "1763497404134326272",
      "possibly_sensitive": false,
      "created_at": "Fri Mar 01 09:32:00 +0000 2024",
      "favorited": false,
      "full_text": "@towhid_writes مجھے اکیلا چھوڑ دو",
      "lang": "en",
      "in_reply_to_status_id_str": "1763500000000000000",
      "in_reply_to_status_id": "1763500000000000000",
      "in_reply_to_user_id": "1200000000000000002",
      "in_reply_to_user_id_str": "1200000000000000002",
      "in_reply_to_screen_name": "towhid_writes"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1763497655792566272"
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
        "user_mentions": [
          {
            "name": "June",
            "screen_name": "june_eats",
            "indices": [
              "0",
              "5"
            ],
            "id_str": "1300000000000000003",
            "id": "1300000000000000003"
          }
        ],
        "urls": []
      },
      "display_text_range": [
        "0",
        "139"
      ],
      "favorite_count": "0",
      "id_str": "1763497655792566272",
      "truncated": false,
      "retweet_count": "0",
      "id": "1763497655792566272",
      "possibly_sensitive": false,
      "created_at": "Fri Mar 01 09:33:00 +0000 2024",
      "favorited": false,
      "full_text": "RT @june_eats: He did the same to my sister last year, and then to the neighbour, and nobody who was asked about it would listen to any of…",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1763498159109046272"
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
        "urls": [],
        "media": [
          {
            "media_url_https": "https://pbs.twimg.com/media/AbC.jpg",
            "url": "https://t.co/pic",
            "type": "photo",
            "id_str": "1"
          }
        ]
      },
      "display_text_range": [
        "0",
        "21"
      ],
      "favorite_count": "0",
      "id_str": "1763498159109046272",
      "truncated": false,
      "retweet_count": "0",
      "id": "1763498159109046272",
      "possibly_sensitive": false,
      "created_at": "Fri Mar 01 09:35:00 +0000 2024",
      "favorited": false,
      "full_text": "look https://t.co/pic",
      "lang": "en",
      "extended_entities": {
        "media": [
          {
            "media_url_https": "https://pbs.twimg.com/media/AbC.jpg",
            "url": "https://t.co/pic",
            "type": "photo",
            "id_str": "1"
          },
          {
            "media_url_https": "https://pbs.twimg.com/media/gone.jpg",
            "url": "https://t.co/pic",
            "type": "photo",
            "id_str": "1"
          },
          {
            "media_url_https": "https://pbs.twimg.com/media/other.jpg",
            "url": "https://t.co/pic",
            "type": "photo",
            "id_str": "1",
            "source_status_id_str": "1700000000000000000"
          }
        ]
      }
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1763498410767286272"
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
        "4"
      ],
      "favorite_count": "0",
      "id_str": "1763498410767286272",
      "truncated": false,
      "retweet_count": "0",
      "id": "1763498410767286272",
      "possibly_sensitive": false,
      "created_at": "Fri Mar 01 09:36:00 +0000 2024",
      "favorited": false,
      "full_text": "film",
      "lang": "en",
      "extended_entities": {
        "media": [
          {
            "media_url_https": "https://pbs.twimg.com/media/thumb.jpg",
            "url": "https://t.co/pic",
            "type": "video",
            "id_str": "1",
            "video_info": {
              "variants": [
                {
                  "bitrate": "320000",
                  "url": "https://video.twimg.com/x/small.mp4"
                },
                {
                  "bitrate": "832000",
                  "url": "https://video.twimg.com/x/clip.mp4?tag=12"
                }
              ]
            }
          }
        ]
      }
    }
  },
  {
    "tweet": {
      "edit_info": {
        "edit": {
          "initialTweetId": "1763496900817846272",
          "editControlInitial": {
            "editTweetIds": [
              "1763496900817846272",
              "1763499165742006272"
            ]
          }
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
        "11"
      ],
      "favorite_count": "0",
      "id_str": "1763499165742006272",
      "truncated": false,
      "retweet_count": "0",
      "id": "1763499165742006272",
      "possibly_sensitive": false,
      "created_at": "Fri Mar 01 09:38:00 +0000 2024",
      "favorited": false,
      "full_text": "edited once",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1749001386193846272"
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
        "13"
      ],
      "favorite_count": "0",
      "id_str": "1749001386193846272",
      "truncated": false,
      "retweet_count": "0",
      "id": "1749001386193846272",
      "possibly_sensitive": false,
      "created_at": "Fri Mar 01 09:41:00 +0000 2024",
      "favorited": false,
      "full_text": "made up later",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1763499920716726272"
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
        "11"
      ],
      "favorite_count": "0",
      "id_str": "1763499920716726272",
      "truncated": false,
      "retweet_count": "0",
      "id": "1763499920716726272",
      "possibly_sensitive": false,
      "created_at": "Fri Mar 01 09:42:00 +0000 2024",
      "favorited": false,
      "full_text": "a new field",
      "lang": "en",
      "shiny_new_field": {
        "a": 1
      }
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1763501933982646272"
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
        "user_mentions": [
          {
            "name": "Towhid R",
            "screen_name": "towhid_writes",
            "indices": [
              "0",
              "5"
            ],
            "id_str": "1200000000000000002",
            "id": "1200000000000000002"
          }
        ],
        "urls": []
      },
      "display_text_range": [
        "0",
        "304"
      ],
      "favorite_count": "0",
      "id_str": "1763501933982646272",
      "truncated": false,
      "retweet_count": "0",
      "id": "1763501933982646272",
      "possibly_sensitive": false,
      "created_at": "Fri Mar 01 09:50:00 +0000 2024",
      "favorited": false,
      "full_text": "@towhid_writes They have written to my office, to my aunt, to my landlord and to the school. They have written to my office, to my aunt, to my landlord and to the school. They have written to my office, to my aunt, to my landlord and to the school. They have written to my office, to m… https://t.co/long",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1763500172374966272"
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
        "51"
      ],
      "favorite_count": "0",
      "id_str": "1763500172374966272",
      "truncated": false,
      "retweet_count": "0",
      "id": "1763500172374966272",
      "possibly_sensitive": false,
      "created_at": "yesterday",
      "favorited": false,
      "full_text": "1763498159109046272 and 1763498410767286272 are ids",
      "lang": "en"
    }
  }
]