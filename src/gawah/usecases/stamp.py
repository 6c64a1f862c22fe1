"""Time stamps: choose an authority, ask it, keep what it answers, ask again before its certificate expires.

Nothing leaves this machine but at `stamp_now`, `send` and `renew`, and then only what `network.stamp` says: a SHA-256 and a random
number. Each attempt is in the ledger before it is made. Without a network the question is kept; it can also be carried to another
machine by hand and the answer brought back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from gawah.records.custody import Authority, Checkpoint, Stamp, TimestampToken
from gawah.records.digest import sha256
from gawah.records.errors import AlreadyThere, BadAnswer, BadInput, EvidenceError, NetworkError, NotFound
from gawah.seal import timestamp
from gawah.seal.keys import random_id
from gawah.usecases._workspace import Workspace

RENEW_DAYS = 90
"""A stamp whose certificate expires within so many days is due to be renewed."""

_LONGEST_NAME = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What leaves, or would leave, this machine.

    Attributes:
        stamp: The stamp that is asked for; None when it was not asked for yet.
        authority: Whom it is sent to.
        size: Entries of the checkpoint; None for a part of a bundle.
        subject: SHA-256 of what is stamped.
        query: The exact bytes; None as long as the random number in them is not drawn.
    """

    stamp: int | None
    authority: Authority
    size: int | None
    subject: str
    query: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it went with one question: a token, or the error, after what came was kept."""

    stamp: int
    size: int | None
    token: TimestampToken | None = None
    error: NetworkError | EvidenceError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StampSheet:
    """A stamp as it stands.

    Attributes:
        stamp: As asked for.
        authority: The authority's name in this case.
        token: What the answer says; None without an answer, or with one that does not verify.
        renewed_by: The number of a later stamp that covers this one and lasts longer; None without one.
        due: Whether its certificate expires soon, or has, and no later stamp covers it.
    """

    stamp: Stamp
    authority: str
    token: TimestampToken | None
    renewed_by: int | None
    due: bool


def new_authority(work: Workspace, name: str, url: str, root: bytes, signer: bytes | None = None) -> Authority:
    """An authority as `add_authority` would enter it; nothing is written or sent. Arguments and errors as there."""
    from gawah import network

    if not name.replace("-", "").replace("_", "").isalnum() or len(name) > _LONGEST_NAME:
        raise BadInput(f"a name is one word of letters, digits, - and _, with {_LONGEST_NAME} characters at most")
    if any(one.name == name for one in work.vault.authorities()):
        raise AlreadyThere("the case has an authority with this name")
    return Authority(
        id=random_id(),
        name=name,
        url=network.address(url),
        root=timestamp.certificate(root).decode("ascii"),
        signer=None if signer is None else timestamp.certificate(signer).decode("ascii"),
        recorded_at=work.clock(),
    )


def add_authority(work: Workspace, name: str, url: str, root: bytes, signer: bytes | None = None) -> Authority:
    """Enter an authority whose stamps count in this case.

    Args:
        work: The case.
        name: A short word to choose it by.
        url: Where it answers, http or https.
        root: The certificate that its own leads to, PEM or DER, from the authority's own pages: stamps are worth what it is.
        signer: The authority's own certificate, to accept no other; None when that may change.

    Raises:
        BadInput: The name, the address or a certificate cannot be used.
        AlreadyThere: The name is taken.
    """
    made = new_authority(work, name, url, root, signer)
    work.vault.add_authority(made, work.clock(), work.acting)
    return made


def authorities(work: Workspace) -> list[Authority]:
    """All authorities, in the order they were entered."""
    return work.vault.authorities()


def authority(work: Workspace, name: str | None) -> Authority:
    """The authority of this name, or the newest when None. Raises NotFound."""
    known = work.vault.authorities()
    found = [one for one in known if name in (None, one.name)]
    if not found:
        raise NotFound("there is no such authority yet: gawah stamp authority add" if not known else "no authority has this name")
    return found[-1]


def plan(work: Workspace, name: str | None) -> Question:
    """What `stamp_now` would send; nothing is written or sent. Raises NotFound."""
    head = work.vault.checkpoint()
    return Question(stamp=None, authority=authority(work, name), size=head.size, subject=_subject(head), query=None)


def waiting(work: Workspace) -> list[Question]:
    """What `send` would send: every question without an answer; nothing is written or sent."""
    known = {one.id: one for one in work.vault.authorities()}
    return [
        Question(stamp=one.number, authority=known[one.authority], size=one.size, subject=one.subject, query=one.query)
        for one in work.vault.stamps()
        if one.reply is None and one.authority in known
    ]


def ask(work: Workspace, name: str | None = None) -> Question:
    """Make the question for a stamp over the newest checkpoint, to be carried by hand or sent later. Sent: nothing."""
    whom, head = authority(work, name), work.vault.checkpoint()
    made = work.vault.ask_stamp(head.note, whom, work.clock(), work.acting, head)
    return Question(stamp=made.number, authority=whom, size=head.size, subject=made.subject, query=made.query)


def stamp_now(work: Workspace, name: str | None = None) -> Outcome:
    """Have the newest checkpoint stamped. What cannot be sent now is kept for `send`. Raises NotFound."""
    return deliver(work, ask(work, name))


def stamp_bundle(work: Workspace, whom: Authority, part: bytes) -> Outcome:
    """Have a part of a bundle stamped, its list or what the PDF's signature is over: the SHA-256 of these bytes and a random number
    are sent, nothing else.
    """
    made = work.vault.ask_stamp(part, whom, work.clock(), work.acting)
    return deliver(work, Question(stamp=made.number, authority=whom, size=None, subject=made.subject, query=made.query))


def answered(work: Workspace, outcome: Outcome) -> bytes | None:
    """The answer that was accepted, as it came; None where none was."""
    if outcome.token is None:
        return None
    return next(one.reply for one in work.vault.stamps() if one.number == outcome.stamp)


def send(work: Workspace) -> Iterator[Outcome]:
    """Send every question that has no answer, one after the other."""
    for question in waiting(work):
        yield deliver(work, question)


def deliver(work: Workspace, question: Question) -> Outcome:
    """Send one question that was made, and keep what comes."""
    from gawah import network

    assert question.stamp is not None
    assert question.query is not None
    number = question.stamp
    work.vault.stamp_sent(number, work.clock(), work.acting)
    try:
        reply = network.stamp(question.authority.url, question.query)
        token = work.vault.take_answer(number, reply, work.clock(), work.acting)
    except BadAnswer as error:
        work.vault.refuse_answer(number, error.raw, str(error), work.clock(), work.acting)
        return Outcome(stamp=number, size=question.size, error=error)
    except (NetworkError, EvidenceError) as error:
        return Outcome(stamp=number, size=question.size, error=error)
    return Outcome(stamp=number, size=question.size, token=token)


def answer(work: Workspace, reply: bytes) -> Outcome:
    """Keep an answer that was brought by hand, for the question whose random number it carries.

    Raises:
        NotFound: No question waits for it.
        TimestampInvalid: It was kept, and does not show what was asked.
    """
    asked = _asked(work, reply)
    token = work.vault.take_answer(asked.number, reply, work.clock(), work.acting)
    return Outcome(stamp=asked.number, size=asked.size, token=token)


def examine(work: Workspace, reply: bytes) -> Outcome:
    """What `answer` would accept this answer as; nothing of it is kept. Raises NotFound, TimestampInvalid."""
    asked = _asked(work, reply)
    return Outcome(stamp=asked.number, size=asked.size, token=work.vault.examine_answer(asked.number, reply))


def _asked(work: Workspace, reply: bytes) -> Stamp:
    """The question without an answer whose random number `reply` carries, or the only one there is. Raises NotFound."""
    open_ = [one for one in work.vault.stamps() if one.reply is None]
    number = timestamp.nonce_in_reply(reply)
    found = [one for one in open_ if number is not None and timestamp.nonce(one.query) == number] or open_
    if not found:
        raise NotFound("no question waits for an answer")
    if len(found) > 1:
        raise NotFound("the answer carries the random number of no question that waits")
    return found[0]


def sheets(work: Workspace, *, within_days: int = RENEW_DAYS) -> list[StampSheet]:
    """All stamps as they stand, in the order in which they were asked for."""
    names = {one.id: one.name for one in work.vault.authorities()}
    tokens = {one.stamp.number: one.token for one in work.vault.stamps_shown()}
    all_ = work.vault.stamps()
    found = []
    for one in all_:
        token = tokens.get(one.number)
        later = None if token is None else _renewal(one, token, all_, tokens)
        soon = token is not None and token.expires <= _later(work.clock(), within_days)
        found.append(
            StampSheet(
                stamp=one,
                authority=names.get(one.authority, "–"),
                token=token,
                renewed_by=later,
                due=soon and later is None,
            )
        )
    return found


def renew(work: Workspace, name: str | None = None, *, within_days: int = RENEW_DAYS) -> Outcome | None:
    """Have a checkpoint stamped that covers the anchors of all stamps that are due; None when none is.

    The new stamp then vouches for the old answers, whose digests stand in entries before it, when their certificates have expired.
    """
    if not any(one.due for one in sheets(work, within_days=within_days)):
        return None
    return stamp_now(work, name)


def _renewal(one: Stamp, token: TimestampToken, all_: list[Stamp], tokens: dict[int, TimestampToken]) -> int | None:
    for other in all_:
        over = tokens.get(other.number)
        if over is None or other.size is None or one.anchor is None:
            continue
        if other.size > one.anchor and over.expires > token.expires:
            return other.number
    return None


def _later(at: str, days: int) -> str:
    moment = datetime.fromisoformat(at) + timedelta(days=days)
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _subject(head: Checkpoint) -> str:
    return sha256(head.note)
