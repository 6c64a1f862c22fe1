"""Mails and mailboxes of others: each read whole; those of stalwartlabs field by field against that parser's golden output."""

import json
from pathlib import Path
from typing import Any

import pytest

from gawah.readers import _registry, email
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Message, ReadProblem, Record
from gawah.records.digest import sha256

pytestmark = pytest.mark.shared

EXPLAINED = {
    ("malformed_002", "text"): "a multipart without any part is text here, so that it can be read, and an attachment there",
    ("malformed_002", "attachments"): "the same",
    ("malformed_004", "text"): "`--ab` and `--ac` are no boundary lines of `a` (RFC 2046 5.1.1): the whole is text here, cut there",
    ("malformed_004", "attachments"): "the same",
    ("malformed_006", "text"): "an unclosed part is text here, and an attachment there",
    ("malformed_006", "attachments"): "the same",
    (
        "malformed_008",
        "text",
    ): "the HTML part belongs to the outer multipart, whose boundary line ends the inner one; there it is an attachment",
    ("malformed_008", "attachments"): "the same",
    (
        "malformed_012",
        "attachments",
    ): "the outer boundary line ends the inner mail and begins a third one; there it is the inner mail's text",
    ("malformed_012", "mails"): "the same",
    (
        "malformed_016",
        "text",
    ): "a boundary line of the outermost multipart ends all; there a longer line closes a shorter boundary's part",
    ("malformed_016", "attachments"): "the same",
    ("rfc_000", "attachments"): "parts that say base64 and hold words: decoded as base64 here, given as they stand there",
    ("rfc_001", "attachments"): "message/external-body holds no file: named as missing here, given as its header there",
}
"""Where this reader says something else than stalwartlabs/mail-parser, and why."""


def read(path: Path) -> list[Record]:
    tiling = Tiling()
    records = []
    with Source(path) as source:
        assert _registry.identify(source) == ["email"]
        for record in email.read(source, Options()):
            tiling.watch(record)
            records.append(record)
        count, whole = records_in_source(email, source, tiling)
    assert whole
    assert count == sum(isinstance(each, Message) for each in records)
    assert not [each for each in records if isinstance(each, ReadProblem) and each.severity == "loss"]
    return records


def addresses(value: Any) -> list[tuple[str | None, str | None]]:
    stated = (value or {}).get("Address", {})
    listed = stated.get("List") or [each for group in stated.get("Group", []) for each in group["addresses"]]
    return [(each["name"], each["address"]) for each in listed]


def instant(value: Any) -> str | None:
    date = value.get("DateTime") if isinstance(value, dict) else None
    if date is None:
        return None
    return "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}".format(**date)


def content(part: dict[str, Any]) -> bytes:
    kind, value = next(iter(part["body"].items()))
    if kind == "Message":
        return b""
    return value.encode() if isinstance(value, str) else bytes(value)


def expected(golden: dict[str, Any]) -> dict[str, Any]:
    """What the golden file says of one mail, in this test's words."""
    parts = golden["parts"]
    header = {field["name"]: field["value"] for field in parts[0]["headers"] if isinstance(field["name"], str)}
    texts = [content(parts[index]).decode() for index in golden["text_body"] if "Text" in parts[index]["body"]]
    return {
        "subject": header.get("subject", {}).get("Text"),
        "from": addresses(header.get("from")),
        "to": addresses(header.get("to")),
        "date": instant(header.get("date")),
        "id": header.get("message_id", {}).get("Text"),
        "text": "\n".join(text.removesuffix("\n") for text in texts).strip(),
        "attachments": [
            None if "Message" in parts[index]["body"] else sha256(content(parts[index])) for index in golden["attachments"]
        ],
        "mails": [expected(part["body"]["Message"]) for part in parts if "Message" in part["body"]],
    }


def told(messages: list[Message], at: int = 0) -> dict[str, Any]:
    message = messages[at]
    inside = [index for index, each in enumerate(messages) if _parent(each) == message.locator.place]
    return {
        "subject": message.subject,
        "from": [(message.sender.name, message.sender.handle)] if message.sender.name or message.sender.handle else [],
        "to": [(each.name, each.handle) for each in message.recipients],
        "date": message.sent_at.local,
        "id": message.platform_id,
        "text": message.body.strip(),
        "attachments": [None if each.media_type == "message/rfc822" else each.sha256 for each in message.attachments],
        "mails": [told(messages, index) for index in inside],
    }


def _parent(message: Message) -> str:
    return message.locator.place.rpartition("/part/")[0]


def goldens(shared: Path) -> list[str]:
    return sorted(path.stem for path in (shared / "email-eml/stalwart").glob("*.eml"))


def test_each_mail_says_what_the_golden_file_says_or_why_not(shared_samples: Path) -> None:
    names = goldens(shared_samples)
    assert len(names) == 17
    met: set[tuple[str, str]] = set()
    for name in names:
        place = shared_samples / "email-eml/stalwart"
        wanted = expected(json.loads((place / f"{name}.expected.json").read_text("utf-8")))
        found = told([each for each in read(place / f"{name}.eml") if isinstance(each, Message)])
        met |= {(name, key) for key in wanted if wanted[key] != found[key]}
    assert met == set(EXPLAINED)


def test_every_mail_of_the_other_suite_is_read_with_sender_subject_and_time(shared_samples: Path) -> None:
    paths = sorted((shared_samples / "email-eml/mikel-mail").rglob("*.eml"))
    assert len(paths) == 44
    for path in paths:
        message = next(each for each in read(path) if isinstance(each, Message))
        assert message.sender.handle, path.name
        assert message.sent_at.utc or path.name in ("example13.eml", "sig_only_email.eml"), path.name


@pytest.mark.parametrize(
    ("name", "bodies"),
    [
        ("tika__multiline.mbox", ["Test content\n"]),
        ("tika__quoted.mbox", ["Test content\n> quoted stuff"]),
        ("tika__simple.mbox", ["Test content 1\n", "Test content 2"]),
    ],
)
def test_mailboxes_hold_what_their_own_tests_say(shared_samples: Path, name: str, bodies: list[str]) -> None:
    assert [each.body for each in read(shared_samples / "email-mbox" / name) if isinstance(each, Message)] == bodies


def test_larger_mailboxes(shared_samples: Path) -> None:
    [single] = [each for each in read(shared_samples / "email-mbox/tika__single_mail.mbox") if isinstance(each, Message)]
    assert "from-html" in single.flags
    assert "resolva fazendo uma imagem" in single.body
    [complex_one] = [each for each in read(shared_samples / "email-mbox/tika__testMBOX_complex.mbox") if isinstance(each, Message)]
    assert complex_one.sent_at.utc == "2015-07-20T07:01:07Z"
    assert "My name is Another Person. body 1" in complex_one.body
