"""Which files of a Facebook export hold records, and where in them they stand.

Seen: 2018-2022 `messages/{inbox,archived_threads,filtered_threads,message_requests}/<name>_<id>/message_N.json`, `posts/`,
`comments/`, `groups/`, `photos_and_videos/album/`, `likes_and_reactions/` at the top, root keys without a number; from 2023 on the
same under `your_activity_across_facebook/` or `your_facebook_activity/`, keys with `_v2`, albums under `posts/`. Files are told by
what they begin with; only those whose root is a bare array need their name. Sources: facebook_keys.csv; export-formats.md 1.1.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from gawah.readers._json import Layout
from gawah.readers._json_layout import begins, steps
from gawah.readers._meta_page_layout import page_may_be_either, pages, pages_whose
from gawah.readers._meta_whose import (
    FACEBOOK_HOME,
    INSTAGRAM_FOLDER,
    INSTAGRAM_HOME,
    home,
    may_be_either,
    text,
    threads_whose,
    whose,
)
from gawah.readers._source import Member, Source
from gawah.records.content import ReadProblem
from gawah.records.errors import SourceUnreadable

Kind: TypeAlias = Literal[
    "thread",
    "group-chat",
    "support",
    "posts",
    "timeline",
    "deleted",
    "stories",
    "comments",
    "reactions",
    "labelled",
    "photos",
    "contacts",
]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sort of file that holds records.

    Attributes:
        remarks: Where what others wrote under its photos and posts stands, in the files that hold any.
    """

    kind: Kind
    layout: Layout
    remarks: Layout | None = None


_GAP = r"[ \t\r\n]{0,64}"
_COLON = r"[ \t\r\n]{0,8}:"
_TIME = _GAP + '"timestamp"' + _COLON + r"[ \t\r\n]{0,8}\d{1,20}[ \t\r\n]{0,8},"
_PARTS = frozenset({"data", "attachments", "tags", "media", "label_values", "photos", "comments"})
"""Arrays that are parts of a record, never lists of records under a key of their own."""

_ENTRY = re.compile(r"\{(?:" + _TIME + _GAP + r'"(?:attachments|data|title|tags)"|' + _GAP + r'"(?:attachments|tags)")' + _COLON)
_LABELLED = re.compile(r"\{(?:" + _TIME + ")?" + _GAP + r'"(?:media|label_values|fbid|ent_name)"' + _COLON)
_REMARK = re.compile(r"\{" + _TIME + _GAP + '"comment"' + _COLON)

_CONTACT_KEYS = ("pokes", "received_requests", "rejected_requests")

_LISTS = steps((), ("*",), ("*", "activity_log_data"), never=_PARTS)
_OWN_COMMENTS = steps((), ("*",), never=_PARTS - {"comments"})
_PHOTOS = steps(("photos",), ("other_photos_v2",), ("videos_v2",), ("videos",), ("cover_photo", "never"))
_IN_PHOTOS = steps(*((key, "#", "comments") for key in ("photos", "other_photos_v2", "videos_v2", "videos")))
_INSIDE = ("#", "attachments", "#", "data", "#", "media", "comments")
_IN_POSTS = steps(_INSIDE, ("*", *_INSIDE), ("*", "activity_log_data", *_INSIDE))


_THREAD = Sheet("thread", Layout(steps(("messages",)), begins("sender_name", "timestamp_ms", "sender_id_INTERNAL")))
_GROUP_CHAT = replace(_THREAD, kind="group-chat")
_SUPPORT = Sheet(
    "support",
    Layout(
        steps(("support_messages", "*", "messages")),
        begins("from", "to", "message"),
        re.compile(r'\{[ \t\r\n]{0,64}"(?P<section>subject|timestamp|messages)"[ \t\r\n]{0,8}:'),
    ),
)
_POSTS = Sheet("posts", Layout(_LISTS, _ENTRY), Layout(_IN_POSTS, _REMARK, adrift="remarks"))
_TIMELINE = replace(_POSTS, kind="timeline")
_DELETED = replace(_POSTS, kind="deleted")
_STORIES = replace(_POSTS, kind="stories")
_COMMENTS = Sheet("comments", Layout(_OWN_COMMENTS, _ENTRY))
_REACTIONS = Sheet("reactions", Layout(_LISTS, _ENTRY))
_LABELS = Sheet("labelled", Layout(_LISTS, _LABELLED))
_CONTACTS = Sheet(
    "contacts",
    Layout(
        steps(*((f"{key}{version}", *way) for key in _CONTACT_KEYS for version in ("", "_v2") for way in ((), ("data",)))),
        begins("poker", "pokee", "rank", "name", "timestamp"),
    ),
)
_ALBUM = Sheet("photos", Layout(_PHOTOS, begins("uri")), Layout(_IN_PHOTOS, _REMARK, adrift="remarks"))

