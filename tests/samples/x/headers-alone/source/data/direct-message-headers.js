window.YTD.direct_message_headers.part0 = [
  {
    "dmConversation": {
      "conversationId": "1100000000000000001-1200000000000000002",
      "messages": [
        {
          "messageCreate": {
            "id": "1763496900817846272",
            "senderId": "1200000000000000002",
            "recipientId": "1100000000000000001",
            "createdAt": "2024-03-01T09:30:00.000Z"
          }
        }
      ]
    }
  }
]