"""Whatever happens to a file of an X archive: every record of it is accounted for, none twice, and nothing else suffers."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import x
from gawah.readers._source import Source
from tests.readers.golden import SAMPLES
from tests.readers.mutation import accounted, changed, losses, made_in, spans

OURS = SAMPLES / "x"


def victims() -> list[tuple[str, str]]:
    """Every file with records in the samples, as (sample, member)."""
    found = []
    for name in ("archive-2025", "classic-2014", "headers-alone"):
        with Source(OURS / name / "source") as source:
            found += [(name, member.name) for member in x.reads(source)]
    return found


@pytest.fixture(scope="module", params=victims(), ids=lambda victim: f"{victim[0]}-{Path(victim[1]).stem}")
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, bytes]:
    name, member = request.param
    folder = Path(shutil.copytree(OURS / name / "source", tmp_path_factory.mktemp("export") / "export"))
    return folder, member, (folder / member).read_bytes()


SHARED_FOLDER = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.data())
@SHARED_FOLDER
def test_a_cut_file_gives_what_stands_before_the_cut(export: tuple[Path, str, bytes], data: st.DataObject) -> None:
    folder, member, whole = export
    before = made_in(changed(x, folder, member, whole), member)
    cut = data.draw(st.integers(0, len(whole) - 1))
    records = changed(x, folder, member, whole[:cut])
    found = spans(records, member)
    assert all(each.locator.span in found for each in before if each.locator.span is not None and each.locator.span[1] <= cut)
    assert losses(records, member)


@given(st.data())
@SHARED_FOLDER
def test_a_turned_bit_is_accounted_for(export: tuple[Path, str, bytes], data: st.DataObject) -> None:
    folder, member, whole = export
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    turned = bytearray(whole)
    turned[bit // 8] ^= 1 << (bit % 8)
    changed(x, folder, member, bytes(turned))


@given(st.data())
@SHARED_FOLDER
def test_shuffled_lines_are_accounted_for(export: tuple[Path, str, bytes], data: st.DataObject) -> None:
    folder, member, whole = export
    lines = data.draw(st.permutations(whole.split(b"\n")))
    changed(x, folder, member, b"\n".join(lines))


@given(st.binary(max_size=400))
@SHARED_FOLDER
def test_any_bytes_are_accounted_for(export: tuple[Path, str, bytes], data: bytes) -> None:
    folder, member, _whole = export
    changed(x, folder, member, data)


def test_the_samples_are_accounted_for_as_they_are() -> None:
    for path in (OURS / "bare-2019" / "source" / "tweet.js", OURS / "part-of-three" / "source"):
        accounted(x, path)
