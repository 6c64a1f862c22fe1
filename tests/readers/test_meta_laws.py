"""Whatever happens to a file of a Facebook, Messenger or Threads export: every record of it is accounted for, and none twice."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _registry
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES

LIKE_OTHERS = {"trash", "your_reels", "archived_stories", "story_reactions", "your_videos", "group_posts_and_comments", "1122"}
"""Files of forms that others of the samples have as well."""
EXPORTS = (
    *("facebook/folders-2024", "facebook/top-level-2019", "messenger/chats-2025", "threads/posts-2025"),
    *("facebook/pages-2024", "facebook/pages-2019", "facebook/messages-htm-2013", "instagram/pages-2025"),
)
SHARED_FOLDER = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


def victims() -> list[tuple[str, str]]:
    """Every file with records in the samples, as (sample, member)."""
    found = []
    for name in EXPORTS:
        with Source(SAMPLES / name / "source") as source:
            members = _registry.readers()[name.split("/")[0]].reads(source)
            found += [(name, member.name) for member in members if Path(member.name).stem not in LIKE_OTHERS]
    return found


def check(name: str, folder: Path, member: str, data: bytes) -> list[Record]:
    """Read the export with these bytes in this member, and see that nothing is lost without a word and no id is given twice."""
    (folder / member).write_bytes(data)
    reader = _registry.readers()[name.split("/", maxsplit=1)[0]]
    with Source(folder) as source:
        records, count = list(reader.read(source, Options())), reader.count(source)
    made = [record for record in records if isinstance(record, Message | Event)]
    unread = [record for record in records if isinstance(record, ReadProblem) and record.records]
    assert all(problem.severity == "loss" and problem.locator.span is not None for problem in unread)
    assert len(made) + sum(problem.records for problem in unread) == count
    assert len({record.id for record in made}) == len(made)
    return records


def spans(records: list[Record], member: str) -> set[tuple[int, int]]:
    return {
        record.locator.span
        for record in records
        if isinstance(record, Message | Event) and record.locator.member == member and record.locator.span is not None
    }


@pytest.fixture(scope="module", params=victims(), ids=lambda victim: f"{victim[0]}-{Path(victim[1]).stem}")
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, str, bytes]:
    name, member = request.param
    folder = Path(shutil.copytree(SAMPLES / name / "source", tmp_path_factory.mktemp("export") / "export"))
    return name, folder, member, (folder / member).read_bytes()


@given(st.data())
@SHARED_FOLDER
def test_a_cut_file_gives_what_stands_before_the_cut(export: tuple[str, Path, str, bytes], data: st.DataObject) -> None:
    name, folder, member, whole = export
    before = spans(check(name, folder, member, whole), member)
    cut = data.draw(st.integers(0, len(whole) - 1))
    records = check(name, folder, member, whole[:cut])
    if member in _still_read(name, folder):
        # By where they begin: the last message of a page that was cut runs to the end of the file.
        assert {start for start, end in before if end <= cut} <= {start for start, _end in spans(records, member)}


def _still_read(name: str, folder: Path) -> list[str]:
    """The members that are read: of a file that is told by its content, a cut in its first words leaves nothing to tell it by."""
    with Source(folder) as source:
        return [member.name for member in _registry.readers()[name.split("/", maxsplit=1)[0]].reads(source)]


@given(st.data())
@SHARED_FOLDER
def test_a_turned_bit_is_accounted_for(export: tuple[str, Path, str, bytes], data: st.DataObject) -> None:
    name, folder, member, whole = export
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    turned = bytearray(whole)
    turned[bit // 8] ^= 1 << (bit % 8)
    check(name, folder, member, bytes(turned))


@given(st.data())
@SHARED_FOLDER
def test_shuffled_lines_are_accounted_for(export: tuple[str, Path, str, bytes], data: st.DataObject) -> None:
    name, folder, member, whole = export
    check(name, folder, member, b"\n".join(data.draw(st.permutations(whole.split(b"\n")))))


@given(st.binary(max_size=400))
@SHARED_FOLDER
def test_any_bytes_are_accounted_for(export: tuple[str, Path, str, bytes], data: bytes) -> None:
    name, folder, member, _whole = export
    check(name, folder, member, data)
