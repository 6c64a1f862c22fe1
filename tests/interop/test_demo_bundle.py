"""The dossier of the invented case in the hands of a stranger, a forger and `gawah verify`: whoever changes a byte is found."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import bagit  # type: ignore[import-untyped]  # it has no stubs
import pytest

from gawah.seal.keys import SigningKey
from gawah.usecases._workspace import Workspace
from gawah.usecases.add import add_entry, entry
from gawah.usecases.choose import Choice
from gawah.usecases.collect import collect
from gawah.usecases.disclose import disclose
from gawah.usecases.report import Told, add_report, new_report
from gawah.vault.local import LocalVault
from tests.interfaces.program import Ran, bare
from tests.interop import stranger
from tests.interop.stranger import SEAL, Stranger
from tests.vault.invented import AT, acting, make
from tools.sample_case.whole import write

pytestmark = pytest.mark.skipif(bool(stranger.missing()), reason=f"not installed: {', '.join(stranger.missing())}")


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over, and what is known from elsewhere.

    Attributes:
        whole: The dossier that the case suggests.
        small: A smaller one of the same case: three messages, two screenshots, her own entry.
        forged: A dossier of the same case as a forger would have it, from a ledger and a key of their own.
        earlier: Checkpoints of the case from before, by size; the bundles prove growth from the first and the last.
        key, forger: Fingerprints.
        sign: With the owner's key.
    """

    whole: Path
    small: Path
    forged: Path
    earlier: dict[int, Path]
    key: str
    forger: str
    sign: Callable[[bytes], bytes]


@pytest.fixture(scope="session")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Handed:
    place = tmp_path_factory.mktemp("case")
    write(place, daily=False)
    case = json.loads((place / "case.json").read_text(encoding="utf-8"))
    vault, _ = make(place / "vault")
    with vault:
        work = Workspace(vault, acting(vault), lambda: AT)
        collect(work, [place / "evidence"])
        _enter(work, case)
        pictures = tuple(item.id for item in vault.items() if item.name.endswith(".png"))[:2]
        made = disclose(work, place / "whole", Choice(ids=pictures, query=case["suggested"]["dossier_query"]), title="Invented")
        some = tuple(row.id for row in vault.search(case["suggested"]["dossier_query"], limit=3))
        disclose(work, place / "small", Choice(ids=(*some, *pictures, vault.entries()[0].id)), title="Invented")
        key = SigningKey.from_bytes(vault._case.signing.to_bytes())
        earlier = {head.size: place / f"held-{head.size}.txt" for head in vault.checkpoints()}
        for head in vault.checkpoints():
            earlier[head.size].write_bytes(head.note)
    return Handed(
        whole=place / "whole",
        small=place / "small",
        forged=_forged(place, case),
        earlier=earlier,
        key=made.fingerprint,
        forger=(place / "forger.txt").read_text(),
        sign=key.sign,
    )


def _enter(work: Workspace, case: dict[str, list[dict[str, str]]]) -> None:
    """Her reports and her first own entry, as case.json has them."""
    for report in case["reports"]:
        told = Told(to=report["to"], to_kind=report["to_kind"], made_at=report["made_at"], reference=report["reference"])
        add_report(work, new_report(work, told, work.vault.checkpoint()))
    first = case["entries"][0]
    add_entry(work, entry(work, "event", first["text"], at=first["happened_at"], place=first["place"]))


def _forged(place: Path, case: dict[str, dict[str, str]]) -> Path:
    """Everything done anew, from the vault on, over a chat with other words."""
    chat = "31/12/2023, 21:05 - Zohra Talwarvi: I took the van on 9 march\n31/12/2023, 21:06 - Kamran Nursery: on 9 march!\n"
    (place / "WhatsApp Chat with Kamran Nursery.txt").write_text(chat, encoding="utf-8")
    vault, _ = make(place / "forger")
    with vault:
        work = Workspace(vault, acting(vault), lambda: AT)
        collect(work, [place / "WhatsApp Chat with Kamran Nursery.txt"])
        disclose(work, place / "forged", Choice(query=case["suggested"]["dossier_query"]), title="Invented")
        (place / "forger.txt").write_text(vault.fingerprint)
    return place / "forged"


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stranger.workplace(tmp_path_factory.mktemp("stranger") / "bin")


