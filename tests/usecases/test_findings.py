"""Exports brought months apart: what is new, what changed and what vanished becomes a dated finding; nothing is merged away."""

from dataclasses import replace
from pathlib import Path

from gawah.records.casework import Finding
from gawah.usecases._descriptor import record_of
from gawah.usecases._workspace import Workspace
from gawah.usecases.collect import collect
from gawah.usecases.erase import erase, loss
from gawah.usecases.findings import about, findings
from gawah.vault.local import Filters
from tests.usecases.invented import CHAT_NAME, chat, written

SENDERS = ("Rabia Noor", "Imran Vasti") * 3
LINES = tuple((f"1{day}/01/2024, 09:00", sender, f"canary number {day}") for day, sender in zip(range(3, 9), SENDERS, strict=True))
THREAT = ("13/01/2024, 09:00", "Imran Vasti", "you cannot hide from me, canary, I know where she works")
PAGE = f"<html><title>Chat</title><body><p>Imran Vasti</p><p>{THREAT[2]}</p></body></html>".encode()


def brought(work: Workspace, folder: Path, lines: tuple[tuple[str, str, str], ...], at: str) -> tuple[Finding, ...]:
    work = replace(work, clock=lambda: at)
    path = written(folder / CHAT_NAME, chat(lines))
    return collect(work, [path]).items[0].findings


def words(work: Workspace, ids: tuple[str, ...]) -> list[str]:
    found = work.vault.page(Filters(ids=list(ids), include_same=True))
    return [record_of(row).body for row in found]


def test_a_message_that_vanished_is_a_dated_finding(work: Workspace, tmp_path: Path) -> None:
    assert brought(work, tmp_path / "1", LINES, "2024-02-01T00:00:00Z") == ()
    later = (*LINES[:2], *LINES[3:], ("20/03/2024, 09:00", "Rabia Noor", "one more canary"))
    [found] = brought(work, tmp_path / "2", later, "2024-04-01T00:00:00Z")
    assert (found.kind, found.basis) == ("missing-later", "time-covered")
    assert (found.earlier_kept, found.later_kept) == ("2024-02-01T00:00:00Z", "2024-04-01T00:00:00Z")
    assert words(work, found.records) == ["canary number 5"]
    assert work.vault.total() == 7  # what vanished stays


def test_a_message_that_was_replaced_is_a_change(work: Workspace, tmp_path: Path) -> None:
    brought(work, tmp_path / "1", LINES, "2024-02-01T00:00:00Z")
    later = (*LINES[:3], (LINES[3][0], LINES[3][1], "This message was deleted"), *LINES[4:])
    [found] = brought(work, tmp_path / "2", later, "2024-04-01T00:00:00Z")
    assert (found.kind, found.basis) == ("changed", "same-sender-and-time")
    assert words(work, found.records) == ["canary number 6"]
    assert about(work, found.counterparts[0]) == about(work, found.records[0]) == (found,)


def test_the_order_of_bringing_does_not_matter(work: Workspace, tmp_path: Path) -> None:
    later = (*LINES[:2], *LINES[3:], ("20/03/2024, 09:00", "Rabia Noor", "one more canary"))
    brought(work, tmp_path / "2", later, "2024-04-01T00:00:00Z")
    [found] = brought(work, tmp_path / "1", LINES, "2024-05-01T00:00:00Z")
    assert found.kind == "missing-later"
    assert words(work, found.records) == ["canary number 5"]


def test_what_lies_outside_the_time_of_the_other_export_is_no_finding(work: Workspace, tmp_path: Path) -> None:
    brought(work, tmp_path / "1", LINES, "2024-02-01T00:00:00Z")
    assert brought(work, tmp_path / "2", LINES[3:], "2024-04-01T00:00:00Z") == ()
    assert brought(work, tmp_path / "3", (*LINES[:4],), "2024-04-01T00:00:00Z") == ()


def test_a_message_that_only_the_later_export_holds_is_said_too(work: Workspace, tmp_path: Path) -> None:
    brought(work, tmp_path / "1", (*LINES[:2], *LINES[3:]), "2024-02-01T00:00:00Z")
    [found] = brought(work, tmp_path / "2", (*LINES, ("20/03/2024, 09:00", "Rabia Noor", "x")), "2024-04-01T00:00:00Z")
    assert found.kind == "missing-earlier"
    assert words(work, found.records) == ["canary number 5"]


def test_another_style_of_dates_is_no_difference(work: Workspace, tmp_path: Path) -> None:
    brought(work, tmp_path / "1", LINES, "2024-02-01T00:00:00Z")
    later = tuple((f"{time[6:10]}/{time[3:5]}/{time[:2]}, {time[12:]}", *rest) for time, *rest in LINES)
    assert brought(work, tmp_path / "2", later, "2024-04-01T00:00:00Z") == ()  # type: ignore[arg-type]


def test_a_conversation_without_a_message_in_common_is_not_compared(work: Workspace, tmp_path: Path) -> None:
    brought(work, tmp_path / "1", LINES[::2], "2024-02-01T00:00:00Z")
    assert brought(work, tmp_path / "2", LINES[1::2], "2024-04-01T00:00:00Z") == ()


def test_a_finding_is_kept_once_checked_and_says_what_was_erased_since(work: Workspace, tmp_path: Path) -> None:
    brought(work, tmp_path / "1", LINES, "2024-02-01T00:00:00Z")
    later = (*LINES[:2], *LINES[3:])
    [found] = brought(work, tmp_path / "2", later, "2024-04-01T00:00:00Z")
    brought(work, tmp_path / "2", later, "2024-05-01T00:00:00Z")
    assert work.vault.findings() == [found]
    assert work.vault.check(full=True).problems == ()
    erase(work, loss(work, found.earlier))
    [one] = findings(work)
    assert (one.earlier, one.later) == ("", CHAT_NAME)
    assert work.vault.check(full=True).problems == ()


def test_a_page_that_shows_a_message_corroborates_it_and_stays_its_own_record(work: Workspace, tmp_path: Path) -> None:
    lines = (THREAT, LINES[1])
    brought(work, tmp_path / "1", lines, "2024-02-01T00:00:00Z")
    [one] = collect(work, [written(tmp_path / "page.html", PAGE)]).items
    [found] = one.findings
    assert (found.kind, found.basis, found.score) == ("corroborated", "same-words", 100)
    assert words(work, found.records) == [lines[0][2]]
    assert work.vault.total() == 3
    [captured] = work.vault.page(Filters(kind="capture"))
    assert found.counterparts == (captured.id,)


def test_a_message_brought_after_the_page_is_linked_too(work: Workspace, tmp_path: Path) -> None:
    collect(work, [written(tmp_path / "page.html", PAGE)])
    lines = (THREAT, LINES[1])
    [found] = brought(work, tmp_path / "1", lines, "2024-02-01T00:00:00Z")
    assert found.kind == "corroborated"
