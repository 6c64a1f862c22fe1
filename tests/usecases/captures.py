"""An invented case with captures: a picture that is a file of its own, a page, and what a machine read in the picture."""

from collections.abc import Iterable

from gawah.records.content import Capture, Conversation, Fact, Line, Record, Transcript
from gawah.records.digest import identifier, sha256
from gawah.records.evidence import EvidenceItem, Locator
from gawah.records.when import from_epoch_ms
from gawah.usecases._workspace import Workspace
from gawah.vault import codec
from tests.dossier.sample import png
from tests.vault.invented import AT, START_MS

PICTURE = png(200, 150)
PAGE = b"<p>canary page</p>"
READ = "canary lantern\nsie brennt"
NEAR, FAR = "phash:00000000000000ff", "phash:ffffffffffffff00"
SITE = Conversation(id=identifier("web", "canary.example"), platform="web", title="canary.example")


def picture(data: bytes = PICTURE, likeness: str | None = "phash:00000000000000fe") -> Capture:
    """The capture of a picture that is an item itself."""
    return Capture(
        conversation=SITE.id,
        kind="picture",
        grade="screenshot",
        sent_at=from_epoch_ms(START_MS, "2020:09:13 12:26:40"),
        facts=(Fact(name="exif:Software", value="canary camera"),),
        likeness=likeness,
        locator=Locator(file_sha256=sha256(data), member=None, place="picture", span=None),
    )


def page(body: str = "canary words of a page", address: str = "https://canary.example/lantern-post") -> Capture:
    """The capture of a page."""
    return Capture(
        conversation=SITE.id,
        kind="page",
        grade="third-party-capture",
        address=address,
        title="canary title",
        sent_at=from_epoch_ms(START_MS + 60_000, "2020"),
        body=body,
        flags=("script-removed",),
        locator=Locator(file_sha256=sha256(PAGE), member=None, place="page", span=None),
    )


def reading(of: Capture, body: str = READ, confidence: int = 63) -> Transcript:
    """What a machine read in a capture."""
    return Transcript(
        of=of.id,
        conversation=of.conversation,
        sent_at=of.sent_at,
        maker="tesseract 5 eng",
        confidence=confidence,
        body=body,
        lines=(Line(text=body, confidence=confidence, box=(0, 0, 10, 10)),),
        locator=Locator(file_sha256=of.locator.file_sha256, member=None, place="text", span=None),
    )


def enter(work: Workspace, data: bytes, name: str, kind: str, records: Iterable[Record]) -> EvidenceItem:
    """An item with a reading of these records."""
    import io

    with work.vault.keeping(AT, work.acting, "") as keeping:
        item = keeping.keep(io.BytesIO(data), name=name, media_type=kind, grade="screenshot")
    told = {"reader": "image", "reader_version": "1", "complete": True, "assumptions": {}, "codes": {}, "messages": 0, "events": 0}
    told |= {"captures": 1, "duplicates": 0, "unread": 0, "records_in_source": 1, "conserved": True}
    lines = [(codec.kind_of(one), codec.canonical(one)) for one in (SITE, *records)]
    work.vault.add_reading(item.id, iter(lines), lambda: told, at=AT, acting=work.acting)
    return item
