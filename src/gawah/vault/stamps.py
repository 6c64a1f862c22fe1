"""Time stamps of a case: asked for, answered, and what they say about when ledger entries were made (docs/spec/ledger.md, 9).

Each step is a ledger entry. `stamp` with the method `asked` holds the digest of the question, `sent` is made before each attempt to
send it, `refused` holds the digest of an answer that was not accepted, and `anchor` that of one that was. Every answer is kept as
it came. What stands after an anchor cannot be older than its stamp; what a stamped checkpoint covers cannot be younger.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gawah.records.custody import Authority, Bracket, Checkpoint, Stamp, TimestampToken
from gawah.records.digest import sha256
from gawah.records.errors import EvidenceError, NotFound, TimestampInvalid
from gawah.seal import timestamp
from gawah.vault import statements
from gawah.vault.case import Case
from gawah.vault.durable import NewFile, drive_errors, rename, sync_folder
from gawah.vault.ledger_table import Acting

_ANSWERS = "FROM answer a JOIN leaf_body b ON b.seq = a.leaf WHERE a.stamp = s.n AND b.op"
_STAMPS = f"""
    SELECT s.n, s.authority, s.size, s.subject, s.query, s.at, s.leaf, (SELECT min(a.n) {_ANSWERS} = 'anchor'),
           (SELECT count(*) {_ANSWERS} <> 'anchor') FROM stamp s ORDER BY s.n
