"""Which file each reader is measured on, and what it is held against.

Where a program that reads the format is on the package index, reads this very layout, and asks no network, it is here. Where none
does, or beside it, stands what the standard library or a library in C makes of the file's syntax: the least that a program does
which reads it. No peer gives what a reader gives; `peer_<module>.py` says what each leaves out.

Not here: imessage-chatdb (wants Python 3.12), discord_data (reads the data package, no channel of DiscordChatExporter),
signal-export (asks Signal Desktop's own store for its key), reddit-user-to-sqlite (reads ids and asks Reddit for the rest),
twarchive and HPI (posts of an X archive, no direct messages), Skyperious (a program with windows), fossilizer (not on the index).
"""

from typing import NamedTuple


class Peer(NamedTuple):
    """A peer.

    Attributes:
        name: As it is printed.
        module: `bench.peer_<module>`.
        arguments: What it is told beside the path.
        apart: It is installed in the peers' own environment.
    """

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    apart: bool = False


class Kind(NamedTuple):
    """What a reader is measured on.

    Attributes:
        file: How the file is called where it lies in an export.
        peers: Read the same file.
        records: What is written is counted in the reader's records; else (parts of a page, lines of a text) only peers count so.
    """

    file: str
    peers: tuple[Peer, ...] = ()
    records: bool = True


def _json(*steps: str) -> Peer:
    return Peer("json.load", "json", steps)


def _miner(parser: str) -> Peer:
    return Peer("chat-miner", "chat_miner", (parser,), apart=True)


_CSV = Peer("csv.reader", "csv")

KINDS: dict[str, Kind] = {
    "bluesky": Kind("repo.car", (Peer("libipld", "libipld"),)),
    "discord": Kind("channel.json", (_json("messages"),)),
    "document": Kind("notes.txt", (Peer("lines of open()", "text"),), records=False),
    "email": Kind("all.mbox", (Peer("mailbox", "mailbox"),)),
    "facebook": Kind("message_1.json", (_json("messages"), _miner("FacebookMessengerParser"))),
    "facebook_page": Kind("message_1.html", (Peer("selectolax", "selectolax", ("section",)),)),
    "google_chat": Kind("messages.json", (_json("messages"),)),
    "google_voice": Kind("Grey Kiln - Text - 2023-01-13T08_00_00Z.html", (Peer("selectolax", "selectolax", ("div.message",)),)),
    "imessage": Kind("chat.db", (Peer("sqlite3", "sqlite"),)),
    "instagram": Kind("message_1.json", (_json("messages"), _miner("InstagramJsonParser"))),
    "linkedin": Kind("messages.csv", (_CSV,)),
    "mastodon": Kind("outbox.json", (_json("orderedItems"),)),
    "messenger": Kind("Rabia_15.json", (_json("messages"),)),
    "recording": Kind("film.mp4"),
    "reddit": Kind("chat_history.csv", (_CSV,)),
    "signal": Kind("main.jsonl", (Peer("protobuf", "protobuf", apart=True),)),
    "skype": Kind("messages.json", (_json("conversations", "#", "MessageList"),)),
    "slack": Kind("2024-01-02.json", (_json(), Peer("slack-export-viewer", "slack_export_viewer", apart=True))),
    "sms_backup": Kind("sms.xml", (Peer("iterparse", "etree"),)),
    "snapchat": Kind("chat_history.json", (_json("*"),)),
    "table": Kind("chat.csv", (Peer("csv.reader", "csv", (";",)),)),
    "telegram": Kind("result.json", (_json("messages"), _miner("TelegramJsonParser"))),
    "threads": Kind("threads_and_replies.json", (_json("text_post_app_text_posts"),)),
    "tiktok": Kind("user_data_tiktok.json", (_json("Direct Message", "Direct Messages", "ChatHistory", "*"),)),
    "web_archive": Kind("crawl.warc.gz", (Peer("warcio", "warcio"), Peer("FastWARC", "fastwarc", apart=True))),
    "web_page": Kind("posts.mhtml", (Peer("email", "mhtml"),), records=False),
    "whatsapp": Kind("chat.txt", (_miner("WhatsAppParser"),)),
    "x": Kind("direct-messages.js", (_json("#", "dmConversation", "messages"),)),
    "youtube": Kind("comments.csv", (_CSV, Peer("google_takeout_parser", "google_takeout_parser", apart=True))),
}
"""Pictures are no file of 200 MB: `ocr` measures them. `web_archive` is written packed, as crawlers write it."""
