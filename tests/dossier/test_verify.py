from pathlib import Path

import pytest

from gawah.dossier.verify import differences


def found(folder: Path) -> set[tuple[str, str]]:
    return {(each.file, each.state) for each in differences(folder)}


def test_a_bundle_as_written_has_none(written: Path) -> None:
    assert differences(written) == ()


@pytest.mark.parametrize(
    "name", ["data/dossier.pdf", "data/exhibits/E0001.txt", "ledger/leaves/E0001.json", "VERIFY.txt", "bag-info.txt"]
)
def test_a_changed_file_is_named(folder: Path, name: str) -> None:
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    assert found(folder) == {(name, "changed")}


@pytest.mark.parametrize(
    "name", ["data/timeline.svg", "ledger/checkpoint-5.txt", "bagit.txt", "seal/tagmanifest-sha256.txt.ed25519"]
)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert found(folder) == {(name, "missing")}


def test_without_the_tag_manifest_it_is_not_intact(folder: Path) -> None:
    (folder / "tagmanifest-sha256.txt").unlink()
    assert ("tagmanifest-sha256.txt", "missing") in found(folder)


def test_without_the_manifest_it_is_not_intact(folder: Path) -> None:
    (folder / "manifest-sha256.txt").unlink()
    assert ("manifest-sha256.txt", "missing") in found(folder)


@pytest.mark.parametrize("name", ["data/exhibits/E0099.txt", "note.txt", "seal/other", "ledger/x"])
def test_an_added_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"x")
    assert found(folder) == {(name, "unexpected")}


def test_a_name_that_is_not_ascii_is_shown_escaped(folder: Path) -> None:
    (folder / "data" / "\u202ex").write_bytes(b"x")
    assert found(folder) == {("data/\\u202ex", "unexpected")}


def test_a_link_is_no_file(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    (folder / "data" / "dossier.pdf").rename(target)
    (folder / "data" / "dossier.pdf").symlink_to(target)
    (folder / "more").symlink_to(tmp_path)
    assert found(folder) == {("data/dossier.pdf", "unexpected"), ("more", "unexpected")}


@pytest.mark.parametrize(
    "line", ["zz", f"{'0' * 64} data/dossier.pdf", f"{'0' * 64}  ../x", f"{'0' * 64}  /etc/passwd", f"{'0' * 64}  data/dossier.pdf"]
)
def test_a_list_that_lies_is_malformed(folder: Path, line: str) -> None:
    with (folder / "manifest-sha256.txt").open("a") as out:
        out.write(f"{line}\n")
    assert ("manifest-sha256.txt", "malformed") in found(folder)


def test_a_tag_file_in_the_payload_list_is_malformed(folder: Path) -> None:
    with (folder / "manifest-sha256.txt").open("a") as out:
        out.write(f"{'0' * 64}  VERIFY.txt\n")
    assert ("manifest-sha256.txt", "malformed") in found(folder)


def test_the_seal_has_to_cover_the_payload_list(folder: Path) -> None:
    tags = folder / "tagmanifest-sha256.txt"
    tags.write_text("".join(line for line in tags.read_text().splitlines(keepends=True) if "  manifest" not in line))
    assert ("tagmanifest-sha256.txt", "malformed") in found(folder)


def test_several_differences_are_all_named(folder: Path) -> None:
    (folder / "data/dossier.pdf").unlink()
    (folder / "data/exhibits/E0002.txt").write_bytes(b"")
    (folder / "x").write_bytes(b"")
    assert found(folder) == {("data/dossier.pdf", "missing"), ("data/exhibits/E0002.txt", "changed"), ("x", "unexpected")}


def test_an_empty_folder_lacks_everything(tmp_path: Path) -> None:
    assert {state for _, state in found(tmp_path)} == {"missing", "malformed"}
