var payload_details = {
  "tweets": 6,
  "created_at": "2014-01-01 00:00:00 +0000",
  "lang": "en"
}