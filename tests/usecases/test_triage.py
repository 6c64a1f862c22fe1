"""From suggestions to decisions: a run that goes on, a queue that loses nothing, labels that are a person's, and the way back."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gawah.analysis.assessment import Asked
from gawah.records.casework import Label
from gawah.records.content import Account, Message
from gawah.records.errors import BadInput, NotFound, SuggestionsOff
from gawah.records.evidence import Locator
from gawah.records.judgement import Judgement
from gawah.records.triage import Decision
from gawah.records.when import When
from gawah.usecases import triage, triage_budget, triage_decide, triage_run
from gawah.usecases._workspace import Workspace
from gawah.usecases.collect import collect
from gawah.usecases.label import keep_labels, labels_by_id, new_labels
from gawah.usecases.review import reveal
from tests.usecases.case import NOW, opened_case
from tests.usecases.doubled import MODEL, StandIn, stand_in

LINES = (
    ("Imran Vasti", "I will hurt you"),
    ("Rabia Noor", "stop writing to me"),
    ("Imran Vasti", "you fool"),
    ("Imran Vasti", "pay or I show them all"),
    ("Imran Vasti", "I will  HURT you"),
    ("Imran Vasti", "what a nice day"),
    ("Rabia Noor", "you fool"),
    ("Imran Vasti", "everybody knows you are a liar"),
)


def chat(lines: Sequence[tuple[str, str]] = LINES) -> str:
    """A chat of the night before, a line a minute."""
    return "".join(f"31/03/2024, 21:{n:02} - {name}: {words}\n" for n, (name, words) in enumerate(lines))


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Workspace]:
    with opened_case(tmp_path, ("Imran Vasti", chat())) as work:
        yield work


@pytest.fixture
def judged(case: Workspace) -> Workspace:
    triage_run.run(case, stand_in())
    return case


def rows(work: Workspace) -> list[triage.QueueRow]:
    return list(triage.queue(work, limit=100).rows)


def by_tactic(work: Workspace, tactic: str) -> triage.QueueRow:
    return next(one for one in rows(work) if one.tactics[0].tactic == tactic)


def test_a_run_judges_what_was_not_judged_and_says_how_much_is_left(case: Workspace) -> None:
    first = triage_run.run(case, stand_in(), slice_of=3)
    assert (first.judged, first.suggested, first.left, len(first.entries)) == (8, 6, 0, 3)
    again = triage_run.run(case, stand_in())
    assert (again.judged, again.entries) == (0, ())
    assert triage_run.run(case, stand_in("another-2@0123456789ab")).judged == 8
    assert case.vault.check(full=True).problems == ()


def test_a_run_that_was_stopped_goes_on_where_it_stopped(case: Workspace) -> None:
    class Tired(StandIn):
        def assess(self, asked: Sequence[Asked]) -> list[Judgement]:
            if len(self.asked) >= 4:
                raise KeyboardInterrupt
            return super().assess(asked)

    tired = Tired()
    with pytest.raises(KeyboardInterrupt):
        triage_run.run(case, tired, slice_of=2)
    assert case.vault.judged(MODEL) == (8, 4)
    done = triage_run.run(case, stand_in(), slice_of=2)
    assert (done.judged, done.left) == (4, 0)
    assert triage.counts(case).suggested == 6
    assert case.vault.check(full=True).problems == ()


def test_the_analyser_is_told_what_the_export_says(case: Workspace) -> None:
    double = StandIn()
    triage_run.run(case, double)
    told = {one.text: one for one in double.asked}
    assert told["you fool"].direct is True
    assert told["I will hurt you"].sender_is_owner is False  # the conversation is named after the other one
    assert told["stop writing to me"].sender_is_owner is True


def test_without_a_model_nothing_is_judged_and_everything_can_be_sorted_by_hand(case: Workspace) -> None:
    found = triage.queue(case, limit=10)
    assert (found.rows, found.model) == ((), None)
    hand = triage.by_hand(case, limit=5)
    assert len(hand.rows) == 5
    rest = triage.by_hand(case, limit=5, after=hand.after)
    assert (len(rest.rows), rest.after) == (3, None)
    first = hand.rows[0].id
    triage_decide.change(case, first, ["threat"])
    assert first not in {one.id for one in triage.by_hand(case, limit=50).rows}
    assert labels_by_id(case)[first].tactics == ("threat",)


def test_an_analyser_that_answers_for_other_texts_is_refused(case: Workspace) -> None:
    class Wrong(StandIn):
        def assess(self, asked: Sequence[Asked]) -> list[Judgement]:
            return list(reversed(super().assess(asked)))

    with pytest.raises(SuggestionsOff):
        triage_run.run(case, Wrong())
    assert case.vault.models() == []


def test_the_queue_has_near_copies_in_one_row_and_threats_first(judged: Workspace) -> None:
    found = triage.queue(judged, limit=100)
    assert [one.tactics[0].tactic for one in found.rows] == ["threat", "false_claim", "insult", "blackmail"]
    assert found.rows[0].copies == 2
    assert [len(one.waiting) for one in found.rows] == [2, 1, 2, 1]
    assert (found.clusters, found.counts.suggested, found.counts.undecided) == (4, 6, 6)
    assert found.rows[0].by_owner is False
    assert len(triage.queue(judged, limit=2).rows) == 2


def test_one_decision_labels_near_copies_and_their_labels_say_so(judged: Workspace) -> None:
    row = by_tactic(judged, "threat")
    made = triage_decide.accept(judged, row.row.id, severity=3)
    said = labels_by_id(judged)
    assert {said[one].tactics for one in row.waiting} == {("threat",)}
    assert said[row.row.id].by_likeness_with == ""
    other = next(one for one in row.waiting if one != row.row.id)
    assert said[other].by_likeness_with == row.row.id
    assert {one.decision for one in said.values()} == {made.decision.id}
    assert made.decision.suggested == ("threat",)
    assert made.decision.model == MODEL
    assert row.row.id not in {one.row.id for one in rows(judged)}


def test_both_sides_are_sorted_alike(judged: Workspace) -> None:
    row = by_tactic(judged, "insult")
    senders = {judged.vault.get(one).json.split(b'"sender":{"handle":null,"name":"')[1].split(b'"')[0] for one in row.waiting}
    assert senders == {b"Imran Vasti", b"Rabia Noor"}


def test_change_not_abuse_and_what_cannot_be_said(judged: Workspace) -> None:
    row = by_tactic(judged, "insult")
    triage_decide.change(judged, row.row.id, ["sexual", "insult"])
    assert labels_by_id(judged)[row.row.id].tactics == ("insult", "sexual")
    other = by_tactic(judged, "blackmail").row.id
    triage_decide.not_abuse(judged, other)
    assert (labels_by_id(judged)[other].tactics, labels_by_id(judged)[other].severity) == ((), 0)
    assert judged.vault.get(other).id == other  # it stays
    for wrong in (["nonsense"], []):
        with pytest.raises(BadInput):
            triage_decide.change(judged, other, wrong)
    quiet = judged.vault.quiet()[0]
    with pytest.raises(BadInput, match="no tactic"):
        triage_decide.accept(judged, quiet)
    with pytest.raises(BadInput):
        triage_decide.accept(judged, row.row.id, severity=5)
    with pytest.raises(NotFound):
        triage_decide.accept(judged, "abcdefabcdef")


def test_what_is_put_off_waits_behind_and_what_is_handed_on_has_its_own_queue(judged: Workspace) -> None:
    threat = by_tactic(judged, "threat")
    triage_decide.put_off(judged, threat.row.id, "later")
    assert rows(judged)[-1].row.id == threat.row.id
    assert rows(judged)[-1].state == "later"
    insult = by_tactic(judged, "insult")
    triage_decide.put_off(judged, insult.row.id, "needs-helper")
    assert insult.row.id not in {one.row.id for one in rows(judged)}
    handed = triage.queue(judged, limit=9, for_helper=True).rows
    assert [one.row.id for one in handed] == [insult.row.id]
    found = triage.counts(judged)
    assert (found.later, found.needs_helper, found.undecided, found.decided) == (2, 2, 2, 0)
    triage_decide.accept(judged, insult.row.id)
    assert triage.queue(judged, limit=9, for_helper=True).rows == ()


def test_undo_goes_back_decision_by_decision(judged: Workspace) -> None:
    by_hand = by_tactic(judged, "blackmail").row.id
    keep_labels(judged, new_labels(judged, [by_hand], ["doxxing"], 4, "mine"))
    threat = by_tactic(judged, "threat")
    triage_decide.accept(judged, threat.row.id)
    triage_decide.change(judged, threat.row.id, ["incitement"])
    triage_decide.not_abuse(judged, by_hand)
    triage_decide.put_off(judged, by_tactic(judged, "insult").row.id, "later")
    triage_decide.undo(judged)
    assert by_tactic(judged, "insult").state == "undecided"
    triage_decide.undo(judged)
    assert (labels_by_id(judged)[by_hand].tactics, labels_by_id(judged)[by_hand].note) == (("doxxing",), "mine")
    triage_decide.undo(judged)
    assert {labels_by_id(judged)[one].tactics for one in threat.waiting} == {("threat",)}
    triage_decide.undo(judged)
    assert not set(threat.waiting) & labels_by_id(judged).keys()
    assert triage.counts(judged).undecided == 5
    with pytest.raises(BadInput):
        triage_decide.undo(judged)
    assert [one.active for one in judged.vault.stated(Decision)] == [False] * 4
    assert len(triage_decide.activity(judged)) == 4
    assert judged.vault.check(full=True).problems == ()


def test_undo_leaves_a_label_that_a_person_set_later(judged: Workspace) -> None:
    threat = by_tactic(judged, "threat")
    triage_decide.accept(judged, threat.row.id)
    keep_labels(judged, new_labels(judged, [threat.waiting[0]], ["insult"], None))
    triage_decide.undo(judged)
    assert labels_by_id(judged).keys() == {threat.waiting[0]}
    assert labels_by_id(judged)[threat.waiting[0]].tactics == ("insult",)


def test_undo_is_twenty_deep(judged: Workspace) -> None:
    row = by_tactic(judged, "threat").row.id
    for _ in range(22):
        triage_decide.put_off(judged, row, "later")
    for _ in range(20):
        triage_decide.undo(judged)
    with pytest.raises(BadInput, match="20"):
        triage_decide.undo(judged)


def test_a_near_copy_that_comes_later_waits_and_can_be_decided_the_same(judged: Workspace, tmp_path: Path) -> None:
    threat = by_tactic(judged, "threat")
    triage_decide.change(judged, threat.row.id, ["threat", "doxxing"], severity=4)
    path = tmp_path / "WhatsApp Chat with Unknown Number.txt"
    path.write_text(chat((("Unknown Number", "I will hurt you"),)), encoding="utf-8")
    collect(judged, [path])
    done = triage_run.run(judged, stand_in())
    assert (done.judged, done.suggested) == (1, 1)
    row = rows(judged)[0]
    assert (row.copies, len(row.waiting)) == (3, 1)
    assert row.like is not None
    assert row.like.tactics == ("threat", "doxxing")
    triage_decide.same(judged, row.row.id)
    assert labels_by_id(judged)[row.row.id].tactics == ("threat", "doxxing")
    with pytest.raises(BadInput):
        triage_decide.same(judged, by_tactic(judged, "blackmail").row.id)


def test_nothing_is_written_by_a_trial(judged: Workspace) -> None:
    size, row = judged.vault.size(), by_tactic(judged, "threat").row.id
    assert triage_decide.accept(judged, row, write=False).entry is None
    assert triage_decide.put_off(judged, row, "later", write=False).entry is None
    assert judged.vault.size() == size


def test_the_queue_pauses_at_the_days_number_and_goes_on_when_told(judged: Workspace) -> None:
    triage_budget.set_budget(judged, 2)
    ids = [one.row.id for one in rows(judged)]
    reveal(judged, ids[:1])
    assert triage.queue(judged, limit=9).rows
    reveal(judged, ids[:1])  # seen twice is seen twice
    paused = triage.queue(judged, limit=9)
    assert (paused.paused, paused.rows, paused.budget.today, paused.budget.left) == (True, (), 2, 0)
    assert len(triage.queue(judged, limit=9, go_on=True).rows) == 4
    tomorrow = Workspace(judged.vault, judged.acting, lambda: "2024-04-03T00:00:00Z")
    assert triage.queue(tomorrow, limit=9).budget.today == 0
    triage_budget.set_budget(judged, None)
    assert triage.queue(judged, limit=9).budget.left is None
    with pytest.raises(BadInput):
        triage_budget.set_budget(judged, -1)


def test_what_was_taken_back_is_no_label(judged: Workspace) -> None:
    triage_decide.accept(judged, by_tactic(judged, "threat").row.id)
    triage_decide.undo(judged)
    assert labels_by_id(judged) == {}
    assert all(one.taken_back for one in judged.vault.stated(Label))


def test_a_decision_is_dated_and_signed_like_every_statement(judged: Workspace) -> None:
    made = triage_decide.accept(judged, by_tactic(judged, "threat").row.id)
    assert (made.decision.recorded_at, made.decision.agent) == (NOW, judged.acting.agent)
    assert made.entry == judged.vault.entered_at(made.decision.id)


def test_a_mails_subject_is_judged_and_its_place_found_again() -> None:
    mail = Message(
        conversation="0" * 32,
        kind="email",
        sender=Account(name="Imran Vasti"),
        subject="pay me",
        sent_at=When(stated="", local=None, utc=None, zone="unknown", precision="second"),
        body="or I tell them all",
        locator=Locator(file_sha256="0" * 64, member=None, place="1", span=None),
    )
    assert triage_run.text_of(mail) == "pay me\nor I tell them all"
    assert triage_run.text_of(replace(mail, subject=None)) == "or I tell them all"
    assert len(triage_run.text_of(replace(mail, body="x" * 1_000_000))) == triage_run.LONGEST


@pytest.mark.parametrize(
    "text", ["", "🙂", "\u202egnp.lleh\u202c", "z\u0335\u0321a\u0321l\u0335go" * 40, "QUJD" * 3000, "\x00\x01 hurt \x7f"]
)
def test_odd_texts_are_judged_and_kept_like_all_others(tmp_path: Path, text: str) -> None:
    made = json.dumps({"sender_name": "Imran Vasti", "timestamp_ms": 1_711_800_000_000, "content": text})
    thread = f'{{"participants":[{{"name":"Imran Vasti"}},{{"name":"Rabia Noor"}}],"messages":[{made}],"title":"Imran Vasti"'
    thread += ',"thread_path":"inbox/imran_17","is_still_participant":true,"magic_words":[]}'
    inbox = tmp_path / "export/your_instagram_activity/messages/inbox/imran_17"
    inbox.mkdir(parents=True)
    (inbox / "message_1.json").write_text(thread, encoding="utf-8")
    with opened_case(tmp_path) as work:
        collect(work, [tmp_path / "export"])
        done = triage_run.run(work, stand_in())
        assert (done.judged, done.suggested) == (1, int("hurt" in text))
        assert work.vault.check(full=True).problems == ()


def test_what_the_sender_said_just_before_is_told_too(tmp_path: Path) -> None:
    lines = [
        "30/03/2024, 10:00 - Imran Vasti: long before",
        "30/03/2024, 20:00 - Imran Vasti: I have your pictures",
        "30/03/2024, 20:01 - Rabia Noor: which",
        "30/03/2024, 20:02 - Imran Vasti: pay or they see them",
    ]
    double = StandIn()
    with opened_case(tmp_path, ("Imran Vasti", "\n".join(lines))) as work:
        triage_run.run(work, double, slice_of=1)
    told = {one.text: one.earlier for one in double.asked}
    assert told["pay or they see them"] == ("I have your pictures",)
    assert told["which"] == ()
