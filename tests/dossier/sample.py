"""A small invented case, sealed for real: a document, its bundle and the key. All is fixed, so the same bytes come each time."""

import json
import struct
import zlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from gawah.dossier import annex, conduct, exhibits, pages, timeline_plot, wording
from gawah.dossier.bundle import Bundle, ExhibitFiles, Growth
from gawah.dossier.document import Chronology, ChronologyRow, Count, CustodyLine, Document, Head, Selection, SourceSheet
from gawah.dossier.sheet import Sheet
from gawah.dossier.words import say
from gawah.records.casework import Entry
from gawah.records.content import Account, Attachment, Conversation, Message, Reaction
from gawah.records.digest import sha256
from gawah.records.evidence import EvidenceItem, Locator
from gawah.records.when import When
from gawah.seal import ledger, merkle, note
from gawah.seal.keys import SigningKey

KEY = SigningKey.from_bytes(bytes(range(32)))
ORIGIN = "gawah.invalid/0123456789abcdef0123456789abcdef"
MADE_AT = "2026-03-04T05:06:07Z"
URDU = "تم نے 12-B, Street 4 کا پتہ @sana.k کو کیوں بھیجا؟ میں +92 300 1234567 پر کال کروں گا۔"
MARKUP = '#panic() $x$ *bold* @ref \\ -- "quoted" _under_ // comment <label> = heading'
HIDDEN = "abc \u202edrow\u202c and\u200bzero, 漢字 too"
TEXTS = (
    MARKUP,
    URDU,
    "Mujhe pata hai tum kahan rehti ho 😡👩\u200d👩\u200d👧 aur नमस्ते भी\nDusri line: سلام دنیا.",
    HIDDEN,
    "Stop writing to me.",
)
CONVERSATION = Conversation(id="c0" * 16, platform="WhatsApp", title="Chat with Rafiq", participants=())
RAFIQ = Account(name="Rafiq Mir", handle="rafiq.m")
OWNER = Account(name="Sana K.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A document with the bundle made of it, and an earlier checkpoint."""

    document: Document
    bundle: Bundle
    earlier: bytes


def png(width: int = 60, height: int = 40) -> bytes:
    """A small grey picture."""
    lines = b"".join(b"\x00" + bytes((x * 4 + y * 3) % 256 for x in range(width)) for y in range(height))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def blank_pdf() -> bytes:
    """A page with nothing on it, where the pages themselves do not matter."""
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]
    parts.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>")
    pdf, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 4\n0000000000 65535 f \n" + rows
    return pdf + table + b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(pdf)


def item(number: int, name: str, data: bytes, media_type: str) -> EvidenceItem:
    return EvidenceItem(
        id=f"{number:032x}", sha256=sha256(data), size=len(data), name=name, media_type=media_type, grade="platform-export"
    )


EXPORT = item(1, "=WhatsApp Chat with Rafiq.txt", b"the export itself\n", "text/plain")
PICTURE = item(2, "screen.png", png(), "image/png")


def message(index: int, text: str, **more: object) -> Message:
    parts: dict[str, object] = {
        "conversation": CONVERSATION.id,
        "kind": "direct",
        "sender": OWNER if text.startswith("Stop") else RAFIQ,
        "sent_at": When(
            stated=f"12/31/21, 9:{index:02} PM",
            local=f"2021-12-31T21:{index:02}:00",
            utc=f"2021-12-31T16:{index:02}:00Z",
            zone="assumed",
            precision="minute",
        ),
        "body": text,
        "locator": Locator(file_sha256=EXPORT.sha256, member=None, place=f"line/{index + 1}", span=(index * 100, index * 100 + 90)),
    }
    return Message(**{**parts, **more})  # type: ignore[arg-type]


MESSAGES = (
    *(message(index, text, flags=("forged-line-suspect",) if index == 2 else ()) for index, text in enumerate(TEXTS)),
    message(
        5,
        "",
        attachments=(Attachment(name="IMG-1.jpg", missing=True),),
        reactions=(Reaction(emoji="😂", sender=RAFIQ),),
        deleted=True,
    ),
)
ENTRY = Entry(
    id="e0" * 16,
    kind="event",
    recorded_at="2026-02-01T10:00:00Z",
    happened_at=When(stated="31 January 2026", local="2026-01-31T00:00:00", utc=None, zone="unknown", precision="day"),
    agent="a0" * 16,
    for_agent=None,
    place="at the door",
    body="He stood at the door and rang twice.",
)


