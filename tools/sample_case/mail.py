"""The mailbox of the nursery as one .mbox, as Thunderbird keeps a folder: what came and what was sent, each mail with the header
that its own program writes.

Every byte is made here, from binascii alone, so that no version of a library decides one: RFC 5322 (headers), 2045 to 2047 (parts,
transfer encodings, encoded words), 4155 with mboxrd's `>From ` (the folder). Line ends are LF, as on a Unix disk.
"""

import binascii
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tools.sample_case.bank import fill
from tools.sample_case.cast import ZONE
from tools.sample_case.media import paper, photo
from tools.sample_case.papers import PAPERS
from tools.sample_case.tally import Export, Tally

NAME = "Sabz Kiari mail.mbox"
_LISTED = Path(__file__).parent / "phrases" / "mails.toml"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WORD = 42
"""Bytes of text in one encoded word, which may have 75 characters (RFC 2047, section 2)."""
_BASE64_LINE = 57
_PROGRAMS: Mapping[str, tuple[str, ...]] = {
    "thunderbird": ("User-Agent: Mozilla Thunderbird", "Content-Language: en-US"),
    "webmail": ("User-Agent: Roundcube Webmail/1.6.6",),
    "phone": ("X-Mailer: iPhone Mail (21F90)",),
    "desk": ("X-Mailer: Microsoft Outlook 16.0", "Thread-Index: AdvKx0000000000000000000000000=="),
    "letter": ("Precedence: list", "List-Id: Balcony letter <letter.balcony-garden-club.example>"),
}


@dataclass(frozen=True, slots=True)
class _Mail:
    """One mail as bytes, the bytes of the files in it, and how it is answered."""

    id: str
    references: tuple[str, ...]
    data: bytes
    at: datetime


@dataclass(slots=True)
class _Box:
    """What was written so far."""

    dice: Random
    tally: Tally = field(default_factory=Tally)
    last: dict[str, _Mail] = field(default_factory=dict)


def export(dice: Random) -> Export:
    """The mailbox. A mail that another carries as a file is counted as a message of its own, and as a file that is held."""
    box = _Box(dice)
    folder = []
    for one in _listed()["mail"]:
        mail = _written(box, one)
        box.last[one["thread"]] = mail
        if one.get("listed", True):
            folder.append(mail)
    box.tally.conversations = len({mail.references[:1] or (mail.id,) for mail in box.last.values()})
    return Export(NAME, b"".join(_in_folder(one) for one in sorted(folder, key=lambda one: one.at)), "email", box.tally)


@cache
def _listed() -> dict[str, Any]:
    with _LISTED.open("rb") as stream:
        return tomllib.load(stream)


def _in_folder(mail: _Mail) -> bytes:
    """With the line before it and the blank one behind it. A line of its own that begins like that line gets a `>`."""
    at = mail.at
    stamp = f"{_DAYS[at.weekday()]} {_MONTHS[at.month - 1]} {at.day:2} {at:%H:%M:%S} {at.year}"
    kept = "X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\nX-Mozilla-Keys: " + " " * 80 + "\n"
    lines = mail.data.split(b"\n")
    quoted = b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines)
    return f"From - {stamp}\n{kept}".encode() + quoted + b"\n"


def _written(box: _Box, one: dict[str, Any]) -> _Mail:
    dice, at = box.dice, datetime.strptime(one["at"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=ZONE)
    chosen: dict[str, str] = {}
    subject, body = (fill(one[name].strip(), dice, chosen) for name in ("subject", "body"))
    address = _listed()["people"][one["from"]][1]
    before = box.last.get(one["thread"])
    made = _Mail(
        id=f"{dice.getrandbits(64):016x}.{at:%Y%m%d%H%M%S}@{address.partition('@')[2]}",
        references=() if before is None else (*before.references, before.id),
        data=b"",
        at=at,
    )
    box.tally.messages += 1
    box.tally.seen(at.strftime("%Y-%m-%dT%H:%M:%S"))
    head = "\n".join(_header(one, made, subject))
    return _Mail(made.id, made.references, f"{head}\n".encode() + _content(box, one, body), at)


def _header(one: dict[str, Any], mail: _Mail, subject: str) -> Iterator[str]:
    people = _listed()["people"]
    _, address, program = people[one["from"]]
    at = mail.at
    date = f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at:%Y %H:%M:%S %z}"
    if one["from"] != "Z":
        yield f"Return-Path: <{address}>"
        host = address.partition("@")[2]
        yield f"Received: from mail.{host} (mail.{host} [192.0.2.25])\n\tby mx.sabzkiari.example with ESMTPS id {mail.id[:12]}"
        yield f"\tfor <{people['Z'][1]}>; {date}"
    yield f"Message-ID: <{mail.id}>"
    yield f"Date: {date}"
    yield "MIME-Version: 1.0"
    yield from _PROGRAMS[program]
    yield f"From: {_named(one['from'])}"
    yield "To: " + ",\n ".join(_named(key) for key in one["to"])
    if "cc" in one:
        yield "Cc: " + ",\n ".join(_named(key) for key in one["cc"])
    yield f"Subject: {_unstructured(subject)}"
    if mail.references:
        yield f"In-Reply-To: <{mail.references[-1]}>"
        yield "References: " + "\n ".join(f"<{known}>" for known in mail.references)


