"""Writes the sources of these samples again: `python tests/samples/telegram/make.py`. Everybody and everything in them is invented.

Layouts, keys and sentences are those that Telegram Desktop's exporter writes (export_output_json.cpp, export_output_html.cpp).
"""

import json
from html import escape
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
MADE = "tests/samples/telegram/make.py"
ZARAK, MEHR, NOOR = "Zarak Khoso", "Mehrunisa Talpur", "Noor Jahan Bux"
ZARAK_ID, MEHR_ID, NOOR_ID = "user5900112233", "user411223344", "user6655443322"
NOT_INCLUDED = "(File not included. Change data exporting settings to download.)"
ABOUT = "Here is the data you requested. Remember: Telegram is ad free."


def exported(value: Any) -> bytes:
    r"""JSON as the exporter writes it: real characters, control characters as `\x0B`."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    for code in range(32):
        text = text.replace(f"\\u{code:04x}", f"\\x{code:02X}")
    return text.replace("\\b", "\\x08").replace("\\f", "\\x0C").encode()


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": MADE, "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def parts(text: str | list[Any]) -> list[Any]:
    listed = [text] if isinstance(text, str) else text
    return [{"type": "plain", "text": each} if isinstance(each, str) else each for each in listed if each]


def said(number: int, sender: str | None, peer: str, date: str, unixtime: int, text: str | list[Any] = "", **more: Any) -> dict[str, Any]:
    head = {"id": number, "type": "message", "date": date, "date_unixtime": str(unixtime), "from": sender, "from_id": peer}
    return {**head, **more, "text": text, "text_entities": parts(text)}


def did(number: int, actor: str, peer: str, date: str, unixtime: int, action: str, **more: Any) -> dict[str, Any]:
    head = {"id": number, "type": "service", "date": date, "date_unixtime": str(unixtime), "actor": actor, "actor_id": peer}
    return {**head, "action": action, **more, "text": "", "text_entities": []}


def reaction(emoji: str, count: int, *recent: tuple[str, str, str]) -> dict[str, Any]:
    people = [{"from": name, "from_id": peer, "date": date} for name, peer, date in recent]
    return {"type": "emoji", "count": count, "emoji": emoji, **({"recent": people} if people else {})}


def direct() -> list[dict[str, Any]]:
    """Both sides of the night the clocks went back in London (27 October 2024): +01:00 before, +00:00 after."""
    return [
        said(101, ZARAK, ZARAK_ID, "2024-10-27T01:30:00", 1729989000, "kahan ho tum canary"),
        said(102, MEHR, MEHR_ID, "2024-10-27T01:10:00", 1729991400, "اب مت لکھنا", reply_to_message_id=101),
        said(
            103,
            ZARAK,
            ZARAK_ID,
            "2024-10-27T09:00:00",
            1730019600,
            ["see ", {"type": "text_link", "text": "this", "href": "https://example.org/x?a=1&b=2"}, " and ", {"type": "link", "text": "example.net/y"}],
        ),
        said(104, ZARAK, ZARAK_ID, "2024-10-27T09:01:00", 1730019660, 'quote " backslash \\ bell \x07 tab\there\nnext line'),
        said(105, ZARAK, ZARAK_ID, "2024-10-27T09:02:00", 1730019720, "I never said that", edited="2024-10-27T11:00:00", edited_unixtime="1730026800"),
        said(
            106,
            MEHR,
            MEHR_ID,
            "2024-10-27T09:03:00",
            1730019780,
            "please stop",
            edited="2024-10-27T09:05:00",
            edited_unixtime="1730019900",
            reactions=[reaction("😂", 1, (ZARAK, ZARAK_ID, "2024-10-27T09:05:00"))],
        ),
        said(107, ZARAK, ZARAK_ID, "2024-10-27T09:04:00", 1730019840, "look who it is", photo="chats/chat_1/photos/photo_1@27-10-2024.jpg", photo_file_size=22, width=1, height=1),
        said(108, ZARAK, ZARAK_ID, "2024-10-27T09:04:30", 1730019870, file=NOT_INCLUDED, file_name="voice.ogg", file_size=4096, media_type="voice_message", mime_type="audio/ogg", duration_seconds=7),
        said(109, ZARAK, ZARAK_ID, "2024-10-27T09:05:00", 1730019900, photo=NOT_INCLUDED, self_destruct_period_seconds=10),
        said(110, ZARAK, ZARAK_ID, "2024-10-27T09:06:00", 1730019960, location_information={"latitude": 51.501, "longitude": -0.142}, live_location_period_seconds=900),
        said(111, ZARAK, ZARAK_ID, "2024-10-27T09:07:00", 1730020020, contact_information={"first_name": "Noor", "last_name": "Bux", "phone_number": "+00 000 0000"}),
        did(112, ZARAK, ZARAK_ID, "2024-10-27T09:08:00", 1730020080, "phone_call", discard_reason="missed"),
        did(113, ZARAK, ZARAK_ID, "2024-10-27T09:09:00", 1730020140, "set_messages_ttl", period=86400),
        {"id": 114, "type": "unsupported"},
        said(115, ZARAK, ZARAK_ID, "2024-10-27T09:10:00", 1730020200, "from the channel", reply_to_message_id=9, reply_to_peer_id="channel1234567890"),
    ]


def group() -> list[dict[str, Any]]:
    poll = {"question": "Who believes her?", "closed": False, "total_voters": 3}
    answers = [{"text": "nobody", "voters": 3, "chosen": False}, {"text": "some", "voters": 0, "chosen": True}]
    return [
        did(-999999990, NOOR, NOOR_ID, "2024-01-01T10:00:00", 1704103200, "migrate_from_group", title="Old name"),
        did(1, NOOR, NOOR_ID, "2024-01-01T10:00:01", 1704103201, "invite_members", members=[MEHR, None]),
        said(2, None, "user77", "2024-01-01T10:01:00", 1704103260, "I am a deleted account"),
        said(3, ZARAK, ZARAK_ID, "2024-01-01T10:02:00", 1704103320, "forwarded words", forwarded_from=MEHR, via_bot="@gifbot"),
        said(4, NOOR, NOOR_ID, "2024-01-01T10:03:00", 1704103380, poll={**poll, "answers": answers}),
        said(
            5,
            ZARAK,
            ZARAK_ID,
            "2024-01-01T10:04:00",
            1704103440,
            "many react",
            reactions=[
                reaction("👍", 12, (NOOR, NOOR_ID, "2024-01-01T10:05:00")),
                {"type": "custom_emoji", "count": 1, "document_id": "stickers/e.tgs", "recent": []},
            ],
        ),
        said(6, ZARAK, ZARAK_ID, "2024-01-01T10:06:00", 1704000000, "a clock that no zone explains", mood="new"),
    ]


def channel() -> list[dict[str, Any]]:
    return [said(7, "Truth Channel", "channel1234567890", "2024-02-01T10:00:00", 1706781600, "posted canary", author="Z.")]


def full() -> None:
    chats = [
        {"name": ZARAK, "type": "personal_chat", "id": 5900112233, "messages": direct()},
        {"name": "Family", "type": "private_supergroup", "id": 1777888999, "messages": group()},
        {"type": "saved_messages", "id": 411223344, "messages": [said(900, MEHR, MEHR_ID, "2024-03-01T08:00:00", 1709280000, "note to self", saved_from="Family")]},
        {"name": "Empty", "type": "private_group", "id": 1777888999, "messages": []},
    ]
    export = {
        "about": ABOUT,
        "personal_information": {"user_id": 411223344, "first_name": "Mehrunisa", "last_name": "Talpur", "phone_number": "+00 111", "username": "@mehr_t", "bio": ""},
        "contacts": {"about": "…", "list": [{"user_id": 6655443322, "first_name": "Noor", "last_name": "", "phone_number": "+00 2", "date": "2024-01-01T00:00:00", "date_unixtime": "1704067200"}]},
        "chats": {"about": "This page lists all chats from this export.", "list": chats},
        "left_chats": {"about": "…", "list": [{"name": "Truth Channel", "type": "public_channel", "id": 1234567890, "messages": channel()}]},
    }
    case("full-2024", "a whole export of 2024, JSON, with its photos; one file not exported", {"result.json": exported(export), "chats/chat_1/photos/photo_1@27-10-2024.jpg": JPEG})


def old() -> None:
    never = "1970-01-01T05:00:00"
    messages = [
        {"id": 20, "type": "message", "date": "2019-03-04T18:22:11", "edited": never, "from": ZARAK, "from_id": 5900112, "text": "tum jhooti ho canary"},
        {"id": 21, "type": "message", "date": "2019-03-04T18:30:00", "edited": "2019-03-04T18:31:00", "from": MEHR, "from_id": 4112233, "text": ["stop ", {"type": "bold", "text": "now"}]},
        {"id": 22, "type": "service", "date": "2019-03-04T18:40:00", "edited": never, "actor": ZARAK, "actor_id": 5900112, "action": "phone_call", "duration_seconds": 3, "discard_reason": "hangup", "text": ""},
        {"id": 23, "type": "message", "date": "2019-03-05T02:00:00", "edited": never, "from": None, "from_id": 77, "file": NOT_INCLUDED, "media_type": "sticker", "sticker_emoji": "😡", "width": 1, "height": 1, "text": ""},
    ]
    export = {"about": ABOUT, "chats": {"about": "…", "list": [{"name": ZARAK, "type": "personal_chat", "id": 0x100000000 + 5900112, "messages": messages}]}}
    case("full-2019", "an export of 2019: ids are numbers, times without an instant, edits of 1970", {"result.json": exported(export)})


def lone() -> None:
    chat = {"name": ZARAK, "type": "personal_chat", "id": 5900112233, "messages": direct()[:3]}
    case("lone-chat", "one chat, exported alone and renamed", {"zarak canary.json": exported(chat)}, open="zarak canary.json")


def page(title: str, body: str, more: str = "") -> bytes:
    return f"""<!DOCTYPE html>
