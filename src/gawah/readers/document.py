"""Documents: PDF page by page, DOCX, ODT, RTF and plain text.

Seen:
    PDF         ISO 32000-1, as printed by Chrome ("Skia/PDF"), Firefox, Word and LibreOffice; tests/samples/document/make.py
    DOCX, ODT   as Word and LibreOffice write them: word/document.xml, content.xml
    RTF, text   UTF-8, UTF-16 with its mark, else Windows-1252 and marked as a guess
Rules:
    * A page of a PDF is a record, and a document of another kind is one; a text file beyond 512 KiB is cut at line ends. The page
      count is the document's own; pages beyond 5,000 are counted as not read.
    * The time is the one that the file states of itself (creation of a PDF, last change of an office document). Whoever wrote the
      file could choose it, as every other fact.
    * What could act is named in facts and never run: scripts, programs to start, macros, embedded files.
    * Tracked deletions and comments are told in facts, with author and date as stated; the text is what stands in it now.
    * Asked last: a text or page that another reader claims is that reader's.
Known limits:
    * A page without a text layer has no body (`no-text`). A machine reads it, drawn, as it reads pictures (`_ocr`): a transcript
      beside the capture, never its body; of the first 100 such pages of a document.
    * Signatures in PDFs are not verified. Old .doc files are not read. Text in pictures of office documents is not read.
Sources: ISO 32000-1; ECMA-376 part 1; OpenDocument 1.3 part 3; Rich Text Format 1.9.1.
"""

from collections.abc import Iterator, Sequence

from gawah.readers._attachment import attached
from gawah.readers._capture import MAX_TEXT, UNTIMED, bounded, facts, site, stated_time, told
from gawah.readers._document_docx import docx_words
from gawah.readers._document_kind import BODY, Kind, kind_of, parts_of
from gawah.readers._document_odt import odt_words
from gawah.readers._document_pdf import MAX_PAGES, Encrypted, Page, Pdf, active, pdf_time
from gawah.readers._document_rtf import rtf_words
from gawah.readers._document_text import pieces
from gawah.readers._document_xml import Handler, Properties, Words, parsed
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._ocr import read_grey, transcript
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.records.content import Attachment, Capture, Conversation, Fact, Framing, ReadProblem, Record
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Grade, Locator
from gawah.records.when import When

PLATFORM = "Document"
VERSION = "2"
LAST = True
GRADE: Grade = "third-party-capture"
MAX_DRAWN = 100
"""Pages without text that are drawn and read by machine; each takes seconds."""
_PRINTED = ("skia/pdf", "mozilla", "firefox", "chromium", "webkit", "quartz pdfcontext", "microsoft: print to pdf")
_OFFICE = (
    "creator",
    "lastModifiedBy",
    "initial-creator",
    "created",
    "creation-date",
    "modified",
    "date",
    "title",
    "subject",
    "generator",
)


def identify(source: Source) -> bool:
    """Say whether this is a document. Reads the names of an archive, or the start of a file."""
    return kind_of(source) is not None


def reads(source: Source) -> Sequence[Member]:
    """The file; of a DOCX or ODT, all that is no picture, macro or embedded file."""
    kind = kind_of(source)
    return () if kind is None else parts_of(source, kind)


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in these formats is stated whole
    """Yield the pages of a PDF, or the document, each after the conversation that stands for its file."""
    kind = kind_of(source)
    member = None if kind is None else _main(source, kind)
    if kind is None or member is None:
        return
    notes = Notes(source, member)
    try:
        source.digest(member)
    except SourceUnreadable as error:
        yield ReadProblem(code=_code(error), severity="loss", locator=_nowhere(source, member), records=1)
        return
    name = source.name if source.is_container else member.basename
    conversation = site(None, PLATFORM, source.digest(member))
    yield Conversation(id=conversation.id, platform=PLATFORM, title=told(name))
    if kind == "pdf":
        yield from _pdf(source, member, conversation.id, notes)
    elif kind == "text":
        yield from _text(source, member, conversation.id, notes)
    else:
        yield from _office(source, member, kind, conversation.id, notes)
    yield from notes.problems()


def count(source: Source) -> int | None:
    """The pages that a PDF says it has; 1 for another document; None for a text, whose pieces tile it."""
    kind = kind_of(source)
    if kind == "text":
        return None
    member = None if kind is None else _main(source, kind)
    if kind != "pdf" or member is None:
        return 0 if member is None else 1
    try:
        source.digest(member)
        with Pdf(source, member) as document:
            return document.pages
    except (Encrypted, SourceUnreadable):
        return 1


