"""Which files of an Instagram export hold records, and where in them they stand.

Seen: 2018-2020 flat `messages.json`, `comments.json`; 2020-2022 `messages/inbox/<name>_<id>/message_1.json`, `comments/`,
`content/`; from 2022 on the same under `your_instagram_activity/`. File names inside a zip or folder are known; a file on its own
is told by what it begins with, whatever its name. Sources: tests/samples/instagram/*/about.toml; export-formats.md section 1.1.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gawah.readers._json import Layout
from gawah.readers._json_layout import begins, steps
from gawah.readers._meta_page_layout import pages, pages_whose
from gawah.readers._meta_whose import (
    FACEBOOK_HOME,
    INSTAGRAM_HOME,
    THREADS_HOME,
    home,
    may_be_either,
    text,
    threads_whose,
    whose,
)
from gawah.readers._source import Member, Source
from gawah.records.content import ReadProblem

Kind: TypeAlias = Literal["thread", "reported", "flat-threads", "flat-comments", "comments", "posts", "stories"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sort of file that holds records."""

    kind: Kind
    layout: Layout


_HEADERS = frozenset({"participants", "media", "string_map_data", "string_list_data", "media_map_data", "media_list_data"})
"""Arrays and objects that are parts of a record or conversation, never lists of records under a key of their own."""


_THREAD = Sheet("thread", Layout(steps(("messages",)), begins("sender_name", "timestamp_ms")))
_REPORTED = Sheet(
    "reported",
    Layout(
        steps(("ig_reported_conversations", "#", "messages")),
        begins("sender_name", "timestamp_ms"),
        re.compile(r'\{[ \t\r\n]{0,64}"(?P<section>timestamp|is_reporter|reporter|reportee)"[ \t\r\n]{0,8}:'),
    ),
)
_FLAT_THREADS = Sheet(
    "flat-threads",
    Layout(
        steps(("#", "conversation"), ("conversation",), ("*", "#", "conversation"), never=_HEADERS),
        begins("sender", "created_at"),
        re.compile(r'\{[ \t\r\n]{0,64}"(?P<section>participants)"[ \t\r\n]{0,8}:'),
    ),
)
_FLAT_COMMENTS = Sheet(
    "flat-comments",
    Layout(steps(("*",), never=_HEADERS), re.compile(r'\[[ \t\r\n]{0,64}"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,20}')),
)
_COMMENTS = Sheet(
    "comments",
    Layout(
        steps((), ("*",), never=_HEADERS),
        begins("media_list_data", "media_map_data", "string_map_data", "title"),
        record_key="string_map_data",
    ),
)
_POSTS = Sheet("posts", Layout(steps((), ("*",), never=_HEADERS), begins("media"), record_key="media"))
_STORIES = Sheet("stories", Layout(steps((), ("*",), never=_HEADERS), begins("uri"), record_key="media"))

