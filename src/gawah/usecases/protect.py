"""Parties whose names must not stand in what is handed over: whom to show by initials, and under which names they are known."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from gawah.dossier import redact
from gawah.dossier.shadow import fold
from gawah.dossier.spelling import HELD_BACK, Finder, Named, words
from gawah.records.casework import Party, PartyRole
from gawah.records.errors import BadInput
from gawah.seal.keys import random_id
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written

LONGEST_SHOWN = 40
"""Characters of what stands in the place of a name."""
LONGEST_SPELLING = 200
LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A further spelling that stands in the case; the person takes it or leaves it.

    Attributes:
        text: The spelling.
        where: part (a word of a spelling given), account or conversation.
    """

    text: str = field(repr=False)
    where: Literal["part", "account", "conversation"]


def proposed(spelling: str) -> str:
    """Initials for a name, such as `A. N.`; `number` for digits, the first letter for a handle or an address."""
    name = spelling.strip().lstrip("@").partition("@")[0]
    parts = [part for part in words(name) if not part.isdecimal()]
    if not parts:
        return "number"
    return " ".join(f"{_first(part).upper()}." for part in (parts if " " in name else parts[:1])[:4])


def _first(word: str) -> str:
    """The first letter of a folded word with the signs that belong to it."""
    end = 1
    while end < len(word) and not word[end].isalpha():
        end += 1
    return word[:end] if not word[:end].isascii() else word[:1]


def new_party(work: Workspace, spellings: Sequence[str], *, shown: str = "", role: str = "protected") -> Party:
    """The party as `add_party` would keep it; nothing is written.

    Args:
        work: The case and who acts in it.
        spellings: Every form that names them: names in any script, handles, numbers, addresses.
        shown: What stands instead; proposed from the first spelling when empty.
        role: complainant, protected, witness, helper or other.

    Raises:
        BadInput: There is no spelling that can be looked for, or what is to be shown names a party itself.
    """
    forms = tuple(dict.fromkeys(form for line in spellings if (form := " ".join(line.split()))))
    known: tuple[PartyRole, ...] = get_args(PartyRole)
    if role not in known:
        raise BadInput(f"the role is one of {', '.join(known)}")
    _refuse_spellings(forms)
    instead = " ".join(shown.split()) or proposed(forms[0])
    made = Party(
        id=random_id(),
        **written(work),
        shown=instead,
        role=next(one for one in known if one == role),
        spellings=forms,
    )
    _refuse_shown(made, [*active(work), made])
    return made


def _refuse_spellings(forms: Sequence[str]) -> None:
    if not forms:
        raise BadInput("name at least one spelling")
    if max(map(len, forms)) > LONGEST_SPELLING:
        raise BadInput(f"a spelling has {LONGEST_SPELLING} characters at most")
    if any(len("".join(words(form))) < LEAST_LETTERS for form in forms):
        raise BadInput("a spelling needs two letters or digits, or more: a single one stands in every text")


def _refuse_shown(made: Party, parties: Iterable[Party]) -> None:
    if len(made.shown) > LONGEST_SHOWN or any(char in "[]" or not char.isprintable() for char in made.shown):
        raise BadInput(f"what is shown has {LONGEST_SHOWN} characters at most, and no square brackets")
    if made.shown == HELD_BACK[1:-1] or made.shown == redact.NOT_SHOWN:
        raise BadInput("what is shown is a word that the dossier itself uses for this")
    if Finder([Named(shown="-", spellings=one.spellings) for one in parties]).names(made.shown):
        raise BadInput("what is to be shown names somebody who is protected; choose initials or a neutral word")


def add_party(work: Workspace, made: Party) -> int:
    """Keep the party; the ledger entry."""
    return work.vault.state(made, made.id, work.clock(), work.acting, method="protect")


def remove_party(work: Workspace, prefix: str, *, dry_run: bool = False) -> Party:
    """Take the protection back, from the next dossier on. Raises NotFound, and BadInput when it was taken back before."""
    found = one_of(parties(work), prefix)
    if not found.active:
        raise BadInput("this party is not protected any more")
    ended = replace(found, **written(work), active=False)
    if not dry_run:
        work.vault.state(ended, ended.id, work.clock(), work.acting, method="protect")
    return ended


def parties(work: Workspace) -> list[Party]:
    """All that were ever entered, as last known."""
    return work.vault.stated(Party)


def active(work: Workspace) -> list[Party]:
    """Those who are protected now."""
    return [one for one in parties(work) if one.active]


def usual(spellings: Iterable[str]) -> tuple[str, ...]:
    """Those of the spellings that are words of the dossier's own sentences too: they are replaced in what people wrote alone."""
    return tuple(one for one in spellings if redact.usual(one))


def suggestions(work: Workspace, spellings: Sequence[str]) -> tuple[Suggestion, ...]:
    """Further spellings that the person may want: the words of a name by themselves, and names, handles and titles in the case in
    which one of the spellings stands. Nothing is joined by guess: each is taken or left.
    """
    finder = Finder([Named(shown="-", spellings=tuple(spellings))])
    taken = {fold(one) for one in spellings}
    found: dict[str, Suggestion] = {}
    for one in _candidates(work, spellings, finder):
        text = " ".join(one.text.split())
        if fold(text) not in taken and len("".join(words(text))) >= LEAST_LETTERS and len(text) <= LONGEST_SPELLING:
            found.setdefault(fold(text), Suggestion(text=text, where=one.where))
    return tuple(found.values())


def _candidates(work: Workspace, spellings: Sequence[str], finder: Finder) -> Iterator[Suggestion]:
    for spelling in spellings:
        parts = spelling.split()
        if len(parts) > 1 and "@" not in spelling and not any(char.isdecimal() for char in spelling):
            yield from (Suggestion(text=part, where="part") for part in parts if len(part) > LEAST_LETTERS)
    for seen in work.vault.accounts():
        forms = [form for form in (seen.account.name, seen.account.handle, seen.account.platform_id) if form]
        if any(map(finder.names, forms)):
            yield from (Suggestion(text=form, where="account") for form in forms)
    for one in work.vault.conversations():
        if one.title and finder.names(one.title):
            yield Suggestion(text=one.title, where="conversation")