def canonical(record: object) -> bytes:
    return msgspec.json.Encoder(order="sorted").encode(record)


def leaf(seq: int, op: str, **more: object) -> bytes:
    fixed = {"v": 1, "seq": seq, "time": f"2026-02-0{seq + 1}T09:00:00Z", "agent": "a0" * 16, "for": "self", "op": op}
    seal = {"key": KEY.fingerprint().replace(" ", ""), "salt": sha256(bytes([seq]))[:32], "tool": "gawah 0.1.0"}
    return ledger.entry({**fixed, **seal, **more})


def case() -> Case:
    """The sample case, all of it."""
    rows = [ledger.row_leaf(canonical(each), bytes([index]) * 16) for index, each in enumerate(MESSAGES)]
    row_hashes = [merkle.leaf_hash(row) for row in rows]
    entry_row = ledger.row_leaf(canonical(ENTRY), b"\x99" * 16)
    leaves = [
        leaf(0, "init"),
        leaf(1, "acquire", item=EXPORT.id, blob=f"sha256:{EXPORT.sha256}", size=EXPORT.size),
        leaf(2, "read", item=EXPORT.id, batch={"root": merkle.root(row_hashes).hex(), "size": len(rows)}),
        leaf(3, "acquire", item=PICTURE.id, blob=f"sha256:{PICTURE.sha256}", size=PICTURE.size),
        leaf(4, "annotate", batch={"root": merkle.leaf_hash(entry_row).hex(), "size": 1}),
    ]
    hashes = [merkle.leaf_hash(each) for each in leaves]
    checkpoint = note.sign_checkpoint(ORIGIN, len(leaves), merkle.root(hashes), KEY)
    earlier = note.sign_checkpoint(ORIGIN, 3, merkle.root(hashes[:3]), KEY)
    sheets = _sheets()
    document = _document(
        sheets, Head(origin=ORIGIN, size=len(leaves), root=merkle.root(hashes).hex(), fingerprint=KEY.fingerprint())
    )

    def proved(seq: int) -> tuple[bytes, bytes]:
        return leaves[seq], note.write_proof(seq, merkle.inclusion(seq, hashes), checkpoint)

    files = []
    for index, sheet in enumerate(sheets[: len(MESSAGES)]):
        row_proof = note.write_row_proof(index, len(rows), merkle.inclusion(index, row_hashes))
        data, (the_leaf, proof) = MESSAGES[index].body.encode(), proved(2)
        files.append(
            ExhibitFiles(
                number=sheet.number, file=sheet.file, data=data, leaf=the_leaf, proof=proof, row=rows[index], row_proof=row_proof
            )
        )
    the_leaf, proof = proved(3)
    files.append(ExhibitFiles(number=sheets[-2].number, file=sheets[-2].file, data=png(), leaf=the_leaf, proof=proof))
    the_leaf, proof = proved(4)
    files.append(
        ExhibitFiles(
            number=sheets[-1].number,
            file=sheets[-1].file,
            data=ENTRY.body.encode(),
            leaf=the_leaf,
            proof=proof,
            row=entry_row,
            row_proof=note.write_row_proof(0, 1, []),
        )
    )
    growth = Growth(old_size=3, old_note=earlier, proof=note.write_consistency(3, 5, merkle.consistency(3, hashes)))
    return Case(document=document, bundle=_bundle(document, files, checkpoint, growth), earlier=earlier)


def _sheets() -> tuple[Sheet, ...]:
    sheets = []
    for index, each in enumerate(MESSAGES):
        place = exhibits.Place(
            number=f"E{index + 1:04}",
            item=EXPORT,
            ledger_entry=2,
            recorded_at="2026-02-03T09:00:00Z",
            row=index,
            rows=len(MESSAGES),
        )
        around = exhibits.Around(
            before=MESSAGES[max(0, index - 2) : index],
            after=MESSAGES[index + 1 : index + 3],
            numbers={other.id: f"E{at + 1:04}" for at, other in enumerate(MESSAGES)},
        )
        sheets.append(exhibits.of_message(place, each, CONVERSATION, around))
    number = len(sheets) + 1
    place = exhibits.Place(number=f"E{number:04}", item=PICTURE, ledger_entry=3, recorded_at="2026-02-04T09:00:00Z")
    sheets.append(exhibits.of_item(place, PICTURE, png()))
    place = exhibits.Place(number=f"E{number + 1:04}", item=None, ledger_entry=4, recorded_at="2026-02-05T09:00:00Z", row=0, rows=1)
    sheets.append(exhibits.of_entry(place, ENTRY, "Sana K., for themselves"))
    return tuple(sheets)


