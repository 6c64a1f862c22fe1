"""The pages of a PDF: their text, their links, and a picture of one; what it holds beside pages is named, never run.

PDFium (through pypdfium2) is built without JavaScript and no forms are started, so nothing in the file runs (B7). It is imported
here and not when a page is asked for: the worker may load no library once it is shut in. Loading it takes about 35 ms.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Self

import pypdfium2
import pypdfium2.raw as pdfium

from gawah.readers._capture import timed
from gawah.readers._source import Member, Source
from gawah.records.errors import SourceUnreadable
from gawah.records.when import When

MAX_PAGES = 5_000
MAX_FILE = 256 << 20
"""Bytes of a PDF that is held in memory, which one in an archive has to be."""
MAX_PIXELS = 12_000_000
_LONGEST_TEXT = (1 << 20) + 1
_EVERYWHERE = (-1e6, -1e6, 1e6, 1e6)
_MAX_LINKS = 500
_LAUNCH = 4  # PDFACTION_LAUNCH
_TIME = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?'?)?")
_ACTIVE = {"pdf:javascript": rb"/(?:JavaScript|JS)\b", "pdf:launch": rb"/Launch\b", "pdf:open-action": rb"/OpenAction\b"}


class Encrypted(Exception):
    """The PDF is opened only with a password."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes:
        text: Its text layer; "" when there is none.
        links: Addresses that its annotations open.
        launches: How many annotations would start a program.
    """

    text: str = field(repr=False)
    links: tuple[str, ...] = field(repr=False)
    launches: int


class Pdf:
    """A PDF whose pages can be looked at one by one."""

    def __init__(self, source: Source, member: Member) -> None:
        """Open it. Raises SourceUnreadable (damaged, larger than `MAX_FILE` inside an archive), Encrypted."""
        try:
            if member.path is not None and member.refused is None:
                self._document = pypdfium2.PdfDocument(member.path)
            elif member.size > MAX_FILE:
                raise SourceUnreadable("limit-reached")
            else:
                with source.open(member) as stream:
                    self._document = pypdfium2.PdfDocument(stream.read())
        except pypdfium2.PdfiumError as error:
            if error.err_code == pdfium.FPDF_ERR_PASSWORD:
                raise Encrypted from None
            raise SourceUnreadable("member-unreadable") from None
        except OSError:
            raise SourceUnreadable("member-unreadable") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    @property
    def pages(self) -> int:
        """How many pages it says it has."""
        return len(self._document)

    def page(self, index: int) -> Page | None:
        """The page with this index, from 0; None when it cannot be read."""
        try:
            page = self._document[index]
        except pypdfium2.PdfiumError:
            return None
        try:
            words = page.get_textpage()
            try:
                text = _text(words)
            finally:
                words.close()
            links, launches = self._links(page)
        except pypdfium2.PdfiumError:
            return None
        finally:
            page.close()
        return Page(_tidy(text), links, launches)

    def picture(self, index: int, longest: int = 2_400) -> tuple[int, int, bytes] | None:
        """Width, height and grey pixels (one byte each, row by row) of a page, for whoever reads text in pictures.

        Args:
            index: Of the page, from 0.
            longest: Pixels of the longer side at most; and `MAX_PIXELS` in all, whatever size the page says it has.

        Returns:
            None when the page cannot be drawn.
        """
        try:
            page = self._document[index]
        except pypdfium2.PdfiumError:
            return None
        try:
            width, height = page.get_size()
            if not (0 < width < 1e6 and 0 < height < 1e6):
                return None
            scale = min(300 / 72, longest / max(width, height), (MAX_PIXELS / (width * height)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
            try:
                rows = bytes(bitmap.buffer)
                packed = b"".join(rows[at * bitmap.stride : at * bitmap.stride + bitmap.width] for at in range(bitmap.height))
                return bitmap.width, bitmap.height, packed
            finally:
                bitmap.close()
        except pypdfium2.PdfiumError:
            return None
        finally:
            page.close()

    def metadata(self) -> dict[str, str]:
        """What its information dictionary says, without what is empty: `Title`, `Producer`, `CreationDate` and so on."""
        try:
            return {str(key): str(value) for key, value in self._document.get_metadata_dict(skip_empty=True).items()}
        except (pypdfium2.PdfiumError, UnicodeDecodeError):
            return {}

    def embedded(self) -> Iterator[str]:
        """The names of the files embedded in it; their bytes are left where they are."""
        for index in range(min(self._document.count_attachments(), _MAX_LINKS)):
            try:
                yield self._document.get_attachment(index).get_name()
            except (pypdfium2.PdfiumError, UnicodeDecodeError):
                yield "?"

    def scripts(self) -> int:
        """How many scripts the document as a whole has."""
        return max(0, int(pdfium.FPDFDoc_GetJavaScriptActionCount(self._document)))

    def _links(self, page: pypdfium2.PdfPage) -> tuple[tuple[str, ...], int]:
        found: list[str] = []
        launches = 0
        position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
        for _ in range(_MAX_LINKS):
            if not pdfium.FPDFLink_Enumerate(page, position, link):
                break
            action = pdfium.FPDFLink_GetAction(link)
            if not action:
                continue
            launches += pdfium.FPDFAction_GetType(action) == _LAUNCH
            size = pdfium.FPDFAction_GetURIPath(self._document, action, None, 0)
            if 1 < size < 4096:
                buffer = ctypes.create_string_buffer(size)
                pdfium.FPDFAction_GetURIPath(self._document, action, buffer, size)
                found.append(buffer.raw[: size - 1].decode("utf-8", "replace"))
        return tuple(dict.fromkeys(found)), launches


def _text(words: pypdfium2.PdfTextPage) -> str:
    """All characters of a page, also those beyond its edges; of a page with very many, the first."""
    if words.count_chars() > _LONGEST_TEXT:
        return str(words.get_text_range(0, _LONGEST_TEXT))
    return str(words.get_text_bounded(*_EVERYWHERE)) if words.count_chars() > 0 else ""


def active(source: Source, member: Member) -> dict[str, int]:
    """How often the names of actions stand in the bytes of the file: scripts, programs to start, actions on opening.

    Those in compressed parts are not counted here (`Pdf.scripts` and `Page.launches` see them); a name may also stand in a text.
    """
    counts = dict.fromkeys(_ACTIVE, 0)
    patterns = {name: re.compile(pattern) for name, pattern in _ACTIVE.items()}
    kept = b""
    with source.open(member) as stream:
        while block := stream.read(1 << 20):
            data = kept + block
            edge = len(kept)
            for name, pattern in patterns.items():
                counts[name] += sum(match.end() > edge for match in pattern.finditer(data))
            kept = data[-16:]
    return {name: count for name, count in counts.items() if count}


def pdf_time(text: str) -> When | None:
    """A time as PDF writes it (ISO 32000-1, 7.9.4), such as `D:20240305213000+05'00'`; None when it cannot be read."""
    found = _TIME.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, zulu, hours, minutes = found.groups()
    try:
        shift = timedelta(hours=int(hours[1:]), minutes=int(minutes or 0)) if hours else timedelta(0)
        zone = timezone(-shift if hours and hours[0] == "-" else shift) if hours else UTC
        moment = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=zone
        )
        when = timed(text, moment, zoned=bool(zulu or hours))
    except ValueError:
        return None
    return when if hour else When(stated=text, local=when.local, utc=None, zone="unknown", precision="day")


def _tidy(text: str) -> str:
    """PDFium ends lines with CR LF and marks a hyphen at the end of a line as U+FFFE or U+0002."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-").replace("\x02", "-").replace("\x00", "")
