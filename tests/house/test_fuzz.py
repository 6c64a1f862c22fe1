"""The campaign of damaged inputs does what it says: the same seed damages alike, and what it looks for it finds."""

import random
from pathlib import Path
from typing import Any

import pytest

from tools.fuzz.__main__ import Child, Seed, judge, seeds
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
        ({"seconds": 1.0, "peak_kib": 1, "whole": False, "readers": []}, "not conserved"),
        ({"seconds": 1.0, "peak_kib": 1, "whole": False, "readers": [], "database": True, "lost": False}, "not conserved"),
        ({"seconds": 1.0, "peak_kib": 1, "whole": False, "readers": [], "database": True, "lost": True, "rows": []}, None),
        ({"seconds": 1.0, "peak_kib": 1, "whole": True, "readers": ["whatsapp"], "rows": []}, "1 records before the cut are lost"),
        ({"seconds": 1.0, "peak_kib": 1, "whole": True, "readers": ["whatsapp"], "rows": [["a", 0, 38, ""]]}, None),
    ],
)
def test_what_may_not_be_is_named(told: dict[str, Any], wrong: str | None) -> None:
    plain = {"readers": ["whatsapp"], "rows": [["a", 0, 38, ""], ["b", 38, 76, ""], ["c", 76, len(CHAT), ""]]}
    assert judge(Seed("whatsapp", Path("x"), Path("x"), plain=plain), CUT, told) == wrong


def test_the_child_reads_as_the_worker_does_and_survives_what_it_is_given(tmp_path: Path) -> None:
    child = Child()
    path = tmp_path / "chat.txt"
    path.write_bytes(CHAT)
    told = child.ask(path)
    assert (told["readers"], len(told["rows"]), told["whole"]) == (["whatsapp"], 3, True)
    path.write_bytes(CHAT[:80])
    assert judge(Seed("whatsapp", path, path, plain=told), CUT, child.ask(path)) is None
    child.stop()
