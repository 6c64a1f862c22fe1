"""What an X archive says of itself: whose it is, whether it is whole, and how many records each file should have.

`manifest.js` (since 2020) lists every file with a count; `tweet_index.js` does in the archives of 2012-2018. Seen: public
manifest.js files of 2020, 2021 and 2025; counts are those of the outermost array, so of conversations for direct messages.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from gawah.readers._source import Member, Source
from gawah.readers._x_layout import recognised
from gawah.readers._x_script import assigned, opened
from gawah.records.content import Account, ReadProblem
from gawah.records.errors import SourceUnreadable

_SMALL = 4 << 20
_ABOUT = frozenset({"manifest.js", "account.js", "user_details.js", "payload_details.js", "tweet_index.js"})


@dataclass(slots=True)
class Archive:
    """What is known of the archive while its files are read.

    Attributes:
        holder: Whose it is; empty where no file says so.
        counts: How many elements each file should have, by its name, as stated.
        partial: The archive says that it is one of several parts.
        stater: The file that states the counts.
        in_parts: Another part was given with it, or it says that it is one of several.
    """

    holder: Account = field(default_factory=Account)
    counts: dict[str, int] = field(default_factory=dict)
    partial: bool = False
    stater: Member | None = None
    in_parts: bool = False


def known_of(source: Source) -> Archive:
    """What the source says of itself; of its holder also what other parts of the import say."""
    found = Archive()
    for member in source.members:
        if member.basename in _ABOUT:
            stated = _stated(source, member)
            if stated is not None:
                _take(found, member, *stated)
                source.find(member.name)  # read, so nobody needs to be told that it was not
    for sibling in source.siblings:
        theirs = recognised(sibling)
        found.in_parts = found.in_parts or (theirs and sibling.is_container)
        if found.holder == Account() and theirs:
            for member in sibling.members:
                if (member.basename in _ABOUT or not sibling.is_container) and (stated := _stated(sibling, member)) is not None:
                    found.holder = _holder(*stated) or found.holder
    found.in_parts = found.in_parts or found.partial
    return found


def missing(source: Source, archive: Archive) -> Iterator[ReadProblem]:
    """What should be here and is not: the other parts, and files with records that the archive lists."""
    if archive.stater is None:
        return
    locator = source.locator(archive.stater, "", None)
    alone = not any(each.is_container and recognised(each) for each in source.siblings)
    if archive.partial:
        yield ReadProblem(code="part-missing", severity="warning" if alone else "info", locator=locator)
    here = [member.name for each in (source, *source.siblings) for member in each.members]
    absent = sum(
        _holds_words(name) and not any(each == name or each.endswith("/" + name) or name.endswith("/" + each) for each in here)
        for name, count in archive.counts.items()
        if count
    )
    if absent:
        yield ReadProblem(code="part-missing", severity="warning", locator=locator, count=absent)


def expected(archive: Archive, member: Member) -> int | None:
    """How many elements the archive says the file has."""
    for name, count in archive.counts.items():
        if member.name == name or member.name.endswith("/" + name) or name.endswith("/" + member.name):
            return count
    return None


def _holds_words(name: str) -> bool:
    stem = name.rsplit("/", 1)[-1].removesuffix(".js")
    return "/js/tweets/" in name or any(word in stem for word in ("tweets", "direct-messages", "note-tweet", "community-tweet"))


def _stated(source: Source, member: Member) -> tuple[str, object] | None:
    """What the file assigns, and the value; None where it cannot be read."""
    if member.size > _SMALL or member.refused is not None:
        return None
    try:
        name = assigned(source.head(member, 512))
        with opened(source, member) as stream:
            return (name, json.loads(stream.read().decode("utf-8", "replace"))) if name else None
    except (SourceUnreadable, ValueError, RecursionError):
        return None


def _take(archive: Archive, member: Member, name: str, value: object) -> None:
    holder = _holder(name, value)
    if holder is not None and (name == "account" or archive.holder == Account()):
        archive.holder = holder
    if name == "manifest" and isinstance(value, dict):
        archive.stater = member
        info = value.get("archiveInfo")
        archive.partial = isinstance(info, dict) and info.get("isPartialArchive") in (True, "true")
        types = value.get("dataTypes")
        listed = [each.get("files") for each in (types.values() if isinstance(types, dict) else ()) if isinstance(each, dict)]
        _counts(archive, [each for files in listed if isinstance(files, list) for each in files], "fileName", "count")
    elif name == "tweet_index" and isinstance(value, list):
        archive.stater = archive.stater or member
        _counts(archive, value, "file_name", "tweet_count")


def _counts(archive: Archive, files: list[object], name_key: str, count_key: str) -> None:
    for each in files:
        name = each.get(name_key) if isinstance(each, dict) else None
        count = each.get(count_key) if isinstance(each, dict) else None
        if isinstance(name, str) and isinstance(count, int | str) and str(count).isascii() and str(count).isdigit():
            archive.counts[name] = int(str(count)[:12])


def _holder(name: str, value: object) -> Account | None:
    """From account.js, the manifest's `userInfo`, or user_details.js. None for other files."""
    if name == "account" and isinstance(value, list) and value and isinstance(value[0], dict):
        return _account(value[0].get("account"), "accountDisplayName", "username", "accountId")
    if name == "manifest" and isinstance(value, dict):
        return _account(value.get("userInfo"), "displayName", "userName", "accountId")
    return _account(value, "full_name", "screen_name", "id") if name == "user_details" else None


def _account(value: object, *keys: str) -> Account | None:
    if not isinstance(value, dict):
        return None
    name, handle, number = (_text(value.get(key)) for key in keys)
    return Account(name=name, handle=handle, platform_id=number) if name or handle or number else None


def _text(value: object) -> str | None:
    return value.encode("utf-8", "replace").decode() or None if isinstance(value, str) else None
