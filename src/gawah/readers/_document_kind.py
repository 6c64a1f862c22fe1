"""Which kind of document a source is, told by its bytes, and which files of it hold words."""

import re
from typing import Literal, TypeAlias

from gawah.readers._source import Member, Source

Kind: TypeAlias = Literal["pdf", "docx", "odt", "rtf", "text"]

BODY: dict[Kind, re.Pattern[str]] = {
    "docx": re.compile(r"word/document\d*\.xml"),
    "odt": re.compile(r"content\.xml"),
}
"""The name of the file that holds the text of a document in parts."""
_PARTS: dict[Kind, re.Pattern[str]] = {
    # Styles, fonts, settings and relations hold nobody's words and are read along without being looked into.
    "docx": re.compile(
        r"\[Content_Types\]\.xml|_rels/.*|docProps/(?!thumbnail).*|customXml/.*|word/[^/]*\.xml|word/(_rels|theme|glossary|fonts)/.*"
    ),
    "odt": re.compile(r"(content|styles|meta|settings|manifest)\.(xml|rdf)|mimetype|META-INF/.*|Configurations2/.*|layout-cache"),
}
_ODT = re.compile(rb"application/vnd\.oasis\.opendocument\.text(-template|-master)?\s*")
_TEXT_NAMES = (".txt", ".text", ".md", ".log")
_PDF_WITHIN = 1024
"""Bytes from the start within which programs accept `%PDF-` (ISO 32000-1, annex H)."""


def kind_of(source: Source) -> Kind | None:
    """The kind of document; None when it is none. Reads at most 1 KiB."""
    if source.is_container:
        names = {member.name for member in source.members}
        if "[Content_Types].xml" in names and any(BODY["docx"].fullmatch(name) for name in names):
            return "docx"
        if {"mimetype", "content.xml"} <= names:
            stated = next(member for member in source.members if member.name == "mimetype")
            return "odt" if _ODT.fullmatch(source.head(stated, 100)) else None
        return None
    member = source.members[0]
    head = source.head(member, _PDF_WITHIN)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    return "text" if head and member.name.casefold().endswith(_TEXT_NAMES) and _is_text(head) else None


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 9 or 13 < byte < 27 for byte in head)


def parts_of(source: Source, kind: Kind) -> tuple[Member, ...]:
    """The files of the document that are no pictures, macros or embedded files."""
    if not source.is_container:
        return source.members
    return tuple(member for member in source.members if _PARTS[kind].fullmatch(member.name))