@pytest.fixture
def bundle(handed: Handed, tmp_path: Path) -> Path:
    """The small bundle, to be damaged."""
    return Path(shutil.copytree(handed.small, tmp_path / "bundle"))


@pytest.fixture
def eyes(bundle: Path, programs: Path) -> Stranger:
    """A stranger who looks at it."""
    return Stranger(programs, bundle)


def gawah_verify(bundle: Path, *more: str | Path) -> Ran:
    return bare("verify", bundle, "--json", *more)


def blamed(ran: Ran) -> set[str]:
    """The files that `gawah verify` names."""
    return {one["file"] for one in ran.json["differences"]}


def one(bundle: Path, pattern: str) -> Path:
    """The last file of the bundle, by name, that fits."""
    return max(bundle.glob(pattern))


def flip(path: Path, at: float) -> None:
    """Change one byte; `at` is its place between the first, 0, and the last, 1."""
    data = bytearray(path.read_bytes())
    data[int(at * (len(data) - 1))] ^= 0x01
    path.write_bytes(data)


# --- As it was handed over


def test_a_stranger_finds_the_bundle_whole(handed: Handed, programs: Path) -> None:
    looking = Stranger(programs, handed.whole)
    ran = looking.run("sh", "verify-all.sh")
    assert ran.returncode == 0, ran.stdout
    assert "FAILED" not in ran.stdout
    assert handed.key in ran.stdout
    exhibits = sorted(path.stem for path in (handed.whole / "data/exhibits").iterdir())
    assert len(exhibits) > 100
    assert {f"{number}: " in ran.stdout for number in exhibits} == {True}
    assert looking.lists_hold() == (True, True)
    assert looking.seal_holds()
    assert looking.fingerprint() == handed.key.replace(" ", "")


def test_checking_leaves_the_bundle_as_it_was(bundle: Path, eyes: Stranger) -> None:
    before = {path: path.stat().st_mtime_ns for path in bundle.rglob("*")}
    assert eyes.finds_all_well()
    assert {path: path.stat().st_mtime_ns for path in bundle.rglob("*")} == before


def test_the_words_that_a_stranger_is_told_to_type_are_true(handed: Handed, programs: Path) -> None:
    """Every command of section 2 of VERIFY.txt, as it stands there."""
    page = (handed.small / "VERIFY.txt").read_text(encoding="utf-8")
    assert handed.key in page
    looking = Stranger(programs, handed.small)
    section = page.partition("2. BY HAND")[2].partition("3. WITH GAWAH")[0].replace("\\\n", " ")
    commands = [line.strip() for line in section.splitlines() if line.strip().startswith(("sha256sum", "openssl", "sh verify"))]
    assert len(commands) >= 6
    size = max(int(path.stem.rpartition("-")[2]) for path in (handed.small / "ledger").glob("checkpoint-*.txt"))
    for command in commands:
        ran = looking.run("sh", "-c", command.replace("checkpoint-M", "checkpoint-1").replace("-N", f"-{size}").replace("M-", "1-"))
        assert ran.returncode == 0, (command, ran.stdout, ran.stderr)


def test_gawah_gives_its_three_answers(handed: Handed) -> None:
    ran = gawah_verify(handed.whole, "--key", handed.key)
    assert ran.code == 0, ran.err
    assert [ran.json[name]["state"] for name in ("intact", "signed", "existed")] == ["yes", "yes", "none"]
    assert ran.json["exhibits"] == len(list((handed.whole / "data/exhibits").iterdir()))
    assert gawah_verify(handed.whole).json["signed"]["state"] == "unconfirmed"


def test_the_reference_implementation_of_bagit_accepts_it(handed: Handed) -> None:
    bag = bagit.Bag(str(handed.whole))
    bag.validate()
    assert bag.info["External-Identifier"] == json.loads((handed.whole / "data/exhibits.json").read_bytes())["dossier"]


