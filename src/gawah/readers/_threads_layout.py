"""Which files of an export hold posts of Threads, and whose they are."""

import json
import re
from collections.abc import Sequence

from gawah.readers._json import Layout
from gawah.readers._json_layout import begins, steps
from gawah.readers._meta import mend
from gawah.readers._meta_whose import FACEBOOK_HOME, INSTAGRAM_HOME, THREADS_HOME, home, text
from gawah.readers._source import Member, Source
from gawah.records.content import Account
from gawah.records.errors import SourceUnreadable

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
    for each in (source, *source.siblings):
        for member in each.members:
            if member.basename == "personal_information.json" and member.size < 1 << 20:
                try:
                    with each.open(member) as stream:
                        account = _account(json.loads(stream.read().decode("utf-8-sig")))
                except (SourceUnreadable, ValueError, RecursionError):
                    continue
                if account.handle or account.name:
                    return account
    return Account()


def _account(facts: object) -> Account:
    """From `{"text_post_app_text_post_app_profile": [{"string_map_data": {"Username": {"value"}}}]}`, or Instagram's own."""
    profiles = [facts.get(key) for key in _PROFILES] if isinstance(facts, dict) else []
    first = next((each[0] for each in profiles if isinstance(each, list) and each and isinstance(each[0], dict)), {})
    entries = first.get("string_map_data")
    named = {key: fact.get("value") for key, fact in entries.items() if isinstance(fact, dict)} if isinstance(entries, dict) else {}
    handle, name = named.get("Username"), named.get("Name")
    return Account(
        handle=mend(handle) or None if isinstance(handle, str) else None, name=mend(name) or None if isinstance(name, str) else None
    )
