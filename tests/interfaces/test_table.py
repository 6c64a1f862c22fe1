"""A table is proposed a mapping, a person confirms it, and it is read by that and kept with what was assumed."""

import zipfile
from pathlib import Path

import pytest

from tests.interfaces.program import Program
from tests.readers.golden import SAMPLES

CHAT = SAMPLES / "table/broken/unconfirmed/source/chat.csv"


def test_inspect_says_that_it_looks_like_a_table_and_shows_no_cell(empty: Program) -> None:
    ran = empty("inspect", CHAT)
    assert ran.code == 3
    assert "looks like a table; columns Date, From, Message, Chat, Mood" in ran.out
    assert "stop it" not in ran.out
    assert "mapping-needed" in ran.out


def test_a_proposal_is_written_once_confirmed_and_read(empty: Program, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    empty.ok("table", CHAT, "--out", mapping)
    assert empty("table", CHAT, "--out", mapping).code == 18
    mapping.write_text(mapping.read_text("utf-8") + 'zone = "Asia/Karachi"\n', encoding="utf-8")
    ran = empty("inspect", CHAT, "--mapping", mapping, "--json")
    (source,) = ran.json["sources"]
    assert (source["reader"], source["messages"], source["conserved"], source["unread"]) == ("table", 4, True, 0)
    assert source["first"] == "2023-12-24T13:05:00Z"


def test_a_mapping_is_kept_with_the_reading_and_another_one_reads_again(empty: Program, tmp_path: Path) -> None:
    first = empty("import", "--yes", CHAT, "--json").json["items"][0]
    assert (first["messages"], first["unread"]) == (0, 4)
    mapping = tmp_path / "mapping.toml"
    empty.ok("table", CHAT, "--out", mapping)
    second = empty("import", "--yes", CHAT, "--mapping", mapping, "--json").json["items"][0]
    assert (second["messages"], second["unread"], second["already_held"]) == (4, 0, True)
    assert empty("import", "--yes", CHAT, "--mapping", mapping, "--json").json["items"][0]["already_held"]
    assert empty.ok("status", "--json").json["messages"] == 4


def test_a_table_that_does_not_look_like_one_is_read_because_a_person_says_so(empty: Program, tmp_path: Path) -> None:
    path, mapping = tmp_path / "notes.dat", tmp_path / "mapping.toml"
    path.write_text("when,what\n2024-01-02 03:04,hi\n2024-01-02 03:05,no\n", encoding="utf-8")
    mapping.write_text('time = "when"\ntext = "what"\n', encoding="utf-8")
    assert empty("inspect", path).code == 12
    (source,) = empty("inspect", path, "--mapping", mapping, "--json").json["sources"]
    assert (source["reader"], source["messages"]) == ("table", 2)


@pytest.mark.parametrize("text", ["", 'time = "a"\ntext = "b"\nzone = "Mars"\n', "[[", "\ud800"])
def test_a_mapping_that_cannot_be_used_is_said_to_be(empty: Program, tmp_path: Path, text: str) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_bytes(text.encode("utf-8", "surrogatepass"))
    for command in (("inspect",), ("import", "--yes")):
        assert empty(*command, CHAT, "--mapping", mapping).code == 19
    assert empty("inspect", CHAT, "--mapping", tmp_path / "none.toml").code != 0


def test_what_is_no_table_or_known_is_said_to_need_no_mapping(empty: Program, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert empty("table", tmp_path / "a.csv").code == 19
    assert empty("table", SAMPLES / "linkedin/messages-alone/source/messages.csv").code == 19


def test_a_takeout_with_several_products_is_read_by_each_of_their_readers(empty: Program, tmp_path: Path) -> None:
    """One summary for each, in a zip and in a folder; no file is read twice, and those of no reader are listed."""
    folder = tmp_path / "takeout"
    wanted = {"google_chat": "takeout", "google_voice": "takeout", "youtube": "takeout-english"}
    with zipfile.ZipFile(tmp_path / "takeout.zip", "w") as archive:
        for reader, case in wanted.items():
            source = SAMPLES / reader / case / "source"
            for file in sorted(path for path in source.rglob("*") if path.is_file()):
                target = folder / file.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read_bytes())
                archive.write(file, file.relative_to(source).as_posix())
    found = []
    for path in (folder, tmp_path / "takeout.zip"):
        sources = empty("inspect", path, "--json").json["sources"]
        read = {source["reader"]: source["messages"] for source in sources if source["reader"] in wanted}
        assert read.keys() == wanted.keys()
        assert all(source["conserved"] for source in sources)
        assert len([source for source in sources if source["reader"] in wanted]) == len(wanted)
        found.append(read)
    assert found[0] == found[1]