"""
_LONGEST_REASON = 200
"""Characters of the reason that an entry holds for a refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A stamp whose answer verifies, and what it says."""

    stamp: Stamp
    token: TimestampToken


class Brackets:
    """For each ledger entry, the times of independent authorities between which it was recorded."""

    def __init__(self, shown: Sequence[Shown]) -> None:
        self._shown = shown

    def of(self, seq: int) -> Bracket:
        """The bracket of one entry. A side without a stamp is None."""
        before = [one for one in self._shown if one.stamp.size is not None and one.stamp.size > seq]
        after = [one for one in self._shown if one.stamp.anchor is not None and one.stamp.anchor < seq]
        youngest = min(before, key=lambda one: (one.token.latest, one.stamp.number), default=None)
        oldest = max(after, key=lambda one: (one.token.earliest, -one.stamp.number), default=None)
        return Bracket(
            not_before=None if oldest is None else oldest.token.earliest,
            not_after=None if youngest is None else youngest.token.latest,
            after_stamp=None if oldest is None else oldest.stamp.number,
            before_stamp=None if youngest is None else youngest.stamp.number,
        )


def authorities(case: Case) -> list[Authority]:
    """All authorities, in the order they were entered."""
    return statements.latest(case, Authority)


def stamps(case: Case) -> list[Stamp]:
    """All stamps that were ever asked for, in that order."""
    return [_stamp(case, row) for row in case.database.all(_STAMPS)]


def stamp(case: Case, number: int) -> Stamp:
    """One stamp. Raises NotFound."""
    for one in stamps(case):
        if one.number == number:
            return one
    raise NotFound("no time stamp has this number")


def ask(case: Case, subject: bytes, authority: Authority, at: str, acting: Acting, *, head: Checkpoint | None) -> Stamp:
    """Make the question for a stamp over `subject`, and keep it; nothing is sent. `head` is the checkpoint that `subject` is, if
    it is one.
    """
    query, digest = timestamp.query(subject), sha256(subject)
    refs = [f"authority {authority.id}", f"sha256:{digest}", *([] if head is None else [f"checkpoint {head.size}"])]
    with case.ledger.act():
        leaf = case.ledger.append("stamp", at, acting, method="asked", blob=f"sha256:{sha256(query)}", refs=refs)
        values = (None if head is None else head.size, authority.id, bytes.fromhex(digest), query, at, leaf)
        case.database.run("INSERT INTO stamp (size, authority, subject, query, at, leaf) VALUES (?, ?, ?, ?, ?, ?)", values)
    return stamps(case)[-1]


def sent(case: Case, number: int, at: str, acting: Acting) -> int:
    """Enter that the question is about to be sent; the ledger entry. Raises NotFound."""
    asked = stamp(case, number)
    with case.ledger.act():
        return case.ledger.append("stamp", at, acting, method="sent", refs=[f"entry {asked.asked}"])


def take(case: Case, number: int, reply: bytes, at: str, acting: Acting) -> TimestampToken:
    """Keep an answer as it came, and what it says when it is a valid one.

    Raises NotFound; TimestampInvalid, after the answer was kept, when it does not show what was asked.
    """
    asked = stamp(case, number)
    try:
        token = verified(case, asked, reply)
    except EvidenceError as fault:
        refuse(case, number, reply, str(fault), at, acting)
        raise
    about = f"sha256:{asked.subject}" if asked.size is None else f"checkpoint {asked.size}"
    fields = {"method": "rfc3161", "refs": [f"entry {asked.asked}", about], "result": {"time": token.time, "serial": token.serial}}
    _keep(case, asked, reply, "anchor", at, acting, **fields)
    write_missing(case)
    return token


def refuse(case: Case, number: int, reply: bytes, reason: str, at: str, acting: Acting) -> int:
    """Keep an answer that is none; the ledger entry. Raises NotFound."""
    asked = stamp(case, number)
    fields = {"method": "refused", "reason": reason[:_LONGEST_REASON], "refs": [f"entry {asked.asked}"]}
    return _keep(case, asked, reply, "stamp", at, acting, **fields)


def verified(case: Case, asked: Stamp, reply: bytes) -> TimestampToken:
    """What `reply` says as an answer to a stamp of this case. Raises TimestampInvalid."""
    authority = next((one for one in authorities(case) if one.id == asked.authority), None)
    if authority is None:
        raise TimestampInvalid("the case knows no authority for this stamp")
    signer = None if authority.signer is None else authority.signer.encode("ascii")
    roots = [authority.root.encode("ascii")]
    return timestamp.verify(reply, asked.subject, roots=roots, signer=signer, asked=asked.query)


def shown(case: Case) -> list[Shown]:
    """Every stamp with an answer that verifies, in the order in which they were asked for."""
    found = []
    for one in stamps(case):
        if one.reply is not None:
            try:
                found.append(Shown(stamp=one, token=verified(case, one, one.reply)))
            except EvidenceError:
                continue  # `check` names it; nothing is built on it
    return found


def files(case: Case) -> dict[str, bytes]:
    """The answers that lie beside the checkpoints, by file name."""
    found: dict[str, bytes] = {}
    many: dict[int, int] = {}
    for one in stamps(case):
        if one.reply is not None and one.size is not None:
            many[one.size] = many.get(one.size, 0) + 1
            found[case.layout.reply(one.size, many[one.size]).name] = one.reply
    return found


def write_missing(case: Case) -> list[str]:
    """Write the files of answers that are not there, which a crash or a full drive may have kept back; their names."""
    written = []
    for name, reply in files(case).items():
        path = case.layout.checkpoints / name
        with drive_errors():
            if path.exists():
                continue
            fresh = case.layout.tmp / name
            with NewFile(fresh, over=True) as out:
                out.write(reply)
                out.sync()
            rename(fresh, path)
            sync_folder(path.parent)
        written.append(name)
    return written


def _keep(case: Case, asked: Stamp, reply: bytes, op: str, at: str, acting: Acting, **fields: object) -> int:
    with case.ledger.act(head=True):
        leaf = case.ledger.append(op, at, acting, blob=f"sha256:{sha256(reply)}", size=len(reply), **fields)
        case.database.run("INSERT INTO answer (stamp, reply, leaf) VALUES (?, ?, ?)", (asked.number, reply, leaf))
    return leaf


def _stamp(case: Case, row: tuple[object, ...]) -> Stamp:
    number, authority, size, subject, query, at, leaf, answer, refused = row
    reply = None if answer is None else case.database.one("SELECT reply, leaf FROM answer WHERE n = ?", (int(str(answer)),))
    assert isinstance(subject, bytes)
    assert isinstance(query, bytes)
    return Stamp(
        number=int(str(number)),
        authority=str(authority),
        size=None if size is None else int(str(size)),
        subject=subject.hex(),
        query=query,
        asked_at=str(at),
        asked=int(str(leaf)),
        reply=None if reply is None else reply[0],
        anchor=None if reply is None else reply[1],
        refused=int(str(refused)),
    )