def _main(source: Source, kind: Kind) -> Member | None:
    if not source.is_container:
        return source.members[0]
    return next((member for member in source.members if BODY[kind].fullmatch(member.name)), None)


def _pdf(source: Source, member: Member, conversation: str, notes: Notes) -> Iterator[Record]:
    try:
        document = Pdf(source, member)
    except Encrypted:
        yield notes.lost("", None, "member-encrypted")
        return
    except SourceUnreadable as error:
        yield notes.lost("", None, _code(error))
        return
    with document:
        stated = document.metadata()
        told_of_file = _pdf_facts(source, member, document, stated)
        when = pdf_time(stated.get("CreationDate", "")) or UNTIMED
        grade: Grade = "own-capture" if _printed(stated) else "third-party-capture"
        drawn = 0
        for index in range(min(document.pages, MAX_PAGES)):
            page = document.page(index)
            if page is None:
                yield notes.lost(f"page/{index + 1}", None)
                continue
            here = told_of_file if index == 0 else told_of_file[:1]
            capture = _page(notes, conversation, page, index, (when, grade, stated.get("Title"), here, document.pages))
            yield capture
            if "no-text" in capture.flags:
                drawn += 1
                yield from _read_by_machine(document, capture, index) if drawn <= MAX_DRAWN else ()
        if drawn > MAX_DRAWN:
            notes.note("limit-reached", "info", "text")
        if document.pages > MAX_PAGES:
            yield ReadProblem(
                code="limit-reached",
                severity="loss",
                locator=notes.locator(f"page/{MAX_PAGES + 1}", None),
                records=document.pages - MAX_PAGES,
            )


def _read_by_machine(document: Pdf, capture: Capture, index: int) -> Iterator[Record]:
    """What a machine reads on a page that has no text layer, drawn as a picture."""
    picture = document.picture(index)
    found = None if picture is None else read_grey(*picture)
    if found is not None:
        yield transcript(capture, found)


def _page(
    notes: Notes, conversation: str, page: Page, index: int, of: tuple[When, Grade, str | None, tuple[Fact, ...], int]
) -> Capture:
    when, grade, title, stated, pages = of
    body, cut = bounded(page.text)
    if cut:
        notes.note("limit-reached", "warning", f"page/{index + 1}")
    launches = str(page.launches) if page.launches else None
    flags = [name for name, on in (("no-text", not body.strip()), ("active-content", page.launches)) if on]
    if any(fact.name in _NAMES_OF_ACTS for fact in stated) and "active-content" not in flags:
        flags.append("active-content")
    return Capture(
        conversation=conversation,
        kind="document",
        grade=grade,
        title=told(title) if title else None,
        sent_at=when,
        body=body,
        links=tuple(dict.fromkeys((*page.links, *links(body)))),
        facts=(*stated, *facts((("pdf:page", f"{index + 1} of {pages}"), ("pdf:launch-links", launches)))),
        flags=tuple(flags),
        locator=notes.locator(f"page/{index + 1}", None),
    )


_NAMES_OF_ACTS = ("pdf:javascript", "pdf:launch", "pdf:open-action", "pdf:scripts", "pdf:embedded")


def _pdf_facts(source: Source, member: Member, document: Pdf, stated: dict[str, str]) -> tuple[Fact, ...]:
    """The format first; then what the document says of itself, and what in it could act."""
    acts = [(name, str(count)) for name, count in active(source, member).items()]
    scripts = document.scripts()
    return facts(
        (
            ("format", "pdf"),
            *((f"pdf:{key}", value) for key, value in stated.items()),
            ("pdf:scripts", str(scripts) if scripts else None),
            *acts,
            *(("pdf:embedded", name or "?") for name in document.embedded()),
        )
    )


def _printed(stated: dict[str, str]) -> bool:
    """The document says that a browser or system printed it: then it is what somebody had on the screen."""
    said = f"{stated.get('Producer', '')} {stated.get('Creator', '')}".casefold()
    return any(name in said for name in _PRINTED)


