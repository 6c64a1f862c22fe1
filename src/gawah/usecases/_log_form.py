"""What a person says of one entry of the incident log, as a form in TOML or JSON: every field of schema `il/1`, all but a few to be
left out. A key that is not there says nothing; in a correction, the earlier entry speaks on.
"""

import json
import re
import tomllib
from dataclasses import replace
from typing import Final, TypeVar, get_args

import msgspec
from msgspec import UNSET, UnsetType

from gawah.records.casework import Tactic
from gawah.records.errors import BadInput
from gawah.records.incident import About, HowObtained, LogTactic, Recipient, Sensitive, Visibility
from gawah.records.when import When
from gawah.usecases._stated import stated_time

Word = TypeVar("Word", bound=str)
RECIPIENTS: Final[tuple[Recipient, ...]] = get_args(Recipient)
TACTICS: Final[tuple[LogTactic, ...]] = (*get_args(Tactic), "demand", "intrusion", "in_person", "third_party")
SENSITIVITIES: Final[tuple[Sensitive, ...]] = get_args(Sensitive)
VISIBILITIES: Final[tuple[Visibility, ...]] = get_args(Visibility)
HOW_OBTAINED: Final[tuple[HowObtained, ...]] = get_args(HowObtained)
KNOWN: Final[tuple[About, ...]] = get_args(About)

MAX_SIZE: Final = 1 << 20
"""Bytes of a form."""
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_ABOUT = re.compile(r"\s*(?:~|about\b|around\b|approx\.?|ca\.|تقریباً|تقریبا|लगभग)\s*", re.IGNORECASE)
_PLACE = re.compile(r"`?(\$[\w.\[\]]*)`?$")


