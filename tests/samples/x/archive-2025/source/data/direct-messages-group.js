window.YTD.direct_messages_group.part0 = [
  {
    "dmConversation": {
      "conversationId": "1763000000000000009",
      "messages": [
        {
          "participantsLeave": {
            "userIds": [
              "1300000000000000003"
            ],
            "createdAt": "2024-03-01T11:00:00.000Z"
          }
        },
        {
          "messageCreate": {
            "reactions": [],
            "urls": [],
            "text": "all of you should know what she did",
            "mediaUrls": [],
            "senderId": "1200000000000000002",
            "id": "1763517036723437648",
            "createdAt": "2024-03-01T10:50:00.774Z",
            "editHistory": []
          }
        },
        {
          "conversationNameUpdate": {
            "initiatingUserId": "1200000000000000002",
            "name": "the truth about R. canary",
            "createdAt": "2024-03-01T10:49:00.000Z"
          }
        },
        {
          "participantsJoin": {
            "initiatingUserId": "1200000000000000002",
            "userIds": [
              "1300000000000000003"
            ],
            "createdAt": "2024-03-01T10:48:00.000Z"
          }
        },
        {
          "joinConversation": {
            "initiatingUserId": "1200000000000000002",
            "participantsSnapshot": [
              "1100000000000000001",
              "1200000000000000002"
            ],
            "createdAt": "2024-03-01T10:47:00.000Z"
          }
        },
        {
          "somethingNew": {
            "createdAt": "2024-03-01T10:46:00.000Z"
          }
        }
      ]
    }
  }
]