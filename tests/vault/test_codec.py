"""Bytes out and in give the same record, in one spelling; what is no record is refused without showing it."""

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.casework import Entry, HandedOver, Report
from gawah.records.complaint import Intended, ReportStep
from gawah.records.content import (
    Account,
    Attachment,
    Conversation,
    Duplicate,
    Event,
    Framing,
    Message,
    Reaction,
    ReadProblem,
    Severity,
)
from gawah.records.custody import Agent
from gawah.records.disclosure import Dossier, Exhibit
from gawah.records.evidence import Acquisition, EvidenceItem, Locator
from gawah.records.when import When
from gawah.records.whereabouts import Whereabouts
from gawah.vault import codec

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MAYBE = st.none() | TEXT
HEX = st.text("0123456789abcdef", min_size=32, max_size=32)
WHEN = st.builds(When, stated=TEXT, local=MAYBE, utc=MAYBE, zone=st.sampled_from(["stated", "format", "assumed", "unknown"]))
ACCOUNT = st.builds(Account, name=MAYBE, handle=MAYBE, platform_id=MAYBE)
SPAN = st.none() | st.tuples(st.integers(0, 2**40), st.integers(0, 2**40))
LOCATOR = st.builds(Locator, file_sha256=HEX, member=MAYBE, place=TEXT, span=SPAN)
REACTION = st.builds(Reaction, emoji=TEXT, sender=ACCOUNT, sent_at=st.none() | WHEN)
ATTACHMENT = st.builds(Attachment, name=MAYBE, media_type=MAYBE, sha256=st.none() | HEX, missing=st.booleans())


def tuples(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=3).map(tuple)


GIVEN = st.builds(HandedOver, id=HEX, sha256=HEX)
RECORDS = st.one_of(
    st.builds(
        Message,
        sender=ACCOUNT,
        recipients=tuples(ACCOUNT),
        subject=MAYBE,
        sent_at=WHEN,
        body=TEXT,
        conversation=HEX,
        links=tuples(TEXT),
        attachments=tuples(ATTACHMENT),
        reactions=tuples(REACTION),
        flags=tuples(TEXT),
        reply_to=MAYBE,
        platform_id=MAYBE,
        locator=LOCATOR,
        edited=st.booleans(),
        deleted=st.booleans(),
    ),
    st.builds(Event, conversation=HEX, event=TEXT, sender=st.none() | ACCOUNT, sent_at=WHEN, body=TEXT, locator=LOCATOR),
    st.builds(Conversation, id=HEX, platform=TEXT, title=MAYBE, participants=tuples(ACCOUNT)),
    st.builds(Duplicate, of=HEX, locator=LOCATOR),
    st.builds(Framing, name=TEXT, locator=LOCATOR),
    st.builds(ReadProblem, code=TEXT, severity=st.sampled_from(get_args(Severity)), locator=LOCATOR),
    st.builds(EvidenceItem, id=HEX, sha256=HEX, size=st.integers(0, 2**50), name=TEXT, media_type=TEXT, part_of=MAYBE),
    st.builds(Acquisition, id=HEX, at=TEXT, agent=HEX, for_agent=MAYBE, tool=TEXT, items=tuples(HEX), note=TEXT),
    st.builds(Entry, id=HEX, recorded_at=TEXT, happened_at=st.none() | WHEN, agent=HEX, for_agent=MAYBE, body=TEXT),
    st.builds(Report, id=HEX, recorded_at=TEXT, made_at=WHEN, agent=HEX, for_agent=MAYBE, to=TEXT),
    st.builds(
        Report,
        id=HEX,
        recorded_at=TEXT,
        made_at=WHEN,
        agent=HEX,
        for_agent=MAYBE,
        to=TEXT,
        officer=TEXT,
        statement_at=st.none() | WHEN,
        due=MAYBE,
        handed_over=tuples(GIVEN),
        incidents=tuples(HEX),
    ),
    st.builds(
        ReportStep, id=HEX, report=HEX, recorded_at=TEXT, agent=HEX, for_agent=MAYBE, at=WHEN, words=TEXT, handed_over=tuples(GIVEN)
    ),
    st.builds(
        Intended, id=HEX, recorded_at=TEXT, agent=HEX, for_agent=MAYBE, of=tuples(HEX), address=TEXT, done_at=st.none() | WHEN
    ),
    st.builds(Agent, id=HEX, label=TEXT, name=TEXT),
    st.builds(Whereabouts, id=HEX, recorded_at=TEXT, agent=HEX, for_agent=MAYBE, places=tuples(TEXT)),
    st.builds(Exhibit, number=TEXT, target=HEX),
    st.builds(Dossier, id=HEX, at=TEXT, agent=HEX, for_agent=MAYBE, audience=TEXT, exhibits=tuples(TEXT), bundle_sha256=HEX),
)


