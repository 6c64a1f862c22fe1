window.YTD.direct_messages.part0 = [
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
            "text": "Do not