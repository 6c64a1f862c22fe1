"""A dossier of any length as data: invented messages in five scripts as sheets, long conversations as lines, some pictures.

Everything is made by the dossier's own functions from the export that `store_corpus` invents, so that a page holds what a page of
a real one holds: times, provenance, locators, three messages before and three after.
"""

import random
import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench import store_corpus
from gawah.dossier import exhibits, wording
from gawah.dossier.document import Annex, Chronology, ChronologyRow, Count, CustodyLine, Document, Head, Selection, SourceSheet
from gawah.dossier.long_conversation import annex
from gawah.dossier.sheet import Sheet
from gawah.dossier.words import say
from gawah.records.content import Conversation, Message
from gawah.records.digest import identifier, sha256
from gawah.records.evidence import EvidenceItem

AROUND = 3
PICTURE_EVERY = 50
"""After so many sheets of messages stands one with a picture."""
LINES_A_SHEET = 12
"""Of every thirteen exhibits twelve stand as lines of an annex, as in a case of long conversations."""
_AT = "2026-01-02T03:04:05Z"
_EXPORT = EvidenceItem(
    id=identifier("bench", "export"),
    sha256=sha256(b"bench"),
    size=1_000_000,
    name="export.zip",
    media_type="application/zip",
    grade="platform-export",
)


def make(folder: Path, sheets: int) -> Document:
    """A dossier with `sheets` exhibits as sheets and `LINES_A_SHEET` times as many as lines; `folder` holds what it is made of."""
    rows = sheets * (1 + LINES_A_SHEET)
    corpus = store_corpus.write(folder / f"export-{sheets}", rows)
    messages = list(corpus.messages())
    platforms = corpus.platforms()
    chats = {
        one: Conversation(id=one, platform=platform, title=f"chat {n} canary")
        for n, (one, platform) in enumerate(platforms.items())
    }
    numbers = {message.id: f"E{place:05}" for place, message in enumerate(messages, 1)}
    made = [_sheet(messages, at, chats, numbers) for at in range(rows)]
    shown = _with_pictures(made[:sheets])
    lined: dict[str, list[Sheet]] = {}
    for sheet, message in zip(made[sheets:], messages[sheets:], strict=True):
        lined.setdefault(message.conversation, []).append(sheet)
    annexes = tuple(annex(standing, len(standing)) for standing in lined.values())
    return _document((*shown, *made[sheets:]), annexes=annexes)


def _sheet(messages: Sequence[Message], at: int, chats: dict[str, Conversation], numbers: dict[str, str]) -> Sheet:
    message = messages[at]
    place = exhibits.Place(number=numbers[message.id], item=_EXPORT, ledger_entry=2, recorded_at=_AT, row=at, rows=len(messages))
    around = exhibits.Around(before=messages[max(0, at - AROUND) : at], after=messages[at + 1 : at + 1 + AROUND], numbers=numbers)
    return exhibits.of_message(place, message, chats[message.conversation], around)


def _with_pictures(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets; every so many-th is one of a picture of its own."""
    shown = list(sheets)
    for at in range(0, len(shown), PICTURE_EVERY):
        data = picture(at)
        item = replace(
            _EXPORT, id=sha256(data)[:32], sha256=sha256(data), size=len(data), name=f"screen-{at}.png", media_type="image/png"
        )
        place = exhibits.Place(number=shown[at].number, item=item, ledger_entry=3, recorded_at=_AT)
        shown[at] = exhibits.of_item(place, item, data)
    return shown


def picture(seed: int, width: int = 540, height: int = 960) -> bytes:
    """A PNG of a screen's shape, with bars and a little noise so that it is not packed to nothing."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    noise = bytes(chooser.choices((235, 240, 245, 250), k=width))
    dark = bytes(width)
    lines = b"".join(b"\x00" + (dark if (y // 9 + seed) % 7 == 0 else noise[y % 97 :] + noise[: y % 97]) for y in range(height))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def _document(sheets: tuple[Sheet, ...], *, annexes: tuple[Annex, ...]) -> Document:
    months = [date(2017 + n // 12, n % 12 + 1, 1) for n in range(60)]
    return Document(
        id="0123456789abcdef" * 2,
        made_at=_AT,
        title="A dossier to measure with canary",
        audience="authority",
        made_by="A. Helper canary",
        tool="gawah bench",
        head=Head(origin="gawah.invalid/bench", size=5, root="0" * 64, fingerprint="0" * 64),
        selection=Selection(
            rule=say("selection.everything"),
            counts=(Count(what=say("selection.messages"), held=len(sheets), included=len(sheets)),),
        ),
        chronology=Chronology(
            period="month",
            lanes=("WhatsApp", "Instagram"),
            rows=tuple(ChronologyRow(label=wording.month(month), counts=(month.month, month.year % 7)) for month in months),
        ),
        exhibits=sheets,
        annexes=annexes,
        custody=(CustodyLine(seq=0, at=_AT, sentence=say("custody.line", act=wording.OPS["init"], who="A. Helper canary")),),
        sources=(
            SourceSheet(
                name=_EXPORT.name,
                sha256=_EXPORT.sha256,
                size=_EXPORT.size,
                media_type=_EXPORT.media_type,
                grade=wording.GRADES["platform-export"],
                exhibits=len(sheets),
            ),
        ),
    )
