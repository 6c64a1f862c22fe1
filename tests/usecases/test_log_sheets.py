"""The incident log in a dossier: only what goes to its reader, words beside their translation, of the diary what was chosen."""

import json
import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from gawah.records.errors import BadInput, NothingSelected
from gawah.records.incident import Impact, Incident
from gawah.usecases import _log_form, collect, diary, disclose, log
from gawah.usecases._log_sheets import LogChoice, goes_to, section
from gawah.usecases._workspace import Workspace
from gawah.usecases.choose import Choice
from gawah.usecases.review import Selection
from gawah.usecases.verify import verify
from tests.interfaces.program import CHAT, CHAT_NAME

PLAIN = 'platform = "Instagram"\nrecipient = "self"\n'


def kept(work: Workspace, day: str, more: str, reader: str = "authority") -> Incident:
    made = log.new_incident(work, _log_form.of_text(f'occurred_at = "{day}"\nvisibility = "{reader}"\n{PLAIN}{more}'))
    log.keep(work, made)
    return made


def wrote(work: Workspace, body: str, *, private: bool = False) -> Impact:
    made = diary.new_entry(work, diary.Told(body=body, felt_at="2024-03", private=private, fear=None if private else True))
    diary.keep(work, made)
    return made


def standing(work: Workspace, audience: str, choice: LogChoice | None = None, where: Selection | None = None) -> list[str]:
    found = section(work, audience, choice or LogChoice(), where=where or Selection(), everything=True)
    return [one.text for one in found.entries] if found else []


def with_chat(work: Workspace, folder: Path) -> None:
    (folder / CHAT_NAME).write_text(CHAT, encoding="utf-8")
    collect.collect(work, [folder / CHAT_NAME])


def every_byte(folder: Path) -> bytes:
    """All files of a bundle, what is packed in the PDF unpacked too, and the names of the files."""
    found = b""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        found += path.name.encode() + data
        for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL) if path.suffix == ".pdf" else ():
            try:
                found += zlib.decompress(packed)
            except zlib.error:
                continue
    return found


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("person", {"user", "delegate", "lawyer", "authority", "platform"}),
        ("lawyer", {"lawyer", "authority", "platform"}),
        ("authority", {"authority", "platform"}),
        ("platform", {"platform"}),
        ("employer", {"platform"}),
        ("public", set()),
        ("somebody new", set()),
    ],
)
def test_an_entry_stands_only_before_readers_to_whom_it_goes(work: Workspace, audience: str, readers: set[str]) -> None:
    for reader in _log_form.VISIBILITIES:
        made = kept(work, "2024-03-05", f'what_happened = "{reader}"', reader)
        assert goes_to(made, audience) == (reader in readers)
    assert set(standing(work, audience)) == readers


@pytest.mark.parametrize("care", ["intimate", "medical", "third-party"])
def test_what_needs_care_stands_only_when_it_was_picked(work: Workspace, care: str) -> None:
    made = kept(work, "2024-03-05", f'what_happened = "a"\nsensitivity = ["{care}"]')
    kept(work, "2024-03-06", 'what_happened = "b"')
    assert standing(work, "authority") == ["b"]
    assert standing(work, "authority", LogChoice(ids=(made.id[:8],), rest=True)) == ["a", "b"]
    assert standing(work, "authority", LogChoice(ids=(made.id[:8],), rest=False)) == ["a"]
    with pytest.raises(BadInput, match="does not go to this reader"):
        standing(work, "platform", LogChoice(ids=(made.id,)))


def test_the_conditions_of_the_dossier_hold_for_entries_too(work: Workspace) -> None:
    for day in ("2024-03-05", "2024-04-05"):
        kept(work, day, f'what_happened = "{day}"')
    assert standing(work, "authority", where=Selection(since="2024-04")) == ["2024-04-05"]
    assert standing(work, "authority", where=Selection(until="2024-03")) == ["2024-03-05"]
    assert standing(work, "authority", where=Selection(platform="instagram")) == ["2024-03-05", "2024-04-05"]
    assert standing(work, "authority", where=Selection(platform="WhatsApp")) == []
    assert standing(work, "authority", where=Selection(kind="message")) == []
    assert section(work, "authority", LogChoice(), where=Selection(), everything=False) is None
    assert section(work, "authority", LogChoice(rest=False), where=Selection(), everything=True) is None


def test_an_entry_is_told_with_its_delay_its_writer_and_what_it_corrects(work: Workspace) -> None:
    said = 'what_happened = "a"\nexact_words = "تم"\nlanguage = "ur"\ntranslation = "you"\ntranslator = "a cousin"\n'
    said += 'tactics = ["threat"]\n'
    first = kept(work, "2025-12-01", said + '[[witnesses]]\nname = "Sami"\ncontact = "canary"\nsaw = "it"')
    _, second = log.corrected(work, first.id, _log_form.of_text('what_happened = "b"\nurl = "https://example.org/"'))
    log.keep(work, second)
    log.handle(work, log.shown_to(work, [], "platform"))
    found = section(work, "authority", LogChoice(), where=Selection(), everything=True)
    assert found is not None
    (one,) = found.entries
    assert (one.id, one.text, one.quoted, one.language, one.translation, one.translator) == (
        second.id[:8],
        "b",
        "تم",
        "ur",
        "you",
        "a cousin",
    )
    assert one.recorded == "2026-01-02T03:04:05Z, by the clock of the machine: 32 days after"
    facts = {fact.label: fact.value for fact in one.facts}
    assert (facts["What it did, as the person sees it"], facts["Witness"]) == ("threat", "Sami: it")
    entry = work.vault.earlier(Incident, first.id)[0][0]
    earlier = f"The entry before, {first.id[:8]}, stands in the ledger, entry {entry}."
    assert one.corrections == (f"Corrected on {second.recorded_at}: the address, what happened. {earlier}",)
    assert one.ledger_entry == entry
    assert "canary" not in str([fact.value for fact in one.facts])