<html>
 <head>
  <meta charset="utf-8"/>
<title>Exported Data</title>
  <meta content="width=device-width, initial-scale=1.0" name="viewport"/>
  <link href="css/style.css" rel="stylesheet"/>
 </head>
 <body onload="CheckLocation();">
  <div class="page_wrap">
   <div class="page_header">
    <div class="content">
     <div class="text bold">
{escape(title)}
     </div>
    </div>
   </div>
   <div class="page_body chat_page">
    <div class="history">
{more}{body}
    </div>
   </div>
  </div>
 </body>
</html>
""".encode()


def day(number: int, text: str) -> str:
    return service(-number, text)


def service(number: int, text: str) -> str:
    return f"""
     <div class="message service" id="message{number}">
      <div class="body details">
{text}
      </div>
     </div>
"""


def bubble(number: int, date: str, inner: str, sender: str | None = None) -> str:
    name = f'\n       <div class="from_name">\n{escape(sender)} \n       </div>\n' if sender else ""
    joined = "" if sender else " joined"
    return f"""
     <div class="message default clearfix{joined}" id="message{number}">
      <div class="body">
       <div class="pull_right date details" title="{date}">
{date[11:16]}
       </div>
{name}{inner}
      </div>
     </div>
"""


def text(html: str) -> str:
    return f'       <div class="text">\n{html}\n       </div>\n'


def media(classes: str, title: str, status: str, description: str = "", href: str = "") -> str:
    tag = f'a class="media clearfix pull_left block_link {classes}" href="{href}"' if href else f'div class="media clearfix pull_left {classes}"'
    told = f'<div class="description">\n{description}\n</div>' if description else ""
    return f"""<div class="media_wrap clearfix">
