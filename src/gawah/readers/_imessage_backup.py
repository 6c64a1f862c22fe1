"""An iPhone backup around `sms.db`: which of its files are the attachments, and whether it is encrypted.

In a backup every file is named by a digest of its domain and path, in a folder of the first two digits; `Manifest.db` lists domain,
path and name (public parsers: mvt, iOSbackup). In an encrypted backup neither `Manifest.db` nor `sms.db` begins as a database.
"""

from gawah.readers._database import MAGIC, Database, Lost
from gawah.readers._source import Member, Source
from gawah.records.errors import SourceUnreadable

IN_BACKUP = "3d0d7e5fb2ce288813306e4d4636395e047a3d28"
"""The name of `Library/SMS/sms.db` in a backup: the SHA-1 of `HomeDomain-` and its path."""
MAX_FILES = 300_000
_MEDIA = "MediaDomain"
_PLACE = "Library/SMS/Attachments/"
_MANIFEST = "Manifest.db"


def sealed(source: Source) -> tuple[Member, ...]:
    """The message databases of encrypted backups: they have the name, a list of files lies above, and they are no databases."""
    names = {member.name for member in source.members if member.basename == _MANIFEST}
    found = (member for member in source.members if member.basename == IN_BACKUP and member.refused is None)
    return tuple(
        member for member in found if _root(member) + _MANIFEST in names and not source.head(member, len(MAGIC)).startswith(MAGIC)
    )


def attachments(source: Source, member: Member) -> dict[str, str]:
    """Names of files of the backup that `member` lies in, by the path of the attachment that each is; empty without a backup."""
    if member.basename != IN_BACKUP:
        return {}
    root = _root(member)
    manifest = next((each for each in source.members if each.name == root + _MANIFEST), None)
    if manifest is None:
        return {}
    found: dict[str, str] = {}
    try:
        with Database(source, manifest) as database:
            for row in database.rows("Files", ("domain", "relativePath", "fileID")) if "Files" in database.tables else ():
                if isinstance(row, Lost) or row[1] != _MEDIA or not isinstance(row[2], str) or not isinstance(row[3], str):
                    continue
                if row[2].startswith(_PLACE) and len(found) < MAX_FILES:
                    found[row[2]] = f"{root}{row[3][:2]}/{row[3]}"
    except SourceUnreadable:
        return {}
    manifest.referred = True
    return found


def _root(member: Member) -> str:
    return member.name.removesuffix(IN_BACKUP).removesuffix(f"{IN_BACKUP[:2]}/")
