"""Writes the sources of these samples again: `python tests/samples/mastodon/make.py`. Everybody and everything in them is invented.

The layout is that of fossilizer__mastodon-export.zip and fossilizer__activity-with-attachment.json; the audiences are as Mastodon
sets them. Numbers of posts hold their times, as the platform makes them.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
MADE = "tests/samples/mastodon/make.py"
HOME = "https://heron.example"
SELF = f"{HOME}/users/ismat"
ZORO = "https://other.example/users/zoro"
NUR = "https://other.example/users/nur"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = f"{SELF}/followers"
T0 = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": MADE, "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def number(minutes: int) -> int:
    return round((T0 + timedelta(minutes=minutes)).timestamp() * 1000) << 16


def at(minutes: int) -> str:
    return (T0 + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def post(minutes: int, content: str, to: list[str], cc: list[str], *people: str, **more: Any) -> dict[str, Any]:
    address = f"{SELF}/statuses/{more.pop('number', number(minutes))}"
    note = {
        "id": address,
        "type": "Note",
        "summary": None,
        "inReplyTo": None,
        "published": at(minutes),
        "url": address.replace("/users/", "/@"),
        "attributedTo": SELF,
        "to": to,
        "cc": cc,
        "sensitive": False,
        "atomUri": address,
        "inReplyToAtomUri": None,
        "conversation": f"tag:heron.example,2024-03-01:objectId={minutes}:objectType=Conversation",
        "content": content,
        "contentMap": {"en": content},
        "attachment": [],
        "tag": [{"type": "Mention", "href": each, "name": f"@{each.rsplit('/', 1)[1]}@other.example"} for each in people],
        "replies": {"id": f"{address}/replies", "type": "Collection", "first": {"type": "CollectionPage", "items": []}},
        **more,
    }
    return {
        "id": f"{address}/activity",
        "type": "Create",
        "actor": SELF,
        "published": at(minutes),
        "to": to,
        "cc": cc,
        "object": note,
    }


def mention(address: str) -> str:
    name = address.rsplit("/", 1)[1]
    return f'<span class="h-card" translate="no"><a href="{address}" class="u-url mention">@<span>{name}</span></a></span>'


LINK = '<a href="https://example.org/rules/of/the/house" target="_blank"><span class="invisible">https://</span><span class="ellipsis">example.org/rules/</span><span class="invisible">of/the/house</span></a>'


def outbox(items: list[Any], **more: Any) -> bytes:
    fact = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": "outbox.json",
        "type": "OrderedCollection",
        "totalItems": len(items),
        **more,
        "orderedItems": items,
    }
    return json.dumps(fact, ensure_ascii=False, separators=(",", ":")).encode()


def picture(name: str) -> dict[str, Any]:
    return {"type": "Document", "mediaType": "image/jpeg", "url": name, "name": "a heron", "blurhash": "U", "width": 4, "height": 4}


ACTOR = {
    "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
    "id": SELF,
    "type": "Person",
    "followers": FOLLOWERS,
    "preferredUsername": "ismat",
    "name": "Ismat at the river",
    "summary": "<p>canary</p>",
}


def posts() -> list[dict[str, Any]]:
    poll = {
        "type": "Question",
        "endTime": at(90),
        "closed": at(90),
        "votersCount": 3,
        "oneOf": [{"type": "Note", "name": "yes"}, {"type": "Note", "name": "no"}],
    }
    return [
        post(0, f"<p>Two herons today.<br />Rules: {LINK}</p><p>canary &amp; reed</p>", [PUBLIC], [FOLLOWERS]),
        post(
            1,
            f"<p>{mention(ZORO)} مجھے مت لکھو</p>",
            [PUBLIC],
            [FOLLOWERS, ZORO],
            ZORO,
            inReplyTo="https://other.example/users/zoro/statuses/5",
        ),
        post(2, "<p>quietly</p>", [FOLLOWERS], [PUBLIC]),
        post(3, "<p>for friends</p>", [FOLLOWERS], []),
        post(
            4,
            f"<p>{mention(ZORO)} this is my last message to you</p>",
            [ZORO],
            [],
            ZORO,
            conversation="tag:other.example,2024:objectId=9:objectType=Conversation",
        ),
        post(5, f"<p>{mention(ZORO)} {mention(NUR)} both of you</p>", [ZORO, NUR], [], ZORO, NUR),
        post(
            6,
            "<p>a picture</p>",
            [PUBLIC],
            [FOLLOWERS],
            attachment=[
                picture("/media_attachments/files/1/original/a.jpg"),
                picture("/cache/media_attachments/files/2/original/b.jpg"),
                picture("/media_attachments/files/3/original/gone.jpg"),
            ],
        ),
        post(7, "<p>behind a warning</p>", [PUBLIC], [FOLLOWERS], summary="what he sent", sensitive=True, updated=at(8)),
        post(9, "<p>a question</p>", [PUBLIC], [FOLLOWERS], **poll),
        post(10, "<p>dated back</p>", [PUBLIC], [FOLLOWERS], number=number(60 * 24 * 40)),
        post(11, "<p>new</p>", [PUBLIC], [FOLLOWERS], shinyNewField=1),
        {
            "id": f"{SELF}/statuses/{number(12)}/activity",
            "type": "Announce",
            "actor": SELF,
            "published": at(12),
            "to": [PUBLIC],
            "cc": [NUR, FOLLOWERS],
            "object": f"{NUR}/statuses/77",
        },
    ]


def export() -> None:
    case(
        "export-2024",
        "an archive as Mastodon 4 gives it: every audience, a warning, a poll, pictures, an edit, a boost, a number of another day",
        {
            "outbox.json": outbox(posts()),
            "actor.json": json.dumps(ACTOR).encode(),
            "likes.json": json.dumps(
                {
                    "@context": "https://www.w3.org/ns/activitystreams",
                    "id": "likes.json",
                    "type": "OrderedCollection",
                    "orderedItems": [f"{NUR}/statuses/3"],
                }
            ).encode(),
            "media_attachments/files/1/original/a.jpg": JPEG,
            "media_attachments/files/2/original/b.jpg": JPEG + b"canary",
        },
    )


def alone() -> None:
    activity = post(0, "", [PUBLIC], [])
    activity["object"] |= {"content": None, "contentMap": {"ur": "<p>canary</p>"}}
    fact = {"@context": PUBLIC.partition("#")[0], **activity}
    case("activity-alone", "one activity as a server gives it, its content in contentMap alone", {"note.json": json.dumps(fact, indent=1).encode()}, open="note.json")


def broken() -> None:
    whole = outbox(posts())
    case(
        "broken/cut",
        "an outbox that ends in the middle of a post",
        {"outbox.json": whole[: whole.index(b"quietly") + 3], "actor.json": b"{"},
    )
    wrong = [
        5,
        "x",
        None,
        [],
        {},
        {"type": "Create"},
        {"type": "Create", "object": "x"},
        {"type": "Create", "object": {"content": 5, "tag": 5, "to": 5, "attachment": [{"url": 4}], "published": 7}},
        {"type": "Undo", "object": {"id": 5}},
    ]
    case(
        "broken/no-activities",
        "items that are no activities, and a count that is not met",
        {"outbox.json": outbox(wrong, totalItems=40)},
    )


if __name__ == "__main__":
    export()
    alone()
    broken()
