"""Whose a file or folder of Meta's is: Facebook and Instagram write threads alike, and what tells them apart is beside the words.

Keys that only one of the two writes: by the inventories facebook_keys.csv and instagram_keys.csv of shared/samples/schemas.
`type`, `thread_type`, `magic_words` and `is_geoblocked_for_viewer` tell nothing. Instagram has had direct messages since 12
December 2013: an older one is Facebook's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gawah.readers._source import Member, Source
from gawah.records.content import ReadProblem
from gawah.records.errors import SourceUnreadable

Platform: TypeAlias = Literal["Facebook", "Instagram"]

FACEBOOK_HOME = re.compile(
    r"(?:^|/)(?:your_activity_across_facebook/|your_facebook_activity/|comments_and_reactions/|likes_and_reactions/"
    r"|profile_information/|apps_and_websites_off_of_facebook/|connections/friends/|posts/album/|photos_and_videos/album/"
    r"|posts/your_posts|posts/other_people|groups/your_|messages/(?:e2ee_cutover|filtered_threads|archived_threads|stickers_used)/"
    r"|messages/support_messages\.)"
)
"""Folders and files that only Facebook's exports have, beside `your_instagram_activity/`."""
INSTAGRAM_HOME = re.compile(
    r"(?:^|/)(?:your_instagram_activity/|followers_and_following/|login_and_account_creation/|story_sticker_interactions/"
    r"|likes/liked_(?:posts|comments)\.|comments/(?:post|reels)_comments|content/(?:posts_\d+|stories|reels)\."
    r"|account_information/personal_information\.)"
)
THREADS_HOME = re.compile(r"(?:^|/)threads/[^/]+$")
"""What Instagram's exports hold of Threads."""
INSTAGRAM_FOLDER = re.compile(r"(?:^|/)your_instagram_activity/")

_FACEBOOK_PATH = re.compile(r"your_(?:activity_across_facebook|facebook_activity)/")
_INSTAGRAM_PATH = re.compile(r"your_instagram_activity/")
_FACEBOOK_KEY = re.compile(
    r'"\w+_INTERNAL" ?:|"(?:ip|is_taken_down|bumped_message_metadata|thread_name)" ?:'
    r'|"files" ?: ?\[|"sticker" ?: ?\{|"Facebook [Uu]ser"'
)
_INSTAGRAM_KEY = re.compile(r'"(?:original_content_owner|profile_share_username|profile_share_name)" ?:|"Instagram [Uu]ser"')
_TIME = re.compile(r'"timestamp_ms" ?: ?(\d{12,13})\b')
_FIRST_INSTAGRAM_MS = 1_386_806_400_000
_OF_BOTH = re.compile(r'"(?:participants|thread_path|thread_type)" ?:')
_SINCE_2022 = re.compile(r'"is_geoblocked_for_viewer" ?:')


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose a thread file is, and whether that is certain."""

    platform: Platform
    certain: bool


def whose(head: str) -> Whose:
    """Whose the thread file is that begins so.

    Where nothing tells: a thread with its participants and without the key of 2022 is taken for Facebook's, which had written
    that form for four years when Instagram took it up; what is left for Instagram's.
    """
    for facebook, instagram in ((_FACEBOOK_PATH, _INSTAGRAM_PATH), (_FACEBOOK_KEY, _INSTAGRAM_KEY)):
        signs = facebook.search(head) is not None, instagram.search(head) is not None
        if signs[0] != signs[1]:
            return Whose("Facebook" if signs[0] else "Instagram", certain=True)
    if any(int(found) < _FIRST_INSTAGRAM_MS for found in _TIME.findall(head)):
        return Whose("Facebook", certain=True)
    older = _OF_BOTH.search(head) is not None and _SINCE_2022.search(head) is None
    return Whose("Facebook" if older else "Instagram", certain=False)


def text(source: Source, member: Member) -> str:
    """What the member begins with, as text."""
    return source.head(member).decode("utf-8", "replace").removeprefix("\ufeff")


def threads_whose(source: Source, threads: list[Member]) -> Whose | None:
    """Whose these threads of one source are: what the first of them that is certain says, else the first; None where none is."""
    said = [whose(text(source, member)) for member in threads[:8]]
    return next((each for each in said if each.certain), said[0] if said else None)


def home(source: Source, pattern: re.Pattern[str]) -> bool:
    """Whether a name of the source is one that `pattern` knows; the folder's own name counts."""
    above = f"{source.name}/" if source.kind == "folder" else ""
    return any(pattern.search(above + member.name) for member in source.members)


def may_be_either(source: Source, threads: list[Member]) -> Iterator[ReadProblem]:
    """The problem of a source of which nothing tells whose its threads are, at the first of them; none where it is told."""
    found = threads_whose(source, threads)
    if found is not None and not found.certain:
        try:
            place = source.locator(threads[0], "", None)
        except SourceUnreadable:
            return  # a damaged file says nothing about itself
        yield ReadProblem(code="platform-uncertain", severity="warning", locator=place)
