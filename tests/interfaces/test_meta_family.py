"""Exports of Meta's brought together: the half that is in the other zip, and what an Instagram export holds of Threads."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[1] / "samples"


def inspect(*paths: Path) -> list[dict[str, Any]]:
    """The lines of `gawah inspect --records`, run in a process of its own."""
    command = [sys.executable, "-m", "gawah", "inspect", "--records", *map(str, paths)]
    ran = subprocess.run(command, capture_output=True, check=False)
    assert ran.stderr == b""
    return [json.loads(line) for line in ran.stdout.decode("utf-8").splitlines()]


def zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(folder).as_posix())
    return target


def summaries(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if line["type"] == "summary" and "source" in line]


def test_the_missing_half_is_told_until_it_is_brought(tmp_path: Path) -> None:
    facebook = zipped(SAMPLES / "facebook" / "folders-2024" / "source", tmp_path / "facebook-mehr.zip")
    messenger = zipped(SAMPLES / "messenger" / "chats-2025" / "source", tmp_path / "messages.zip")
    (alone,) = summaries(inspect(facebook))
    assert alone["codes"]["part-missing"] == 1
    together = summaries(inspect(facebook, messenger))
    assert [each["reader"] for each in together] == ["facebook", "messenger"]
    assert ["part-missing" in each["codes"] for each in together] == [False, False]
    assert all(each["conserved"] for each in together)


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_an_instagram_export_gives_its_threads_to_their_own_reader(packed: bool, tmp_path: Path) -> None:  # noqa: FBT001
    folder = Path(shutil.copytree(SAMPLES / "instagram" / "folders-2024" / "source", tmp_path / "export"))
    shutil.copytree(SAMPLES / "threads" / "posts-2025" / "source", folder, dirs_exist_ok=True)
    lines = inspect(zipped(folder, tmp_path / "export.zip") if packed else folder)
    found = {each["reader"]: each for each in summaries(lines)}
    assert set(found) - {"image"} == {"instagram", "threads"}  # pictures that neither names are read by themselves
    assert found["threads"]["messages"] == 3
    posts = [line for line in lines if line["type"] == "message" and line["locator"]["place"].startswith("/text_post_app")]
    assert {post["sender"]["handle"] for post in posts} == {"mehr.talpur"}
    (picture,) = [attachment for post in posts for attachment in post["attachments"]]
    assert not picture.get("missing")


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_what_holds_both_platforms_is_read_folder_by_folder(packed: bool, tmp_path: Path) -> None:  # noqa: FBT001
    folder = tmp_path / "export"
    for name in ("facebook", "instagram"):
        shutil.copytree(SAMPLES / name / "folders-2024" / "source", folder, dirs_exist_ok=True)
    found = {each["reader"]: each for each in summaries(inspect(zipped(folder, tmp_path / "export.zip") if packed else folder))}
    assert found["facebook"]["messages"] > 20
    assert found["instagram"]["messages"] > 5
