"""What is printed beside an exhibit's facts: the picture itself, and what people wrote down of it."""

from io import BytesIO

from gawah.dossier import exhibits
from gawah.dossier.sheet import Transcribed
from gawah.records.content import Capture
from gawah.records.evidence import EvidenceItem
from gawah.usecases import _case_sheets
from gawah.usecases._transcribed import transcripts_of
from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Row

LARGEST = 32 << 20
"""Bytes of the largest picture that is printed: the page engine takes some 17 times as many, and a small machine must bear it."""


def plate(work: Workspace, item: EvidenceItem, capture: Capture | None = None) -> bytes | None:
    """The bytes of an item that is a picture, or of a capture that is that item; None for all others, which are named by digest."""
    own = item.media_type.startswith("image/") if capture is None else capture.kind == "picture"
    inside = capture is not None and capture.locator.file_sha256 != item.sha256
    if not own or inside or item.size > LARGEST:
        return None
    whole = BytesIO()
    work.vault.read_blob(item.id, whole)
    return whole.getvalue()


def printed_transcripts(work: Workspace, thing: Row | EvidenceItem) -> tuple[Transcribed, ...]:
    """What people wrote down of what is to be read or heard in it."""
    return tuple(
        exhibits.transcribed(entry, _case_sheets.written_by(work, entry), work.vault.entered_at(entry.id))
        for entry in transcripts_of(work, thing)
    )