class WitnessForm(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A witness, as stated."""

    name: str
    contact: str = ""
    saw: str = ""


class HeldForm(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Evidence in the case: id or exhibit number, and how it came to the person."""

    target: str
    how_obtained: str
    note: str = ""


class MissingForm(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Evidence still needed."""

    what: str
    holder: str = ""
    vanishes_by: str = ""
    had_at: str = ""


class ActionForm(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What was done about it."""

    what: str
    who: str = ""
    when: str = ""


class Form(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One entry as a person states it; the names are those of `Incident`, times and words as they are typed."""

    occurred_at: str | UnsetType = UNSET
    until: str | UnsetType = UNSET
    known: str | UnsetType = UNSET
    displayed: str | UnsetType = UNSET
    first_noted: str | UnsetType = UNSET
    delay_reason: str | UnsetType = UNSET
    platform: str | UnsetType = UNSET
    surface: str | UnsetType = UNSET
    physical_place: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    item_id: str | UnsetType = UNSET
    source_label: str | UnsetType = UNSET
    source_handle: str | UnsetType = UNSET
    how_known: str | UnsetType = UNSET
    recipient: str | UnsetType = UNSET
    recipient_label: str | UnsetType = UNSET
    what_happened: str | UnsetType = UNSET
    exact_words: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    translation: str | UnsetType = UNSET
    translator: str | UnsetType = UNSET
    tactics: tuple[str, ...] | UnsetType = UNSET
    demand: str | UnsetType = UNSET
    demand_deadline: str | UnsetType = UNSET
    demand_complied: str | UnsetType = UNSET
    claim: str | UnsetType = UNSET
    witnesses: tuple[WitnessForm, ...] | UnsetType = UNSET
    held: tuple[HeldForm, ...] | UnsetType = UNSET
    missing: tuple[MissingForm, ...] | UnsetType = UNSET
    evidence_note: str | UnsetType = UNSET
    actions: tuple[ActionForm, ...] | UnsetType = UNSET
    own_part: str | UnsetType = UNSET
    notices: tuple[str, ...] | UnsetType = UNSET
    reports: tuple[str, ...] | UnsetType = UNSET
    reported_to: str | UnsetType = UNSET
    reference: str | UnsetType = UNSET
    sensitivity: tuple[str, ...] | UnsetType = UNSET
    visibility: str | UnsetType = UNSET

    def stated(self) -> dict[str, object]:
        """What it says, by key."""
        found = {key: getattr(self, key) for key in self.__struct_fields__}
        return {key: value for key, value in found.items() if value is not UNSET}


_ONLY_TEXT = {field for field in Form.__struct_fields__ if Form.__annotations__[field] == str | UnsetType}


def of_text(text: str) -> Form:
    """The form in TOML or JSON. Raises BadInput, which names the place of a fault and repeats nothing of it."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_SIZE:
        raise BadInput("the form is larger than a form can be")
    try:
        told = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError):
        raise BadInput("the form is neither TOML nor JSON; `gawah log form` prints an empty one") from None
    return of_values(told)


def of_values(told: object) -> Form:
    """The same from plain values. Raises BadInput."""
    if isinstance(told, dict):
        unknown = [key for key in told if key not in Form.__struct_fields__]
        if unknown:
            raise BadInput(f"the form has a key that no entry has; the keys are {', '.join(Form.__struct_fields__)}")
    try:
        return msgspec.convert(told, Form)
    except msgspec.ValidationError as error:
        place = _PLACE.search(str(error))
        raise BadInput(f"the form has something of another kind at {place[1] if place else '$'}: texts stand in quotes") from None


def word(text: str, known: tuple[Word, ...], what: str) -> Word:
    """The one of the known words that was typed; `-` and `_`, capitals and blanks do not matter. Raises BadInput."""
    plain = re.sub(r"[\s_-]+", "-", text.strip().casefold())
    for one in known:
        if one.replace("_", "-") == plain:
            return one
    raise BadInput(f"{what} is one of {', '.join(known)}")


def words(texts: tuple[str, ...], known: tuple[Word, ...], what: str) -> tuple[Word, ...]:
    """The same for several, each once, in the order in which they were typed. Raises BadInput."""
    return tuple(dict.fromkeys(word(text, known, what) for text in texts))


def happened(text: str) -> tuple[When, About]:
    """When something happened, and how well that is known: as `stated_time` reads it, or a month `2024-03`; with `about` or `~`
    before it, about then. Raises BadInput.
    """
    about = _ABOUT.match(text)
    rest = text[about.end() :] if about else text
    month = _MONTH.fullmatch(rest.strip())
    if month is not None:
        when = replace(stated_time(f"{rest.strip()}-01"), stated=text.strip())
        return when, "month"
    when = replace(stated_time(rest), stated=text.strip())
    return when, "about" if about else "day" if when.precision == "day" else "exact"


def moment(text: object) -> When | None:
    """A time as a person types it; None for an empty text. Raises BadInput."""
    return happened(text)[0] if isinstance(text, str) and text.strip() else None


def day(text: str) -> str | None:
    """A day `YYYY-MM-DD`; None for an empty text. Raises BadInput."""
    if not text.strip():
        return None
    when = stated_time(text)
    if when.precision != "day" or when.local is None:
        raise BadInput("a day is written as 2024-03-05")
    return when.local[:10]


BLANK: Final = f"""\
# One entry of the incident log. Fill in what you know, take the # away before what you use; all but the first four may stay out.
# Keep it with: gawah log add --file THIS_FILE
occurred_at = ""          # 2024-03-05, 2024-03-05 21:30, 2024-03-05 21:30 Asia/Karachi, 2024-03, "about 2024-03-05"
platform = ""             # or physical_place, or both
recipient = "self"        # {", ".join(RECIPIENTS)}
what_happened = ""        # in neutral words
visibility = "user"       # up to whom it goes: {", ".join(VISIBILITIES)}
# sensitivity = []        # {", ".join(SENSITIVITIES)}
# until = ""              # where it lasted
# known = "exact"         # {", ".join(KNOWN)}
# displayed = ""          # the time as the screen showed it: "2 h", "Tuesday 9:41 PM"
# first_noted = ""        # when you first wrote it down elsewhere
# delay_reason = ""       # asked where more than 30 days lie between the event and this entry
# surface = ""            # message, comment, story, call, in person ...
# physical_place = ""
# url = ""                # the full address; with the time code of a video
# item_id = ""            # the platform's own number of the post or call, as shown
# source_label = ""       # who, as shown: the name of the account or person
# source_handle = ""      # the handle, number or id as displayed
# how_known = ""          # what shows that it was they
# recipient_label = ""    # such as "my mother, ill since March"
# exact_words = ""
# language = ""           # of the exact words: ur, hi, en
# translation = ""
# translator = ""
# tactics = []            # {", ".join(TACTICS)}
# demand = ""
# demand_deadline = ""
# demand_complied = ""
# claim = ""              # a false claim that it repeats
# evidence_note = ""      # evidence that there is and that the case does not hold
# own_part = ""           # id of the whole conversation in which you took part
# notices = []            # ids of notices given
# reports = []            # ids of complaints made
# reported_to = ""        # where no complaint is entered: to whom it was reported
# reference = ""          # and under which number
#
# [[held]]                # evidence that the case holds
# target = ""             # its id or exhibit number
# how_obtained = "export" # {", ".join(HOW_OBTAINED)}
# note = ""
#
# [[missing]]             # evidence still needed
# what = ""
# holder = ""             # who has it
# vanishes_by = ""        # 2024-04-01
#
# [[witnesses]]
# name = ""
# contact = ""            # never handed over unless you choose to
# saw = ""
#
# [[actions]]             # what was done about it
# what = ""
# who = ""
# when = ""
"""
"""An empty form in TOML."""
