"""What people add to a case: notes, own events, complaints made, labels, notices given, protected parties, translations; and what
gawah finds when it compares exports.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from gawah.records.digest import identifier
from gawah.records.when import When

EntryKind: TypeAlias = Literal["note", "event", "no-capture", "transcript", "page"]
AuthorityKind: TypeAlias = Literal["authority", "platform", "employer", "school", "lawyer", "other"]
FindingKind: TypeAlias = Literal["changed", "missing-later", "missing-earlier", "corroborated"]
Basis: TypeAlias = Literal["same-id", "same-sender-and-time", "time-covered", "same-words"]
Tactic: TypeAlias = Literal[
    "threat",
    "blackmail",
    "insult",
    "sexual",
    "doxxing",
    "impersonation",
    "false_claim",
    "family_target",
    "incitement",
    "contact_after_stop",
    "pressure_to_settle",
]
"""What a message does, in the words of packs and commands. It says nothing about who sent it."""
NoticeKind: TypeAlias = Literal[
    "stop-request", "block", "platform-notice", "police-warning", "lawyer-letter", "order", "undertaking", "rebuttal"
]
PartyRole: TypeAlias = Literal["complainant", "protected", "witness", "helper", "other"]
ReportStatus: TypeAlias = Literal["filed", "acknowledged", "in-progress", "closed", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unkept:
    """Material that was seen and must not be kept: where, and to whom it was reported. No file, no picture, no digest of either.

    Attributes:
        link: Its address, as the person states it; gawah never opens it. "" where there was none.
        reported_by: Who reported it, in the person's words; "" when nobody has yet.
        reference: The reference number of that report; "" where there is none.
    """

    link: str = field(default="", repr=False)
    reported_by: str = field(default="", repr=False)
    reference: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A page that a person saw and saved: somebody's post, comment, story or profile, which no export of theirs holds.

    Attributes:
        address: As the person states it; gawah never opens it.
        by: Who saw and saved it, in the person's words; "" for whoever writes the entry.
    """

    address: str = field(repr=False)
    by: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A person's own entry: a note, an event that no export holds (a call, a visit), material that must not be kept, what is to be
    read or heard in a picture, voice note or call, written down by a person, or a page that was seen and saved in several files.

    Attributes:
        id: 32 hexadecimal digits, random.
        kind: note, event, no-capture, transcript or page.
        recorded_at: When it was written down, by this machine's clock, `YYYY-MM-DDTHH:MM:SSZ`. Stands beside `happened_at`.
        happened_at: When it happened, or was seen, as the person states it; None for a note without a date.
        agent: Who wrote it.
        for_agent: On whose behalf; None for themselves.
        place: Platform or place, in the person's words.
        body: The person's words.
        about: Ids of messages, captures or items it speaks of. A transcript speaks of one thing; when the person looked at the
            machine's reading of it, the id of that reading comes second, and the transcript confirms it if the words are the same.
        unkept: For a no-capture entry: where the material was seen and who reported it. None for the others.
        seen: For a page: where and by whom it was seen; the items that show it come first in `about`. None for the others.
    """

    id: str
    kind: EntryKind
    recorded_at: str
    happened_at: When | None
    agent: str
    for_agent: str | None
    place: str = field(default="", repr=False)
    body: str = field(repr=False)
    about: tuple[str, ...] = ()
    unkept: Unkept | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What two sources of one conversation say about each other. It states a difference or an agreement, and no reason for it:
    a message can be missing in a later export because somebody deleted it, and because the export was made another way.

    Attributes:
        id: 32 hexadecimal digits, computed from all else but `found_at`: the same comparison gives the same id.
        kind: changed (one message stands differently in both); missing-later, missing-earlier (a message stands in one export and
            not in the other, which covers its time); corroborated (a capture shows the words of messages of an export).
        found_at: When the comparison was made, by this machine's clock.
        earlier, later: The items compared, in the order of the newest message that each holds; for `corroborated` the item of the
            messages, and that of the capture.
        earlier_kept, later_kept: When each was taken into the case, by this machine's clock.
        conversation: Id of the conversation.
        records: Ids of the records: of the changed ones as the earlier item has them; of the missing ones; of the messages seen.
        counterparts: For `changed`, beside each of `records` its form in the later item; for `corroborated` the capture and, where
            its text was read by a machine, that reading.
        basis: By what they were matched, or for missing ones, why it was to be expected.
        score: For `corroborated`: 0–100, how much of the words of the messages the capture holds; 100 for all others.
        maker: Program and version.
    """

    id: str
    kind: FindingKind
    found_at: str
    earlier: str
    later: str
    earlier_kept: str
    later_kept: str
    conversation: str
    records: tuple[str, ...]
    counterparts: tuple[str, ...] = ()
    basis: Basis
    score: int = 100
    maker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What a body was given with a complaint, by its exact digest.

    Attributes:
        kind: A dossier of this case, or an item of it.
        id: Of the dossier or item.
        sha256: Of the bundle's tag manifest, as the dossier's export entry in the ledger names it; of the item as received.
    """

    kind: Literal["dossier", "item"]
    id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A complaint made to an authority, platform, employer, school or lawyer.

    Attributes:
        id: 32 hexadecimal digits, random.
        recorded_at: When it was entered here.
        made_at: When the complaint was made, as the person states it.
        agent, for_agent: Who entered it, and on whose behalf.
        to: Name of the body.
        to_kind: What sort of body.
        reference: Their reference number.
        channel: Post, web form, in person and so on.
        status: As last known.
        note: The person's words.
        anchor: `size:root` of the ledger checkpoint at entry; printed in the complaint, their dated copy anchors the ledger.
        officer, officer_number: Who took it, as they named themselves, and their badge or service number.
        statement_at: When a statement was given, as the person states it; None where none was.
        promised: `YYYY-MM-DD` by which the body promised an answer or an act; None where it named no day.
        handed_over: What they were given.
        outcome: What became of it, in the person's words.
        next_step: What is to be done next, in the person's words.
        due: `YYYY-MM-DD` by which the person wants to have done it; None for no day.
        incidents: Ids of entries of the incident log that it is about.
    """

    id: str
    recorded_at: str
    made_at: When
    agent: str
    for_agent: str | None
    to: str = field(repr=False)
    to_kind: AuthorityKind
    reference: str = field(default="", repr=False)
    channel: str = field(default="", repr=False)
    status: ReportStatus = "filed"
    note: str = field(default="", repr=False)
    anchor: str = ""
    officer: str = field(default="", repr=False)
    officer_number: str = field(default="", repr=False)
    statement_at: When | None = None
    promised: str | None = None
    handed_over: tuple[HandedOver, ...] = ()
    outcome: str = field(default="", repr=False)
    next_step: str = field(default="", repr=False)
    due: str | None = None
    incidents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a person says of one message, event, capture, item or own entry: what it does, and how grave they hold it to be.

    A later label of the same thing is what the person holds now. A label is a person's statement, never the program's.

    Attributes:
        of: Id of what it speaks of. The label's own id follows from it.
        recorded_at: When it was set, by this machine's clock.
        agent, for_agent: Who set it, and on whose behalf.
        tactics: In the order of `Tactic`; () for "none of these".
        severity: 0 (none) to 4 (the gravest), for choosing and sorting; None where the person says nothing of it.
        note: The person's words.
        decision: Id of the decision about a suggestion that set it; "" where it was set by hand.
        by_likeness_with: Id of the near copy that the decision was made on; "" where it was made on this thing itself.
        taken_back: The person took back what they had said, and had said nothing before.
    """

    of: str
    recorded_at: str
    agent: str
    for_agent: str | None
    tactics: tuple[Tactic, ...]
    severity: int | None = None
    note: str = field(default="", repr=False)
    decision: str = ""
    by_likeness_with: str = ""
    taken_back: bool = False

    @property
    def id(self) -> str:
        """32 hexadecimal digits over `of`: one label a thing."""
        return identifier("label", self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """That the other side was told: to stop, that they are blocked, that an order stands, that what they say is not so.

    Attributes:
        id: 32 hexadecimal digits, random.
        recorded_at: When it was entered, by this machine's clock.
        given_at: When it was given, as the person states it.
        agent, for_agent: Who entered it, and on whose behalf.
        kind: What sort of notice.
        to: To whom, as the person states it: an account, a person, a body.
        body: The person's words: what was said or done.
        about: Ids of the messages, captures or items that show it.
        active: False once the person has taken the entry back; what was said before stays in the ledger.
    """

    id: str
    recorded_at: str
    given_at: When
    agent: str
    for_agent: str | None
    kind: NoticeKind
    to: str = field(default="", repr=False)
    body: str = field(default="", repr=False)
    about: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody whose name must not stand in what is handed over: shown by initials in every byte of a bundle.

    Attributes:
        id: 32 hexadecimal digits, random.
        recorded_at: When it was entered, by this machine's clock.
        agent, for_agent: Who entered it, and on whose behalf.
        shown: What stands instead: initials or a short word such as `R. N.` or `the child`.
        role: What the party is to the case.
        spellings: Every form that names them: names in any script, handles, numbers, addresses, mail addresses.
        active: False once the person has taken the protection back; an earlier dossier keeps it.
    """

    id: str
    recorded_at: str
    agent: str
    for_agent: str | None
    shown: str = field(repr=False)
    role: PartyRole
    spellings: tuple[str, ...] = field(repr=False)
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """Somebody's translation of one message, capture, item or own entry. It stands beside the original and never replaces it.

    Attributes:
        id: 32 hexadecimal digits, random.
        of: Id of what was translated.
        recorded_at: When it was entered, by this machine's clock.
        agent, for_agent: Who entered it, and on whose behalf.
        language: Of the translation, BCP 47: `en`, `ur`.
        from_language: Of the original, where the translator says so; "" where not.
        body: The translation.
        translator: Who translated, in the person's words: a name, or a program with its version.
        made_at: When it was translated, as stated; None where nobody says.
        certified: Whether a sworn or certified translator vouches for it, as the person states.
        certificate: Id of the item that shows this; None where there is none.
    """

    id: str
    of: str
    recorded_at: str
    agent: str
    for_agent: str | None
    language: str
    from_language: str = ""
    body: str = field(repr=False)
    translator: str = field(repr=False)
    made_at: When | None = None
    certified: bool = False
    certificate: str | None = None
