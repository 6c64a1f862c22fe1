"""What people add to a case: notes, own events, complaints made; and what gawah finds when it compares exports."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from gawah.records.when import When

EntryKind: TypeAlias = Literal["note", "event", "no-capture", "transcript", "page"]
AuthorityKind: TypeAlias = Literal["authority", "platform", "employer", "school", "lawyer", "other"]
FindingKind: TypeAlias = Literal["changed", "missing-later", "missing-earlier", "corroborated"]
Basis: TypeAlias = Literal["same-id", "same-sender-and-time", "time-covered", "same-words"]
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
        note: The person's words: what was handed over, officer, promised date.
        anchor: `size:root` of the ledger checkpoint at entry; printed in the complaint, their dated copy anchors the ledger.
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
