window.__THAR_CONFIG = {
  "userInfo": {
    "accountId": "1100000000000000001",
    "userName": "rani_gardens",
    "displayName": "Rani Gardens"
  },
  "archiveInfo": {
    "sizeBytes": "1",
    "generationDate": "2025-01-14T02:11:27.525Z",
    "isPartialArchive": false,
    "maxPartSizeBytes": "53687091200"
  },
  "readmeInfo": {},
  "dataTypes": {
    "tweets": {
      "files": [
        {
          "fileName": "data/tweets.js",
          "globalName": "YTD.tweets.part0",
          "count": "10"
        }
      ]
    },
    "deleted-tweets": {
      "files": [
        {
          "fileName": "data/deleted-tweets.js",
          "globalName": "YTD.deleted-tweets.part0",
          "count": "1"
        }
      ]
    },
    "community-tweet": {
      "files": [
        {
          "fileName": "data/community-tweet.js",
          "globalName": "YTD.community-tweet.part0",
          "count": "1"
        }
      ]
    },
    "note-tweet": {
      "files": [
        {
          "fileName": "data/note-tweet.js",
          "globalName": "YTD.note-tweet.part0",
          "count": "2"
        }
      ]
    },
    "direct-messages": {
      "files": [
        {
          "fileName": "data/direct-messages.js",
          "globalName": "YTD.direct-messages.part0",
          "count": "3"
        }
      ]
    },
    "direct-messages-group": {
      "files": [
        {
          "fileName": "data/direct-messages-group.js",
          "globalName": "YTD.direct-messages-group.part0",
          "count": "1"
        }
      ]
    },
    "like": {
      "files": [
        {
          "fileName": "data/like.js",
          "globalName": "YTD.like.part0",
          "count": "1"
        }
      ]
    },
    "direct-message-headers": {
      "files": [
        {
          "fileName": "data/direct-message-headers.js",
          "globalName": "YTD.direct-message-headers.part0",
          "count": "3"
        }
      ]
    }
  }
}