@given(RECORDS)
def test_out_and_in_is_the_same_record_in_the_same_spelling(record: codec.Stored) -> None:
    data = codec.canonical(record)
    kind = codec.kind_of(record)
    assert codec.decode(kind, data) == record
    assert codec.decode_exact(kind, data) == record


@given(RECORDS)
def test_the_spelling_is_that_of_sorted_json_without_spaces(record: codec.Stored) -> None:
    data = codec.canonical(record)
    spelt = json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    # Control characters may be escaped in two ways; everything else has one spelling.
    assert json.loads(spelt) == json.loads(data)
    if "\\u" not in spelt and "\x7f" not in spelt:
        assert spelt.encode() == data


def test_every_kind_has_a_name_and_a_decoder() -> None:
    assert set(codec.KINDS.values()) == set(get_args(codec.Stored))


@pytest.mark.parametrize(
    "data",
    [
        b'{"of":"x","locator":{"file_sha256":"","member":null,"place":"","span":null}}',  # order
        b'{"locator":{"file_sha256":"","member":null,"place":"","span":null},"of":"x","zz":1}',  # unknown
        b'{"locator":{"file_sha256":"","member":null,"place":"","span":null},"of":"y","of":"x"}',  # twice
        b'{"locator":{"file_sha256":"","member":null,"place":"","span":null}, "of":"x"}',  # space
    ],
)
def test_another_spelling_is_not_exact(data: bytes) -> None:
    codec.decode("duplicate", data)
    with pytest.raises(ValueError, match="canonical"):
        codec.decode_exact("duplicate", data)


@pytest.mark.parametrize(
    "data", [b"", b"canary", b"[]", b'{"of":"canary"}', b'{"of":1,"locator":"canary"}', b"\xff\xfe", b"[" * 100_000]
)
def test_what_is_no_record_is_refused_without_showing_it(data: bytes) -> None:
    with pytest.raises(ValueError, match="duplicate") as refused:
        codec.decode("duplicate", data)
    assert "canary" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="kind"):
        codec.decode("verdict", b"{}")


def test_half_a_surrogate_pair_is_refused_without_showing_it() -> None:
    with pytest.raises(ValueError, match="surrogate") as refused:
        codec.canonical(Conversation(id="", platform="", title="canary \ud800"))
    assert "canary" not in str(refused.value)


@given(ACCOUNT)
def test_an_account_comes_back(account: Account) -> None:
    assert codec.decode_account(codec.canonical(account)) == account


def test_no_account_is_refused() -> None:
    with pytest.raises(ValueError, match="account"):
        codec.decode_account(b'{"name":1}')


def test_a_complaint_kept_before_it_had_officer_days_and_hand_overs_still_reads() -> None:
    data = (
        b'{"agent":"a1","anchor":"4:ab","channel":"web form","for_agent":null,"id":"c1","made_at":{"local":"2024-01-10T00:00:00",'
        b'"precision":"day","stated":"2024-01-10","utc":null,"zone":"unknown"},"note":"two exhibits","recorded_at":'
        b'"2024-04-02T10:30:00Z","reference":"L-7","status":"acknowledged","to":"Lighthouse Office","to_kind":"platform"}'
    )
    record = codec.decode("report", data)
    assert isinstance(record, Report)
    assert (record.to, record.to_kind, record.status, record.note) == (
        "Lighthouse Office",
        "platform",
        "acknowledged",
        "two exhibits",
    )
    assert (record.officer, record.statement_at, record.promised, record.due) == ("", None, None, None)
    assert (record.handed_over, record.incidents, record.outcome, record.next_step) == ((), (), "", "")
