"""TikTok "Download your data", JSON and text: chats, own comments, own videos, own words during live videos.

Seen:
    JSON    user_data.json, user_data_tiktok.json: Direct Message(s) > Chat History > ChatHistory > "Chat History with NAME:";
            Comment > Comments > CommentsList; Video or Post; Tiktok Live > Watch Live History; keys drift from year to year
    text    a folder of .txt files, their names localised: `>>> Chat History with NAME::`, then `TIME UTC sender: text`
Rules:
    * A time without a zone is UTC; the text form says so.
    * Who wrote a comment or video is the holder of the account: the export has no one else's.
    * A chat is one conversation by the name in its key, in both forms and in every export.
Known limits:
    * Comments of others, and on which video an own comment stands (in most versions), are not in the export.
    * Shared videos in chats are addresses. No message has an id. What was watched, liked or searched for is nobody's words.
    * Behind damage a message belongs to the chat whose key stands before it; before the next such key, to none.
Sources: tests/samples/tiktok/*/about.toml; export-formats.md section 3; the data donation schema in ../shared/samples/tiktok.
"""

import re
from collections.abc import Iterator, Sequence

from gawah.readers._conversations import Once, by_id
from gawah.readers._json_file import counted
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._tiktok_json import LAYOUT, PLATFORM, TikTok
from gawah.readers._tiktok_text import CHATS, COMMENTS, text_count, text_records
from gawah.readers._whole_member import openable
from gawah.records.content import Record

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"
_LOOKED_INTO = 64
"""Files of one kind in a container that are looked into, those with a telling name first."""
_SECTION = re.compile(
    rb'"(Your Activity|Tik[Tt]ok Live|Tik[Tt]ok Shopping|TikTok Shop|Video Browsing History|FavoriteVideoList|ItemFavoriteList|'
    rb'FavoriteSoundList|CommentsList|ChatHistory|Chat History with [^"\\]{0,100}|Direct Messages?|Off TikTok Activity|'
    rb"Ads and data|"
    rb'App Settings|Favorite Effects|WatchLiveMap|ProfileMap|VideoList)"\s{0,8}:'
)
_ROOT = re.compile(rb'(?:\xef\xbb\xbf)?\s{0,64}\{\s{0,64}"[A-Z][A-Za-z +&]{2,40}"\s{0,8}:\s{0,8}[{\[n"]')


def identify(source: Source) -> bool:
    """Say whether this is a TikTok export or a file of one. Looks into a few of its files."""
    return bool(_files(source)) or bool(_texts(source))


def reads(source: Source) -> Sequence[Member]:
    """The JSON file, or the text files with messages or comments."""
    return (*_files(source), *_texts(source))


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is stated whole
    """Yield everything the export states, both sides, in the order of its members; a conversation before its messages."""
    texts = {member.ordinal for member in _texts(source)}
    once = Once(by_id)
    for member in openable(source, sorted(reads(source), key=lambda member: member.ordinal)):
        if not isinstance(member, Member):
            yield member
            continue
        records = text_records(source, member) if member.ordinal in texts else TikTok(source, member).records()
        yield from once.of(records)


def count(source: Source) -> int:
    """Array elements, counted by ijson; of text files, the lines that begin with a time."""
    lines = sum(text_count(source, member) for member in openable(source, _texts(source)) if isinstance(member, Member))
    return lines + counted(source, _files(source), LAYOUT)


def _files(source: Source) -> list[Member]:
    names = [member for member in source.members if member.basename.casefold().endswith(".json")]
    telling = [member for member in names if re.search("user.?data|tiktok", member.basename.casefold())]
    candidates = telling or (names if len(names) <= 3 else [])
    return [member for member in candidates[:_LOOKED_INTO] if _is_ours(source.head(member))]


def _is_ours(head: bytes) -> bool:
    if _ROOT.match(head) is None:
        return False
    told = {found.group(1)[:17] for found in _SECTION.finditer(head)}
    return len(told) >= 2


def _texts(source: Source) -> list[Member]:
    names = [member for member in source.members if member.basename.casefold().endswith(".txt")][:_LOOKED_INTO]
    heads = {member.ordinal: source.head(member, 1024) for member in names}
    chats = any(CHATS.match(head) for head in heads.values())
    return [member for member in names if CHATS.match(heads[member.ordinal]) or (chats and COMMENTS.match(heads[member.ordinal]))]
