"""A bundle with time stamps: what it shows of time, to whom, and that a forger of stamps or of printed times is found. The scripts
in the folder and `openssl` say the same as `gawah verify`.
"""

import csv
import json
import shutil
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import bagit  # type: ignore[import-untyped]  # the package carries no types
import pytest

from gawah.dossier import bundle
from gawah.records.custody import TimestampToken
from gawah.records.errors import BadAnswer
from gawah.seal.keys import SigningKey
from gawah.usecases import add, stamp
from gawah.usecases._workspace import Workspace
from gawah.usecases.choose import Choice
from gawah.usecases.disclose import disclose
from gawah.usecases.verify import Verification, verify
from tests.authority import Authority, Way, establish, needs_openssl, serving
from tests.usecases.test_verify import named, reseal
from tests.vault.invented import AT, acting, make

pytestmark = needs_openssl
LATER = "2051-01-01T00:00:00Z"


@dataclass(frozen=True)
class Made:
    """A bundle with stamps, the key that sealed it, the two authorities, and what the stamps said."""

    folder: Path
    key: SigningKey
    authority: Authority
    stranger: Authority
    first: TimestampToken
    second: TimestampToken


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Three notes: before the first stamp, between the two, after the second; and a stamp over the folder's list."""
    place = tmp_path_factory.mktemp("stamped")
    authority, stranger = establish(place / "authority"), establish(place / "stranger")
    vault, _ = make(place / "vault")
    tokens: list[TimestampToken | None] = []
    with vault, serving(Way(body=authority.answer)) as server:
        work = Workspace(vault, acting(vault), lambda: AT)
        whom = stamp.add_authority(work, "time", server.url, authority.root.read_bytes(), authority.signer.read_bytes())
        for words in ("canary one", "canary two", "canary three"):
            add.add_entry(work, add.entry(work, "note", words))
            if len(tokens) < 2:
                tokens.append(stamp.stamp_now(work).token)
        disclosed = disclose(work, place / "bundle", Choice(), stamp_by=whom)
        assert disclosed.stamp is not None
        assert disclosed.stamp.token is not None
        assert vault.check(full=True).problems == ()
        first, second = tokens
        assert first is not None
        assert second is not None
        key = SigningKey.from_bytes(vault._case.signing.to_bytes())
        return Made(place / "bundle", key, authority, stranger, first, second)


@pytest.fixture
def folder(made: Made, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made.folder, tmp_path / "bundle"))


