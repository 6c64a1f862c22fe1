"""Records to bytes and back: the one codec of the vault and of the worker's pipe (decision 15).

Canonical form: JSON, keys sorted, no spaces, UTF-8 (RFC 8785, restricted to text, whole numbers, truth values, null, lists and
objects, which is all that records hold). A record has exactly one spelling, so that its digest can be recomputed by anyone.
"""

from typing import TypeAlias

import msgspec

from gawah.records.casework import Entry, Finding, Label, Notice, Party, Report, Translation
from gawah.records.complaint import Intended, ReportStep
from gawah.records.content import Account, Capture, Conversation, Duplicate, Event, Framing, Message, ReadProblem, Transcript
from gawah.records.custody import Agent, Authority, Backup, Moved
from gawah.records.disclosure import Certificate, Dossier, Exhibit, HandOver, Redaction
from gawah.records.evidence import Acquisition, EvidenceItem
from gawah.records.incident import DiaryKey, Impact, Incident
from gawah.records.judgement import Judgement
from gawah.records.triage import AuditSample, Decision, TriageSettings
from gawah.records.whereabouts import Whereabouts

Stated: TypeAlias = (
    Entry
    | Report
    | ReportStep
    | Intended
    | Finding
    | Label
    | Notice
    | Party
    | Translation
    | Incident
    | Impact
    | DiaryKey
    | Agent
    | Authority
    | Backup
    | Exhibit
    | Redaction
    | Dossier
    | HandOver
    | Certificate
    | Moved
    | Whereabouts
    | Decision
    | TriageSettings
    | AuditSample
)
"""Whatever people add, and what follows from it: statements."""

Stored: TypeAlias = (
    Conversation
    | Message
    | Event
    | Capture
    | Transcript
    | Duplicate
    | ReadProblem
    | Framing
    | Stated
    | EvidenceItem
    | Acquisition
    | Judgement
)
"""Whatever can be turned into bytes."""

KINDS: dict[str, type[Stored]] = {
    "conversation": Conversation,
    "message": Message,
    "event": Event,
    "capture": Capture,
    "transcript": Transcript,
    "duplicate": Duplicate,
    "problem": ReadProblem,
    "framing": Framing,
    "entry": Entry,
    "report": Report,
    "report-step": ReportStep,
    "intended": Intended,
    "finding": Finding,
    "label": Label,
    "notice": Notice,
    "party": Party,
    "translation": Translation,
    "incident": Incident,
    "impact": Impact,
    "diary-key": DiaryKey,
    "agent": Agent,
    "authority": Authority,
    "backup": Backup,
    "exhibit": Exhibit,
    "redaction": Redaction,
    "dossier": Dossier,
    "hand-over": HandOver,
    "certificate": Certificate,
    "moved": Moved,
    "whereabouts": Whereabouts,
    "decision": Decision,
    "triage-settings": TriageSettings,
    "audit-sample": AuditSample,
    "judgement": Judgement,
    "item": EvidenceItem,
    "acquisition": Acquisition,
}
"""The name of each kind of record, as stored and as sent over the pipe."""

_NAMES = {record_type: name for name, record_type in KINDS.items()}
_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODERS = {name: msgspec.json.Decoder(record_type) for name, record_type in KINDS.items()}


def kind_of(record: Stored) -> str:
    """The name of the record's kind, a key of `KINDS`."""
    return _NAMES[type(record)]


def name_of(kind: type) -> str:
    """The name of a kind of record, a key of `KINDS`."""
    return _NAMES[kind]


def canonical(record: object) -> bytes:
    """The canonical JSON of a record. Raises ValueError, without content, when a text holds half of a surrogate pair."""
    try:
        return _ENCODER.encode(record)
    except UnicodeEncodeError:
        # The original error carries the text; this one must not.
        raise ValueError("a text holds half of a surrogate pair") from None


def decode(kind: str, data: bytes) -> Stored:
    """The record of this kind that `data` spells; types, ranges of words and required fields are checked.

    Raises ValueError, naming the kind and never the content, when `data` is no such record.
    """
    decoder = _DECODERS.get(kind)
    if decoder is None:
        raise ValueError("no kind of record has this name")
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ValueError(f"not a record of kind {kind}") from None


def decode_exact(kind: str, data: bytes) -> Stored:
    """As `decode`, and `data` must be the canonical spelling: nothing unknown, nothing twice. Raises ValueError."""
    record = decode(kind, data)
    if canonical(record) != data:
        raise ValueError(f"a record of kind {kind} is not spelt canonically")
    return record


_ACCOUNTS = msgspec.json.Decoder(Account)


def decode_account(data: bytes) -> Account:
    """The account that `data` spells. Raises ValueError without content."""
    try:
        return _ACCOUNTS.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise ValueError("not an account") from None
