var user_details = {
  "screen_name": "rani_gardens",
  "location": "",
  "full_name": "Rani Gardens",
  "id": "500"
}