"""`gawah ledger ...`: what it writes is checked by the script of docs/spec/ledger.md, without gawah."""

from pathlib import Path

from tests.interfaces.program import Program
from tests.interop.test_openssl import CHECK_TREE, no, pytestmark, yes

__all__ = ["pytestmark"]


def sizes(program: Program) -> list[int]:
    return [one["size"] for one in program.ok("ledger", "list", "--json").json["checkpoints"]]


def test_every_entry_is_proved_in_every_checkpoint_after_it(program: Program, tmp_path: Path) -> None:
    program.ok("add", "note", typed="canary note")
    for size in sizes(program):
        for entry in range(size):
            name = f"entry-{entry}-{size}"
            program.ok("ledger", "proof", str(entry), "--checkpoint", str(size), "--out", tmp_path / name)
            told = yes(CHECK_TREE, tmp_path, "entry", f"{name}.json", f"{name}.tlog-proof")
            assert f"entry {entry} of {size}" in told
    first, last = "entry-0-1", f"entry-1-{sizes(program)[-1]}"
    no(CHECK_TREE, tmp_path, "entry", f"{first}.json", f"{last}.tlog-proof")


def test_every_checkpoint_grows_into_every_later_one(program: Program, tmp_path: Path) -> None:
    program.ok("add", "note", typed="canary note")
    program.ok("add", "note", typed="canary second note")
    found = sizes(program)
    assert len(found) >= 3
    for old in found:
        for new in [size for size in found if size >= old]:
            name = f"growth-{old}-{new}"
            program.ok("ledger", "growth", str(old), str(new), "--out", tmp_path / name)
            notes = (f"{name}.{old}.note", f"{name}.{new}.note")
            assert f"{old} -> {new}" in yes(CHECK_TREE, tmp_path, "grown", *notes, f"{name}.consistency")
    no(
        CHECK_TREE,
        tmp_path,
        "grown",
        f"growth-1-{found[-1]}.1.note",
        f"growth-1-{found[-1]}.{found[-1]}.note",
        "growth-1-1.consistency",
    )


def test_what_cannot_be_proved_is_refused(program: Program, tmp_path: Path) -> None:
    out = tmp_path / "canary"
    newest = sizes(program)[-1]
    assert program("ledger", "proof", "0", "--checkpoint", "999", "--out", out).code == 16
    assert program("ledger", "proof", str(newest), "--checkpoint", "1", "--out", out).code == 19
    assert program("ledger", "growth", str(newest), "1", "--out", out).code == 19
    assert program("ledger", "growth", "998", "--out", out).code == 16
    assert list(tmp_path.glob("canary*")) == []
    program.ok("ledger", "proof", "0", "--out", out, "--dry-run")
    assert list(tmp_path.glob("canary*")) == []
    program.ok("ledger", "proof", "0", "--out", out)
    assert program("ledger", "proof", "0", "--out", out).code == 18
    assert program("ledger", "proof", "0", "--out", program.vault / "canary").code == 19
    assert program("ledger", "growth", "1", "--out", tmp_path / "nowhere" / "canary").code == 19
    assert sorted(path.name for path in tmp_path.glob("canary*")) == ["canary.json", "canary.tlog-proof"]


def test_the_newest_is_taken_when_none_is_named(program: Program, tmp_path: Path) -> None:
    told = program.ok("ledger", "growth", "1", "--out", tmp_path / "growth", "--json").json
    assert told["checkpoint"] == sizes(program)[-1]
    assert "leads to the checkpoint" in program.ok("ledger", "proof", "1", "--out", tmp_path / "entry").out
    assert "–" in program.ok("ledger", "list").out
