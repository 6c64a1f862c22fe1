"""The real `gawah inspect --records` over exports that nobody of this project wrote: all of each is accounted for, its times and
words are what the sources' own tests say, and every record can be found again in the bytes."""

import csv
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED
from tests.interfaces.shape import faults

pytestmark = pytest.mark.shared

PLATFORMS = ("whatsapp", "instagram")
NO_MESSAGES = {"uu2020__profile.json", "uu2020__likes.json", "uu2020__seen_content.json"}
"""Files of an Instagram export in which nobody says anything: claimed, and listed as unread. (In the last, the donor's project put
words in the place of numbers, so that it is no JSON.)"""
AMBIGUOUS = {
    *("Chatistics___chat_2.txt", "Chatistics___chat_3.txt", "chat-analytics__4A_11M.txt", "whats-reader__android-private-chat.txt"),
    *("whats-reader__dash-format-test.txt", "whats-reader__french-format-test.txt", "whats-reader__german-format-test.txt"),
    "whats-reader__ios-private-chat.txt",
}
"""Files that have a header style in which no line tells the day from the month."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A row of MANIFEST.tsv."""

    platform: str
    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Inspected:
    """What one run printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["type"] == "message"]

    @property
    def records(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["type"] in ("message", "event")]

    @property
    def summary(self) -> dict[str, Any]:
        """The last line: of a run over one source, its only summary."""
        return self.lines[-1]


def _samples() -> Iterator[Sample]:
    if not SHARED.is_dir():
        return
    with (SHARED / "MANIFEST.tsv").open(encoding="utf-8", newline="") as listed:
        for row in csv.DictReader(listed, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["format"] in PLATFORMS:
                yield Sample(row["format"], SHARED / row["format"] / row["file"], row["sha256"], int(row["bytes"]))


SAMPLES = tuple(_samples())
BY_NAME = {sample.path.name: sample for sample in SAMPLES}
each = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path.stem)
each_whatsapp = pytest.mark.parametrize(
    "sample", [sample for sample in SAMPLES if sample.platform == "whatsapp"], ids=lambda sample: sample.path.stem
)
each_ambiguous = pytest.mark.parametrize(
    "sample", [one for one in SAMPLES if one.path.name in AMBIGUOUS], ids=lambda one: one.path.stem
)


@cache
def inspect(*arguments: str | Path) -> Inspected:
    """What `gawah inspect --records` prints; run once for the same arguments."""
    return run(*arguments)


def run(*arguments: str | Path) -> Inspected:
    """Run `gawah inspect --records` in a process of its own."""
    command = [sys.executable, "-m", "gawah", "inspect", "--records", *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, check=False)
    return Inspected(ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8"))


def _expected(platform: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SHARED / platform / "expected.json").read_text(encoding="utf-8"))
    return found


def test_every_file_of_the_manifest_is_run() -> None:
    on_disk = {path.name for platform in PLATFORMS for path in (SHARED / platform).iterdir()}
    assert on_disk - set(BY_NAME) == {"README.md", "expected.json", "peer_counts.json"}
    assert Counter(sample.platform for sample in SAMPLES) == {"whatsapp": 28, "instagram": 6}


@each
def test_a_sample_is_read_whole_and_all_of_it_is_accounted_for(sample: Sample) -> None:
    ran = inspect(sample.path)
    summary = ran.summary
    assert ran.err == ""
    assert (summary["recognised"], summary["reader"], summary["complete"]) == (True, sample.platform, True)
    assert summary["source"] == {"name": sample.path.name, "kind": "file", "sha256": sample.sha256, "bytes": sample.size}
    assert summary["conserved"]
    assert summary["records_in_source"] == sum(summary[key] for key in ("messages", "events", "captures", "duplicates", "unread"))
    assert (summary["messages"] == 0) == (sample.path.name in NO_MESSAGES)
    assert ran.code == (3 if summary["problems"]["warning"] + summary["problems"]["loss"] else 0)


@each
def test_every_line_has_the_shape_that_is_promised(sample: Sample) -> None:
    assert [fault for line in inspect(sample.path).lines for fault in faults(line)] == []


@each
def test_the_summary_counts_the_lines_before_it(sample: Sample) -> None:
    ran = inspect(sample.path)
    kinds = Counter(line["type"] for line in ran.lines)
    problems = [line for line in ran.lines if line["type"] == "problem"]
    summary = ran.summary
    assert kinds["summary"] == 1
    assert (kinds["message"], kinds["event"]) == (summary["messages"], summary["events"])
    occurred: Counter[str] = Counter()
    for problem in problems:
        occurred[problem["code"]] += problem["count"]
    assert occurred == summary["codes"]
    assert Counter(problem["severity"] for problem in problems) == Counter(summary["problems"])
    assert summary["conversations"] == len({record["conversation"]["id"] for record in ran.records})


@each
def test_an_id_names_one_record_of_a_source(sample: Sample) -> None:
    ids = [record["id"] for record in inspect(sample.path).records]
    assert len(ids) == len(set(ids))


@each
def test_members_that_nobody_reads_are_listed_one_by_one_and_counted(sample: Sample) -> None:
    ran = inspect(sample.path)
    listed = {line["locator"]["member"] for line in ran.lines if line["type"] == "problem" and line["code"] == "member-unread"}
    members = ran.summary["members"]
    assert members["unread"] == len(listed)
    assert members["total"] == len(_members(sample.path))
    assert listed <= set(_members(sample.path))
    referred = members["total"] - members["read"] - members["unread"]
    assert referred == 0  # no sample holds a file that a message refers to


@each
def test_reading_again_prints_the_same(sample: Sample) -> None:
    assert run(sample.path) == inspect(sample.path)


@each_whatsapp
def test_the_bytes_of_a_span_hold_what_was_written(sample: Sample) -> None:
    data = sample.path.read_bytes()
    for record in inspect(sample.path).records:
        written = data[slice(*record["locator"]["span"])].decode("utf-8").replace("\r\n", "\n")
        assert record["body"] in written
        assert record["sent_at"]["stated"] in written
        assert (record["sender"] or {}).get("name") or "" in written


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.platform == "instagram"], ids=lambda one: one.path.stem)
def test_the_bytes_of_a_span_are_the_element_at_its_place(sample: Sample) -> None:
    members = _members(sample.path)
    for record in inspect(sample.path).records:
        locator = record["locator"]
        data = members[locator["member"] or sample.path.name]
        element = json.loads(data[slice(*locator["span"])])
        assert element == _at(json.loads(data), locator["place"])
        assert _holds(element, record["sent_at"]["stated"])
        assert _holds(element, record["body"])


@each_ambiguous
def test_a_day_that_cannot_be_told_from_a_month_is_not_guessed(sample: Sample) -> None:
    ran = inspect(sample.path)
    assert ran.code == 3
    [problem] = [line for line in ran.lines if line.get("code") == "time-ambiguous"]
    untold = [record for record in ran.records if record["sent_at"]["local"] is None]
    assert ran.summary["codes"]["time-ambiguous"] == problem["count"] == len(untold) > 0
    told = sorted(record["sent_at"]["local"] for record in ran.records if record not in untold)
    assert [ran.summary["first"], ran.summary["last"]] == ([told[0], told[-1]] if told else [None, None])


@each_ambiguous
@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_an_order_that_a_person_states_settles_it(sample: Sample, order: str) -> None:
    plain, ran = inspect(sample.path), inspect("--date-order", order, sample.path)
    assert "time-ambiguous" not in ran.summary["codes"]
    assert ran.summary["conserved"]
    assert [fault for line in ran.lines for fault in faults(line)] == []
    assert [record["id"] for record in ran.records] == [record["id"] for record in plain.records]
    for before, after in zip(plain.records, ran.records, strict=True):
        told, local = before["sent_at"]["local"], after["sent_at"]["local"]
        one, two = (int(part) for part in _digit_groups(after["sent_at"]["stated"])[:2])
        assert local == told or told is None
        assert told is not None or (int(local[8:10]), int(local[5:7])) == ((one, two) if order == "dmy" else (two, one))


def test_no_other_sample_is_said_to_be_ambiguous() -> None:
    found = {sample.path.name for sample in SAMPLES if "time-ambiguous" in inspect(sample.path).summary["codes"]}
    assert found == AMBIGUOUS


@pytest.mark.parametrize(
    "name", ["chat-miner__test_ddmmyy_24hrs.txt", "chat-miner__test_mmddyyyy_12hrs.txt", "kawsay__ios_chat.txt"]
)
@pytest.mark.parametrize("order", ["dmy", "mdy", "ymd"])
def test_an_order_never_overrules_what_the_source_tells(name: str, order: str) -> None:
    path = BY_NAME[name].path
    assert inspect("--date-order", order, path) == inspect(path)


@pytest.mark.parametrize(
    "name", ["chat-miner__test_ddmmyy_24hrs.txt", "chat-miner__test_mmddyyyy_12hrs.txt", "chat-miner__test_[mmddyy]_24hrs.txt"]
)
def test_the_whatsapp_files_of_chat_miner_say_what_its_own_test_says(name: str) -> None:
    found = [
        {"timestamp": one["sent_at"]["local"], "author": one["sender"]["name"], "message": " ".join(one["body"].split())}
        for one in inspect(BY_NAME[name].path).messages
    ]
    target = _expected("whatsapp")[name]["target"]
    assert sorted(found, key=str) == sorted(target, key=str)


def test_the_first_file_of_chat_analytics_has_its_authors_and_messages() -> None:
    name = "chat-analytics__2A_5M.txt"
    expected, messages = _expected("whatsapp")[name], inspect(BY_NAME[name].path).messages
    assert len(messages) == expected["message_count"]
    assert len({message["sender"]["name"] for message in messages}) == expected["distinct_authors"]


def test_the_second_file_of_chat_analytics_has_its_authors_and_messages() -> None:
    """It is ambiguous; its own test reads it day first."""
    name = "chat-analytics__4A_11M.txt"
    expected, ran = _expected("whatsapp")[name], inspect("--date-order", "dmy", BY_NAME[name].path)
    assert sorted({message["sender"]["name"] for message in ran.messages}) == expected["authors"]
    assert (ran.summary["messages"], ran.summary["events"]) == (expected["message_count"], expected["system_lines"])
    wanted = expected["contains"]
    [found] = [one for one in ran.messages if one["body"] == wanted["text"] and one["sender"]["name"] == wanted["author"]]
    assert found["sent_at"]["local"] == wanted["local_time"]


def test_the_instagram_file_of_chat_miner_says_what_its_own_test_says() -> None:
    """Its test states times without a zone. They are those of UTC: 1579294140 s is 2020-01-17T20:49:00Z, as stated."""
    name = "chat-miner__test_export.json"
    found = [
        {"timestamp": one["sent_at"]["utc"].removesuffix(".000Z"), "author": one["sender"]["name"], "message": one["body"]}
        for one in inspect(BY_NAME[name].path).messages
    ]
    assert found == _expected("instagram")[name]["target"]


def test_the_stories_of_what_if_are_read_and_its_saved_posts_are_listed() -> None:
    """Saved posts are what others wrote, without their words: nobody says anything in them, and they are listed as unread."""
    name = "what-if__IG_2025_layout.zip"
    expected, ran = _expected("instagram")[name], inspect(BY_NAME[name].path)
    [table] = (one["data_frame"]["data"] for one in expected["IG_stories"])
    found = [
        (one["attachments"][0]["name"], int(one["sent_at"]["stated"]), one["body"])
        for one in ran.messages
        if one["kind"] == "story"
    ]
    assert found == [(row[0], row[1], row[2]) for row in table]
    unread = [line["locator"]["member"] for line in ran.lines if line.get("code") == "member-unread"]
    assert "your_instagram_activity/saved/saved_posts.json" in unread


def test_a_zip_and_the_folder_of_it_give_the_same_records(tmp_path: Path) -> None:
    packed = BY_NAME["what-if__IG_2025_layout.zip"].path
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path / "unpacked")
    zipped, folder = inspect(packed), inspect(tmp_path / "unpacked")
    assert folder.records == zipped.records
    assert folder.code == zipped.code
    assert folder.summary["source"]["kind"] == "folder"
    same = [key for key in folder.summary if key != "source"]
    assert {key: folder.summary[key] for key in same} == {key: zipped.summary[key] for key in same}


@pytest.mark.parametrize("name", ["WhatsR__englishios24h.txt", "kawsay__android_chat.txt"])
def test_a_chat_in_a_zip_or_folder_gives_the_same_messages(name: str, tmp_path: Path) -> None:
    folder, packed = tmp_path / "chat", tmp_path / "chat.zip"
    folder.mkdir()
    (folder / "_chat.txt").write_bytes(BY_NAME[name].path.read_bytes())
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(folder / "_chat.txt", "_chat.txt")
    from_folder, from_zip = inspect(folder), inspect(packed)
    assert from_folder.records == from_zip.records
    assert [one["body"] for one in from_zip.records] == [one["body"] for one in inspect(BY_NAME[name].path).records]
    assert from_folder.summary["conserved"]


def _members(path: Path) -> dict[str, bytes]:
    """The files of a source by name, folders of a zip left out."""
    if path.suffix != ".zip":
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def _at(tree: Any, pointer: str) -> Any:
    """What a JSON pointer (RFC 6901) leads to."""
    for part in pointer.split("/")[1:]:
        tree = tree[int(part)] if isinstance(tree, list) else tree[part.replace("~1", "/").replace("~0", "~")]
    return tree


def _holds(element: Any, text: str) -> bool:
    """Whether the text stands somewhere in the element, as a string (perhaps doubly encoded by Meta) or a number."""
    if isinstance(element, dict | list):
        return any(_holds(part, text) for part in (element.values() if isinstance(element, dict) else element)) or text == ""
    return text in (str(element), str(element).encode("utf-8").decode("latin-1")) or _mended(str(element)) == text


def _mended(text: str) -> str:
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _digit_groups(stated: str) -> list[str]:
    return "".join(char if char.isdigit() else " " for char in stated).split()
