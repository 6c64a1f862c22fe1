window.YTD.direct_message_headers.part0 = [
  {
    "dmConversation": {
      "conversationId": "1100000000000000001-1200000000000000002",
      "messages": [
        {
          "messageCreate": {
            "recipientId": "1100000000000000001",
            "reactions": [
              {
                "senderId": "1100000000000000001",
                "reactionKey": "sad",
                "eventId": "1763500000000000001",
                "createdAt": "2024-03-01T10:31:00.000Z"
              }
            ],
            "urls": [],
            "text": "I know where your aunt lives. canary",
            "mediaUrls": [],
            "senderId": "1200000000000000002",
            "id": "1763512003558637628",
            "createdAt": "2024-03-01T10:30:00.774Z",
            "editHistory": []
          }
        },
        {
          "messageCreate": {
            "recipientId": "1200000000000000002",
            "reactions": [],
            "urls": [
              {
                "url": "https://t.co/b",
                "expanded": "https://example.org/order",
                "display": "example.org/order"
              }
            ],
            "text": "Do not write to me again",
            "mediaUrls": [],
            "senderId": "1100000000000000001",
            "id": "1763511500242157626",
            "createdAt": "2024-03-01T10:28:00.774Z",
            "editHistory": []
          }
        },
        {
          "messageCreate": {
            "recipientId": "1100000000000000001",
            "reactions": [],
            "urls": [],
            "text": "",
            "mediaUrls": [
              "https://ton.twitter.com/dm/1/2/kL9.jpg"
            ],
            "senderId": "1200000000000000002",
            "id": "1763511248583917625",
            "createdAt": "2024-03-01T10:27:00.774Z",
            "editHistory": []
          }
        }
      ]
    }
  },
  {
    "dmConversation": {
      "conversationId": "1100000000000000001-1300000000000000003",
      "messages": [
        {
          "messageCreate": {
            "recipientId": "1100000000000000001",
            "reactions": [],
            "urls": [],
            "text": "are you all right?",
            "mediaUrls": [],
            "senderId": "1300000000000000003",
            "id": "1763514520141037638",
            "createdAt": "2024-03-01T10:40:00.774Z",
            "editHistory": []
          }
        }
      ]
    }
  },
  {
    "dmConversation": {
      "conversationId": "1100000000000000001-1200000000000000002",
      "messages": [
        {
          "messageCreate": {
            "recipientId": "1100000000000000001",
            "reactions": [],
            "urls": [],
            "text": "",
            "mediaUrls": [
              "https://ton.twitter.com/dm/1/2/kL9.jpg"
            ],
            "senderId": "1200000000000000002",
            "id": "1763511248583917625",
            "createdAt": "2024-03-01T10:27:00.774Z",
            "editHistory": []
          }
        },
        {
          "reactionCreate": {
            "senderId": "1200000000000000002",
            "reactionKey": "laughing",
            "eventId": "1763500000000000002",
            "createdAt": "2024-03-01T10:26:00.000Z"
          }
        },
        {
          "messageCreate": {
            "recipientId": "1100000000000000001",
            "reactions": [],
            "urls": [],
            "text": "hello",
            "mediaUrls": [],
            "senderId": "1200000000000000002",
            "id": "1763510745267437623",
            "createdAt": "2024-03-01T10:25:00.774Z",
            "editHistory": []
          }
        }
      ]
    }
  }
]