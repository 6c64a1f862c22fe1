"""Every fact about a place that comes with the program has a source, a day and a confidence, read from the files as they lie."""

import tomllib
from datetime import date

from tests.house._tree import PACKAGE

FILES = sorted((PACKAGE / "packs" / "jurisdictions").glob("*.toml"))
FACTS = ("helpline", "channel", "retention", "evidence_rule")
CONFIDENCES = {"verified", "secondary", "unverified"}


def test_every_fact_of_every_place_has_source_day_and_confidence() -> None:
    assert len(FILES) >= 9
    for file in FILES:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        sources = {one["id"]: one for one in tables["source"]}
        facts = [one for name in FACTS for one in tables.get(name, [])]
        facts += [one["preserve"] for one in tables.get("retention", []) if "preserve" in one]
        assert facts, file.name
        for one in (*facts, *sources.values()):
            assert type(one["seen"]) is date, (file.name, one.get("id"))
            assert one["conf"] in CONFIDENCES, (file.name, one.get("id"))
        for one in facts:
            assert one["source"], (file.name, one.get("id"))
            assert set(one["source"]) <= set(sources), (file.name, one.get("id"))