_NAMES: tuple[tuple[re.Pattern[str], Sheet], ...] = (
    (re.compile(r"(?:^|/)message_\d+\.json$"), _THREAD),
    (re.compile(r"(?:^|/)reported_conversations\.json$"), _REPORTED),
    (re.compile(r"(?:^|/)messages\.json$"), _FLAT_THREADS),
    (re.compile(r"(?:^|/)comments\.json$"), _FLAT_COMMENTS),
    (re.compile(r"(?:^|/)comments/(?:post_comments|reels_comments|story_comments|hype)(?:_\d+)?\.json$"), _COMMENTS),
    (re.compile(r"(?:^|/)(?:content|media)/(?:posts|reels|archived_posts|igtv_videos)(?:_\d+)?\.json$"), _POSTS),
    (re.compile(r"(?:^|/)(?:content|media)/stories(?:_\d+)?\.json$"), _STORIES),
)
_FLAT_COMMENT_KEYS = r"(?:media_comments|live_comments|stories_comments)"
_STARTS: tuple[tuple[re.Pattern[str], Sheet | None], ...] = tuple(
    (re.compile(r"\s*" + pattern.replace(" ", r"\s*"), re.DOTALL), sheet)
    for pattern, sheet in (
        (r'\{(?>.{0,60000}?"messages" : \[ )(?:\{.{0,60000}?"(?:sender_name|timestamp_ms)"|\])', _THREAD),
        (r'\{ "ig_reported_conversations" :', _REPORTED),
        (r'\[? \{ "(?:participants|conversation)" : \[.{0,60000}?"(?:sender|created_at)" :', _FLAT_THREADS),
        (r'\{ "' + _FLAT_COMMENT_KEYS + r'" : \[', _FLAT_COMMENTS),
        (r'\{ "comments_(?!v\d)\w+" : \[', _COMMENTS),
        (r'\[ \{.{0,2000}?"(?:media_list_data|media_map_data)" :.{0,9000}?"string_map_data" :', _COMMENTS),
        (r'\{ "ig_stories" : \[', _STORIES),
        (r'\{ "ig_(?:reels_media|archived_post_media|igtv_media|posts)" : \[', _POSTS),
        (r'(?:\[ )?\{ "media" : \[ \{ "uri" :', _POSTS),
        (r'\{ "(?:media|comment)_likes" : \[', None),
        (r'\{ "(?:ads_clicked|ads_seen|chaining_seen|posts_seen|videos_watched)" : \[', None),
        (r'\{.{0,2000}?"(?:private_account|date_joined)" :.{0,4000}?"(?:username|profile_pic_url)" :', None),
        (r'\{ "(?:ig_\w+|relationships_\w+|story_activities_\w+|likes_\w+|saved_saved_\w+|profile_user)" : [\[\{]', None),
    )
)
_PART = re.compile(r"part[-_ ]?\d+", re.IGNORECASE)
_FOREIGN_TEXT = re.compile(r'\A\s*\{\s*"text_post_app_|"(?:senderName|threadName|thread_name)"\s*:')


def recognised(source: Source) -> bool:
    """Whether the source is Instagram's. What an export holds of Threads alone is not."""
    if not source.is_container:
        return any(_told(source, member) is not None for member in source.members) or bool(pages(source, "Instagram"))
    if home(source, FACEBOOK_HOME):
        return False
    if _at_home(source):
        return True
    known = [member for member in source.members if _named(member.name) is not None]
    found = threads_whose(source, [member for member in known if _named(member.name) is _THREAD])
    if found is None and (paged := pages_whose(source)) is not None:
        return paged.platform == "Instagram"
    if found is not None:
        return found.platform == "Instagram" and any(_told(source, member) is _THREAD for member in known[:8])
    return any(_told(source, member) is not None for member in known[:8])


def uncertain(source: Source) -> Iterator[ReadProblem]:
    """That the source may be Facebook's as well, where nothing in it tells."""
    if source.is_container and _at_home(source):
        return
    yield from may_be_either(source, [member for member, sheet in sheets(source) if sheet is _THREAD])


def _at_home(source: Source) -> bool:
    above = f"{source.name}/" if source.kind == "folder" else ""
    names = (above + member.name for member in source.members)
    return any(INSTAGRAM_HOME.search(name) and not THREADS_HOME.search(name) for name in names)


def in_parts(source: Source) -> bool:
    """Whether this is plainly one of several parts of an export: by its name, or because another of them was given with it."""
    return _PART.search(source.name) is not None or any(each.is_container and recognised(each) for each in source.siblings)


def sheets(source: Source) -> Iterator[tuple[Member, Sheet]]:
    """The members that hold records, in order, each with its sort."""
    for member in source.members:
        if source.is_container:
            sheet = _named(member.name)
            if sheet is not None:
                yield member, sheet
        else:
            told = _told(source, member)
            if isinstance(told, Sheet):
                yield member, told


def readable(source: Source) -> Sequence[Member]:
    """The members that hold records."""
    return [*(member for member, _sheet in sheets(source)), *pages(source, "Instagram")]


def _named(name: str) -> Sheet | None:
    return next((sheet for pattern, sheet in _NAMES if pattern.search(name)), None)


def _told(source: Source, member: Member) -> Sheet | Literal["nothing"] | None:
    """What the file begins like: a sort of file, something of Instagram's without records, or nothing known."""
    head = text(source, member)
    if _FOREIGN_TEXT.search(head):
        return None
    for pattern, sheet in _STARTS:
        if pattern.match(head):
            if sheet is _THREAD and whose(head).platform != "Instagram":
                return None
            return sheet or "nothing"
    return None
