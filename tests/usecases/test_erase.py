"""What erasing would take away is said before, and is what it takes away."""

import zipfile
from pathlib import Path

import pytest

from gawah.usecases import _resting, erase, review
from gawah.usecases.collect import collect
from tests.usecases.case import NOW, opened_case

LINES = "28/12/2023, 21:05 - Imran: one\n29/12/2023, 21:05 - Rabia: two\n"


def test_the_loss_is_foretold(tmp_path: Path) -> None:
    chats = (("Imran", LINES), ("Sana", LINES.replace("Imran", "Sana") + "30/12/2023, 08:00 - Sana: three\n"))
    with opened_case(tmp_path, *chats) as work:
        before = review.list_rows(work, review.Selection(), limit=100)
        item = work.vault.items()[1]
        lost = [row for row in before.rows if row.item == item.id]
        (exhibit,) = work.vault.number_exhibits([("message", lost[0].id)], NOW, work.acting)
        would_go = erase.loss(work, item.id[:8])
        assert (would_go.rows, would_go.only_here, would_go.parts) == (len(lost), len(lost), ())
        assert would_go.exhibits == (exhibit.number,)
        assert erase.erase(work, would_go)
        after = review.list_rows(work, review.Selection(), limit=100)
        assert after.rows == tuple(row for row in before.rows if row.item != item.id)


def test_an_exhibit_of_the_file_itself_is_named(tmp_path: Path) -> None:
    with opened_case(tmp_path, ("Imran", LINES)) as work:
        item = work.vault.items()[0]
        numbers = [one.number for one in work.vault.number_exhibits([("item", item.id)], NOW, work.acting)]
        assert erase.loss(work, item.id).exhibits == tuple(numbers)


def test_what_a_second_export_holds_too_is_not_only_here(tmp_path: Path) -> None:
    with opened_case(tmp_path, ("Imran", LINES)) as work:
        later = tmp_path / "later" / "WhatsApp Chat with Imran.txt"
        later.parent.mkdir()
        later.write_text(LINES + "30/12/2023, 08:00 - Imran: three\n", encoding="utf-8")
        collect(work, [later])
        first, second = work.vault.items()
        foretold = {item.id: erase.loss(work, item.id).only_here for item in (first, second)}
        shown = len(review.list_rows(work, review.Selection(), limit=100).rows)
        erase.erase(work, erase.loss(work, first.id))
        assert foretold == {first.id: 0, second.id: 1}
        assert len(review.list_rows(work, review.Selection(), limit=100).rows) == shown == 3


def test_exhibits_are_looked_up_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_resting, "TOGETHER", 2)
    with opened_case(tmp_path, ("Imran", LINES), ("Sana", "01/01/2024, 08:00 - Sana: three\n")) as work:
        rows = review.list_rows(work, review.Selection(), limit=100).rows
        numbers = work.vault.number_exhibits([("message", row.id) for row in rows], NOW, work.acting)
        for item in work.vault.items():
            resting = tuple(one.number for one, row in zip(numbers, rows, strict=True) if row.item == item.id)
            assert resting
            assert erase.loss(work, item.id).exhibits == resting


def test_a_folder_takes_with_it_what_was_read_in_its_files(tmp_path: Path) -> None:
    with opened_case(tmp_path, ("Imran", LINES)) as work:
        brought = tmp_path / "brought"
        brought.mkdir()
        for name, lines in (("Imran", LINES + "30/12/2023, 08:00 - Imran: three\n"), ("Sana", "01/01/2024, 08:00 - Sana: four\n")):
            with zipfile.ZipFile(brought / f"{name}.zip", "w") as archive:
                archive.writestr(f"WhatsApp Chat with {name}.txt", lines)
        collect(work, [brought])
        shown = review.list_rows(work, review.Selection(), limit=100)
        folder = next(item for item in work.vault.items() if item.name == "brought")
        would_go = erase.loss(work, folder.id)
        assert (len(would_go.parts), would_go.rows, would_go.only_here, shown.total) == (2, 4, 2, 4)
        erase.erase(work, would_go)
        assert review.list_rows(work, review.Selection(), limit=100).total == shown.total - would_go.only_here
        assert work.vault.check(full=True).problems == ()
