"""Complaints in a dossier: each reader is told of those that concern them, with digests, steps in order and who entered what."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from gawah.dossier.complaint_sheet import ComplaintSheet
from gawah.records.casework import Report
from gawah.usecases import _log_form, collect, disclose, label, log, notice, report, report_step
from gawah.usecases._complaint_sheets import over_time, sheets
from gawah.usecases._conduct_sheet import conduct_sheet
from gawah.usecases._workspace import Workspace
from gawah.usecases.choose import Choice
from gawah.usecases.protect import add_party, new_party
from tests.dossier.test_pages import words_of
from tests.interfaces.program import CHAT, CHAT_NAME

BODIES = {"authority": "Lighthouse Office", "platform": "Chatter Trust", "employer": "Kite Works", "lawyer": "A. Advocate"}


def filed(work: Workspace, kind: str = "authority", **told: object) -> Report:
    said = report.Told(to=BODIES[kind], to_kind=kind, made_at="2024-01-10", **told)  # type: ignore[arg-type]
    return report.add_report(work, report.new_report(work, said, report.checkpoint(work)))


def stepped(work: Workspace, of: Report, at: str, words: str = "Words.", **told: object) -> None:
    said = report_step.Told(at=at, words=words, **{"kind": "call", **told})  # type: ignore[arg-type]
    report_step.keep_step(work, report_step.new_step(work, of.id, said))


def facts(sheet: ComplaintSheet) -> dict[str, str]:
    return {str(one.label): str(one.value) for one in sheet.facts}


@pytest.mark.parametrize(
    ("audience", "told"),
    [
        ("authority", ["authority", "platform", "employer", "lawyer"]),
        ("lawyer", ["authority", "platform", "employer", "lawyer"]),
        ("platform", ["platform"]),
        ("employer", ["employer"]),
        ("public", []),
        ("a reader of tomorrow", []),
    ],
)
def test_a_reader_is_told_of_complaints_that_concern_them(work: Workspace, audience: str, told: list[str]) -> None:
    for kind in BODIES:
        filed(work, kind)
    assert [sheet.to for sheet in sheets(work, audience, {}, ())] == [BODIES[kind] for kind in told]
    shown = over_time(work, audience)
    marked = {one.what.to for one in shown.markers if isinstance(one.what, Report)}
    assert marked == {BODIES[kind] for kind in told}
    assert sum(shown.own.values()) == len(shown.markers)
    around = conduct_sheet(work, audience).anchors
    said = " ".join(str(words) for one in around for words in (one.title, *one.sentences))
    assert len(around) == len(told)
    assert [body for body in BODIES.values() if body in said] == [BODIES[kind] for kind in BODIES if kind in told]


def test_what_is_stated_stands_a_line_each_and_what_is_not_has_none(work: Workspace) -> None:
    filed(work)
    assert facts(sheets(work, "authority", {}, ())[0]) == {
        "Made to": "an authority",
        "Made, as stated": "2024-01-10",
        "Status, as last known": "filed",
    }
    made = filed(
        work,
        channel="in person",
        reference="LH 1",
        officer="Anwar Q.",
        officer_number="4711",
        statement_at="2024-01-11 10:00",
        promised="2024-05-01",
        outcome="a number was given",
        next_step="ask again",
        due="2024-04-09",
    )
    report.update_report(work, report.changed_report(work, made.id, report.Told(status="refused")))
    told = facts(sheets(work, "authority", {}, ())[1])
    assert (told["Officer, as named"], told["Statement given"]) == ("Anwar Q., number 4711", "2024-01-11 10:00")
    assert (told["Promised by"], told["Next step due"]) == ("1 May 2024", "9 April 2024")
    assert (told["Outcome"], told["Next step"], told["Status, as last known"]) == ("a number was given", "ask again", "refused")


def test_names_and_words_are_marked_as_those_of_people(work: Workspace) -> None:
    made = filed(work, officer="Anwar Q.")
    stepped(work, made, "2024-02-01", "I asked.", with_whom="Anwar Q.")
    (sheet,) = sheets(work, "authority", {}, ())
    officer = next(one for one in sheet.facts if one.value == "Anwar Q.")
    for thing, name in ((sheet, "to"), (officer, "value"), (sheet.steps[0], "text"), (sheet.steps[0].facts[0], "value")):
        assert thing.__dataclass_fields__[name].metadata["people"], name
    assert "Anwar" not in repr(sheet)
    assert "I asked" not in repr(sheet)


def test_a_body_without_a_name_is_said_to_have_none(work: Workspace) -> None:
    said = report.Told(to=" ", made_at="2024-01-10")
    report.add_report(work, report.new_report(work, said, report.checkpoint(work)))
    assert [sheet.to for sheet in sheets(work, "authority", {}, ())] == ["A body that is not named"]


def test_the_head_that_was_to_be_quoted_is_printed(work: Workspace) -> None:
    head = report.checkpoint(work)
    filed(work)
    (sheet,) = sheets(work, "lawyer", {}, ())
    assert (sheet.anchor_size, sheet.anchor_root) == (head.size, head.root)


def test_steps_stand_in_order_of_time_with_who_entered_them_and_what_shows_them(work: Workspace, tmp_path: Path) -> None:
    (tmp_path / CHAT_NAME).write_text(CHAT, encoding="utf-8")
    collect.collect(work, [tmp_path / CHAT_NAME])
    held, shown = work.vault.items()[0], work.vault.page(limit=2)
    made = filed(work)
    stepped(work, made, "2024-03-01", kind="reply", reference="R-9", attached=(held.id, shown[0].id, shown[1].id))
    stepped(work, made, "2024-02-01", kind="handed-over", items=(held.id,))
    (sheet,) = sheets(work, "authority", {shown[0].id: "E0007"}, ())
    first, second = sheet.steps
    assert (first.at, first.title) == ("2024-02-01", "Handed over, from the person to them")
    assert [(one.what, one.sha256) for one in first.handed_over] == [(CHAT_NAME, held.sha256)]
    assert (second.at, second.title) == ("2024-03-01", "Reply, from them to the person")
    told = {str(one.label): str(one.value) for one in second.facts}
    assert told == {"Reference": "R-9", "Shown by": f"{CHAT_NAME}, exhibit E0007, {shown[1].id[:8]} in the case, no exhibit here"}
    assert "ledger entry" in second.entered


def test_only_entries_of_the_log_that_stand_in_the_dossier_are_named(work: Workspace) -> None:
    told = 'occurred_at = "2024-01-02"\nplatform = "Chatter"\nrecipient = "self"\nwhat_happened = "A message came."\n'
    entries = [log.new_incident(work, _log_form.of_text(told)) for _ in range(2)]
    for one in entries:
        log.keep(work, one)
    filed(work, incidents=[one.id for one in entries])
    (sheet,) = sheets(work, "authority", {}, [entries[1].id[:8]])
    assert facts(sheet)["Entries of the log"] == entries[1].id[:8]


def test_the_pages_print_it_letter_by_letter_in_every_script(work: Workspace, tmp_path: Path) -> None:
    (tmp_path / CHAT_NAME).write_text(CHAT, encoding="utf-8")
    collect.collect(work, [tmp_path / CHAT_NAME])
    before = disclose.disclose(work, tmp_path / "first", Choice())
    made = filed(work, officer="#panic() *Anwar*", outcome="शिकायत दर्ज हुई", dossiers=[before.dossier.id])
    stepped(work, made, "2024-02-01", "abc \u202erow", with_whom="انسپکٹر انور")
    filed(work, "employer")
    disclose.disclose(work, tmp_path / "out", Choice(), audience="lawyer")
    text = words_of((tmp_path / "out" / "data" / "dossier.pdf").read_bytes())
    for said in (
        "Complaints",
        "Lighthouse Office",
        "#panic() *Anwar*",
        "शिकायत",
        "[U+202E]",
        before.dossier.bundle_sha256,
        "Kite Works",
    ):
        assert said in text, said
    disclose.disclose(work, tmp_path / "open", Choice(), audience="public")
    public = words_of((tmp_path / "open" / "data" / "dossier.pdf").read_bytes())
    assert "Lighthouse" not in public
    assert "Kite Works" not in public


def leaves(value: Any) -> Iterator[str]:
    """Every text and figure of a tree, without the names of its fields."""
    if isinstance(value, dict):
        value = list(value.values())
    if is_dataclass(value):
        value = [getattr(value, one.name) for one in fields(value)]
    if isinstance(value, list | tuple):
        for one in value:
            yield from leaves(one)
    elif value is not None:
        yield f"{value:,}" if isinstance(value, int) else value


def packed(text: str) -> str:
    """Without spaces and line breaks: a page breaks lines where it likes."""
    return re.sub(r"[\s\u200b\u00ad]+", "", unicodedata.normalize("NFC", text))


def case_with_complaints(work: Workspace, tmp_path: Path) -> None:
    (tmp_path / CHAT_NAME).write_text(CHAT, encoding="utf-8")
    collect.collect(work, [tmp_path / CHAT_NAME])
    held = work.vault.items()[0]
    made = filed(work, officer="Anwar Q.", outcome="a number was given", items=(held.id,), statement_at="2024-01-11 10:00")
    stepped(work, made, "2024-02-01", "I asked what Zafira had been told.", with_whom="Zafira Quill", items=(held.id,))
    stepped(work, made, "2024-02-05", "They wrote back.", kind="reply", reference="R-9")
    filed(work, "employer", note="for them alone")
    given = notice.Given(kind="stop-request", given_at="2023-12-31", to="Zafira Quill", body="Please stop.")
    notice.keep_notice(work, notice.new_notice(work, given))


def test_every_figure_and_statement_of_the_pages_stands_in_exhibits_json(work: Workspace, tmp_path: Path) -> None:
    case_with_complaints(work, tmp_path)
    disclose.disclose(work, tmp_path / "out", Choice())
    data = tmp_path / "out" / "data"
    tree = json.loads((data / "exhibits.json").read_bytes())
    page = packed(words_of((data / "dossier.pdf").read_bytes(), "-raw"))
    first, second = tree["complaints"]
    assert (first["to"], second["to"]) == ("Lighthouse Office", "Kite Works")
    assert [one["text"] for one in first["steps"]] == ["I asked what Zafira had been told.", "They wrote back."]
    assert first["handed_over"] == [{"what": CHAT_NAME, "sha256": work.vault.items()[0].sha256}] == first["steps"][0]["handed_over"]
    assert len(first["anchor"]["root"]) == 64
    assert {fact["label"]: fact["value"] for fact in first["facts"]}["Officer, as named"] == "Anwar Q."
    assert len(tree["conduct"]["anchors"]) == 3
    missing = [text for text in leaves([tree["complaints"], tree["conduct"]]) if packed(text) not in page]
    assert missing == []
    assert sum(1 for _ in leaves(tree["complaints"])) > 30


@pytest.mark.parametrize("short", [False, True])
def test_nothing_of_the_two_sections_is_left_out_of_exhibits_json(work: Workspace, tmp_path: Path, *, short: bool) -> None:
    case_with_complaints(work, tmp_path)
    label.keep_labels(work, label.new_labels(work, [one.id for one in work.vault.page(limit=2)], tactics=["threat"], severity=2))
    disclose.disclose(work, tmp_path / "out", Choice(short=short))
    tree = json.loads((tmp_path / "out" / "data" / "exhibits.json").read_bytes())
    assert tree["conduct"]["months"][0]["labelled"] == 2
    conversations = {row.conversation for row in work.vault.page()}
    printed = [*sheets(work, "authority", {}, ()), conduct_sheet(work, "authority", short=short, exhibited=conversations)]
    said = Counter(one for one in leaves(printed) if one not in ("", "0"))
    assert said == Counter(one for one in leaves([tree["complaints"], tree["conduct"]]) if one != "0")


def test_in_exhibits_json_too_no_complaint_names_whom_it_must_not(work: Workspace, tmp_path: Path) -> None:
    case_with_complaints(work, tmp_path)
    add_party(work, new_party(work, ["Zafira Quill", "Zafira"], shown="Z. Q."))
    disclose.disclose(work, tmp_path / "out", Choice())
    listed = (tmp_path / "out" / "data" / "exhibits.json").read_text("utf-8")
    assert "zafira" not in listed.lower()
    tree = json.loads(listed)
    assert tree["complaints"][0]["steps"][0]["text"] == "I asked what [Z. Q.] had been told."
    assert any("[Z. Q.]" in one["title"] for one in tree["conduct"]["anchors"])


def test_a_reader_who_is_told_of_no_complaint_finds_none_in_exhibits_json(work: Workspace, tmp_path: Path) -> None:
    case_with_complaints(work, tmp_path)
    disclose.disclose(work, tmp_path / "open", Choice(), audience="public")
    listed = (tmp_path / "open" / "data" / "exhibits.json").read_text("utf-8")
    assert "complaints" not in json.loads(listed)
    assert "Lighthouse" not in listed
    assert "Kite Works" not in listed
