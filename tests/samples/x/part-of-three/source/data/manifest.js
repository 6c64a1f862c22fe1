window.__THAR_CONFIG = {
  "userInfo": {
    "accountId": "1100000000000000001",
    "userName": "rani_gardens",
    "displayName": "Rani Gardens"
  },
  "archiveInfo": {
    "sizeBytes": "1",
    "generationDate": "2025-01-14T02:11:27.525Z",
    "isPartialArchive": true,
    "maxPartSizeBytes": "53687091200"
  },
  "readmeInfo": {},
  "dataTypes": {
    "tweets": {
      "files": [
        {
          "fileName": "data/tweets.js",
          "globalName": "YTD.tweets.part0",
          "count": "2"
        }
      ]
    },
    "tweets-part1": {
      "files": [
        {
          "fileName": "data/tweets-part1.js",
          "globalName": "YTD.tweets-part1.part0",
          "count": "5"
        }
      ]
    }
  }
}