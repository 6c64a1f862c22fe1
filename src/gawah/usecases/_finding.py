"""Which sources lie at a path: exports, and the folders and archives in which exports lie, opened up as far as they are read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gawah.readers import _registry
from gawah.readers._archive import Unlock
from gawah.readers._source import Source, stated_name
from gawah.records.errors import SourceUnreadable
from gawah.records.media_type import HEAD, media_type

_MEDIA_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|heic|mp4|mov|m4a|3gp|opus|ogg|aac|mp3|wav|webm)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Closed:
    """A file or folder that cannot be opened; it is listed all the same."""

    path: Path
    name: str = field(repr=False)
    kind: str = "file"
    inside: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """A source and who reads it.

    Attributes:
        source: What was found.
        reader: Name of the reader that claims it, or None.
        opened: It is an archive that nobody claims, and what lies in it was found too.
    """

    source: Source | Closed
    reader: str | None = None
    opened: bool = False


def sources(path: Path, unlock: Unlock | None = None) -> Iterator[Found]:
    """The source at `path` with its reader, then other exports that lie in it.

    A folder that no reader claims is opened up into what lies in it. An archive that no reader claims is opened up as far as what
    lies in it is claimed by one; it is listed itself, for what is not.
    """
    waiting = [path]
    while waiting:
        here = waiting.pop()
        try:
            source = Source(here, (), unlock)
        except SourceUnreadable:
            yield Found(Closed(here, stated_name(here.name)))
            continue
        names = _readers(source)
        inside = _children(here) if source.kind == "folder" and not names else []
        if inside:
            waiting += reversed(inside)
        else:
            yield from list(_claimed(source, names)) or [Found(source)]


def _claimed(source: Source, names: list[str]) -> Iterator[Found]:
    """A source with its reader, the first of `names`, and what lies beside that in it; without one, an archive opened up as far as
    anyone reads it; else nothing.
    """
    if names:
        yield Found(source, names[0])
        yield from _beside(source, names[0])
    elif source.is_container and (within := list(_within(source))):
        yield Found(source, opened=True)
        yield from within


def _readers(source: Source) -> list[str]:
    """The readers that claim the source. None when several do and each reads only what lies in folders of it: then it holds several
    exports, which are found when it is opened up.
    """
    names = _registry.identify(source)
    if len(names) > 1 and source.is_container:
        read = [member for name in names for member in _registry.readers()[name].reads(source)]
        if all(member.folder for member in read):
            return []
    return names


def _children(folder: Path) -> list[Path]:
    """The files and folders that lie in a folder itself, in order of name; no links. [] when it may not be looked into."""
    try:
        return sorted(child for child in folder.iterdir() if not child.is_symlink() and (child.is_file() or child.is_dir()))
    except OSError:
        return []


def _within(archive: Source) -> Iterator[Found]:
    """What readers claim in an archive (or a folder of one) that nobody claims as a whole: folders are first seen as wholes."""
    sources_of_their_own: set[str] = set()
    for step in _steps(member.name for member in archive.members):
        try:
            inner = archive.inner(step)
        except SourceUnreadable:
            continue
        found = list(_claimed(inner, _readers(inner)))
        if found and inner.kind == "folder" and found[0].opened:
            del found[0]  # a folder of an archive is nothing by itself
        if not found or not _whole(archive, inner, step):
            continue
        yield from found
        claimed = found[0].source is inner and found[0].reader is not None
        if inner.kind == "folder":
            sources_of_their_own.update(step + member.name for member in inner.members if claimed or member.referred)
        else:
            sources_of_their_own.add(step)
    for member in archive.members:
        member.referred = member.referred or member.name in sources_of_their_own


def _step(name: str) -> str:
    """The first folder of a member's name; the name of one that lies at the top. Unsafe names are not taken apart."""
    first, slash, rest = name.partition("/")
    return first + slash if first and slash and rest else name


def _beside(container: Source, name: str) -> Iterator[Found]:
    """Exports in a folder or archive that its reader, `name`, leaves aside: folders and files of another platform, and archives."""
    if container.is_container:
        read = {container.members[member.ordinal].name for member in _registry.readers()[name].reads(container)}
        yield from _aside(container, name, read)


def _aside(container: Source, name: str, read: set[str]) -> Iterator[Found]:
    """The same of a folder of it; `read` are the names in it of what the reader reads."""
    theirs: set[str] = set()
    looks_at_all = _registry.is_last(name)  # beside a page or paper a picture is no attachment
    steps, inside = _steps(member.name for member in container.members), _steps(read)
    for step, files in steps.items():
        if step in read or (not looks_at_all and all(_MEDIA_NAME.search(step + file) for file in files)):
            continue
        try:
            source = container.inner(step)
        except SourceUnreadable:
            continue
        if source.kind == "file" and not looks_at_all and _is_media(source):
            continue
        found: list[Found] = []
        if source.kind == "file" and source.is_container:
            found = list(_claimed(source, _readers(source)))  # of whichever reader: it may be another part of what was read
        elif step not in inside:
            found = [Found(source, other) for other in _readers(source) if other != name][:1]
        if found and (looks_at_all or not _registry.is_last(found[0].reader or name)) and _whole(container, source, step):
            theirs.update(step + file for file in files)
            yield from found
        elif source.kind == "folder":
            yield from _aside(source, name, set(inside.get(step, ())))
            theirs.update(step + member.name for member in source.members if member.referred)
    for member in container.members:
        member.referred = member.referred or member.name in theirs  # it is listed as a source of its own


def _whole(container: Source, inner: Source, step: str) -> bool:
    """Whether all of what lies in an archive can be read; if not, the archive says so of the file."""
    if not inner.inside:
        return True
    try:
        return bool(inner.stated)
    except SourceUnreadable:
        container.refuse(step, "member-unreadable")
        return False


def _steps(names: Iterable[str]) -> dict[str, list[str]]:
    """The first step to each name (see `_step`), and what is left of the names that begin with it; "" of a file."""
    found: dict[str, list[str]] = {}
    for name in names:
        step = _step(name)
        found.setdefault(step, []).append(name[len(step) :] if step.endswith("/") else "")
    return found


def _is_media(source: Source) -> bool:
    """Whether a file is a picture, a sound or a video by its first bytes: none of these is looked into for exports."""
    kind = media_type(source.head(source.members[0], HEAD)) if source.members else ""
    return kind.startswith(("image/", "audio/", "video/"))


def left_over(folder: Source, name: str) -> Iterator[Found]:
    """Screenshots and papers laid beside an export: what its reader, `name`, neither read in its folder on disk nor found named."""
    if folder.kind != "folder" or folder.inside:
        return
    read = {member.ordinal for member in _registry.readers()[name].reads(folder)}
    for member in folder.members:
        if member.ordinal in read or member.referred or member.refused is not None:
            continue
        try:
            source = folder.inner(member.name)
        except SourceUnreadable:
            continue
        names = _registry.identify(source)
        if names and _registry.is_last(names[0]):
            member.referred = True
            yield Found(source, names[0])
