"""Whatever has an id is known to `show`, and what a person wrote in it only to `reveal`."""

import json
from dataclasses import fields
from typing import Any, get_args

import pytest

from gawah.interfaces.cli._added_rows import added_facts, added_json
from gawah.records.casework import Entry, Finding, Label, Notice, Party, Report, Translation
from gawah.records.complaint import Intended, ReportStep
from gawah.records.custody import Agent, Authority, Backup
from gawah.records.disclosure import Certificate, Dossier, HandOver, Redaction
from gawah.records.errors import BadInput, NotFound
from gawah.records.incident import DiaryKey, Impact, Incident
from gawah.records.triage import AuditSample, Decision, TriageSettings
from gawah.records.whereabouts import Whereabouts
from gawah.usecases import _log_form, label, log
from gawah.usecases._added import ADDED, Added, anything
from gawah.usecases._stated import stated_time
from gawah.usecases._workspace import Workspace
from gawah.usecases.review import reveal
from gawah.usecases.show import StatementSheet, show
from gawah.vault import codec

WHEN = stated_time("2024-02-01")
WORDS = "seven lanterns at the gate"
APART = {Impact: "the diary is locked apart", DiaryKey: "no command prints its id"}
HERE: dict[str, Any] = {"recorded_at": "2024-04-02T10:30:00Z", "agent": "ab" * 16, "for_agent": None}
LOGGED = 'occurred_at = "2024-01-02"\nplatform = "Chatter"\nrecipient = "self"\nwhat_happened = "seven lanterns at the gate"\n'


def samples(work: Workspace) -> list[Added]:
    """One statement of each kind; words of people are `WORDS`."""
    ids = iter(f"{number:08x}" * 4 for number in range(0xA0000001, 0xA0000100))
    return [
        Notice(id=next(ids), **HERE, given_at=WHEN, kind="stop-request", body=WORDS),
        ReportStep(id=next(ids), report="cd" * 16, **HERE, at=WHEN, kind="call", direction="to-them", words=WORDS),
        Intended(id=next(ids), **HERE, what="block", address=WORDS),
        Label(of="cd" * 16, **HERE, tactics=("threat",), severity=3, note=WORDS),
        Finding(
            id=next(ids),
            kind="missing-later",
            found_at="2024-04-02T10:30:00Z",
            earlier="cd" * 16,
            later="ef" * 16,
            earlier_kept="2024-01-01T00:00:00Z",
            later_kept="2024-01-02T00:00:00Z",
            conversation="12" * 16,
            records=("34" * 16,),
            basis="time-covered",
            maker="gawah 0",
        ),
        log.new_incident(work, _log_form.of_text(LOGGED)),
        Party(id=next(ids), **HERE, shown="Z. Q.", role="protected", spellings=(WORDS,)),
        Redaction(id=next(ids), of="cd" * 16, **HERE, words=(WORDS,)),
        Dossier(
            id=next(ids), at="2024-04-02T10:30:00Z", agent="ab" * 16, for_agent=None, audience="lawyer", bundle_sha256="0" * 64
        ),
        HandOver(id=next(ids), **HERE, dossier="cd" * 16, recipient_keys=("age1x",), sealed_sha256="0" * 64, sealed_size=9),
        Certificate(id=next(ids), **HERE, form="in-63-4-c", dossier="cd" * 16, pdf_sha256="0" * 64),
        Agent(id=next(ids), label="helper", role="helper"),
        Authority(id=next(ids), name="tower", url="https://t.example", root=WORDS, recorded_at="2024-04-02T10:30:00Z"),
        Backup(
            id=next(ids), at="2024-04-02T10:30:00Z", agent="ab" * 16, for_agent=None, label=WORDS, originals=3, copied=1, bytes=7
        ),
        Whereabouts(id=next(ids), **HERE, places=("xx",)),
        Decision(id=next(ids), **HERE, act="accept", of="cd" * 16, about=("cd" * 16,), tactics=("threat",)),
        TriageSettings(**HERE, reveals_a_day=12),
        AuditSample(id=next(ids), **HERE, seed="ab" * 16, model="invented-1@0123456789ab"),
    ]


@pytest.mark.parametrize("name", sorted(codec.KINDS))
def test_every_kind_of_statement_with_an_id_of_its_own_is_known_to_show(name: str) -> None:
    kind = codec.KINDS[name]
    named = "id" in {one.name for one in fields(kind)} or isinstance(vars(kind).get("id"), property)
    if kind in get_args(codec.Stated) and named and kind not in APART:
        assert kind in {Entry, Report, Translation, *ADDED}


@pytest.mark.parametrize("kind", ADDED)
def test_show_finds_it_and_says_what_it_is_without_its_words(work: Workspace, kind: type) -> None:
    (made,) = (one for one in samples(work) if type(one) is kind)
    entry = work.vault.state(made, made.id, "2024-04-02T10:30:00Z", work.acting, method="label")
    assert anything(work, made.id[:8].upper()) == made
    sheet = show(work, made.id[:8])
    assert isinstance(sheet, StatementSheet)
    assert (sheet.statement, sheet.ledger_entry, sheet.entered_at) == (made, entry, "2024-04-02T10:30:00Z")
    told = json.dumps(added_json(made)) + str(added_facts(made))
    assert "lanterns" not in told
    assert added_json(made)["id"] == made.id
    assert len(added_facts(made)) > 2


@pytest.mark.parametrize("kind", ADDED)
def test_reveal_shows_the_words_of_those_that_have_some(work: Workspace, kind: type) -> None:
    (made,) = (one for one in samples(work) if type(one) is kind)
    work.vault.state(made, made.id, "2024-04-02T10:30:00Z", work.acting, method="label")
    if kind in (Notice, ReportStep, Intended, Label):
        assert reveal(work, [made.id]) == [made]
    else:
        with pytest.raises(BadInput) as refused:
            reveal(work, [made.id])
        assert ("gawah log show" in str(refused.value)) == (kind is Incident)


def test_two_kinds_that_begin_alike_need_more_digits(work: Workspace) -> None:
    for ending, number in (("1", 0), ("2", 6)):
        one = samples(work)[number]
        assert isinstance(one, Notice | Party)
        changed = type(one)(**{each.name: getattr(one, each.name) for each in fields(one)} | {"id": "c0ffee" * 5 + "a" + ending})
        work.vault.state(changed, changed.id, "2024-04-02T10:30:00Z", work.acting, method="label")
    with pytest.raises(BadInput):
        anything(work, "c0ffee")
    assert isinstance(anything(work, "c0ffee" * 5 + "a2"), Party)


def test_only_what_can_be_pointed_at_is_labelled(work: Workspace) -> None:
    made = samples(work)[0]
    work.vault.state(made, made.id, "2024-04-02T10:30:00Z", work.acting, method="notice")
    with pytest.raises(NotFound):
        label.new_labels(work, [made.id], tactics=["threat"], severity=1)
