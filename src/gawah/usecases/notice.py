"""Notices: that the other side was told to stop, was blocked, warned or answered, and when. A person's statement, not a finding."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from gawah.records.casework import Notice, NoticeKind
from gawah.records.errors import BadInput
from gawah.seal.keys import random_id
from gawah.usecases._stated import stated_time
from gawah.usecases._targets import full_ids, one_of
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written

KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the person says of a notice; None where they say nothing.

    Attributes:
        kind: One of `KINDS`.
        given_at: When it was given, as the person states it.
        to: To whom: an account, a person, a body.
        body: What was said or done.
        about: Ids, or prefixes of ids, of the messages, captures or items that show it.
    """

    kind: str | None = None
    given_at: str | None = None
    to: str | None = None
    body: str | None = None
    about: Sequence[str] | None = None


def new_notice(work: Workspace, given: Given) -> Notice:
    """The notice as it would be kept; nothing is written.

    Raises:
        BadInput: The kind is unknown, or there is no time, or nothing says to whom or what.
        NotFound: One of the ids names nothing.
    """
    if given.given_at is None:
        raise BadInput("a notice needs the time at which it was given: --at")
    blank = Notice(
        id=random_id(),
        given_at=stated_time(given.given_at),
        **written(work),
        kind=_kind(given.kind),
    )
    return _with(work, blank, given)


def corrected(work: Workspace, prefix: str, given: Given, *, withdraw: bool = False) -> Notice:
    """A notice with what is new about it, or taken back, as it would be kept; nothing is written.

    Raises:
        NotFound: No notice has this id.
        BadInput: Nothing new is said, or it was taken back before.
    """
    found = one_of(work.vault.stated(Notice), prefix)
    if not found.active:
        raise BadInput("this notice was taken back; enter it anew")
    if withdraw:
        if given != Given():
            raise BadInput("a notice that is taken back says nothing else")
        changed = replace(found, active=False)
    else:
        changed = _with(work, found, given)
        if changed == found:
            raise BadInput("nothing new is said about the notice")
    return replace(changed, **written(work))


def keep_notice(work: Workspace, made: Notice) -> int:
    """Keep a notice, new or corrected. What was said before stays in the ledger. The ledger entry."""
    known = any(one.id == made.id for one in work.vault.stated(Notice))
    method = "notice" if not known else "notice-correction" if made.active else "notice-withdrawal"
    return work.vault.state(made, made.id, work.clock(), work.acting, method=method)


def notices(work: Workspace, *, withdrawn: bool = False) -> list[Notice]:
    """All notices as last known, in the order in which they were entered; those taken back only when asked for."""
    return [one for one in work.vault.stated(Notice) if one.active or withdrawn]


def _with(work: Workspace, notice: Notice, given: Given) -> Notice:
    changed = replace(
        notice,
        kind=notice.kind if given.kind is None else _kind(given.kind),
        given_at=notice.given_at if given.given_at is None else stated_time(given.given_at),
        to=notice.to if given.to is None else given.to.strip(),
        body=notice.body if given.body is None else given.body,
        about=notice.about if given.about is None else full_ids(work, given.about),
    )
    if not changed.to and not changed.body.strip():
        raise BadInput("say to whom the notice was given, or what was said or done")
    return changed


def _kind(text: str | None) -> NoticeKind:
    for one in KINDS:
        if one == text:
            return one
    raise BadInput(f"the kind of a notice, --kind, is one of {', '.join(KINDS)}")
