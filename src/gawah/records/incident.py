"""The incident log in its three layers: what happened, what it did to a person, and what is for nobody else.

They are kept and handed over apart, because a log may be disclosed to the other side (schema `il/1` of the law notes).
"""

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from gawah.records.casework import Tactic
from gawah.records.when import When

About: TypeAlias = Literal["exact", "about", "day", "month"]
"""How well a person knows when it happened."""
Recipient: TypeAlias = Literal["self", "partner", "parent", "child", "family", "friend", "colleague", "employer", "group", "other"]
HowObtained: TypeAlias = Literal["device", "account", "export", "page-capture", "given-by", "other"]
Sensitive: TypeAlias = Literal["intimate", "minor-possible", "medical", "third-party"]
Visibility: TypeAlias = Literal["user", "delegate", "lawyer", "authority", "platform"]
"""Up to whom an entry goes: each includes those before it."""
Effect: TypeAlias = Literal["distress", "daily-life", "health", "work", "money", "family", "changes-made"]
LogTactic: TypeAlias = Tactic | Literal["demand", "intrusion", "in_person", "third_party"]
"""The tactics of messages, and what the log's schema has beside them: a demand without a threat, getting into an account or device,
coming in person, acting through somebody else.
"""

LATE_DAYS: Final = 30
"""An entry written down more days than these after the event is asked why (schema `il/1`; the Indian portal asks it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Somebody who saw it. The contact is never handed over unless chosen."""

    name: str = field(repr=False)
    contact: str = field(default="", repr=False)
    saw: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A piece of evidence for it that the case holds, and how it came to the person."""

    target: str
    how_obtained: HowObtained
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Evidence still needed: what, who holds it, and by when it may vanish.

    Attributes:
        what: In the person's words.
        holder: Who has it.
        vanishes_by: `YYYY-MM-DD`; None where nobody knows.
        had_at: `YYYY-MM-DD` when it was got after all; None while it is still needed.
    """

    what: str = field(repr=False)
    holder: str = field(default="", repr=False)
    vanishes_by: str | None = None
    had_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What was done about it: who, what, when."""

    who: str = field(default="", repr=False)
    what: str = field(repr=False)
    when: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One entry of the log: what happened, in neutral words. Never changed; a correction is a new entry that names the one it
    supersedes.

    Attributes:
        id: 32 hexadecimal digits, random; never used again.
        recorded_at: When it was written down, by this machine's clock. Stands beside `occurred_at`.
        agent, for_agent: Who wrote it, and on whose behalf.
        supersedes: Id of the entry that this one corrects; None for a new one.
        withdrawn: True when the person takes back the entry that it supersedes and puts nothing in its place.
        occurred_at, until: When it happened, as stated; `until` where it lasted.
        known: How well that is known.
        displayed: The time as the screen showed it, such as `2 h` or `Tuesday 9:41 PM`; "" where that is not known.
        first_noted: When it was first written down elsewhere, in a diary or a table, as the person states; nothing shows it.
        delay_reason: Why it was written down later, where more than `LATE_DAYS` lie between.
        platform, surface, physical_place: Where: the platform, what part of it (message, comment, story, call), a place on earth.
        url: Full address, with a time code where it is a video.
        item_id: The platform's own id of the post, comment or call, as shown.
        source_label, source_handle: Who did it, as shown: a name or account label, and the handle, number or id as displayed.
            No field says who somebody really is.
        how_known: What shows that it was they; kept apart from the name.
        recipient, recipient_label: To whom it was done: a class, and a label in the person's words. None only where nothing may
            be kept but where the material was seen.
        what_happened: In neutral words; "" where words are quoted alone, and where nothing of it may be kept.
        exact_words, language, translation, translator: Words quoted, their language, and a translation that never replaces them.
        tactics: What it did, as the person sees it.
        demand, demand_deadline, demand_complied: What was demanded, by when, and whether anything was handed over.
        claim: What false claim it repeats, in the person's words.
        witnesses, held, missing, actions: See there.
        evidence_note: What evidence there is, in the person's words, where the case does not hold it.
        own_part: Id of the conversation in which the person took part, whole; None where there is none.
        notices, reports: Ids of notices given and complaints made that belong to it.
        reported_to, reference: To whom it was reported and under which number, where no complaint is entered for it.
        sensitivity: What to be careful about.
        visibility: Up to whom it goes.
        source: For an entry that came from a table: `item id:row`, the row from 1; "" for one written here.
    """

    id: str
    recorded_at: str
    agent: str
    for_agent: str | None
    supersedes: str | None = None
    withdrawn: bool = False
    occurred_at: When
    until: When | None = None
    known: About = "exact"
    displayed: str = field(default="", repr=False)
    first_noted: When | None = None
    delay_reason: str = field(default="", repr=False)
    platform: str = field(default="", repr=False)
    surface: str = field(default="", repr=False)
    physical_place: str = field(default="", repr=False)
    url: str = field(default="", repr=False)
    item_id: str = field(default="", repr=False)
    source_label: str = field(default="", repr=False)
    source_handle: str = field(default="", repr=False)
    how_known: str = field(default="", repr=False)
    recipient: Recipient | None
    recipient_label: str = field(default="", repr=False)
    what_happened: str = field(default="", repr=False)
    exact_words: str = field(default="", repr=False)
    language: str = ""
    translation: str = field(default="", repr=False)
    translator: str = field(default="", repr=False)
    tactics: tuple[LogTactic, ...] = ()
    demand: str = field(default="", repr=False)
    demand_deadline: str = field(default="", repr=False)
    demand_complied: str = field(default="", repr=False)
    claim: str = field(default="", repr=False)
    witnesses: tuple[Witness, ...] = field(default=(), repr=False)
    held: tuple[Held, ...] = ()
    missing: tuple[Missing, ...] = ()
    evidence_note: str = field(default="", repr=False)
    actions: tuple[Action, ...] = ()
    own_part: str | None = None
    notices: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    reported_to: str = field(default="", repr=False)
    reference: str = field(default="", repr=False)
    sensitivity: tuple[Sensitive, ...] = ()
    visibility: Visibility = "user"
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What it did to a person, dated, in their own words: handed over only on purpose, to one recipient at a time. With `private`,
    the third layer: feelings, advice of a lawyer, safety plans, which no export holds.

    Where the diary has a key of its own, `sealed` holds all that follows it here, and those fields are empty.

    Attributes:
        id: 32 hexadecimal digits, random.
        recorded_at: When it was written down, by this machine's clock.
        agent, for_agent: Who wrote it, and on whose behalf.
        supersedes: Id of the entry that this one corrects; None for a new one.
        sealed: The rest of the entry encrypted for the diary's own key, an age file in base64; "" when the diary has none.
        felt_at: When, as stated.
        fear_of_violence: Whether they feared violence; None where they say nothing of it.
        effects: What sort; () for a private entry.
        body: Their own words.
        amount, currency: What it cost, as written, and the ISO 4217 code; "" where it is not about money.
        incidents: Ids of log entries it belongs to.
        private: Never in an export.
    """

    id: str
    recorded_at: str
    agent: str
    for_agent: str | None
    supersedes: str | None = None
    sealed: str = field(default="", repr=False)
    felt_at: When | None = None
    fear_of_violence: bool | None = None
    effects: tuple[Effect, ...] = ()
    body: str = field(default="", repr=False)
    amount: str = field(default="", repr=False)
    currency: str = ""
    incidents: tuple[str, ...] = ()
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryKey:
    """The key that locks the diary apart from the rest of the case.

    Attributes:
        id: 32 hexadecimal digits, random.
        made_at: By this machine's clock.
        agent, for_agent: Who locked it, and on whose behalf.
        recipient: The public half, `age1...`: entries are sealed to it without asking for anything.
        slot: The secret half under the diary's passphrase, in the form of a key slot (docs/spec/ledger.md, section 8).
    """

    id: str
    made_at: str
    agent: str
    for_agent: str | None
    recipient: str
    slot: str = field(repr=False)
