"""Which files of an export hold posts of Threads, and whose they are."""

import re
from collections.abc import Sequence

from gawah.readers._json import Layout
from gawah.readers._json_layout import begins, steps
from gawah.readers._meta_holder import holder_of, mended
from gawah.readers._meta_whose import FACEBOOK_HOME, INSTAGRAM_HOME, THREADS_HOME, home, text
from gawah.readers._source import Member, Source
from gawah.records.content import Account

LAYOUT = Layout(steps(("*",), never=frozenset({"media"})), begins("media"))
_POSTS = re.compile(r"(?:^|/)threads/threads_and_replies(?:_\d+)?\.json$")
_START = re.compile(r'\s*\{\s*"text_post_app_text_posts"\s*:\s*\[')
_PROFILES = ("text_post_app_text_post_app_profile", "profile_user")


def recognised(source: Source) -> bool:
    """Whether it is a file of Threads' posts, or a folder or archive that holds these and nothing else of Instagram's."""
    if not source.is_container:
        return any(_START.match(text(source, member)) for member in source.members)
    names = [member.name for member in source.members]
    rest = any(INSTAGRAM_HOME.search(name) and not THREADS_HOME.search(name) for name in names)
    return any(_POSTS.search(name) for name in names) and not rest and not home(source, FACEBOOK_HOME)


def readable(source: Source) -> Sequence[Member]:
    """The members that hold posts and replies."""
    return [member for member in source.members if not source.is_container or _POSTS.search(member.name)]


def holder(source: Source) -> Account:
    """Whose posts they are: the user name and display name, where a member of it or of another part states them in English."""
    return holder_of(source, ("personal_information.json",), _account)


def _account(facts: object) -> Account:
    """From `{"text_post_app_text_post_app_profile": [{"string_map_data": {"Username": {"value"}}}]}`, or Instagram's own."""
    profiles = [facts.get(key) for key in _PROFILES] if isinstance(facts, dict) else []
    first = next((each[0] for each in profiles if isinstance(each, list) and each and isinstance(each[0], dict)), {})
    entries = first.get("string_map_data")
    named = {key: fact.get("value") for key, fact in entries.items() if isinstance(fact, dict)} if isinstance(entries, dict) else {}
    handle, name = named.get("Username"), named.get("Name")
    return mended(handle, name)
