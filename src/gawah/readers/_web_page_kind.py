"""Which files of a source are saved pages, told by their bytes, and which folder belongs to which page."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from gawah.readers._mhtml import head_of
from gawah.readers._source import Member, Source

Kind: TypeAlias = Literal["mhtml", "html"]

HEAD = 64 << 10
_MAX_PAGES = 10_000
_ENDINGS = (".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht")
_HTML = re.compile(
    rb"(?:\s|<!--(?:[^-]|-(?!->)){0,4000}-->|<\?xml[^>]{0,200}>)*<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE
)
_SOME_TAG = re.compile(rb"<(?:html|head|body|div|p|table|span|a|article|section|main|meta|title)[\s>]", re.IGNORECASE)
_OF_MAIL = frozenset({"received", "message-id", "delivered-to", "return-path", "to", "dkim-signature"})
_LONGEST_SUFFIX = 14
"""Characters that browsers put behind a page's name for its folder: `_files`, `-Dateien`, `_bestanden`, `.files`, …"""


def kind_of(head: bytes, name: str) -> Kind | None:
    """The kind of page a file is that begins with `head`; None when it is none."""
    stated = head_of(head)
    if stated:
        return "mhtml" if _is_mhtml(stated) else None
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(head):
        return "html"
    return "html" if name.casefold().endswith(_ENDINGS[:4]) and b"\x00" not in head and _SOME_TAG.search(head) else None


def _is_mhtml(headers: dict[str, str]) -> bool:
    """The headers of a saved page and not of a mail: it says so, or has an address, and was sent to nobody."""
    kind = headers.get("content-type", "").lower()
    if not kind.startswith(("multipart/related", "multipart/mixed", "multipart/alternative", "text/html")):
        return False
    if "snapshot-content-location" in headers or "saved by" in headers.get("from", "").lower():
        return True
    return (
        "mime-version" in headers
        and not _OF_MAIL & headers.keys()
        and (kind.startswith("multipart/related") or "content-location" in headers)
    )


def pages(source: Source) -> tuple[tuple[Member, Kind], ...]:
    """The saved pages of the source; of an archive or folder only those outside of other pages' folders."""
    if not source.is_container:
        member = source.members[0]
        kind = kind_of(source.head(member, HEAD), member.name)
        return () if kind is None else ((member, kind),)
    folders = {member.folder for member in source.members}
    found: list[tuple[Member, Kind]] = []
    for member in source.members:
        if member.refused is None and member.name.casefold().endswith(_ENDINGS) and len(found) < _MAX_PAGES:
            kind = kind_of(source.head(member, HEAD), member.name)
            if kind is not None:
                found.append((member, kind))
    own = {folder for member, kind in found if kind == "html" for folder in _folders_of(member, folders)}
    return tuple((member, kind) for member, kind in found if not _inside(member.folder, own))


def folder_of(source: Source, page: Member) -> str | None:
    """The folder beside a page in which the browser put what the page shows; None when there is none."""
    folders = {member.folder for member in source.members}
    return next(iter(_folders_of(page, folders)), None)


def files_of(source: Source, folder: str) -> Sequence[Member]:
    """Everything in a page's folder."""
    return [member for member in source.members if member.folder == folder or member.folder.startswith(folder + "/")]


def _folders_of(page: Member, folders: set[str]) -> Iterator[str]:
    stem = page.name.rsplit(".", 1)[0]
    for folder in sorted({_top(each, stem) for each in folders if each.startswith(stem)}):
        if 1 < len(folder) - len(stem) <= _LONGEST_SUFFIX and folder[len(stem)] in "_-. ":
            yield folder


def _top(folder: str, stem: str) -> str:
    """The folder beside the page in which `folder` lies."""
    end = folder.find("/", len(stem))
    return folder if end < 0 else folder[:end]


def _inside(folder: str, folders: set[str]) -> bool:
    while folder:
        if folder in folders:
            return True
        folder = folder.rpartition("/")[0]
    return False
