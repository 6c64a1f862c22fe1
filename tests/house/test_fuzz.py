"""The campaign of damaged inputs does what it says: the same seed damages alike, and what it looks for it finds."""

import random
from pathlib import Path
from typing import Any

import pytest

from gawah.readers._database import MAGIC
from gawah.readers._source import Source
from tools.fuzz.__main__ import SAMPLES, Child, Seed, judge, seeds
from tools.fuzz.child import without_databases
from tools.fuzz.mutate import Damage, damaged

CHAT = b"31/12/2021, 21:05 - Rabia: canary one\n31/12/2021, 21:06 - Imran: canary two\n31/12/2021, 21:07 - Rabia: canary three\n"
CUT = Damage("cut", 80, len(CHAT), local=False)


def test_the_same_seed_damages_in_the_same_way() -> None:
    ones, twos = ([damaged(CHAT, random.Random(number), [b"{}"]) for number in range(200)] for _ in range(2))
    assert ones == twos
    assert len({data for data, _ in ones}) > 150


def test_what_is_said_to_be_local_is_local() -> None:
    for number in range(500):
        data, damage = damaged(CHAT, random.Random(number), [b"{}"])
        assert data[: damage.at] == CHAT[: damage.at]
        if damage.local:
            assert (len(data), data[damage.upto :]) == (len(CHAT), CHAT[damage.upto :])


def test_every_reader_of_the_project_has_inputs() -> None:
    from gawah.readers import _registry

    assert set(_registry.readers()) <= {seed.reader for seed in seeds()}


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"fault": "ValueError at read"}, "ValueError at read"),
        ({"seconds": 21.0, "peak_kib": 1, "whole": True, "readers": []}, "slow"),
        ({"seconds": 1.0, "peak_kib": 600 << 10, "whole": True, "readers": []}, "memory"),
        ({"seconds": 1.0, "peak_kib": 1, "whole": False, "readers": [], "databases": []}, "not conserved"),
        ({"seconds": 1.0, "peak_kib": 1, "whole": True, "readers": ["whatsapp"], "rows": []}, "1 records before the cut are lost"),
        ({"seconds": 1.0, "peak_kib": 1, "whole": True, "readers": ["whatsapp"], "rows": [["a", 0, 38, ""]]}, None),
    ],
)
def test_what_may_not_be_is_named(told: dict[str, Any], wrong: str | None) -> None:
    plain = {"readers": ["whatsapp"], "rows": [["a", 0, 38, ""], ["b", 38, 76, ""], ["c", 76, len(CHAT), ""]]}
    assert judge(Seed("whatsapp", Path("x"), Path("x"), plain=plain), CUT, told) == wrong


def test_records_before_a_cut_are_missed_in_a_folder_as_well() -> None:
    seed = Seed("instagram", Path("x"), Path("x/box/a.json"))
    rows = [[name, 0, end, "box/a.json"] for name, end in (("a", 30), ("b", 60), ("c", 90))] + [["d", 0, 30, "box/b.json"]]
    seed.plain = {"readers": ["instagram"], "rows": rows}
    told = {"seconds": 1.0, "peak_kib": 1, "whole": True, "readers": ["instagram"], "rows": rows[1:]}
    assert judge(seed, CUT, told) == "1 records before the cut are lost"
    assert judge(seed, CUT, {**told, "rows": rows[:1]}) is None


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "chat.db"
    path.write_bytes(MAGIC + bytes(100))
    (tmp_path / "b.json").write_bytes(b"[]")
    return path


@pytest.mark.parametrize(
    ("listed", "passes"),
    [(["chat.db"], True), (["deep/chat.db"], True), ([], False), (["b.db"], False), (["b.db", "chat.db"], False)],
)
def test_only_the_database_that_was_damaged_may_be_counted_otherwise(database: Path, listed: list[str], *, passes: bool) -> None:
    told = {"seconds": 1.0, "peak_kib": 1, "whole": False, "readers": ["signal"], "rows": [], "databases": listed}
    flip = Damage("flip", 80, 81, local=True)
    for seed in (Seed("signal", database, database), Seed("signal", database.parent, database)):
        assert (judge(seed, flip, told) is None) == passes
    beside = Seed("signal", database.parent, database.parent / "b.json")
    assert judge(beside, flip, told) == "not conserved"
    assert (judge(Seed("signal", database.parent, database.parent, as_zip=True), flip, told) is None) == bool(listed)


def test_a_damaged_database_explains_nothing_that_lies_beside_it(tmp_path: Path) -> None:
    """A table that ends early counts fewer rows; the lines beside it are counted apart from it."""
    from gawah.readers import _registry

    sample = SAMPLES / "signal" / "desktop-database" / "source"
    (tmp_path / "signal.db").write_bytes((sample / "signal.db").read_bytes())
    lines = SAMPLES / "signal" / "readable-export" / "source" / "main.jsonl"
    (tmp_path / "main.jsonl").write_bytes(lines.read_bytes())
    reader = _registry.readers()["signal"]
    with Source(tmp_path) as source:
        beside = reader.count(Source(lines))
        assert beside
        assert without_databases(reader, source, {"main.jsonl": beside, "signal.db": 7}, {"signal.db"}) == ["signal.db"]
        assert without_databases(reader, source, {"main.jsonl": beside - 1, "signal.db": 7}, {"signal.db"}) == []
        assert without_databases(reader, source, {"main.jsonl": beside, "signal.db": 7}, {"main.jsonl"}) == []
    with Source(tmp_path / "signal.db") as source:
        assert without_databases(reader, source, {None: 7}, {None}) == ["signal.db"]
        assert without_databases(reader, source, {None: 7}, set()) == []


def test_the_child_reads_as_the_worker_does_and_survives_what_it_is_given(tmp_path: Path) -> None:
    child = Child()
    path = tmp_path / "chat.txt"
    path.write_bytes(CHAT)
    told = child.ask(path)
    assert (told["readers"], len(told["rows"]), told["whole"]) == (["whatsapp"], 3, True)
    path.write_bytes(CHAT[:80])
    assert judge(Seed("whatsapp", path, path, plain=told), CUT, child.ask(path)) is None
    child.stop()
