"""Sound and video that stand alone: voice notes, recordings of calls and screens, films.

Seen:
    MP4, M4A, MOV, 3GP  as telephones write them; Ogg with Opus as WhatsApp and Telegram send voice notes; WAV
                        (tests/samples/recording/make.py)
    WebM, MP3, AMR      told by their first bytes and kept; nothing in them is read
Rules:
    * A file is a record, and a capture: sound, or video where a track of pictures is stated. Its grade is `own-capture`: nobody
      but the person says where it comes from, and nothing in a recording says it better.
    * Times, durations, makers and programs are facts that the file states of itself: recorded, never trusted. The time of MP4 is
      UTC by its format; many telephones write their own clock there. That a place on earth is stated is a flag; where stays in the
    original. * What is said in it is written down by a person: `gawah add transcript ID`. No machine listens.
    * Asked last: a recording that belongs to an export is that export's.
Known limits:
    * The sound itself is not decoded: a damaged or cut recording is not noticed, and copies that sound alike are not found.
Sources: ISO/IEC 14496-12; RFC 3533; RFC 7845; RIFF WAVE.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from gawah.readers._capture import UNTIMED, facts, told
from gawah.readers._image_facts import since_1904
from gawah.readers._reader import Options
from gawah.readers._recording_boxes import boxes
from gawah.readers._recording_ogg import ogg, wav
from gawah.readers._source import Member, Source
from gawah.records.content import Capture, CaptureKind, Conversation, ReadProblem, Record
from gawah.records.digest import identifier
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Grade, Locator
from gawah.records.media_type import HEAD, media_type

PLATFORM = "Recording"
VERSION = "1"
LAST = True
GRADE: Grade = "own-capture"

_KINDS: Final = (
    "audio/mp4",
    "audio/ogg",
    "audio/mpeg",
    "audio/amr",
    "audio/wav",
    "video/mp4",
    "video/quicktime",
    "video/webm",
)


def identify(source: Source) -> bool:
    """Say whether this is a recording, by its first bytes."""
    return _kind(source) in _KINDS


def reads(source: Source) -> Sequence[Member]:
    """The file."""
    return source.members[:1]


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - a recording states its times whole or not at all
    """Yield the recording as a capture."""
    member = source.members[0]
    kind = _kind(source)
    try:
        digest = source.digest(member)
        said = _said(source, member, kind)
    except SourceUnreadable:
        locator = Locator(file_sha256=source.stated[0], member=None, place="", span=None)
        yield ReadProblem(code="member-unreadable", severity="loss", locator=locator, records=1)
        return
    conversation = Conversation(id=identifier(PLATFORM, digest), platform=PLATFORM, title=told(source.name))
    yield conversation
    made = said.pop("mp4:created", "0")
    changed = said.pop("mp4:changed", "0")
    when = since_1904(int(made))
    located = said.pop("mp4:location", None) is not None
    yield Capture(
        conversation=conversation.id,
        kind=_sort(kind, said.get("mp4:tracks", "")),
        grade=GRADE,
        sent_at=when,
        facts=facts(
            (
                ("format", kind),
                ("duration", _duration(said)),
                ("mp4:created", when.utc if when is not UNTIMED else None),
                ("mp4:changed", since_1904(int(changed)).utc),
                *((name, value) for name, value in said.items() if not name.endswith(":duration")),
                ("place", "stated in the file; kept in the original alone" if located else None),
            )
        ),
        flags=("location-present",) if located else (),
        locator=source.locator(member, "recording", (0, member.size)),
    )


def count(source: Source) -> int | None:  # noqa: ARG001 - the one record tiles its file
    """None: the span of the one record is the whole file."""
    return None


def _said(source: Source, member: Member, kind: str) -> dict[str, str]:
    with source.open(member) as stream:
        if not stream.seekable():
            return {}
        if kind == "audio/ogg":
            return ogg(stream, member.size)
        if kind == "audio/wav":
            return wav(stream)
        return boxes(stream, member.size) if kind in ("audio/mp4", "video/mp4", "video/quicktime") else {}


def _sort(kind: str, tracks: str) -> CaptureKind:
    """Sound, where the tracks are stated and none holds pictures; else as the media type says."""
    if tracks:
        return "video" if "vide" in tracks else "sound"
    return "sound" if kind.startswith("audio/") else "video"


def _duration(said: dict[str, str]) -> str | None:
    seconds = next((value for name, value in said.items() if name.endswith(":duration")), None)
    return None if seconds is None else f"{seconds} seconds"


def _kind(source: Source) -> str:
    if source.is_container or len(source.members) != 1:
        return ""
    return media_type(source.head(source.members[0], HEAD))