def _named(key: str) -> str:
    name, address, _ = _listed()["people"][key]
    plain = name.isascii() and all(sign.isalnum() or sign == " " for sign in name)
    return f"{name} <{address}>" if plain else f'"{name}" <{address}>' if name.isascii() else f"{_unstructured(name)} <{address}>"


def _unstructured(text: str) -> str:
    """Words of a header; those that are not ASCII as encoded words, cut between characters."""
    if text.isascii():
        return text
    words, held = [], b""
    for sign in text:
        if len(held) + len(sign.encode()) > _WORD:
            words.append(held)
            held = b""
        held += sign.encode()
    return "\n ".join(f"=?UTF-8?B?{binascii.b2a_base64(word, newline=False).decode()}?=" for word in (*words, held))


def _content(box: _Box, one: dict[str, Any], body: str) -> bytes:
    """The fields that speak of the content, a blank line, and the content."""
    parts = [_text("plain", body)]
    if one.get("html"):
        rows = "".join(f"<p>{row}</p>\n" for row in body.split("\n\n"))
        return _together("alternative", (*parts, _text("html", f"<html><body>\n{rows}</body></html>")), box.dice)
    for name in one.get("attach", ()):
        data, kind, ending = (
            (photo(box.dice), "image/jpeg", "") if "." in name else (paper(PAPERS[name]), "application/pdf", ".pdf")
        )
        parts.append(_file(f"{name}{ending}", kind, data))
    if "within" in one:
        parts.append(
            b'Content-Type: message/rfc822; name="forwarded.eml"\nContent-Disposition: attachment; filename="forwarded.eml"\n\n'
            + box.last[one["within"]].data
        )
    box.tally.media_held += len(parts) - 1
    return parts[0] if len(parts) == 1 else _together("mixed", parts, box.dice)


def _text(form: str, body: str) -> bytes:
    """ASCII as it is, other Latin text quoted, other scripts in base64: as programs choose."""
    kind, data = f"Content-Type: text/{form}; charset=UTF-8".encode(), body.encode() + b"\n"
    if body.isascii():
        return kind + b"\nContent-Transfer-Encoding: 7bit\n\n" + data
    if sum(sign.isascii() for sign in body) > len(body) // 2:
        return kind + b"\nContent-Transfer-Encoding: quoted-printable\n\n" + binascii.b2a_qp(data, istext=True)
    return kind + b"\nContent-Transfer-Encoding: base64\n\n" + _base64(data)


def _file(name: str, kind: str, data: bytes) -> bytes:
    head = f'Content-Type: {kind}; name="{name}"\nContent-Disposition: attachment; filename="{name}"\n'
    return head.encode() + b"Content-Transfer-Encoding: base64\n\n" + _base64(data)


def _base64(data: bytes) -> bytes:
    return b"".join(binascii.b2a_base64(data[at : at + _BASE64_LINE]) for at in range(0, len(data), _BASE64_LINE))


def _together(form: str, parts: Iterator[bytes] | list[bytes] | tuple[bytes, ...], dice: Random) -> bytes:
    line = f"------------{dice.getrandbits(96):024x}"
    head = f'Content-Type: multipart/{form}; boundary="{line}"\n\nThis is a multi-part message in MIME format.\n'
    return head.encode() + b"".join(b"--%b\n%b\n" % (line.encode(), part) for part in parts) + b"--%b--\n" % line.encode()
