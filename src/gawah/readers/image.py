"""Pictures that stand alone: screenshots, photographs, pictures that were sent on.

Seen:
    JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF by Pillow; tests/samples/image/make.py
    HEIC        by libheif (pi_heif), as telephones write it; tests/samples/image/make_heic.py
Rules:
    * A file is a record, and a capture: a picture of what was on a screen. Its grade is `screenshot`, unless EXIF states a camera
      and an exposure (`own-capture`): screens are not exposed. Whoever can edit the file can edit that too.
    * The time is the one that the picture states of itself: taken, else changed (EXIF), else made (XMP, PNG); untimed otherwise.
    * EXIF, XMP, words packed into a PNG and the state of content credentials (C2PA) are facts: recorded, never trusted. That a
      place on earth is stated is a fact and a flag; where it is stays in the original.
    * What a machine reads in it is a `Transcript` beside the capture: for searching, never to be quoted (`_ocr`).
    * It is looked at upright: turned as EXIF says; HEIC as its container says (`irot`), where EXIF says the same a second time.
    * A perceptual hash finds near copies (`_image_likeness`).
    * Asked last: a picture that belongs to an export is that export's.
Known limits:
    * Beyond 50 million pixels a picture is kept and not decoded (`too-large`). Only the first frame of an animation is looked at.
    * SVG is a program, and is never drawn: it is not read here.
    * Bytes behind the end of a picture are noticed in JPEG, PNG and WebP (`bytes-after-picture`): some telephones put a film
      there, and so does whoever hides a file.
    * Changed bytes among the pixels of HEIC are smoothed over by the decoder, and not noticed. Damage that it cannot decode at
      all is: the file is kept, and no likeness or text of it.
    * An edited picture cannot be told from one that was not.
Sources: EXIF 2.32; W3C PNG; ITU-T T.81; RFC 9649; ISO/IEC 23008-12; C2PA 2.1.
"""

from collections.abc import Iterator, Sequence

from gawah.readers._capture import facts, told
from gawah.readers._image_c2pa import credentials
from gawah.readers._image_facts import by_camera, stated, when
from gawah.readers._image_layout import Layout, layout
from gawah.readers._image_pixels import FORMATS, Opened, opened, pixels
from gawah.readers._notes import Notes
from gawah.readers._ocr import read as read_text
from gawah.readers._ocr import transcript
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.records.content import Capture, Conversation, ReadProblem, Record
from gawah.records.digest import identifier
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Grade, Locator
from gawah.records.media_type import HEAD, media_type

PLATFORM = "Picture"
VERSION = "2"
LAST = True
GRADE: Grade = "screenshot"
MAX_FILE = 256 << 20
"""Bytes of the largest file that is looked into."""


def identify(source: Source) -> bool:
    """Say whether this is a picture, by its first bytes."""
    return _kind(source) in FORMATS


def reads(source: Source) -> Sequence[Member]:
    """The file."""
    return source.members[:1]


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - a picture states its times whole or not at all
    """Yield the picture as a capture, and what a machine reads in it."""
    member = source.members[0]
    notes = Notes(source, member)
    kind = _kind(source)
    data, fault = _bytes(source, member)
    try:
        digest = source.digest(member)
    except SourceUnreadable:
        yield ReadProblem(code="member-unreadable", severity="loss", locator=_nowhere(source), records=1)
        return
    conversation = Conversation(id=identifier(PLATFORM, digest), platform=PLATFORM, title=told(source.name))
    yield conversation
    span = (0, member.size)
    if fault is not None:
        yield notes.lost("picture", span, fault)
        return
    walked = layout(kind, data)
    found = opened(kind, data, walked)
    if found is None:
        yield notes.lost("picture", span)
        return
    yield from _picture(notes, conversation.id, kind, data, walked, found)
    yield from notes.problems()


def count(source: Source) -> int | None:  # noqa: ARG001 - the one record tiles its file
    """None: the span of the one record is the whole file."""
    return None


def _picture(notes: Notes, conversation: str, kind: str, data: bytes, walked: Layout, found: Opened) -> Iterator[Record]:
    from gawah.readers._image_likeness import likeness

    seen = None if found.too_large else pixels(found)
    said, located = stated(found.image)
    by_name = dict(said)
    if found.too_large:
        notes.note("limit-reached", "warning", "picture")
    elif seen is None:
        notes.note("record-unreadable", "warning", "picture")
    after = len(data) - walked.end if walked.end is not None else 0
    flags = {
        "too-large": found.too_large,
        "damaged": seen is None and not found.too_large,
        "location-present": located,
        "bytes-after-picture": after > 0,
    }
    capture = Capture(
        conversation=conversation,
        kind="picture",
        grade="own-capture" if by_camera(by_name) else GRADE,
        sent_at=when(by_name),
        facts=facts(
            (
                ("format", kind),
                ("size", f"{found.size[0]} x {found.size[1]} pixels"),
                ("animated", "yes; only the first frame was looked at" if found.animated else None),
                *said,
                ("place", "stated in the file; kept in the original alone" if located else None),
                ("c2pa", credentials(kind, data, present=walked.manifest)),
                ("bytes after the picture", f"{after:,}" if after > 0 else None),
            )
        ),
        likeness=None if seen is None else likeness(seen),
        flags=tuple(name for name, on in flags.items() if on),
        locator=notes.locator("picture", (0, len(data))),
    )
    yield capture
    text = None if seen is None else read_text(seen)
    if text is not None:
        if not text.whole:
            notes.note("limit-reached", "warning", "text")
        yield transcript(capture, text)


def _kind(source: Source) -> str:
    if source.is_container or len(source.members) != 1:
        return ""
    return media_type(source.head(source.members[0], HEAD))


def _bytes(source: Source, member: Member) -> tuple[bytes, str | None]:
    """The whole file, or why it is not looked into."""
    if member.size > MAX_FILE:
        return b"", "limit-reached"
    try:
        with source.open(member) as stream:
            return stream.read(), None
    except SourceUnreadable as error:
        return b"", "limit-reached" if str(error) == "limit-reached" else "member-unreadable"


def _nowhere(source: Source) -> Locator:
    return Locator(file_sha256=source.stated[0], member=None, place="", span=None)
