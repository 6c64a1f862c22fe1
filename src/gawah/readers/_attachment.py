"""The files that records name, found in the export and described."""

from gawah.readers._source import Member, Source
from gawah.records.content import Attachment
from gawah.records.digest import sha256
from gawah.records.errors import SourceUnreadable
from gawah.records.media_type import HEAD, media_type

_UNNAMED = "application/octet-stream"


def attached(found: tuple[Source, Member] | None, name: str | None) -> Attachment:
    """The attachment that a record names `name`: with its digest and the type of its bytes where its file was found and can be
    read (`Source.find`); else missing, its type told from the name alone.
    """
    if found is not None:
        source, member = found
        try:
            digest = source.digest(member)
        except SourceUnreadable:
            pass
        else:
            return Attachment(name=name, media_type=_told(media_type(source.head(member, HEAD), member.name)), sha256=digest)
    return Attachment(name=name, media_type=_told(media_type(b"", name or "")), missing=True)


def held(name: str | None, data: bytes, kind: str | None = None) -> Attachment:
    """A file that lies in the record itself, described by its bytes; `kind` where its media type is known otherwise."""
    return Attachment(name=name, media_type=kind or _told(media_type(data[:HEAD], name or "")), sha256=sha256(data))


def _told(kind: str) -> str | None:
    return None if kind == _UNNAMED else kind
