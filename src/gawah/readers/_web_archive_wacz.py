"""What stands beside the records in a WACZ (1.1.1): stated digests and sizes, who says to have signed it, and the list of pages.

The signed text is the digest of the list of files, which is held against the list itself.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from gawah.readers._capture import facts, told
from gawah.readers._reader import Judge
from gawah.readers._source import Member, Source
from gawah.readers._web_archive_signature import sayings
from gawah.records.content import Fact, ReadProblem
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator

PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
_MAX_JSON = 16 << 20
_MAX_PAGES = 100_000
_MAX_LINE = 4 << 20


@dataclass(slots=True)
class Package:
    """What a WACZ says of itself.

    Attributes:
        facts: Software, time, signature: for every page in it.
        signed_by: `domain`, `key` or None.
        pages: Address to title of the pages that it lists.
    """

    facts: tuple[Fact, ...] = ()
    signed_by: Literal["domain", "key"] | None = None
    pages: dict[str, str] = field(default_factory=dict, repr=False)


def is_wacz(source: Source) -> bool:
    """Whether it is a WACZ, packed or as a folder."""
    names = {member.name for member in source.members}
    return PACKAGE in names and any(name.startswith("archive/") for name in names)


def package_of(source: Source, judge: Judge | None = None) -> Package:
    """Read what stands beside the records; {} and nothing for what is damaged, which `problems_of` tells."""
    stated, digest = _json(source, PACKAGE), _json(source, DIGEST)
    signed = digest.get("signedData") if isinstance(digest.get("signedData"), dict) else None
    domain = _text(signed, "domain")
    key = _text(signed, "publicKey")
    lists = [member for member in source.members if member.folder == "pages" and member.name.endswith(".jsonl")]
    by = "domain" if domain else "key" if signed else None
    said = (
        ("wacz:version", _text(stated, "wacz_version")),
        ("wacz:software", _text(stated, "software")),
        ("wacz:created", _text(stated, "created")),
        ("wacz:title", _text(stated, "title")),
        *sayings(signed, judge),
        ("wacz:signed-by", domain or key),
        ("wacz:signed-at", _text(signed, "created")),
        ("wacz:signed-with", _text(signed, "software")),
    )
    return Package(facts(said), by, {address: title for member in lists for address, title in _pages(source, member)})  # type: ignore[arg-type]


def problems_of(source: Source) -> Iterator[ReadProblem]:
    """Every stated digest or size that is not so, every file stated that is not there, and files that are damaged themselves."""
    by_name = {member.name: member for member in source.members}
    for name in (PACKAGE, DIGEST):
        if name in by_name and not _json(source, name):
            yield _problem(source, by_name[name], "member-unreadable")
    digest = _json(source, DIGEST)
    if digest and not _agree(source, by_name.get(_text(digest, "path") or PACKAGE), _text(digest, "hash")):
        yield _problem(source, by_name.get(PACKAGE), "digest-differs")
    resources = _json(source, PACKAGE).get("resources")
    for resource in resources if isinstance(resources, list) else ():
        member = by_name.get(_text(resource, "path") or "")
        if member is None:
            yield _problem(source, by_name[PACKAGE], "part-missing")
        elif not _agree(source, member, _text(resource, "hash")):
            yield _problem(source, member, "digest-differs")
        elif isinstance(resource, dict) and resource.get("bytes") not in (None, member.size):
            yield _problem(source, member, "length-differs")


def _agree(source: Source, member: Member | None, stated: str | None) -> bool:
    """Whether a stated SHA-256 is the file's; a digest of another kind is not looked at."""
    algorithm, _, value = (stated or "").partition(":")
    if member is None:
        return False
    if algorithm.lower() not in ("sha256", "sha-256"):
        return stated is None or bool(value)
    try:
        return source.digest(member) == value.strip().lower()
    except SourceUnreadable:
        return False


def _pages(source: Source, member: Member) -> Iterator[tuple[str, str]]:
    try:
        with source.open(member) as stream:
            for _ in range(_MAX_PAGES):
                line = stream.readline(_MAX_LINE)
                if not line:
                    return
                page = _parsed(line)
                if address := _text(page, "url"):
                    yield address, _text(page, "title") or ""
    except SourceUnreadable:
        return


def _json(source: Source, name: str) -> dict[str, Any]:
    """The object in a file of the package; {} where there is none, or it cannot be read."""
    member = next((each for each in source.members if each.name == name), None)
    if member is None or member.size > _MAX_JSON or member.refused is not None:
        return {}
    try:
        with source.open(member) as stream:
            return _parsed(stream.read(_MAX_JSON))
    except SourceUnreadable:
        return {}


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(holder: object, key: str) -> str | None:
    value = holder.get(key) if isinstance(holder, dict) else None
    return told(value)[:2_000] if isinstance(value, str) and value else None


def _problem(source: Source, member: Member | None, code: str) -> ReadProblem:
    digest = source.stated[0]
    place = Locator(file_sha256=digest, member=member.name if member else None, place="", span=None)
    return ReadProblem(code=code, severity="warning", locator=place)