def script(folder: Path, *words: str, path: str = "/usr/local/bin:/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path, "OPENSSL_CONF": "/dev/null", "LC_ALL": "C"}
    return subprocess.run(["sh", *words], cwd=folder, capture_output=True, text=True, check=False, timeout=120, env=environment)


def typed(folder: Path, command: str) -> bool:
    return script(folder, "-c", command).returncode == 0


def forged(folder: Path, made: Made) -> Verification:
    """After a forger with the owner's key has sealed the folder again; verified by somebody who knows the authority."""
    reseal(folder, made.key)
    (folder / bundle.STAMP).unlink(missing_ok=True)
    return verify(folder, tsa_root=made.authority.root)


def test_without_a_root_the_time_is_told_and_not_confirmed(made: Made) -> None:
    result = verify(made.folder)
    assert (result.intact.state, result.existed.state) == ("yes", "unconfirmed"), result.differences
    assert "the whole folder existed by" in result.existed.words
    assert "not confirmed by you" in result.existed.words
    assert [one.size is None for one in result.stamps] == [True, True, True, False, False]
    assert {one.over for one in result.stamps if one.file == bundle.PDF} == {"the PDF's signature", "the whole of the PDF"}


def test_with_the_root_it_is_confirmed(made: Made) -> None:
    result = verify(made.folder, tsa_root=made.authority.root)
    assert (result.existed.state, result.failed) == ("yes", False)
    assert "existed by" in result.existed.words
    assert result.existed.words.endswith("according to CN=Canary Time,O=Invented (confirmed because you supplied its root)")
    assert "with 1 of 3 exhibits" in result.existed.words
    assert "with 2 of 3 exhibits" in result.existed.words


def test_with_another_root_it_is_refused(made: Made) -> None:
    result = verify(made.folder, tsa_root=made.stranger.root)
    assert (result.intact.state, result.existed.state, result.failed) == ("yes", "no", True)
    assert "does not stand under the root that you supplied" in result.existed.words


def test_openssl_says_the_same_with_the_commands_printed(made: Made) -> None:
    result = verify(made.folder, tsa_root=made.authority.root, now=AT)
    assert len(result.stamps) == 5
    for one in result.stamps:
        assert "-attime" not in one.command
        assert typed(made.folder, one.command), one.command
        assert not typed(made.folder, one.command.replace(str(made.authority.root), str(made.stranger.root)))


def test_when_a_certificate_has_expired_the_command_names_the_time(made: Made) -> None:
    late = int(datetime.fromisoformat(LATER).timestamp())
    for one in verify(made.folder, tsa_root=made.authority.root, now=LATER).stamps:
        assert one.expired
        if one.file == bundle.PDF:
            continue  # the script finds the time by itself
        at = one.command.rpartition(" -attime ")[2]
        assert int(at) == int(datetime.fromisoformat(one.token.time).timestamp())
        assert typed(made.folder, one.command)
        assert not typed(made.folder, one.command.replace(at, str(late)))


def test_the_scripts_of_the_folder_say_the_same(folder: Path) -> None:
    done = script(folder, "verify-all.sh")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("time stamp") >= 3
    assert script(folder, "verify-merkle.sh", "A0001", "A0002").returncode == 0
    bagit.Bag(str(folder)).validate()
    (folder / bundle.STAMP).write_bytes((folder / "ledger" / tsr(folder)[0]).read_bytes())
    done = script(folder, "verify-all.sh")
    assert (done.returncode, "FAILED  time stamp seal/" in done.stdout) == (1, True)


def test_the_scripts_go_by_the_time_stated_once_a_certificate_has_expired(folder: Path, tmp_path: Path) -> None:
    """An `openssl` for which it is 2051 unless it is told a time."""
    late = int(datetime.fromisoformat(LATER).timestamp())
    real = shutil.which("openssl")
    fake = tmp_path / "bin" / "openssl"
    fake.parent.mkdir()
    fake.write_text(
        f"""#!/bin/sh
case "$*" in "ts -verify"*-attime*) ;; "ts -verify"*) exec {real} "$@" -attime {late} ;; esac
exec {real} "$@"
"""
    )
    fake.chmod(0o755)
    path = f"{fake.parent}:/usr/local/bin:/usr/bin:/bin"
    name = tsr(folder)[0]
    over = name.partition(".tsr")[0]
    plain = f"openssl ts -verify -in ledger/{name} -data ledger/{over} -CAfile signatures/tsa-root.pem"
    assert script(folder, "-c", plain, path=path).returncode != 0
    done = script(folder, "verify-all.sh", path=path)
    assert done.returncode == 0, done.stdout + done.stderr


def tsr(folder: Path) -> list[str]:
    """The stamps over checkpoints, smallest first."""
    return sorted((path.name for path in (folder / "ledger").glob("*.tsr")), key=lambda name: int(name[11:].partition(".")[0]))


def test_the_pages_and_lists_print_the_brackets(made: Made) -> None:
    listed = json.loads((made.folder / "data/exhibits.json").read_bytes())["exhibits"]
    recorded = {one["text"]: one["source"]["recorded"] for one in listed}
    one, two = tsr(made.folder)
    assert recorded["canary one"]["not_after_shown_by"] == f"ledger/{one}"
    assert recorded["canary two"]["not_before"] == made.first.earliest
    assert recorded["canary two"]["not_before_shown_by"] == f"ledger/{one}"
    assert recorded["canary two"]["not_after_shown_by"] == f"ledger/{two}"
    assert recorded["canary three"]["not_before"] == made.second.earliest
    assert recorded["canary three"]["not_after"] is None
    rows = list(csv.DictReader((made.folder / "data/hash-report.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["not_before"] for row in rows] == ["", made.first.earliest, made.second.earliest]
    text = subprocess.run(
        ["pdftotext", "-layout", made.folder / "data/dossier.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    joined = " ".join(text.split())
    assert "no later than" in joined
    assert "as independent time stamps show" in joined
    assert "existed by" in joined
    assert "there is no independent time stamp in it" not in joined
    assert "NO INDEPENDENT TIME STAMP" not in (made.folder / "VERIFY.txt").read_text(encoding="utf-8")


def test_the_stamp_of_another_authority_under_its_own_root_is_found(folder: Path, made: Made) -> None:
    name = tsr(folder)[0]
    note = (folder / "ledger" / name.partition(".tsr")[0]).read_bytes()
    forged_reply = made.stranger.answer(made.stranger.query(note, "-sha256"))
    (folder / "ledger" / name).write_bytes(forged_reply)
    (folder / bundle.TSA_ROOT).write_bytes(made.authority.root.read_bytes() + made.stranger.root.read_bytes())
    result = forged(folder, made)
    assert result.failed
    assert [one.confirmed for one in result.stamps if one.file == f"ledger/{name}"] == [False]
    assert "ledger/leaves/A0001.json" in named(result)


def test_a_stamp_over_something_else_is_found(folder: Path, made: Made) -> None:
    first, second = tsr(folder)
    (folder / "ledger" / first).write_bytes((folder / "ledger" / second).read_bytes())
    result = forged(folder, made)
    assert (result.existed.state, f"ledger/{first}" in named(result)) == ("no", True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("not_after", "2020-01-01T00:00:00Z"),
        ("not_after_shown_by", None),
        ("not_before", "2999-01-01T00:00:00Z"),
        ("not_before_shown_by", "ledger/checkpoint-1.txt"),
    ],
)
def test_a_printed_time_that_no_stamp_shows_is_found(folder: Path, made: Made, field: str, value: str | None) -> None:
    path = folder / "data/exhibits.json"
    tree = json.loads(path.read_bytes())
    next(one for one in tree["exhibits"] if one["text"] == "canary two")["source"]["recorded"][field] = value
    path.write_text(json.dumps(tree))
    assert "data/exhibits.json" in named(forged(folder, made))


def test_an_anchor_that_is_none_is_found(folder: Path, made: Made) -> None:
    for kind, ending in (("leaves", "json"), ("proofs", "tlog-proof")):
        (folder / "ledger" / kind / f"A0001.{ending}").write_bytes((folder / "ledger" / kind / f"E0001.{ending}").read_bytes())
    assert script(folder, "verify-merkle.sh", "A0001").returncode == 1
    result = forged(folder, made)
    assert "ledger/leaves/A0001.json" in named(result)
    assert "data/exhibits.json" in named(result)


def test_stamps_taken_away_leave_printed_times_that_are_found(folder: Path, made: Made) -> None:
    for name in tsr(folder):
        (folder / "ledger" / name).unlink()
    result = forged(folder, made)
    assert {one.file for one in result.stamps} == {bundle.PDF}
    assert result.existed.words.startswith("the PDF's signature existed by")
    assert "data/exhibits.json" in named(result)


def test_a_dossier_stands_when_the_authority_does_not_answer(tmp_path: Path, made: Made) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault, serving(Way(body=lambda _: b"canary", media_type="text/html")) as server:
        work = Workspace(vault, acting(vault), lambda: AT)
        whom = stamp.add_authority(work, "time", server.url, made.authority.root.read_bytes())
        add.add_entry(work, add.entry(work, "note", "canary"))
        disclosed = disclose(work, tmp_path / "bundle", Choice(), stamp_by=whom)
        assert disclosed.stamp is not None
        assert isinstance(disclosed.stamp.error, BadAnswer)
        assert (disclosed.pdf.level, type(disclosed.pdf.error)) == ("B-B", BadAnswer)
        assert vault.dossiers()[0].id == disclosed.dossier.id
    result = verify(tmp_path / "bundle")
    assert (result.intact.state, result.existed.state) == ("yes", "none")
