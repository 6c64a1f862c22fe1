"""Bluesky repositories (AT Protocol): the CAR file of an account's public records.

Seen:
    whole repositories with version 2 and 3 commits, and a part of one (indigo__fakermaker, indigo__greenground, indigo__repo_slice)
Rules:
    * The tree is walked from the commit that the file's root names; records come in the order of their keys. Blocks that the tree
      does not reach (earlier versions, parts without their tree) follow, flagged `outside-the-tree`.
    * The digest of every block is computed and compared with its CID; `digest-differs` says where they part.
    * Posts are messages; reposts, blocks, lists, list entries and the profile are events; the commit is a capture.
    * A key or record may repeat: what names a block a second time is a Duplicate.
Known limits:
    * The commit's signature is not verified: the key is not in the file (`_bluesky_commit`).
    * Likes, follows and settings are not read. Pictures are only named, by CID; handles and direct messages are not in it.
    * What was deleted is gone: the tree holds no tombstones.
Sources: tests/samples/bluesky/*/about.toml; export-formats.md section 3; atproto.com/specs/repository.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from gawah.readers import _bluesky_count
from gawah.readers._bluesky_commit import capture, section
from gawah.readers._bluesky_kinds import PROFILE, UNREAD, is_read
from gawah.readers._bluesky_record import PLATFORM, Author, posts_section
from gawah.readers._bluesky_tree import Block, Repository, classified
from gawah.readers._car import Car, Damaged, decoded, varint
from gawah.readers._json_member import plain
from gawah.readers._notes import Notes
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._tid import milliseconds
from gawah.readers._whole_member import unreadable
from gawah.records.content import Account, Duplicate, ReadProblem, Record
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"
_SEEN, _LOST = 1, 2
_LOOKED_AT = 40


def identify(source: Source) -> bool:
    """Say whether a file here is a CAR file of the AT Protocol: told by its first blocks."""
    return any(_is_repository(source, member) for member in _candidates(source)[:8])


def reads(source: Source) -> Sequence[Member]:
    """The CAR files."""
    return [member for member in _candidates(source) if _is_repository(source, member)]


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield the commit, then everything that its tree names, then what it does not."""
    for member in reads(source):
        if member.refused is not None:
            continue
        try:
            source.digest(member)
            with Car(source, member) as car:
                yield from _Reading(source, member, Repository(car)).records()
        except (SourceUnreadable, Damaged) as error:
            problem = unreadable(source, member)
            yield replace(problem, code="limit-reached") if str(error) == "limit-reached" else problem


def count(source: Source) -> int:
    """The number of records in the members read, counted in a pass over the blocks (`_bluesky_count`)."""
    total = 0
    for member in reads(source):
        if member.refused is None:
            try:
                source.digest(member)
                with Car(source, member) as car:
                    total += _bluesky_count.records(car)
            except (SourceUnreadable, Damaged):
                continue
    return total


