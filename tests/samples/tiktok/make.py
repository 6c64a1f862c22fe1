"""Writes the sources of these samples again: `python tests/samples/tiktok/make.py`. Everybody and everything in them is invented.

Key names are those of the data donation schema in ../shared/samples/tiktok and of public parsers of the export.
"""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def case(name: str, imitates: str, files: dict[str, bytes], opened: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": "tests/samples/tiktok/make.py", "imitates": imitates, "seen": "export-formats.md section 3", "open": opened}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items() if text), "utf-8")


def as_json(value: Any) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=True).encode()


def chats(*, lower: bool = False) -> dict[str, Any]:
    date, sender, content = ("date", "from", "content") if lower else ("Date", "From", "Content")
    return {
        "Chat History with canary.bird:": [
            {date: "2024-11-24 08:55:16", sender: "canary.bird", content: "I know where you live"},
            {date: "2024-11-24 08:56:00", sender: "zoya_k", content: "leave me alone"},
            {date: "2024-11-24 08:57:00", sender: "canary.bird", content: "https://www.tiktokv.com/share/video/7440000000000000001/"},
            {date: "yesterday", sender: "canary.bird", content: "you will see 😡", "Mood": "angry"},
        ],
        "Chat History with نعیم:": [{date: "2024-12-01 00:00:00 UTC", sender: "نعیم", content: "سلام"}],
    }


NEW = {
    "Ads and data": {"Ad Interests": {"AdInterestCategories": ""}},
    "App Settings": {"Block": {"App": 1, "BlockList": [{"Date": "2024-12-02 10:00:00", "UserName": "canary.bird"}]}},
    "Comment": {
        "Comments": {
            "App": 1,
            "CommentsList": [
                {"date": "2024-11-24 08:55:16", "comment": "so cute", "photo": "N/A", "url": ""},
                {"date": "2024-11-25 09:00:00", "comment": "stop lying about me", "photo": "N/A", "url": "https://www.tiktok.com/v/1"},
            ],
        }
    },
    "Direct Message": {"Direct Messages": {"ChatHistory": chats()}, "Group Chat": {"GroupChat": {"Aunts:": [
        {"Date": "2025-01-01 10:00:00", "From": "canary.bird", "Content": "she is a liar"},
    ]}}},
    "Profile": {"Profile Info": {"ProfileMap": {"userName": "zoya_k", "bioDescription": "canary"}}},
    "Post": {
        "Posts": {"VideoList": [{"Date": "2024-11-24 08:53:18", "Link": "https://example.org/v/1", "Likes": "3", "Title": "my statement"}]},
        "Recently Deleted Posts": {"PostList": [{"Date": "2024-11-20 08:53:18", "DateDeleted": "2024-12-13 07:05:00", "Link": "N/A"}]},
    },
    "TikTok Live": {
        "Go Live History": {"GoLiveList": None},
        "Watch Live History": {
            "WatchLiveMap": {
                "7440000000000000002": {
                    "Comments": [{"CommentTime": "2024-12-05 20:00:01", "CommentContent": "that is not true", "RawTime": 1}],
                    "Questions": None,
                    "WatchTime": "2024-12-05 20:00:00",
                    "Link": "",
                }
            }
        },
    },
    "Your Activity": {"Favorite Videos": {"FavoriteVideoList": [{"Date": "2024-12-04 08:44:34", "Link": "https://example.org/f"}]}},
    "Zodiac Sign": {"Sign": "canary"},
}
OLD = {
    "Activity": {"Video Browsing History": {"VideoList": [{"Date": "2021-01-01 00:00:00", "VideoLink": "https://example.org/w"}]}},
    "Comment": {"Comments": {"CommentsList": [{"Date": "2021-02-03 04:05:06", "Comment": "canary says no"}]}},
    "Direct Messages": {"Chat History": {"ChatHistory": chats()}},
    "Profile": {"Profile Information": {"ProfileMap": {"userName": "zoya_k"}}},
    "Tiktok Live": {"Watch Live History": {"WatchLiveMap": {}}},
    "Video": {"Videos": {"VideoList": None}},
}
DIRECT = """>>> Chat History with canary.bird::

2024-11-24 08:55:16 UTC canary.bird: I know where you live
2024-11-24 08:56:00 UTC zoya_k: leave me alone: please
and stop

with this
2024-11-24 08:57:00 UTC canary.bird: https://www.tiktokv.com/share/video/7440000000000000001/

>>> Chat History with نعیم::

2024-12-01 00:00:00 UTC نعیم: سلام
"""
COMMENTS = "Date: 2024-11-24 08:55:16 UTC\nComment: so cute\n\nDate: 2024-11-25 09:00:00 UTC\nComment: stop\nlying\n\n"

if __name__ == "__main__":
    case("keys-2025", "the keys of 2025, with a group, a live video, an own video and unknown keys", {"user_data_tiktok.json": as_json(NEW)}, "")
    case("keys-2021", "the keys of 2021, a file on its own", {"user_data.json": as_json(OLD)}, "user_data.json")
    case("lower-case", "only the chats, with fields in lower case", {"user_data.json": as_json({"Direct Messages": {"Chat History": {"ChatHistory": chats(lower=True)}}})}, "user_data.json")
    case(
        "text-spanish",
        "the text form with localised file names",
        {
            "TikTok/Mensajes directos/Mensajes directos.txt": DIRECT.encode(),
            "TikTok/Comentarios/Comentarios.txt": COMMENTS.encode(),
            "TikTok/Mensajes directos/Chat de grupo.txt": "No hay datos".encode(),
        },
        "",
    )
    whole = as_json(OLD)
    case("broken/cut-in-a-chat", "a file cut inside the second chat", {"user_data.json": whole[: whole.index(b"2024-12-01") + 30]}, "user_data.json")
    turned = whole.replace(b'"Direct Messages": {', b'"Direct Messages": [', 1)
    case("broken/structure-broken", "a bracket turned before the chats", {"user_data.json": turned}, "user_data.json")
    twice = whole.replace(b'"From": "zoya_k",', b'"From": "zoya_k", "From": "canary.bird",', 1).replace(b"leave me", b"leave \xff me", 1)
    case("broken/field-twice", "a field stands twice in a record; a byte is no UTF-8", {"user_data.json": twice}, "user_data.json")
