"""Which files of an X archive hold records, and where in them they stand.

Seen: `data/tweets.js`, `tweets-part1.js`, `direct-messages.js` since 2022; `tweet.js` at the root or in `data/` since 2018;
`data/js/tweets/2012_10.js` before (export-formats.md section 3; names and counts in public manifest.js files of 2020-2025). Before
2020 a tweet stood bare in the array, later as `{"tweet": …}`. File names are known; a file under another name is
told by what it assigns.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gawah.readers._json import Layout
from gawah.readers._json_layout import begins, steps
from gawah.readers._source import Member, Source
from gawah.readers._x_script import assigned, first_key

Kind: TypeAlias = Literal["tweets", "deleted", "community", "circle", "notes", "direct", "group", "tweet-headers", "dm-headers"]

_WRAPPED = Layout(steps(()), begins("tweet"))
_BARE = Layout(steps(()), begins("retweeted", "edit_info", "source", "created_at", "contributors", "truncated", "coordinates"))
_NOTES = Layout(steps(()), begins("noteTweet"))
_MESSAGES = Layout(
    steps(("#", "dmConversation", "messages")),
    begins(
        "messageCreate",
        "welcomeMessageCreate",
        "reactionCreate",
        "joinConversation",
        "participantsJoin",
        "participantsLeave",
        "conversationNameUpdate",
    ),
    re.compile(r'\{[ \t\r\n]{0,64}"(?P<section>conversationId)"[ \t\r\n]{0,8}:'),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sort of file that holds records."""

    kind: Kind
    layout: Layout


_KINDS: dict[str, Kind] = {
    "tweet": "tweets",
    "tweets": "tweets",
    "grailbird": "tweets",
    "deleted_tweet": "deleted",
    "deleted_tweets": "deleted",
    "community_tweet": "community",
    "twitter_circle_tweet": "circle",
    "note_tweet": "notes",
    "deleted_note_tweet": "notes",
    "direct_message": "direct",
    "direct_messages": "direct",
    "direct_message_group": "group",
    "direct_messages_group": "group",
    "tweet_headers": "tweet-headers",
    "deleted_tweet_headers": "tweet-headers",
    "direct_message_headers": "dm-headers",
    "direct_message_group_headers": "dm-headers",
}
"""By the name that the file gives a value to."""
_NAMED = re.compile(r"(?:^|/)([a-z-]{4,40}?)(?:-part\d{1,4})?\.js$")
_CLASSIC = re.compile(r"(?:^|/)js/tweets/\d{4}_\d{2}\.js$")
_AROUND = re.compile(r"(?:^|/)(?:manifest|account|profile|user_details|payload_details|tweet_index|like)\.js$")
_HEADS_READ = 12


def recognised(source: Source) -> bool:
    """Whether the source is an X archive or a file of one."""
    if not source.is_container:
        return any(assigned(source.head(member, 512)) is not None for member in source.members)
    known = [member for member in source.members if _kind_by_name(member.name) or _AROUND.search(member.name)]
    return any(assigned(source.head(member, 512)) is not None for member in known[:_HEADS_READ])


def sheets(source: Source) -> Iterator[tuple[Member, Sheet]]:
    """The members that hold records, in order, each with its sort.

    Headers say who wrote and when, without the words. They are read where the file with the words is not there.
    """
    found = [(member, sheet) for member in source.members if (sheet := _sheet(source, member)) is not None]
    kinds = {sheet.kind for _member, sheet in found}
    for member, sheet in found:
        whole = ({"tweets", "deleted"}, {"direct", "group"})[sheet.kind == "dm-headers"]
        if not sheet.kind.endswith("-headers") or not kinds & whole:
            yield member, sheet


def readable(source: Source) -> Sequence[Member]:
    """The members that hold records."""
    return [member for member, _sheet in sheets(source)]


def _kind_by_name(name: str) -> Kind | None:
    if _CLASSIC.search(name):
        return "tweets"
    found = _NAMED.search(name)
    return _KINDS.get(found[1].replace("-", "_")) if found else None


def _sheet(source: Source, member: Member) -> Sheet | None:
    if not member.basename.endswith(".js") and source.is_container:
        return None
    head = source.head(member, 4096)
    kind = _KINDS.get(assigned(head) or "") or (_kind_by_name(member.name) if source.is_container else None)
    if kind is None:
        return None
    if kind in ("direct", "group", "dm-headers"):
        return Sheet(kind, _MESSAGES)
    if kind == "notes":
        return Sheet(kind, _NOTES)
    return Sheet(kind, _BARE if first_key(head) not in (b"tweet", b"") else _WRAPPED)