# --- One byte

KINDS = {
    "a message": "data/exhibits/E0001.txt",
    "a picture": "data/exhibits/*.png",
    "the PDF": "data/dossier.pdf",
    "exhibits.json": "data/exhibits.json",
    "the list of digests": "data/hash-report.csv",
    "the payload manifest": "manifest-sha256.txt",
    "the tag manifest": "tagmanifest-sha256.txt",
    "a row": "ledger/rows/E0001.json",
    "a row's proof": "ledger/proofs/E0001.row-proof",
    "an entry's proof": "ledger/proofs/E0002.tlog-proof",
    "a ledger leaf": "ledger/leaves/E0002.json",
    "the checkpoint": "ledger/checkpoint-[0-9][0-9].txt",
    "the first checkpoint": "ledger/checkpoint-1.txt",
    "a consistency file": "ledger/consistency-1-*.txt",
    "the signature": SEAL,
    "the key": "signatures/device-ed25519.pub.pem",
    "the certificate of the PDF": "signatures/pdf-certificate.pem",
    "a script": "verify-merkle.sh",
    "the instructions": "VERIFY.txt",
    "bag-info": "bag-info.txt",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("at", [0.0, 0.37, 0.93, 1.0])
def test_gawah_finds_one_byte_changed_and_names_the_file(bundle: Path, kind: str, at: float) -> None:
    path = one(bundle, KINDS[kind])
    flip(path, at)
    ran = gawah_verify(bundle)
    assert ran.code == 20
    assert ran.json["intact"]["state"] == "no"
    assert path.relative_to(bundle).as_posix() in blamed(ran)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stranger_finds_one_byte_changed(bundle: Path, eyes: Stranger, kind: str) -> None:
    path = one(bundle, KINDS[kind])
    flip(path, 0.37)
    assert not eyes.finds_all_well()


@pytest.mark.parametrize(
    "kind", ["a message", "a picture", "a row", "a row's proof", "an entry's proof", "a ledger leaf", "the checkpoint"]
)
def test_a_stranger_who_only_follows_the_proof_finds_it_too(bundle: Path, eyes: Stranger, kind: str) -> None:
    """Whatever the lists say: the chain from the exhibit to the signed head breaks."""
    path = one(bundle, KINDS[kind])
    number = path.stem if path.stem.startswith("E") else "E0001"
    assert eyes.proved(number)
    flip(path, 0.5)
    assert not eyes.proved(number)


def test_a_stranger_finds_a_later_ledger_that_does_not_start_with_the_earlier(bundle: Path, eyes: Stranger) -> None:
    proof = one(bundle, "ledger/consistency-1-*.txt")
    size = proof.stem.rpartition("-")[2]
    command = ("sh", "verify-consistency.sh", "ledger/checkpoint-1.txt", f"ledger/checkpoint-{size}.txt", f"ledger/{proof.name}")
    assert eyes.run(*command).returncode == 0
    old = bundle / "ledger/checkpoint-1.txt"
    lines = old.read_text(encoding="utf-8").split("\n")
    other = ("B" if lines[2][0] == "A" else "A") + lines[2][1:]
    old.write_text("\n".join([*lines[:2], other, *lines[3:]]), encoding="utf-8")
    assert eyes.run(*command).returncode == 1


# --- A forger's ladder


def _list_anew(bundle: Path, name: str) -> None:
    """Write a manifest again, as a forger would with sha256sum."""
    path = bundle / name
    files = [line.split("  ", 1)[1] for line in path.read_text().splitlines()]
    path.write_text("".join(f"{hashlib.sha256((bundle / file).read_bytes()).hexdigest()}  {file}\n" for file in files))


def _seal_anew(bundle: Path, work: Path) -> None:
    """A new key, and the list signed with it, by openssl."""
    private = work / "forger.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", private], check=True, capture_output=True)
    public = subprocess.run(["openssl", "pkey", "-in", private, "-pubout"], check=True, capture_output=True).stdout
    (bundle / stranger.KEY).write_bytes(public)
    _list_anew(bundle, stranger.LIST)
    files = ("-inkey", private, "-rawin", "-in", bundle / stranger.LIST, "-out", bundle / SEAL)
    subprocess.run(("openssl", "pkeyutl", "-sign", *files), check=True, capture_output=True)