_NAMES: tuple[tuple[re.Pattern[str], Sheet], ...] = tuple(
    (re.compile("(?:^|/)" + pattern + r"\.json$"), sheet)
    for pattern, sheet in (
        (r"message(?:_\d+)?", _THREAD),
        (r"posts/(?:your_posts\w*|archive)", _POSTS),
        (r"posts/other_people[^/]*_to_your_timeline", _TIMELINE),
        (r"posts/posts_on_other_pages_and_profiles", _LABELS),
        (r"groups/your_group_messages/[^/]+", _GROUP_CHAT),
        (r"(?:posts|photos_and_videos)/album/\d+", _ALBUM),
        (r"likes_and_reactions(?:_\d+)?", _REACTIONS),
    )
)
"""By name: the files whose root says nothing of its kind, so that a damaged one is known too."""
_AN_ALBUM = r'.{0,9000}?"photos" : \[ \{ "uri" :.{0,9000}?"creation_timestamp" :'
_STARTS: tuple[tuple[re.Pattern[str], Sheet], ...] = tuple(
    (re.compile(r"\s*" + pattern.replace(" ", r"\s*"), re.DOTALL), sheet)
    for pattern, sheet in (
        (r'\{ "thread_name" :.{0,9000}?"messages" : \[', _GROUP_CHAT),
        (r'\{(?>.{0,60000}?"messages" : \[ )(?:\{.{0,60000}?"(?:sender_name|timestamp_ms)"|\])', _THREAD),
        (r'\{ "support_messages" : \{', _SUPPORT),
        (r'\{ "wall_posts_sent_to_you(?:_v\d)?" : [\[\{]', _TIMELINE),
        (r'\{ "trash(?:_v\d)?" : \[', _DELETED),
        (r'\{ "archived_stories(?:_v\d)?" : \[', _STORIES),
        (r'\{ "(?:group_posts|pending_posts|lasso_videos|status_updates|archive)(?:_v\d)?" : [\[\{]', _POSTS),
        (r'\{ "(?:comments|group_comments)(?:_v\d)?" : \[ (?:\{ "(?:timestamp|data|title|attachments)" :|\])', _COMMENTS),
        (r'\{ "(?:reactions|stories_feedback)(?:_v\d)?" : \[ (?:\{ "(?:timestamp|data|title)" :|\])', _REACTIONS),
        (r'\{ "(?:other_photos|videos)_v\d" : \[', _ALBUM),
        (r'\{ "(?:pokes|received_requests|rejected_requests)(?:_v\d)?" : [\[\{]', _CONTACTS),
        (r'\{ (?="photos")' + _AN_ALBUM, _ALBUM),
        (r'\{ "(?:name|description|cover_photo|last_modified_timestamp)" :' + _AN_ALBUM, _ALBUM),
        (r'\[ \{ "timestamp" : \d+ , "(?:title|data)" :.{0,2000}?"reaction" : \{ "reaction" :', _REACTIONS),
        (r'\[ \{ "timestamp" : \d+ , "data" : \[ (?:\{ "(?:post|update_timestamp|backdated_timestamp)" :|\])', _POSTS),
        (r'\[ \{ "timestamp" : \d+ , "attachments" : \[ \{ "data" : \[', _POSTS),
        (r'\[ \{ (?:"timestamp" : \d+ , )?"media" : \[\] , "label_values" : \[ \{.{0,9000}?facebook\.com/', _LABELS),
    )
)
_PART = re.compile(r"part[-_ ]?\d+", re.IGNORECASE)
_NOT_HERE = re.compile(r'\A\s*\{\s*"(?:ig_|text_post_app_)|"(?:threadName|senderName)"\s*:')


def recognised(source: Source) -> bool:
    """Whether the source is Facebook's. A folder or archive that is Instagram's as well is not: it is opened up first."""
    if not source.is_container:
        return any(_told(source, member) is not None for member in source.members) or bool(pages(source, "Facebook"))
    if home(source, INSTAGRAM_FOLDER):
        return False
    if home(source, FACEBOOK_HOME):
        return True
    if home(source, INSTAGRAM_HOME):
        return False
    threads = _threads(source)
    found = threads_whose(source, threads)
    if found is None:
        paged = pages_whose(source)
        return paged is not None and paged.platform == "Facebook"
    return found.platform == "Facebook" and any(_told(source, each) is not None for each in threads[:8])


def uncertain(source: Source) -> Iterator[ReadProblem]:
    """That the source may be Instagram's as well, where nothing in it tells."""
    if not source.is_container or not home(source, FACEBOOK_HOME):
        yield from may_be_either(source, [member for member, sheet in sheets(source) if sheet is _THREAD])
        yield from page_may_be_either(source, pages(source, "Facebook"))


def in_parts(source: Source) -> bool:
    """Whether this is plainly one of several parts of an export: by its name, or because another of them was given with it."""
    return _PART.search(source.name) is not None or any(each.is_container and recognised(each) for each in source.siblings)


def sheets(source: Source) -> Iterator[tuple[Member, Sheet]]:
    """The members that hold records, in order, each with its sort. In an export, those named so, else those that begin so."""
    for member in source.members:
        if member.name.endswith(".json") or not source.is_container:
            sheet = (_named(member.name) if source.is_container else None) or _told(source, member)
            if sheet is not None:
                yield member, sheet


def readable(source: Source) -> Sequence[Member]:
    """The members that hold records."""
    return [*(member for member, _sheet in sheets(source)), *pages(source, "Facebook")]


def has_remarks(source: Source, member: Member) -> bool:
    """Whether something stands under a key `comments` in the file: what others wrote under photos, until 2021."""
    kept = b""
    try:
        with source.open(member) as stream:
            while data := stream.read(1 << 20):
                if b'"comments"' in kept + data:
                    return True
                kept = data[-16:]
    except SourceUnreadable:
        return False
    return False


def _threads(source: Source) -> list[Member]:
    return [member for member in source.members if _named(member.name) is _THREAD]


def _named(name: str) -> Sheet | None:
    return next((sheet for pattern, sheet in _NAMES if pattern.search(name)), None)


def _told(source: Source, member: Member) -> Sheet | None:
    """What the file begins like."""
    head = text(source, member)
    if _NOT_HERE.search(head):
        return None
    for pattern, sheet in _STARTS:
        if pattern.match(head):
            return None if sheet is _THREAD and whose(head).platform != "Facebook" else sheet
    return None
