"""Facebook files of others: read whole and as expected; no key of a donated export is unknown, in the files that are read."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gawah.readers import _registry, facebook
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Event, Message, ReadProblem, Record

pytestmark = pytest.mark.shared


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        return list(facebook.read(source, Options()))


def messages(records: list[Record]) -> list[Message]:
    return [record for record in records if isinstance(record, Message)]


def test_samples_of_others_are_read_whole_and_as_expected(shared_samples: Path) -> None:
    folder = shared_samples / "facebook"
    with (shared_samples / "MANIFEST.tsv").open(encoding="utf-8", newline="") as table:
        listed = [row["file"] for row in csv.DictReader(table, delimiter="\t") if row["format"] == "facebook"]
    tables = [name for name in listed if name.endswith(".expected-only.json")]
    assert len(tables) == 2  # tables of another project's tests; the exports they were made of are not among the samples
    for name in listed:
        with Source(folder / name) as source:
            assert _registry.identify(source) == ([] if name in tables else ["facebook"]), name
            if name not in tables:
                records = list(facebook.read(source, Options()))
                unread = sum(record.records for record in records if isinstance(record, ReadProblem))
                made = sum(isinstance(record, Message | Event) for record in records)
                assert facebook.count(source) == made + unread, name
                assert unread == 0, name
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert set(expected) == {"chat-analytics__2A_7M.json", "kawsay__inbox_jose_message_1.json"}
    for name, facts in expected.items():
        found = messages(read(folder / name))
        assert len(found) == facts["message_count"]
        assert len({message.sender.name for message in found}) == facts.get("distinct_authors", 2)
        if "first" in facts:
            first, (conversation, *_rest) = found[0], [each for each in read(folder / name) if hasattr(each, "participants")]
            assert (first.sender.name, first.body) == (facts["first"]["author"], facts["first"]["text"])
            assert (first.sent_at.utc or "").replace(".000Z", "Z") == facts["first"]["utc"]
            assert [account.name for account in conversation.participants] == facts["participants"]


def test_keys_of_the_sample_with_internal_keys_are_known(shared_samples: Path) -> None:
    records = read(shared_samples / "facebook" / "chat-analytics__2A_7M.json")
    assert {record.code for record in records if isinstance(record, ReadProblem)} == {"media-missing"}


def test_no_key_of_a_donated_export_is_unknown(shared_samples: Path, tmp_path: Path) -> None:
    """The inventory lists paths of keys and types of values, merged from donated exports; of each file one is made that has all."""
    made = held = 0
    for place, (name, tree) in enumerate(inventory(shared_samples / "schemas" / "facebook_keys.csv")):
        export = tmp_path / str(place)
        target = export / "your_facebook_activity" / name.replace("$USERNAME", "ada_1")
        target.parent.mkdir(parents=True)
        target.write_text(json.dumps(tree))
        with Source(export) as source:
            if facebook.reads(source):
                made += 1
                problems = [record for record in facebook.read(source, Options()) if isinstance(record, ReadProblem)]
                assert {record.locator.place for record in problems if record.code == "field-unknown"} == set(), name
                held += facebook.count(source)
    assert made >= 15
    assert held >= made - 1  # one album of the list is empty


def inventory(path: Path) -> Iterator[tuple[str, Any]]:
    """Each file of the list that lies in Facebook's own folders, with a tree that has all its keys."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as table:
        for row in csv.DictReader(table):
            folder, _, name = row["file_path"].rpartition("your_facebook_activity/")
            if folder in ("", "personal_information/profile_information/") and "instagram" not in row["file_path"]:
                rows[name].append(row)
    for name, found in sorted(rows.items()):
        arrays = {tuple(json.loads(row["list_path"])) for row in found if row["list_path"] != "NA"}
        arrays |= {tuple(json.loads(row["path"])) for row in found if row["data_type"] == "array"}
        root: dict[str, Any] = {}
        for row in found:
            _grow(root, json.loads(row["path"]), row["data_type"])
        yield name, _listed(root, (), arrays)


def _grow(root: dict[str, Any], path: list[str], kind: str) -> None:
    """Set a value of this type at the path; a key that is an object in one export and plain in another stays an object."""
    here: Any = root
    for key in path[:-1]:
        if not isinstance(here.get(key), dict):
            here[key] = {}
        here = here[key]
    number = 1_700_000_000_000 if path[-1] == "timestamp_ms" else 1_700_000_000
    here.setdefault(path[-1], {"number": number, "boolean": True, "array": {}}.get(kind, "words"))


def _listed(value: Any, at: tuple[str, ...], arrays: set[tuple[str, ...]]) -> Any:
    """The tree with arrays where the inventory has them."""
    if isinstance(value, dict):
        inner = {key: _listed(each, (*at, key), arrays) for key, each in value.items()}
        return ([inner] if inner else []) if at in arrays else inner
    return value