def _seal_as_owner(bundle: Path, handed: Handed) -> None:
    """The lists anew, and the owner's own seal on them."""
    _list_anew(bundle, "manifest-sha256.txt")
    _list_anew(bundle, stranger.LIST)
    (bundle / SEAL).write_bytes(handed.sign((bundle / stranger.LIST).read_bytes()))


def test_a_forger_is_found_on_every_rung(bundle: Path, eyes: Stranger, handed: Handed, tmp_path: Path) -> None:
    exhibit = bundle / "data/exhibits/E0001.txt"
    exhibit.write_text("I never said anything", encoding="utf-8")  # 1: the exhibit
    assert eyes.lists_hold() == (False, True)
    assert blamed(gawah_verify(bundle)) >= {"data/exhibits/E0001.txt"}

    _list_anew(bundle, "manifest-sha256.txt")  # 2: and its list
    assert eyes.lists_hold() == (True, False)
    assert blamed(gawah_verify(bundle)) >= {"manifest-sha256.txt"}

    _list_anew(bundle, "tagmanifest-sha256.txt")  # 3: and the list of lists
    assert eyes.lists_hold() == (True, True)
    assert not eyes.seal_holds()
    assert blamed(gawah_verify(bundle)) >= {SEAL}

    _seal_anew(bundle, tmp_path)  # 4: and the seal, with a key of their own
    assert eyes.lists_hold() == (True, True)
    assert eyes.seal_holds()
    assert not eyes.proved("E0001")
    assert not eyes.finds_all_well()
    assert eyes.fingerprint() != handed.key.replace(" ", "")
    ran = gawah_verify(bundle, "--key", handed.key)
    assert ran.code == 20
    assert (ran.json["intact"]["state"], ran.json["signed"]["state"]) == ("no", "no")


def test_a_forger_who_does_everything_anew_is_found_by_the_key_alone(handed: Handed, programs: Path) -> None:
    looking = Stranger(programs, handed.forged)
    assert looking.finds_all_well()
    assert looking.fingerprint() == handed.forger.replace(" ", "")
    assert gawah_verify(handed.forged).json["signed"]["state"] == "unconfirmed"
    for more in (("--key", handed.key), ("--against", handed.earlier[1])):
        ran = gawah_verify(handed.forged, *more)
        assert ran.code == 20
        assert ran.json["intact"]["state"] == "yes"
    assert gawah_verify(handed.forged, "--key", handed.forger).code == 0


def test_exhibits_that_change_places_are_found_even_behind_the_owners_seal(bundle: Path, eyes: Stranger, handed: Handed) -> None:
    one_, two = bundle / "data/exhibits/E0001.txt", bundle / "data/exhibits/E0002.txt"
    first, second = one_.read_bytes(), two.read_bytes()
    one_.write_bytes(second)
    two.write_bytes(first)
    _seal_as_owner(bundle, handed)
    assert eyes.lists_hold() == (True, True)
    assert eyes.seal_holds()
    assert not eyes.finds_all_well()
    assert not eyes.proved("E0001")
    assert blamed(gawah_verify(bundle)) >= {"ledger/rows/E0001.json", "ledger/rows/E0002.json"}


def test_words_changed_in_exhibits_json_alone_are_found_even_behind_the_owners_seal(bundle: Path, handed: Handed) -> None:
    """The scripts do not read JSON; `gawah verify` holds it against the rows."""
    path = bundle / "data/exhibits.json"
    tree = json.loads(path.read_bytes())
    changed = next(one for one in tree["exhibits"] if one["kind"] == "message")
    time = {**changed["time"], "stated": "1/1/20, 10:00"}
    for field, value in (("sender", "Somebody Else"), ("text", "other words"), ("id", "0" * 32), ("time", time)):
        damaged = {**changed, field: value}
        others = [damaged if one is changed else one for one in tree["exhibits"]]
        path.write_text(json.dumps({**tree, "exhibits": others}), encoding="utf-8")
        _seal_as_owner(bundle, handed)
        found = gawah_verify(bundle).json["differences"]
        assert any(changed["number"] in f"{one['file']} {one['detail']}" for one in found), field