def test_of_a_month_no_day_is_printed_that_nobody_stated(work: Workspace) -> None:
    kept(work, "2024-03", 'what_happened = "a"')
    found = section(work, "authority", LogChoice(), where=Selection(), everything=True)
    assert found is not None
    assert (found.entries[0].time.stated, found.entries[0].time.local) == ("2024-03", None)
    assert found.entries[0].known == "Only the month is known."


def test_what_is_needed_is_told_to_authorities_and_lawyers_alone(work: Workspace) -> None:
    kept(
        work,
        "2024-03-05",
        'what_happened = "a"\n[[missing]]\nwhat = "later"\n[[missing]]\nwhat = "x"\nvanishes_by = "2024-05-01"',
        "platform",
    )
    for audience, told in (("authority", ["x", "later"]), ("lawyer", ["x", "later"]), ("platform", [])):
        found = section(work, audience, LogChoice(), where=Selection(), everything=True)
        assert found is not None
        assert [one.what for one in found.needed] == told


def test_entries_taken_back_are_counted_and_never_shown(work: Workspace) -> None:
    gone = kept(work, "2024-03-05", 'what_happened = "canary"')
    _, last = log.corrected(work, gone.id, _log_form.of_text(""), withdraw=True)
    log.keep(work, last)
    kept(work, "2024-03-06", 'what_happened = "b"')
    found = section(work, "authority", LogChoice(), where=Selection(), everything=True)
    assert found is not None
    assert ([one.text for one in found.entries], found.left_out, found.withdrawn) == (["b"], 1, 1)
    with pytest.raises(BadInput, match="taken back"):
        section(work, "authority", LogChoice(ids=(gone.id,)), where=Selection(), everything=True)


def test_a_dossier_without_impact_holds_no_trace_of_the_diary(work: Workspace, tmp_path: Path) -> None:
    with_chat(work, tmp_path)
    kept(
        work, "2024-03-05", 'what_happened = "A post."\nexact_words = "تم مجھ سے نہیں چھپ سکتیں"\ntranslation = "You cannot hide."'
    )
    kept(work, "2024-03-06", 'what_happened = "canaryuser"', "user")
    shared, private = wrote(work, "canaryimpact"), wrote(work, "canaryprivate", private=True)
    disclose.disclose(work, tmp_path / "without", Choice())
    told = every_byte(tmp_path / "without")
    assert b"A post." in told
    for trace in (b"canary", b"diary", shared.id[:8].encode(), private.id[:8].encode(), b"impact", b"2024-03,"):
        assert trace not in told
    made = disclose.disclose(work, tmp_path / "with", Choice(log=LogChoice(impact=(shared,), recipient="the clinic")))
    told = every_byte(tmp_path / "with")
    assert (b"canaryimpact" in told, b"canaryprivate" in told, b"canaryuser" in told) == (True, False, False)
    listed = json.loads((tmp_path / "with/data/exhibits.json").read_text("utf-8"))["log"]
    assert (listed["impact"]["for"], listed["impact"]["entries"][0]["text"]) == ("the clinic", "canaryimpact")
    assert (made.dossier.impact, made.dossier.impact_for) == ((shared.id,), "the clinic")
    assert f"impact {shared.id}".encode() in work.vault.leaf(made.ledger_entry)
    disclose.disclose(work, tmp_path / "after", Choice())
    later = every_byte(tmp_path / "after")
    assert [trace for trace in (b"canary", b"the clinic", shared.id[:8].encode()) if trace in later] == []
    for folder in ("without", "with", "after"):
        assert verify(tmp_path / folder).intact.state == "yes"


def test_impact_is_handed_over_to_somebody(work: Workspace) -> None:
    shared = wrote(work, "words")
    for nobody in ("", "  "):
        with pytest.raises(BadInput, match="--for"):
            section(work, "lawyer", LogChoice(impact=(shared,), recipient=nobody), where=Selection(), everything=False)
    with pytest.raises(AssertionError):
        section(
            work, "lawyer", LogChoice(impact=(replace(shared, private=True),), recipient="x"), where=Selection(), everything=False
        )


def test_a_log_alone_makes_a_dossier(work: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NothingSelected):
        disclose.disclose(work, tmp_path / "empty", Choice())
    kept(work, "2024-03-05", 'what_happened = "दो बार दरवाज़े पर आया।"')
    made = disclose.disclose(work, tmp_path / "log", Choice())
    assert made.dossier.exhibits == ()
    assert (
        json.loads((tmp_path / "log/data/exhibits.json").read_text("utf-8"))["log"]["entries"][0]["text"] == "दो बार दरवाज़े पर आया।"
    )
    assert verify(tmp_path / "log").intact.state == "yes"
    with pytest.raises(NothingSelected):
        disclose.disclose(work, tmp_path / "none", Choice(log=LogChoice(rest=False)))
