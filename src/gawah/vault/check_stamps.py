"""Stored time stamps against the ledger: every question and answer as its entry states it, every accepted answer still valid."""

from collections.abc import Iterator, Mapping

from gawah.records.digest import sha256
from gawah.records.errors import EvidenceError
from gawah.vault import stamps
from gawah.vault.case import Case
from gawah.vault.report import Difference

Entries = Mapping[int, Mapping[str, object]]
"""The fields of ledger entries by index."""


def differences(case: Case, entries: Entries) -> Iterator[Difference]:
    """What is not as the ledger states it. The number in `id` is that of the stamp, or the entry where there is no stamp."""
    questions = case.database.all("SELECT n, size, authority, subject, query, at, leaf FROM stamp ORDER BY n")
    answers = case.database.all("SELECT n, stamp, reply, leaf FROM answer ORDER BY n")
    asked = {leaf: number for number, *_, leaf in questions}
    for number, size, authority, subject, query, at, leaf in questions:
        refs = [f"authority {authority}", f"sha256:{subject.hex()}", *([] if size is None else [f"checkpoint {size}"])]
        entry = entries.get(leaf, {})
        stated = (entry.get("op"), entry.get("method"), entry.get("blob"), entry.get("refs"), entry.get("time"))
        if stated != ("stamp", "asked", f"sha256:{sha256(query)}", refs, at):
            yield Difference(what="stamp", id=str(number), state="changed" if _asks(entry) else "unexpected")
    for _, number, reply, leaf in answers:
        entry = entries.get(leaf, {})
        refs_found = entry.get("refs")
        first = refs_found[0] if isinstance(refs_found, list) and refs_found else None
        belongs = isinstance(first, str) and asked.get(int(first.removeprefix("entry "))) == number
        if not _answers(entry):
            yield Difference(what="stamp", id=str(number), state="unexpected")
        elif entry.get("blob") != f"sha256:{sha256(reply)}" or not belongs:
            yield Difference(what="stamp", id=str(number), state="changed")
    for what, rows in (("questions", questions), ("answers", answers)):
        if [row[0] for row in rows] != list(range(1, len(rows) + 1)) or len({row[-1] for row in rows}) != len(rows):
            yield Difference(what="stamp", id=what, state="changed")
    held = {leaf for *_, leaf in answers}
    for seq, entry in entries.items():
        if (_asks(entry) and seq not in asked) or (_answers(entry) and seq not in held):
            yield Difference(what="stamp", id=f"entry {seq}", state="missing")
    yield from _valid(case)


def files(case: Case) -> Iterator[Difference]:
    """The files of answers beside the checkpoints: missing, changed, unexpected."""
    expected = stamps.files(case)
    there = {path.name: path for path in case.layout.checkpoints.glob("*.tsr")}
    for name, reply in expected.items():
        if name not in there:
            yield Difference(what="stamp", id=name, state="missing")
        elif there[name].read_bytes() != reply:
            yield Difference(what="stamp", id=name, state="changed")
    yield from (Difference(what="stamp", id=name[:24], state="unexpected") for name in sorted(there.keys() - expected.keys()))


def _asks(entry: Mapping[str, object]) -> bool:
    return entry.get("op") == "stamp" and entry.get("method") == "asked"


def _answers(entry: Mapping[str, object]) -> bool:
    return entry.get("op") == "anchor" or (entry.get("op") == "stamp" and entry.get("method") == "refused")


def _valid(case: Case) -> Iterator[Difference]:
    heads = case.ledger.heads()
    for one in stamps.stamps(case):
        if one.reply is None:
            continue
        try:
            stamps.verified(case, one, one.reply)
        except EvidenceError:
            yield Difference(what="stamp", id=str(one.number), state="changed")
            continue
        if one.size is not None and sha256(heads.get(one.size, b"")) != one.subject:
            yield Difference(what="stamp", id=str(one.number), state="changed")