# --- Taken away, added


def _drop(name: str) -> Callable[[Path], None]:
    return lambda bundle: one(bundle, name).unlink()


def _add(name: str) -> Callable[[Path], None]:
    def add(bundle: Path) -> None:
        (bundle / name).write_bytes(b"added")

    return add


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_drop("tagmanifest-sha256.txt"), "tagmanifest-sha256.txt"),
        (_drop("manifest-sha256.txt"), "manifest-sha256.txt"),
        (_drop(SEAL), SEAL),
        (_drop("signatures/device-*.pem"), "signatures/device-ed25519.pub.pem"),
        (_drop("signatures/pdf-*.pem"), "signatures/pdf-certificate.pem"),
        (_drop("data/exhibits/E0002.txt"), "data/exhibits/E0002.txt"),
        (_drop("ledger/leaves/E0001.json"), "ledger/leaves/E0001.json"),
        (_drop("ledger/rows/E0001.json"), "ledger/rows/E0001.json"),
        (_drop("ledger/consistency-1-*.txt"), None),
        (_add("data/exhibits/E0099.txt"), "data/exhibits/E0099.txt"),
        (_add("data/note.txt"), "data/note.txt"),
        (_add("ledger/leaves/E0099.json"), "ledger/leaves/E0099.json"),
        (_add("seal/other.tsr"), "seal/other.tsr"),
        (_add("README"), "README"),
        (lambda bundle: (bundle / "data/link.txt").symlink_to("/etc/hostname"), "data/link.txt"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_taken_away_or_added_is_found(
    bundle: Path, eyes: Stranger, change: Callable[[Path], None], named: str | None
) -> None:
    change(bundle)
    assert not eyes.finds_all_well()
    ran = gawah_verify(bundle)
    assert ran.code == 20
    assert named is None or named in blamed(ran)


# --- Against what was held before


def test_a_checkpoint_held_before_confirms_that_the_ledger_only_grew(handed: Handed) -> None:
    sizes = sorted(handed.earlier)
    bundled = sorted(int(path.stem.rpartition("-")[2]) for path in (handed.small / "ledger").glob("checkpoint-*.txt"))
    for size in sizes:
        ran = gawah_verify(handed.small, "--against", handed.earlier[size])
        expected = "yes" if size in bundled else "unconfirmed"
        assert (ran.json["against"]["state"], ran.code) == (expected, 0), size
    assert bundled[0] == sizes[0] == 1
    assert len(bundled) == 3


def test_a_checkpoint_of_another_vault_is_not_confirmed(handed: Handed, tmp_path: Path) -> None:
    other, _ = make(tmp_path / "other")
    with other:
        held = tmp_path / "held.txt"
        held.write_bytes(other.checkpoint().note)
    ran = gawah_verify(handed.whole, "--against", held)
    assert (ran.json["against"]["state"], ran.code) == ("no", 20)


def test_a_checkpoint_that_was_altered_is_not_confirmed(handed: Handed, tmp_path: Path) -> None:
    for at in (0.0, 0.3, 0.6, 0.95):
        held = tmp_path / "held.txt"
        held.write_bytes(handed.earlier[1].read_bytes())
        flip(held, at)
        ran = gawah_verify(handed.whole, "--against", held)
        assert (ran.json["against"]["state"], ran.code) == ("no", 20)


def test_the_bundle_opens_no_vault_and_the_vault_still_checks(handed: Handed) -> None:
    from tests.vault.invented import PASSPHRASE

    with LocalVault.open(handed.whole.parent / "vault", PASSPHRASE) as vault:
        assert vault.check(full=True).problems == ()
        assert len(vault.dossiers()) == 2
