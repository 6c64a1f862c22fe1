"""Writes the sources of these samples again: `python tests/samples/reddit/make.py`. Everybody and everything in them is invented.

Columns are those that open importers read; no file of a real export was seen.
"""

import csv
import io
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MADE = "tests/samples/reddit/make.py"
COMMENTS = ["id", "permalink", "date", "ip", "subreddit", "gildings", "link", "parent", "body", "media"]
POSTS = ["id", "permalink", "date", "ip", "subreddit", "gildings", "title", "url", "body"]
MESSAGES = ["id", "permalink", "thread_id", "date", "ip", "from", "to", "subject", "body"]
CHAT = ["message_id", "created_at", "updated_at", "username", "message", "thread_parent_message_id", "channel_url", "subreddit", "channel_name", "conversation_type"]
DRAFTS = ["id", "title", "body", "kind", "created", "spoiler", "nsfw", "original_content", "content_category", "flair_id", "flair_text", "send_replies", "subreddit", "is_public_link"]


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": MADE, "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def table(columns: list[str], *found: dict[str, Any], end: str = "\r\n") -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, lineterminator=end, restval="")
    writer.writeheader()
    writer.writerows(found)
    return stream.getvalue().encode()


def comment(identity: str, minute: int, body: str, **more: Any) -> dict[str, Any]:
    link = "https://www.reddit.com/r/pottery/comments/1aaaaa/glaze/"
    return {"id": identity, "permalink": f"{link}{identity}/", "date": f"2025-05-18 04:{minute:02}:32 UTC", "ip": "192.0.2.7", "subreddit": "pottery", "gildings": 0, "link": link, "parent": "", "body": body, **more}


def message(identity: str, minute: int, sender: str, to: str, body: str, **more: Any) -> dict[str, Any]:
    return {"id": identity, "permalink": f"https://www.reddit.com/message/messages/{identity}", "thread_id": "t1", "date": f"2025-05-19 10:{minute:02}:00 UTC", "ip": "", "from": sender, "to": to, "subject": "your bowls", "body": body, **more}


def chat(identity: str, minute: int, sender: str, text: str, **more: Any) -> dict[str, Any]:
    return {"message_id": identity, "created_at": f"2025-05-20 11:{minute:02}:00.123 UTC", "username": sender, "message": text, "channel_url": "chan-1", "conversation_type": "direct", **more}


def export() -> None:
    archive = [message("m1", 1, "grey_kiln", "mira_clay", "I have found your shop.\n\nNice street. canary"), message("m2", 2, "mira_clay", "grey_kiln", "Do not write to me again.")]
    later = [*archive, message("m3", 3, "grey_kiln", "mira_clay", "[deleted]"), message("m4", 4, "reddit", "mira_clay", "Welcome", thread_id="", subject="hi")]
    comments = [
        comment("c1", 1, 'Two "glazes",\nand a blank line\n\nhttps://example.org/glaze canary'),
        comment("c2", 2, "شکریہ", parent="c0"),
        comment("c3", 3, "[removed]"),
        comment("c4", 4, "no time", date=""),
    ]
    posts = [
        {"id": "p1", "permalink": "https://www.reddit.com/r/pottery/comments/p1/", "date": "2025-05-18 05:00:00 UTC", "subreddit": "Pottery", "title": "My first bowl", "url": "https://example.org/bowl.jpg", "body": ""},
        {"id": "p2", "date": "2025-05-18 05:01:00 UTC", "subreddit": "u_mira_clay", "title": "on my page", "body": "text"},
    ]
    chats = [
        chat("x1", 1, "grey_kiln", "hello again"),
        chat("x2", 2, "mira_clay", "no", updated_at="2025-05-20 11:09:00.000 UTC", thread_parent_message_id="x1"),
        chat("x3", 3, "grey_kiln", "everyone look", channel_url="chan-2", channel_name="potters", conversation_type="group"),
    ]
    headers = [{key: value for key, value in each.items() if key != "body"} for each in comments]
    case("export-2025", "a whole export: comments of several lines, posts, messages that stand in two tables, chat, a draft, headers, votes", {
        "statistics.csv": table(["statistic", "value"], {"statistic": "account name", "value": "mira_clay"}, {"statistic": "export time", "value": "2025-06-01 00:00:00 UTC"}),
        "comments.csv": table(COMMENTS, *comments),
        "comment_headers.csv": table([each for each in COMMENTS if each not in ("body", "media")], *[{key: value for key, value in each.items() if key != "media"} for each in headers]),
        "posts.csv": table(POSTS, *posts),
        "messages.csv": table(MESSAGES, *archive),
        "messages_archive.csv": table(MESSAGES, *later),
        "chat_history.csv": table(CHAT, *chats),
        "drafts.csv": table(DRAFTS, {"id": "d1", "title": "To whom it may concern", "body": "he came to the shop", "kind": "markdown", "created": "2025-05-21 09:00:00 UTC"}),
        "comment_votes.csv": table(["id", "permalink", "direction"], {"id": "c9", "permalink": "x", "direction": "up"}),
    })
    case("headers-alone", "message headers without the table that holds the words, under another name, line ends of Unix", {
        "export.csv": table([each for each in MESSAGES if each not in ("subject", "body")], {"id": "m1", "thread_id": "t1", "date": "2025-05-19 10:01:00 UTC", "from": "grey_kiln", "to": "canary_potter"}, end="\n")
    }, open="export.csv", canary="canary_potter")


def broken() -> None:
    whole = table(COMMENTS, comment("c1", 1, "first"), comment("c2", 2, "second, of\ntwo lines"), comment("c3", 3, "third"))
    case("broken/open-quote", "a quote that nothing closes: one line is lost, not the rest of the file", {"comments.csv": whole.replace(b',"second', b',"sec"ond')}, open="comments.csv")
    case("broken/cut", "a table that ends in the middle of a quoted text", {"comments.csv": whole[: whole.index(b"two lines") + 3]}, open="comments.csv")
    odd = table([*COMMENTS, "karma"], comment("c1", 1, "too many"), comment("c2", 2, "too few"), comment("c3", 3, "just right"), comment("c4", 4, "half a byte"))
    odd = odd.replace(b"too many,", b"too many,,more").replace(b"too few,,", b"too few,").replace(b"half a byte", b"h\xe4lf a byte \xc3\xa9 \xc3\xa9")
    case("broken/ragged", "rows with more and with fewer fields than columns, a column that nobody knows, a byte that is no UTF-8", {"comments.csv": odd}, open="comments.csv")


if __name__ == "__main__":
    export()
    broken()
