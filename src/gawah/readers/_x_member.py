"""One file of an X archive while it is read: its text unescaped, its media found."""

from collections.abc import Iterator, Mapping

from gawah.readers._attachment import attached
from gawah.readers._iso_time import unread
from gawah.readers._json import Path
from gawah.readers._json_file import WholeMember
from gawah.readers._source import Member, Source
from gawah.readers._x_archive import Archive
from gawah.readers._x_time import differs_from_id, when
from gawah.records.content import Account, Attachment
from gawah.records.when import When

PLATFORM = "X"
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
"""The three that the platform writes, the last one last: `&amp;lt;` is `&lt;`."""
_FOLDERS = (
    *("tweets_media", "tweet_media", "community_tweet_media", "deleted_tweets_media", "deleted_tweet_media"),
    *("twitter_circle_tweet_media", "direct_messages_media", "direct_message_media", "direct_messages_group_media"),
    *("direct_message_group_media",),
)


class Reading(WholeMember):
    """A file being read.

    Attributes:
        archive: What is known of the whole archive.
    """

    def __init__(self, source: Source, member: Member, archive: Archive) -> None:
        super().__init__(source, member)
        self.archive = archive

    def stated(self, value: str) -> str:
        """The string as its writer typed it: the platform escapes `&`, `<` and `>`."""
        value = super().stated(value)
        if "&" in value:
            for escape, sign in _ESCAPES:
                value = value.replace(escape, sign)
        return value

    def time(self, record: Mapping[str, object], key: str, path: Path, identity: str | None) -> tuple[When, tuple[str, ...]]:
        """The time under `key`, and the flag that says that the record's id tells of another time."""
        found = when(record.get(key))
        if found is None:
            self.note("time-unreadable", "warning", (*path, key))
            return unread(record.get(key)), ()
        return found, ("id-time-differs",) if differs_from_id(found, identity) else ()

    def attachment(self, identity: str | None, addresses: list[str], path: Path) -> Attachment:
        """The media file of the tweet or message with this id: `<id>-<name>` in the archive, the name being the end of one of the
        addresses that the record states.
        """
        names = [f"{identity}-{name}" for address in addresses if (name := address.partition("?")[0].rsplit("/", 1)[-1])]
        for name in names if identity else ():
            for folder in _FOLDERS:
                found = self.source.find(f"{folder}/{name}")
                if found is not None:
                    return attached(found, name)
        missing = attached(None, names[0] if names else None)
        if self.archive.in_parts:
            self.note("part-missing", "info", path)
        else:
            self.note("media-missing", "warning", path)
        return missing


def accounts(parts: Iterator[tuple[str | None, str | None, str | None]]) -> tuple[Account, ...]:
    """Accounts by (name, handle, id), each once, the empty ones left out."""
    made = [Account(name=name or None, handle=handle or None, platform_id=number or None) for name, handle, number in parts]
    return tuple(dict.fromkeys(each for each in made if each != Account()))