def _text(source: Source, member: Member, conversation: str, notes: Notes) -> Iterator[Record]:
    for piece in pieces(source, member):
        locator = notes.locator(f"piece/{piece.number}" if piece.number else "bom", piece.span)
        if not piece.number:
            yield Framing(name="bom", locator=locator)
            continue
        if piece.guessed:
            notes.note("text-repaired", "warning")
        yield Capture(
            conversation=conversation,
            kind="document",
            grade="hearsay",
            sent_at=UNTIMED,
            body=piece.text,
            links=links(piece.text),
            facts=facts((("format", "text"), ("text:encoding", piece.encoding))),
            locator=locator,
        )


def _office(source: Source, member: Member, kind: Kind, conversation: str, notes: Notes) -> Iterator[Record]:
    words, properties = _words(source, member, kind, notes)
    if words is None or (words.faulty and not words.size):
        yield notes.lost("", None)
        return
    if words.faulty:
        notes.note("member-unreadable", "loss")
    if words.size > MAX_TEXT:
        notes.note("limit-reached", "loss")
    body = told(words.text)
    others = [each for each in source.members if source.is_container and each not in parts_of(source, kind)]
    macros = sum(each.basename.casefold().startswith("vbaproject") for each in others)
    stated = properties.get("modified") or properties.get("date") or properties.get("created") or properties.get("creation-date")
    flags = (("tracked-changes", words.taken or words.inserted), ("comments", words.comments), ("hidden-text", words.hidden))
    yield Capture(
        conversation=conversation,
        kind="document",
        grade="hearsay",
        title=told(properties["title"]) if properties.get("title") else None,
        sent_at=stated_time(stated) if stated else UNTIMED,
        body=body,
        links=links(body),
        attachments=tuple(_attachments(source, others)),
        facts=facts(
            (
                ("format", kind),
                *((f"{kind}:{key}", properties.get(key)) for key in _OFFICE),
                (f"{kind}:insertions", str(words.inserted) if words.inserted else None),
                (f"{kind}:hidden", str(words.hidden) if words.hidden else None),
                (f"{kind}:macros", str(macros) if macros else None),
                *((f"{kind}:{how}", _aside(author, date, text)) for how, author, date, text in words.taken),
                *((f"{kind}:comment", _aside(author, date, text)) for author, date, text in words.comments),
            )
        ),
        flags=(*(name for name, on in flags if on), *(("active-content",) if macros else ())),
        locator=notes.locator("", None),
    )


def _aside(author: str, date: str, text: str) -> str:
    """Who, when as stated, and the words."""
    return ", ".join(part for part in (author, date) if part) + (": " if author or date else "") + text


def _attachments(source: Source, others: list[Member]) -> Iterator[Attachment]:
    for each in others:
        yield attached(source.find(each.name), told(each.name))


def _words(source: Source, member: Member, kind: Kind, notes: Notes) -> tuple[Words | None, dict[str, str]]:
    """The words of all parts of the document, and its properties."""
    if kind == "rtf":
        with source.open(member) as stream:
            return rtf_words(stream), {}
    words: Words | None = None
    properties: dict[str, str] = {}
    for part in (member, *(each for each in parts_of(source, kind) if each is not member)):
        name = part.name.rpartition("/")[2]
        try:
            with source.open(part) as stream:
                if kind == "odt" and part is member:
                    words = odt_words(stream)
                elif kind == "docx" and (
                    part is member or name.startswith(("footnotes", "endnotes", "comments.", "header", "footer"))
                ):
                    words = _together(words, docx_words(stream))
                elif name in ("core.xml", "meta.xml"):
                    handler: Handler = Properties()
                    parsed(handler, stream)
                    properties = handler.found if isinstance(handler, Properties) else {}
        except SourceUnreadable:
            notes.note("member-unreadable", "loss", name if part is not member else "")
    return words, properties


def _together(first: Words | None, more: Words) -> Words:
    if first is None:
        return more
    if more.text:
        first.add("\n" + more.text + "\n")
    first.comments += more.comments
    first.taken += more.taken
    first.inserted += more.inserted
    first.hidden += more.hidden
    first.faulty = first.faulty or more.faulty
    return first


def _code(error: SourceUnreadable) -> str:
    return "limit-reached" if str(error) == "limit-reached" else "member-unreadable"


def _nowhere(source: Source, member: Member) -> Locator:
    digest = source.stated[0] if source.kind == "file" else ""
    return Locator(file_sha256=digest, member=member.name if source.is_container else None, place="", span=None)
