"""Tells by its bytes, whatever its name, which archive a file is: a zip, a tar, a tar.gz, one file packed by gzip, or none."""

from gawah.readers._archive import HEAD, Archive, Opened, Unlock
from gawah.readers._archive_gzip import packed_in
from gawah.readers._archive_tar import TarArchive
from gawah.readers._archive_zip import ZipArchive


def archive_in(opened: Opened, size: int, unlock: Unlock | None = None) -> Archive | None:
    """The archive that `opened` gives the bytes of, as a stream that can be sought in; None when it is none.

    Raises:
        SourceUnreadable: It begins like an archive and cannot be read as one.
    """
    with opened() as stream:
        head = stream.read(HEAD)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return ZipArchive(opened, unlock)
    if head[257:262] == b"ustar":
        return TarArchive(opened)
    if head[:3] == b"\x1f\x8b\x08":
        return packed_in(opened, size)
    return None