def plot() -> timeline_plot.Plot:
    """Eight months, two lanes, two gaps, two reports and an event."""
    months = tuple(wording.short_month(date(2025, number, 1)) for number in range(1, 9))
    return timeline_plot.Plot(
        title="Messages a month",
        periods=months,
        lanes=(
            timeline_plot.Lane(label="WhatsApp · Chat with Rafiq", counts=(12, 30, 0, 0, 44, 81, 20, 5)),
            timeline_plot.Lane(label="Instagram · رفیق میر", counts=(0, 3, 0, 7, 21, 13, 0, 2)),
        ),
        gaps=(
            timeline_plot.Stretch(
                start=2.1, end=3.4, words=say("chronology.gap", count=39, days=wording.span(date(2025, 3, 3), date(2025, 4, 10)))
            ),
        ),
        marks=(
            timeline_plot.Mark(
                at=1.3, kind="event", words=say("chronology.own_event", id="0a1b2c3d", day=wording.day(date(2025, 2, 9)))
            ),
            timeline_plot.Mark(
                at=4.5, kind="report", words=_complaint("the Cyber Complaints Office", date(2025, 5, 16), reference="CCO/118")
            ),
            timeline_plot.Mark(at=4.6, kind="report", words=_complaint("the platform", date(2025, 5, 18))),
        ),
    )


def _complaint(to: str, day: date, **reference: str) -> str:
    return say(f"chronology.report{'_with_reference' if reference else ''}", to=to, day=wording.day(day), **reference)


def _done(op: str, **about: str) -> str:
    who = say("custody.on_behalf_of", who="A. Helper", whom="Sana K.")
    return say(f"custody.line{'_about' if about else ''}", act=wording.OPS[op], who=who, **about)


def _chronology() -> Chronology:
    drawn = plot()
    rows = [
        ChronologyRow(
            label=wording.month(date(2025, at + 1, 1)),
            counts=tuple(lane.counts[at] for lane in drawn.lanes),
            own=timeline_plot.own(drawn)[at],
        )
        for at in range(len(drawn.periods))
    ]
    rows.insert(2, ChronologyRow(label="", notes=(drawn.gaps[0].words,)))
    return Chronology(
        period="month",
        lanes=tuple(lane.label for lane in drawn.lanes),
        rows=tuple(rows),
        undated=3,
        plot=drawn,
    )


def _side(count: int, on_days: int, rate: str, low: str, high: str) -> conduct.Side:
    limits = say("conduct.limits", low=low, high=high)
    return conduct.Side(count=count, on_days=on_days, recorded=30, rate=rate, limits=limits)


def _conduct() -> conduct.Conduct:
    rows = (
        conduct.Row(
            label="Rafiq Mir (WhatsApp)",
            before=_side(31, 12, "31.0", "21.1", "44.0"),
            same_day=2,
            after=_side(44, 20, "44.0", "32.0", "59.1"),
            ratio="1.42",
            limits=say("conduct.limits", low="0.877", high="2.32"),
        ),
        conduct.Row(
            label="رفیق میر (Instagram)",
            before=_side(0, 0, "0", "0", "3.69"),
            same_day=0,
            after=_side(9, 3, "9.00", "4.12", "17.1"),
            ratio="",
            limits=say("conduct.over", low="1.97"),
        ),
    )
    outside = conduct.Anchor(title=_complaint("the platform", date(2031, 1, 1)), sentences=(say("conduct.not_reached"),), parts=())
    more = say("conduct.more", count=2, before=3, same_day=0, after=1)
    return conduct.Conduct(
        anchors=(
            conduct.Anchor(
                title=_complaint("Cyber Complaints Office", date(2025, 5, 16), reference="CCO/118"),
                sentences=(say("conduct.reached", before=30, after=30),),
                parts=(conduct.Part(heading=say("conduct.by_sender"), rows=rows, more=more),),
            ),
            outside,
        ),
        lines=(
            conduct.Line(
                title=_complaint("Cyber Complaints Office", date(2025, 5, 16), reference="CCO/118"),
                row=replace(rows[0], label=say("conduct.all")),
                notes=(say("conduct.no_gap"),),
                conversations=(rows[1],),
            ),
        ),
        named=(say("conduct.short_named", count=5, shown=1), say("conduct.short_rest")),
        gaps=(conduct.Gap(label=wording.span(date(2025, 3, 3), date(2025, 4, 10)), days=39, recorded=39),),
        tactics=(say("tactics.threat"), say("tactics.insult")),
        months=(conduct.Month(label=wording.month(date(2025, 5, 1)), messages=65, labelled=3, counts=(2, 1)),),
    )