class _Reading:
    """One repository while it is read."""

    def __init__(self, source: Source, member: Member, repository: Repository) -> None:
        self._source = source
        self._notes = Notes(source, member)
        self._tree = repository
        self._met = bytearray(len(repository))
        self._again = 0

    def records(self) -> Iterator[Record]:
        """Everything in it."""
        commit = self._commit()
        root = commit.value["data"] if commit else None
        did = commit.value["did"] if commit else ""
        account = Account(platform_id=did or None, name=self._name(root) if root else None)
        yield section(did, account)
        if commit is not None:
            self._met[commit.number] = _SEEN
            yield capture(self._tree.car, commit, self._locator(commit))
        else:
            self._notes.note("member-unreadable", "loss", "commit")
        revision = commit.value.get("rev") if commit else None
        committed = milliseconds(revision) if isinstance(revision, str) else None
        author = Author(account, posts_section(did), committed, self._notes)
        if root is not None:
            yield from self._named(author, root)
        yield from self._unnamed(author)
        yield from self._problems()

    def _commit(self) -> Block | None:
        for cid in self._tree.car.roots:
            number = self._tree.find(cid)
            if number is not None and (block := self._tree.block(number)).kind == "commit":
                return block
        return None

    def _name(self, root: bytes) -> str | None:
        """The display name; the profile stands at the beginning of the tree."""
        for key, cid in islice(self._tree.leaves(root), _LOOKED_AT):
            if key == f"{PROFILE}/self" and (number := self._tree.find(cid)) is not None:
                value = self._tree.block(number).value
                name = value.get("displayName") if isinstance(value, dict) else None
                self._tree.missing = self._tree.deep = 0
                return name or None if isinstance(name, str) else None
        self._tree.missing = self._tree.deep = 0
        return None

    def _named(self, author: Author, root: bytes) -> Iterator[Record]:
        """The records that the tree names."""
        absent = 0
        for key, cid in self._tree.leaves(root):
            number = self._tree.find(cid)
            if number is None:
                absent += key is None or key.partition("/")[0] not in UNREAD
                continue
            block = self._tree.block(number)
            place = f"record/{key}" if key else None
            met = self._met[number]
            if met == _SEEN and block.kind == "record" and is_read(block.value):
                span = (block.frame.start, block.frame.end)
                of = self._locator(block).id
                # A key may stand twice in a damaged tree: its place says which naming this is.
                self._again += 1
                yield Duplicate(of=of, locator=self._notes.locator(f"{place or 'record'}/{self._again}", span))
            else:
                yield from self._block(author, block, key, ())
        if absent or self._tree.missing:
            self._notes.note("part-missing", "warning", "tree", absent + self._tree.missing)
        if self._tree.deep:
            self._notes.note("limit-reached", "warning", "tree", self._tree.deep)

    def _unnamed(self, author: Author) -> Iterator[Record]:
        """The blocks that no key led to."""
        for number in range(len(self._tree)):
            if self._met[number]:
                continue
            block = self._tree.block(number)
            first = self._tree.find(block.frame.cid) if block.frame.cid else None
            copied = first is not None and first != number and self._met[first] == _SEEN
            if copied and first is not None and block.kind == "record" and is_read(block.value):
                self._met[number] = _SEEN
                yield Duplicate(of=self._locator(self._tree.block(first)).id, locator=self._locator(block))
            else:
                yield from self._block(author, block, None, ("outside-the-tree",))

    def _block(self, author: Author, block: Block, key: str | None, flags: tuple[str, ...]) -> Iterator[Record]:
        """The record in a block; the problem that stands for it; nothing for a block that is not read."""
        if not block.sound:
            self._tree.unsound += not self._met[block.number]
            flags = (*flags, "digest-differs")
        if block.kind == "none":
            place = f"block/{block.number}" if not self._met[block.number] else f"record/{key}/{self._again}"
            self._again += 1
            self._met[block.number] = _LOST
            code = "limit-reached" if block.large else "record-unreadable"
            yield self._notes.lost(place, (block.frame.start, block.frame.end), code)
        elif block.kind == "record" and is_read(block.value):
            self._met[block.number] = _SEEN
            yield author.record(block.value, key, flags, self._locator(block))
        elif block.kind == "record":
            if not self._met[block.number] and block.value["$type"] not in UNREAD:
                kind = str(block.value["$type"])[:64].replace(".", "_")
                self._notes.note("field-unknown", "info", "/".join(str(step) for step in plain(("type", kind))))
            self._met[block.number] = _LOST

    def _locator(self, block: Block) -> Locator:
        return self._notes.locator(f"block/{block.number}", (block.frame.start, block.frame.end))

    def _problems(self) -> Iterator[Record]:
        if self._tree.unsound:
            self._notes.note("digest-differs", "warning", "blocks", self._tree.unsound)
        if self._tree.damaged is not None:
            at = self._tree.damaged
            yield ReadProblem(code="member-unreadable", severity="loss", locator=self._notes.locator("", (at, at)))
        yield from self._notes.problems()


def _candidates(source: Source) -> list[Member]:
    return [member for member in source.members if not source.is_container or member.basename.lower().endswith(".car")]


def _is_repository(source: Source, member: Member) -> bool:
    """Whether the file begins as a CAR file, and one of its first blocks is a commit, a node or a record of the protocol."""
    head = source.head(member)
    length, place = varint(head, 0)
    if length is None or not 16 <= length <= 1 << 16 or b"roots" not in head[place : place + length]:
        return False
    stated = decoded(head[place : place + length])
    if not isinstance(stated, dict) or stated.get("version") != 1 or not isinstance(stated.get("roots"), list):
        return False
    place += length
    for _ in range(_LOOKED_AT):
        length, begin = varint(head, place)
        if not length:
            return False
        block = head[begin : begin + length]
        if any(classified(decoded(block[size:])) != "none" for size in (36, 34)):
            return True
        place = begin + length
    return False
