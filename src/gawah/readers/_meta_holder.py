"""Whose export of Meta's it is: told by a small file of facts about the account, in the form of each platform and year."""

import json
from collections.abc import Callable, Collection

from gawah.readers._meta import mend
from gawah.readers._source import Source
from gawah.records.content import Account
from gawah.records.errors import SourceUnreadable

_LARGEST = 1 << 20


def holder_of(source: Source, names: Collection[str], told: Callable[[object], Account]) -> Account:
    """The first account that a file called one of `names`, here or in another part of the export, states by what `told` finds in
    it; an empty one where none does.
    """
    for each in (source, *source.siblings):
        for member in each.members:
            if member.basename in names and member.size < _LARGEST:
                try:
                    with each.open(member) as stream:
                        account = told(json.loads(stream.read().decode("utf-8-sig")))
                except (SourceUnreadable, ValueError, RecursionError):
                    continue
                if account.handle or account.name:
                    return account
    return Account()


def mended(handle: object, name: object) -> Account:
    """The account of a user name and a display name as stated; what is no text says nothing."""
    return Account(
        handle=mend(handle) or None if isinstance(handle, str) else None, name=mend(name) or None if isinstance(name, str) else None
    )
