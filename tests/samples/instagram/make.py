"""Writes the sources of these samples again: `python tests/samples/instagram/make.py`. Everybody and everything in them is invented.

The layouts are those of export-formats.md 1.1; key names as in the inventories and samples of others that about.toml names.
"""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
MP4 = bytes.fromhex("000000186674797069736f6d0000020069736f6d69736f32") + b"canary"
DAY = 86_400_000
T0 = 1_700_000_000_000
"""14 November 2023, 22:13:20 UTC."""


def double(value: Any) -> Any:
    """As Meta writes it: every UTF-8 byte as a character of its own. Keys too."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass").decode("latin-1")
    if isinstance(value, dict):
        return {double(key): double(each) for key, each in value.items()}
    return [double(each) for each in value] if isinstance(value, list) else value


def meta(value: Any) -> bytes:
    """JSON as Meta writes it."""
    return json.dumps(double(value), indent=2).encode()


def case(name: str, made: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": made, "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def said(sender: str, at: int, content: str | None = None, **more: Any) -> dict[str, Any]:
    fact: dict[str, Any] = {"sender_name": sender, "timestamp_ms": at}
    if content is not None:
        fact["content"] = content
    return {**fact, **more, "is_geoblocked_for_viewer": False}


def thread(names: list[str], messages: list[dict[str, Any]], path: str, title: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "participants": [{"name": name} for name in names],
        "messages": messages,
        "title": title or names[0],
        "is_still_participant": True,
        "thread_path": path,
        "magic_words": [],
        **more,
    }


ZARAK, MEHR, NOOR, ADA = "Zarak Khoso", "Mehrunisa Talpur", "Noor Jahan Bux", "Ada Fenwick-Ngo"
BOX = "your_instagram_activity/messages"
GENERATED = "tests/samples/instagram/make.py"


def flat() -> None:
    conversations = [
        {
            "participants": ["mehr.talpur", "zarak_k"],
            "conversation": [
                {"sender": "zarak_k", "created_at": "2019-03-04T18:22:11.250000+00:00", "text": "تم جھوٹی ہو canary"},
                {
                    "sender": "mehr.talpur",
                    "created_at": "2019-03-04T18:20:00+00:00",
                    "text": "Please stop writing to me. https://example.org/rules",
                    "likes": [{"username": "zarak_k", "date": "2019-03-04T18:21:00+00:00"}],
                },
                {"sender": "zarak_k", "created_at": "2019-03-03T07:00:00+05:00", "heart": "❤️"},
                {"sender": "zarak_k", "created_at": "2019-03-02T07:00:00+05:00", "video_call_action": "Video Chat Started"},
                {
                    "sender": "zarak_k",
                    "created_at": "2019-03-01T07:00:00+05:00",
                    "media_owner": "somebody",
                    "media_share_caption": "a caption of somebody else",
                    "media_share_url": "https://example.org/shared.jpg",
                },
                {"sender": "zarak_k", "created_at": "2019-02-28T07:00:00", "media": "photos/201902/shared.jpg"},
            ],
        },
        {
            "participants": ["mehr.talpur", "noor.jb", "ada_fn"],
            "conversation": [
                {"sender": "noor.jb", "created_at": "2018-12-01T09:00:00+00:00", "action": "noor.jb named the group Kiln"},
                {"sender": "ada_fn", "created_at": "2018-12-01T08:00:00+00:00", "text": "Café at nine?"},
            ],
        },
    ]
    comments = {
        "media_comments": [["2019-05-01T10:00:00+00:00", "Lovely glaze 🔥 canary", "ada_fn"]],
        "live_comments": [["2019-05-02T10:00:00+00:00", "سلام", "noor.jb"]],
    }
    profile = {"biography": "", "private_account": True, "name": MEHR, "username": "mehr.talpur", "date_joined": "2017-01-01T00:00:00"}
    case(
        "flat-2019",
        GENERATED,
        "the flat layout of 2018-2020: messages.json, comments.json, profile.json; raw UTF-8, as in uu2020__comments.json",
        {
            "messages.json": json.dumps(conversations, ensure_ascii=False).encode(),
            "comments.json": json.dumps(comments, ensure_ascii=False).encode(),
            "profile.json": json.dumps(profile).encode(),
            "likes.json": json.dumps({"media_likes": [["2019-05-01T10:00:00+00:00", "ada_fn"]]}).encode(),
            "photos/201902/shared.jpg": JPEG,
        },
    )


def split() -> None:
    names = [ZARAK, MEHR]
    first = [said(ZARAK, T0 + 3 * DAY, "میں نے سب دیکھا canary"), said(MEHR, T0 + 2 * DAY, "Do not write again.")]
    photo = {"uri": "messages/inbox/zarakkhoso_1234567890/photos/1001.jpg", "creation_timestamp": 1_700_000_000}
    gone = {"uri": "messages/inbox/zarakkhoso_1234567890/photos/1002.jpg", "creation_timestamp": 1_700_000_000}
    second = [said(ZARAK, T0 + DAY, photos=[photo, gone]), said(ZARAK, T0, "hello", share={"link": "https://example.org/p/1"})]
    other = [said(NOOR, T0, "Class at six?")]
    about = {"profile_user": [{"string_map_data": {"Username": {"value": "mehr.talpur"}, "Name": {"value": MEHR}}}]}
    comments = {
        "comments_media_comments": [
            {
                "title": "ada_fn",
                "media_map_data": {},
                "string_map_data": {
                    "Comment": {"href": "", "value": "Beautiful! 😀", "timestamp": 0},
                    "Comment Creation Time": {"href": "", "value": "", "timestamp": 1_600_000_000},
                    "Media Owner": {"href": "https://example.org/ada_fn", "value": "ada_fn", "timestamp": 0},
                },
            }
        ]
    }
    case(
        "split-thread-2021",
        GENERATED,
        "the layout of 2020-2022: messages/inbox at the top, a thread in two files, the newest first, comments with owner and address",
        {
            "messages/inbox/zarakkhoso_1234567890/message_1.json": meta(thread(names, first, "inbox/zarakkhoso_1234567890")),
            "messages/inbox/zarakkhoso_1234567890/message_2.json": meta(thread(names, second, "inbox/zarakkhoso_1234567890")),
            "messages/inbox/zarakkhoso_1234567890/photos/1001.jpg": JPEG,
            "messages/inbox/noorjahanbux_77/message_1.json": meta(thread([NOOR, MEHR], other, "inbox/noorjahanbux_77")),
            "messages/inbox/noorjahanbux_77/photos/1002.jpg": JPEG + b"of another thread",
            "account_information/personal_information.json": meta(about),
            "comments/post_comments.json": meta(comments),
            "followers_and_following/followers.json": meta({"relationships_followers": []}),
        },
    )


def nested() -> None:
    inbox = [
        said(ZARAK, T0 + 9_000, "", is_unsent=True),
        said(ZARAK, T0 + 8_000, f"{ZARAK} started a video chat"),
        said(ZARAK, T0 + 7_000, "Audio call ended", call_duration=61),
        said(ZARAK, T0 + 6_500, "Reacted 😡 to your message "),
        said(
            MEHR,
            T0 + 6_000,
            "میرا پیچھا چھوڑ دو canary",
            reactions=[{"reaction": "😂", "actor": ZARAK, "timestamp": 1_700_000_100}, {"reaction": "❤", "actor": NOOR}],
        ),
        said(ZARAK, T0 + 5_000, videos=[{"uri": f"{BOX}/inbox/zarak_1/videos/7.mp4", "creation_timestamp": 1_700_000_000}]),
        said(
            ZARAK,
            T0 + 4_000,
            "look at this https://example.org/x.",
            share={"link": "https://example.org/p/2", "share_text": "words of others", "original_content_owner": "ada_fn"},
            gifs=[{"uri": "https://media.example.org/1.gif"}],
            sticker={"uri": f"{BOX}/stickers_used/1.png"},
            is_taken_down=True,
        ),
    ]
    request = [said("Instagram User", T0 + 1, "I know where you live. canary"), said("Instagram User", T0, "hi")]
    group = [said(NOOR, T0, "Kiln is free on Sunday"), said(ADA, T0 - 1_000, "Zarak Khoso ended the call", bumped_message_metadata={})]
    comments = [
        {
            "media_list_data": [{"uri": ""}],
            "string_map_data": {
                "Kommentar": {"value": "Schöne Schale 🏺"},
                "Medieninhaber*in": {"value": "ada_fn"},
                "Zeit": {"timestamp": 1_700_000_000},
            },
        },
        {"string_map_data": {"Kommentar": {"value": "Danke"}, "Zeit": {"timestamp": 1_700_000_001}}},
    ]
    reels = {
        "comments_reels_comments": [
            {"string_map_data": {"Comment": {"value": "nice"}, "Media Owner": {"value": "noor.jb"}, "Time": {"timestamp": 1_700_000_002}}},
            {"title": "noor.jb", "string_list_data": [{"href": "https://example.org/r/1", "value": "again", "timestamp": 1_700_000_003}]},
        ]
    }
    posts = [
        {
            "media": [
                {"uri": "media/posts/202311/1.jpg", "creation_timestamp": 1_700_000_000, "title": "First bowl 🏺 https://example.org/b"}
            ]
        },
        {
            "media": [
                {"uri": "media/posts/202311/2.jpg", "creation_timestamp": 1_700_000_010, "title": ""},
                {"uri": "media/posts/202311/3.jpg", "creation_timestamp": 1_700_000_010, "title": ""},
            ],
            "title": "Two more",
            "creation_timestamp": 1_700_000_011,
        },
    ]
    about = {"profile_user": [{"string_map_data": {"Username": {"value": "mehr.talpur"}}}]}
    case(
        "folders-2024",
        GENERATED,
        "the layout since 2022: your_instagram_activity/, message requests, a group, unsent, calls, reactions, shares, localised comments",
        {
            f"{BOX}/inbox/zarak_1/message_1.json": meta(thread([ZARAK, MEHR], inbox, "inbox/zarak_1")),
            f"{BOX}/inbox/zarak_1/videos/7.mp4": MP4,
            f"{BOX}/message_requests/instagramuser_9/message_1.json": meta(
                thread(["Instagram User", MEHR], request, "message_requests/instagramuser_9", is_pending=True)
            ),
            f"{BOX}/inbox/kiln_55/message_1.json": meta(
                thread([NOOR, ADA, MEHR], group, "inbox/kiln_55", "Kiln 🔥", joinable_mode={"mode": 1, "link": ""})
            ),
            f"{BOX}/secret_conversations.json": meta({"ig_secret_conversations": {"armadillo_devices": []}}),
            "your_instagram_activity/comments/post_comments_1.json": meta(comments),
            "your_instagram_activity/comments/reels_comments.json": meta(reels),
            "your_instagram_activity/content/posts_1.json": meta(posts),
            "your_instagram_activity/content/posts_2.json": meta({**posts[1], "title": "The one record of its file"}),
            "your_instagram_activity/content/reels.json": meta(
                {"ig_reels_media": [{"media": [{"uri": "media/reels/1.mp4", "creation_timestamp": 1_700_000_020, "title": "Wheel"}]}]}
            ),
            "your_instagram_activity/content/stories.json": meta(
                {"ig_stories": [{"uri": "media/stories/202311/1.jpg", "creation_timestamp": 1_700_000_030, "title": ""}]}
            ),
            "media/posts/202311/1.jpg": JPEG,
            "media/stories/202311/1.jpg": JPEG,
            "personal_information/personal_information/personal_information.json": meta(about),
            "connections/followers_and_following/followers_1.json": b"[]",
        },
    )


def reported() -> None:
    stated = {
        "ig_reported_conversations": [
            {
                "timestamp": 1_700_000_500,
                "is_reporter": True,
                "reporter": {"name": MEHR},
                "reportee": {"name": ZARAK},
                "messages": [{**said(ZARAK, T0, "canary یہ دھمکی ہے"), "photos": [], "videos": [], "audio_files": []}],
            },
            {"timestamp": 1_700_000_600, "is_reporter": True, "reporter": {"name": MEHR}, "reportee": {"name": ADA}, "messages": []},
        ]
    }
    case(
        "reported-2025",
        GENERATED,
        "reported_conversations.json; keys of the inventory instagram_keys.csv, their nesting guessed from its paths",
        {f"{BOX}/reported_conversations.json": meta(stated)},
    )


def encodings() -> None:
    broken = "cut in an emoji: " + "🔥".encode()[:3].decode("latin-1")
    messages = [
        {**double(said("Zoë Québec", T0 + 5, "Ünïcode canary سلام 🔥")), "photos": [{"uri": double(f"{BOX}/inbox/zoë_3/photos/é.jpg")}]},
        {"sender_name": double("Zoë Québec"), "timestamp_ms": T0 + 4, "content": broken},
        {"sender_name": double("Zoë Québec"), "timestamp_ms": T0 + 3, "content": "a real “quotation”, left alone"},
        {"sender_name": double("Zoë Québec"), "timestamp_ms": T0 + 2, "content": "half a pair: \ud83d"},
        {"sender_name": "plain", "timestamp_ms": T0 + 1, "content": "plain ASCII"},
    ]
    whole = double(thread(["Zoë Québec", MEHR], [], "inbox/zoë_3"))
    whole["messages"] = messages
    case(
        "double-encoded",
        GENERATED,
        "Meta's double encoding in text, names, title, path and uri; one string cut in a character, one whole, one with half a pair",
        {f"{BOX}/inbox/zoë_3/message_1.json": json.dumps(whole, indent=2).encode(), f"{BOX}/inbox/zoë_3/photos/é.jpg": JPEG},
    )
    proper = thread(["Zoë", MEHR], [said("Zoë", T0, "café, typed as cafÃ© canary"), said(MEHR, T0 - 1, "سلام")], "inbox/zoe_4")
    case(
        "properly-encoded",
        GENERATED,
        "a thread file that some other program wrote again in plain UTF-8, with a byte order mark: nothing in it may be mended",
        {"message_1.json": b"\xef\xbb\xbf" + json.dumps(proper, ensure_ascii=False).encode()},
        open="message_1.json",
    )


def parts() -> None:
    messages = [
        said(ZARAK, T0, "canary", photos=[{"uri": f"{BOX}/inbox/zarak_1/photos/5.jpg", "creation_timestamp": 1_700_000_000}]),
        said(ZARAK, T0 - 1, audio_files=[{"uri": f"{BOX}/inbox/zarak_1/audio/6.mp4", "creation_timestamp": 1_700_000_000}]),
    ]
    folder = "instagram-mehr.talpur-2024-01-01-part_2"
    case(
        "part-two",
        GENERATED,
        "the second zip of an export in several: message_2.json without message_1.json, files that another part holds",
        {f"{folder}/{BOX}/inbox/zarak_1/message_2.json": meta(thread([ZARAK, MEHR], messages, "inbox/zarak_1"))},
        open=folder,
    )
    case(
        "lone-thread",
        GENERATED,
        "a thread file on its own without participants, title or path, as in chat-miner__test_export.json",
        {"message_1.json": meta({"messages": [said(ZARAK, T0, "hello canary"), said(MEHR, T0 - 60_000, "no")]})},
        open="message_1.json",
    )


def surprises() -> None:
    messages: list[Any] = [
        said(ZARAK, T0, "a key of next year canary", newkey={"inner": 1}, another=2),
        said(ZARAK, T0 - 1, "the same key", newkey=3, reactions=[{"reaction": "😡", "actor": ZARAK, "weight": 1}]),
        {"sender_name": ZARAK, "content": "no time"},
        {"sender_name": ZARAK, "timestamp_ms": "yesterday", "content": "a time in words"},
        {"sender_name": ZARAK, "timestamp_ms": 1.5, "content": "half a millisecond"},
        {"sender_name": ZARAK, "timestamp_ms": 17_257_039_188_301, "content": "in the year 2516"},
        {"sender_name": ["a", "list"], "timestamp_ms": T0, "content": {"an": "object"}, "photos": "a string", "reactions": 7},
        "no object",
        None,
        [],
        {},
    ]
    text = meta(thread([ZARAK, MEHR], messages, "inbox/zarak_1", thread_theme="blue")).decode()
    twice = text.replace('"content": "no time"', '"content": "said first",\n      "content": "said second"')
    case(
        "surprises",
        GENERATED,
        "what is not there yet or should not be: new keys, keys twice, wrong types, times that are none, records that are no objects",
        {f"{BOX}/inbox/zarak_1/message_1.json": twice.encode()},
    )


def damaged() -> None:
    name = f"{BOX}/inbox/zarak_1/message_1.json"
    messages = [said(ZARAK, T0 - index, f"message {index} canary") for index in range(6)]
    whole = meta(thread([ZARAK, MEHR], messages, "inbox/zarak_1"))
    bare = json.dumps({"messages": messages}).encode()
    at = whole.index(b"message 3")
    cases = {
        "cut-in-a-message": ("a file cut in its fourth message", whole[: at + 4]),
        "cut-between-messages": ("a file cut behind a message", whole[: whole.index(b"}", at) + 1]),
        "cut-before-messages": ("a file cut in its participants", whole[:30]),
        "quote-lost": ("a quotation mark of the fourth message turned into a blank", whole[: at - 1] + b" " + whole[at:]),
        "comma-lost": ("a comma between two messages turned", whole[:at] + whole[at:].replace(b"},\n    {", b"}l\n    {", 1)),
        "key-turned": ("a letter of the key `messages` turned", whole.replace(b'"messages"', b'"mussages"')),
        "nan": ("a value that JSON does not have", whole.replace(b"1699999999997", b"NaN")),
        "long-number": ("a number of a million digits", bare.replace(b"1699999999997", b"9" * 1_000_000)),
        "deep": ("arrays 3,000 deep in one message", bare.replace(b'"message 3 canary"', b"[" * 3_000 + b"]" * 3_000)),
        "no-utf8": ("bytes that are no UTF-8 in a text", bare.replace(b"message 3", b"message \xff\xfe")),
        "empty": ("an empty file", b""),
        "no-json": ("a page where a thread should be", b"<!doctype html><title>canary</title>"),
        "zeros": ("a file of which only the size is left", bytes(4096)),
    }
    for case_name, (what, data) in cases.items():
        case(f"broken/{case_name}", GENERATED, what, {name: data})


def pages() -> None:
    def block(sender: str, text: str, time: str, more: str = "") -> str:
        return (
            f'<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><h2 class="_3-95 _2pim _a6-h _a6-i">{sender}</h2>'
            f'<div class="_3-95 _a6-p"><div><div></div><div>{text}</div>{more}<div></div>'
            f'<ul class="_a6-q"><li><span>❤Noor Jahan Bux</span></li></ul></div></div><div class="_3-94 _a6-o">{time}</div></div>'
        )

    photo = f'<div><a href="{BOX}/inbox/zarak_1/photos/1.jpg"><img src="{BOX}/inbox/zarak_1/photos/1.jpg"/></a></div>'
    said = [
        block(ZARAK, "تم جھوٹی ہو canary 🔥", "Oct 30, 2025 3:34 pm"),
        block(MEHR, "Stop. https://example.org/rules", "Oct 30, 2025 12:05 am", photo),
    ]
    body = f'<header><h1>{ZARAK}</h1></header><main class="_a706" role="main">{"".join(said)}</main>'
    head = f'<head><meta charset="utf-8"><title>{ZARAK}</title><style>._a6-o{{color:#8d949e}}</style></head>'
    case(
        "pages-2025",
        GENERATED,
        "the HTML form since 2022: message_1.html, minutes of a local time whose zone is not named",
        {
            f"{BOX}/inbox/zarak_1/message_1.html": f"<html>{head}<body>{body}</body></html>".encode(),
            f"{BOX}/inbox/zarak_1/photos/1.jpg": JPEG,
            "your_instagram_activity/likes/liked_posts.html": b"<html></html>",
        },
    )


def main() -> None:
    pages()
    flat()
    split()
    nested()
    reported()
    encodings()
    parts()
    surprises()
    damaged()


if __name__ == "__main__":
    main()
