window.YTD.account.part0 = [
  {
    "account": {
      "email": "rani@example.org",
      "createdVia": "web",
      "username": "rani_gardens",
      "accountId": "1100000000000000001",
      "createdAt": "2019-01-01T00:00:00.000Z",
      "accountDisplayName": "Rani Gardens"
    }
  }
]