def _document(sheets: tuple[Sheet, ...], head: Head) -> Document:
    return Document(
        id="7f3a91c2" * 4,
        made_at=MADE_AT,
        title="Messages to Sana K., 2021 to 2026",
        audience="authority",
        made_by="A. Helper",
        on_behalf_of="Sana K.",
        first=wording.day(date(2021, 12, 31)),
        last=wording.day(date(2026, 1, 31)),
        tool="gawah 0.1.0",
        head=head,
        selection=Selection(
            rule="The messages that the person named, each with what stands around it.",
            counts=(
                Count(what=say("selection.messages"), held=3104, included=6),
                Count(what=say("selection.files"), held=2, included=1),
            ),
        ),
        chronology=_chronology(),
        conduct=_conduct(),
        exhibits=sheets,
        custody=(
            CustodyLine(seq=0, at="2026-02-01T09:00:00Z", sentence=_done("init")),
            CustodyLine(
                seq=1,
                at="2026-02-02T09:00:00Z",
                sentence=_done("acquire", about="WhatsApp Chat with Rafiq.txt"),
            ),
        ),
        sources=(
            SourceSheet(
                name=EXPORT.name,
                sha256=EXPORT.sha256,
                size=EXPORT.size,
                media_type=EXPORT.media_type,
                grade=wording.GRADES["platform-export"],
                reader="whatsapp 1",
                counts=wording.listed([say("counted.messages", count=3104), say("counted.events", count=12)]),
                conserved=True,
                problems=(wording.problem("media-missing", 3),),
                exhibits=6,
            ),
            SourceSheet(
                name=PICTURE.name,
                sha256=PICTURE.sha256,
                size=PICTURE.size,
                media_type=PICTURE.media_type,
                grade=wording.GRADES["screenshot"],
                exhibits=1,
            ),
        ),
    )


def attached(document: Document) -> tuple[pages.Attached, ...]:
    """The two annexes, as they go into the PDF."""
    return (
        pages.Attached(
            name="exhibits.json",
            data=annex.exhibits_json(document),
            media_type="application/json",
            description="The exact text of all exhibits",
        ),
        pages.Attached(
            name="hash-report.csv",
            data=annex.hash_report(document),
            media_type="text/csv",
            description="The SHA-256 of all exhibits and sources",
        ),
    )


def _bundle(document: Document, files: list[ExhibitFiles], checkpoint: bytes, growth: Growth) -> Bundle:
    return Bundle(
        dossier_id=document.id,
        date=document.made_at[:10],
        tool=document.tool,
        fingerprint=KEY.fingerprint(),
        pdf=pages.typeset(document, attached(document)).pdf,
        exhibits_json=annex.exhibits_json(document),
        hash_report=annex.hash_report(document),
        timeline_svg=timeline_plot.draw(plot()).encode(),
        checkpoint_size=5,
        checkpoint=checkpoint,
        public_pem=KEY.public_pem(),
        exhibits=tuple(files),
        growth=(growth,),
    )


def exhibits_of(folder: Path) -> list[dict[str, object]]:
    """The exhibits that a written bundle lists."""
    found: list[dict[str, object]] = json.loads((folder / "data" / "exhibits.json").read_bytes())["exhibits"]
    return found