<{tag}><div class="fill pull_left"></div><div class="body"><div class="title bold">
{title}
</div>{told}<div class="status details">
{status}
</div></div></{tag[0] if href else "div"}></div>
"""


def pages() -> None:
    zone = " UTC+05:00"
    poll = """<div class="media_wrap clearfix"><div class="media_poll"><div class="question bold">Who believes her?</div>
<div class="details">Anonymous poll</div><div class="answer">- nobody <span class="details">3 votes</span></div><div class="answer">- some</div>
<div class="total details	">3 votes</div></div></div>"""
    forwarded = f"""<div class="pull_left forwarded userpic_wrap"></div><div class="forwarded body"><div class="from_name">
{NOOR} via @gifbot<span class="date details" title="01.01.2024 10:00:00 UTC+05:00"> 01.01.2024 10:00:00</span></div>
{text("forwarded words")}</div>"""
    reacted = """<span class="reactions"><span class="reaction"><span class="emoji">😂</span><span class="userpics">
<div class="userpic userpic5"><div class="initials" title="Zarak Khoso, 27.10.2024 09:05:00">ZK</div></div></span></span>
<span class="reaction"><span class="emoji">👍</span><span class="count">12</span></span></span>"""
    first = "".join(
        [
            day(1, "27 October 2024"),
            service(100, f"{ZARAK} created group &laquo;Family&raquo; with members {MEHR} and {NOOR}"),
            bubble(101, "27.10.2024 01:30:00" + zone, text("kahan ho tum<br>canary &lt;b&gt; &amp; &quot;you&quot;"), ZARAK),
            bubble(102, "27.10.2024 01:31:00" + zone, text('see <a href="https://example.org/x?a=1&amp;b=2">this</a> <strong>now</strong>')),
            bubble(
                103,
                "27.10.2024 01:32:00" + zone,
                '<div class="reply_to details">In reply to <a href="#go_to_message101" onclick="return GoToMessage(101)">this message</a></div>'
                + text("اب مت لکھنا") + reacted,
                MEHR,
            ),
            bubble(104, "27.10.2024 01:33:00" + zone, forwarded, ZARAK),
            bubble(105, "27.10.2024 01:34:00" + zone, '<div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/photo_1.jpg"><img class="photo" src="photos/photo_1_thumb.jpg"/></a></div>' + text("look")),
            bubble(106, "27.10.2024 01:35:00" + zone, media("media_voice_message", "Voice message", "00:07, 4.0 KB", "Not included, change data exporting settings to download.")),
            bubble(107, "27.10.2024 01:36:00" + zone, media("media_location", "Location", "31.5, 74.3", href="https://maps.google.com/maps?q=31.5,74.3&amp;ll=31.5,74.3&amp;z=16")),
            bubble(108, "27.10.2024 01:37:00" + zone, poll, NOOR + " via @pollbot"),
            bubble(109, "27.10.2024 01:38:00" + zone, media("media_call", ZARAK, "Missed"), MEHR),
        ]
    )
    second = "".join(
        [
            day(2, "28 October 2024"),
            service(110, f"{NOOR} removed {MEHR}"),
            service(111, f'{ZARAK} pinned <a href="messages.html#go_to_message101">this message</a>'),
            bubble(112, "28.10.2024 08:00:00", text("an older page states no offset"), "Deleted Account"),
        ]
    )
    back = '     <a class="pagination block_link" href="messages.html">\nPrevious messages\n     </a>\n'
    case(
        "pages",
        "the HTML form of 2024: two pages of one group, with a photo",
        {"messages.html": page("Family canary", first), "messages2.html": page("Family canary", second, back), "photos/photo_1.jpg": JPEG, "photos/photo_1_thumb.jpg": JPEG, "css/style.css": b"body {}\n"},
    )
    case("lone-page", "the second page of a chat, alone", {"messages2.html": page("Family canary", second, back)}, open="messages2.html")
    case("part-two", "a folder that lacks its first page", {"messages2.html": page("Family canary", second, back)})
    chat = {"name": "Family canary", "type": "private_group", "id": 5, "messages": [said(101, ZARAK, ZARAK_ID, "2024-10-27T01:30:00", 1729974600, "kahan ho tum")]}
    case("both-forms", "an export in both forms: the pages say the same again", {"result.json": exported(chat), "messages.html": page("Family canary", first)})
    broken_pages(first)


def broken_pages(body: str) -> None:
    whole = page("Family canary", body)
    case("broken/page-cut-in-a-message", "a page cut within a text", {"messages.html": whole[: whole.index(b"see <a href") + 20]})
    case("broken/page-cut-in-a-tag", "a page cut within a tag", {"messages.html": whole[: whole.index(b'"message103"') + 30]})
    case("broken/page-joined-first", "a page whose first message was lost: the second names nobody", {"messages.html": whole.replace(b'id="message101"', b'id="message"', 1)})
    case("broken/page-no-utf8", "a byte of a page that is no UTF-8", {"messages.html": whole.replace(b"kahan", b"kah\xffn")})
    case("broken/page-times", "a page whose times are none", {"messages.html": whole.replace(b"27.10.2024 01:3", b"32.13.2024 99:9")})
    deep = bubble(101, "27.10.2024 01:30:00", text("<div>" * 3_000 + "canary" + "</div>" * 3_000), ZARAK)
    case("broken/page-deep", "a text in 3,000 boxes", {"messages.html": page("Family canary", deep)})


def broken() -> None:
    chat = {"name": ZARAK, "type": "personal_chat", "id": 5900112233, "messages": direct()[:4]}
    two = {"about": ABOUT, "chats": {"about": "…", "list": [chat, {**chat, "name": "Next canary", "id": 7}]}}
    whole, both = exported(chat), exported(two)
    cut = whole.index(b'"id": 103')
    case("broken/cut-in-a-message", "cut within a message", {"result.json": whole[: cut + 60]})
    case("broken/cut-between-messages", "cut behind a message", {"result.json": whole[: cut - 6]})
    case("broken/cut-before-messages", "cut within the head", {"result.json": whole[: whole.index(b'"messages"') + 4]})
    case("broken/comma-lost", "a comma lost between two fields, a second chat behind it", {"result.json": both.replace(b'"date_unixtime": "1729991400",', b'"date_unixtime": "1729991400"', 1)})
    case("broken/key-turned", "the key of the messages is damaged", {"result.json": both.replace(b'"messages"', b'"messagfs"', 1)})
    case("broken/no-utf8", "a byte that is no UTF-8", {"result.json": whole.replace(b"kahan", b"kah\xffn")})
    case("broken/odd-values", "values of other types than they have", {"result.json": exported({**chat, "messages": odd()})})
    deep = b"[" * 3_000 + b"]" * 3_000
    case("broken/deep", "arrays 3,000 deep in one message", {"result.json": whole.replace(b'"from": "Zarak Khoso"', b'"from": ' + deep, 1)})


def odd() -> list[Any]:
    base = said(1, ZARAK, ZARAK_ID, "2024-01-01T10:00:00", 1704103200, "canary")
    return [
        {**base, "text": [["x"], 5, {"type": "new", "text": None}]},
        {**base, "date": 5, "date_unixtime": "soon"},
        {**base, "date": "2024-13-45T10:00:00", "date_unixtime": None},
        {**base, "from": ["a"], "from_id": {}, "reactions": "none", "poll": 7, "photo": 3, "file": {}},
        {**base, "reactions": [5, {"emoji": [], "count": "x", "recent": {"from": 1}}]},
        {**base, "reply_to_message_id": "x", "edited": 9, "edited_unixtime": -1},
        {"id": 1, "type": "service", "date": "2024-01-01T10:00:00", "action": ["x"], "members": "all"},
        {"id": 9, "type": "message"},
        {},
        "canary",
        None,
        17,
    ]


if __name__ == "__main__":
    full()
    old()
    lone()
    pages()
    broken()
