"""Drafts of certificates: every filled line is known from ledger entries that exist, and nobody's statement is made up."""

import csv
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gawah.dossier.words import Language, load
from gawah.packs.certificate import form_names
from gawah.packs.certificate_guide import guides
from gawah.records.custody import CustodyEvent
from gawah.records.digest import sha256
from gawah.vault.local import LocalVault
from tests.interfaces.conftest import over
from tests.interfaces.program import PASSPHRASE, Program

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed (Debian: poppler-utils)")


@pytest.fixture
def bundle(program: Program, tmp_path: Path) -> Path:
    program.ok("dossier", "--out", tmp_path / "bundle")
    return tmp_path / "bundle"


def drafted(program: Program, kind: str, bundle: str | Path, out: Path) -> Any:
    return program.ok("certificate", kind, "--dossier", bundle, "--out", out, "--json").json


def events(program: Program) -> list[CustodyEvent]:
    """The entries of the ledger, as the vault itself has them."""
    with LocalVault.open(program.vault, PASSPHRASE) as vault:
        return vault.events()


def lines(made: Any) -> dict[str, Any]:
    return {line["id"]: line for part in made["parts"] for line in part["lines"]}


def pages(pdf: Path) -> list[str]:
    run = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True, timeout=60)
    return run.stdout.split("\f")[:-1]


@pytest.mark.parametrize("kind", form_names())
def test_every_filled_line_names_entries_that_exist(program: Program, bundle: Path, tmp_path: Path, kind: str) -> None:
    made = drafted(program, kind, bundle, tmp_path / "out.pdf")
    there = {event.seq: event for event in events(program)}
    for line in lines(made).values():
        filled = bool(line["values"] or line["rows"] or line["ticked"])
        assert filled == (line["from"] == "ledger") == bool(line["ledger_entries"]), line["id"]
        assert set(line["ledger_entries"]) <= there.keys()
        rows = {int(row["entry"]) for row in line["rows"]}
        assert rows <= set(line["ledger_entries"])
    assert there[made["ledger_entry"]].method == "certificate"
    assert made["sha256"] == sha256((tmp_path / "out.pdf").read_bytes())
    assert program.ok("check", "--full").code == 0


def test_what_is_filled_in_is_what_the_bundle_and_the_ledger_say(program: Program, bundle: Path, tmp_path: Path) -> None:
    found = lines(drafted(program, "in-bsa-63", bundle, tmp_path / "out.pdf"))
    verified = program.ok("verify", bundle, "--json").json
    report = list(csv.DictReader((bundle / "data/hash-report.csv").read_text("utf-8").splitlines()))
    assert [(row["number"], row["sha256"]) for row in found["copies"]["rows"]] == [
        (row["exhibit"], row["sha256"]) for row in report
    ]
    (item,) = program.ok("items", "--json").json["items"]
    (source,) = found["originals"]["rows"]
    assert (source["name"], source["sha256"]) == (item["name"], item["sha256"])
    (acquired,) = found["acquired"]["rows"]
    event = next(one for one in events(program) if one.op == "acquire")
    assert (acquired["at"], int(acquired["entry"]), acquired["by"]) == (event.at, event.seq, "me")
    assert found["hash-report"]["values"]["list"] == sha256((bundle / "tagmanifest-sha256.txt").read_bytes())
    assert found["head"]["values"]["root"] == verified["checkpoint"]["root"]
    assert found["head"]["ledger_entries"] == [verified["checkpoint"]["size"] - 1]
    assert found["head"]["values"]["fingerprint"] == verified["fingerprint"]
    assert found["algorithm"]["ticked"] == ["SHA256"]


def test_nothing_is_ticked_or_said_for_a_person(program: Program, bundle: Path, tmp_path: Path) -> None:
    made = drafted(program, "in-bsa-63", bundle, tmp_path / "out.pdf")
    for part in made["parts"]:
        for line in part["lines"]:
            if line["from"] != "ledger":
                assert (line["values"], line["rows"], line["ticked"]) == ({}, [], [])
            assert line["from"] in ("ledger", part["signer"])
    assert all(line["from"] == "expert" for line in made["parts"][1]["lines"])


@needs_poppler
@pytest.mark.parametrize("kind", form_names())
def test_every_page_is_a_draft_with_its_number_and_every_line_its_origin(
    program: Program, bundle: Path, tmp_path: Path, kind: str
) -> None:
    made = drafted(program, kind, bundle, tmp_path / "out.pdf")
    found = pages(tmp_path / "out.pdf")
    for number, text in enumerate(found, 1):
        assert "DRAFT" in text
        assert "No lawyer of this place has read this form." in text
        assert f"Page {number} of {len(found)}" in text
    text = " ".join(" ".join(found).split())
    origins = [line["from"] for line in lines(made).values()]
    # Beside lines of several lines the margin is broken in the text layer, so that only its beginning is counted.
    assert text.count("from: ledger entry") == origins.count("ledger")
    assert text.count("to be filled in by") == len(origins) - origins.count("ledger")
    unsure = [line for line in lines(made).values() if line["confidence"] == "unverified"]
    assert text.count("not checked by a lawyer") >= bool(unsure)


@needs_poppler
@pytest.mark.parametrize("language", ["ur", "hi", "ar"])
@pytest.mark.parametrize("kind", form_names())
def test_the_words_of_a_form_stay_in_english_and_what_is_around_them_does_not(
    program: Program, bundle: Path, tmp_path: Path, kind: str, language: Language
) -> None:
    made = program.ok(
        *("certificate", kind, "--dossier", bundle, "--out", tmp_path / "out.pdf", "--language", language, "--json")
    ).json
    text = " ".join(" ".join(pages(tmp_path / "out.pdf")).split())
    assert (made["language"], made["guide"]) == (language, guides(language)[made["title"]])
    for line in lines(made).values():
        assert line["guide"] == guides(language)[line["text"]]
        assert line["text"].split()[0] in text
    around = [one for one in load().entries if one.startswith(("certificate.", "language."))]
    english = [piece.strip() for one in around for cut in load().forms(one).values() for piece in cut[::2]]
    own = {line["text"] for line in lines(made).values()}
    left = [piece for piece in english if len(piece.split()) > 2 and piece in text and not any(piece in one for one in own)]
    assert left == []


def test_a_draft_in_a_language_that_nobody_wrote_is_refused(program: Program, bundle: Path, tmp_path: Path) -> None:
    ran = program("certificate", "in-bsa-63", "--dossier", bundle, "--out", tmp_path / "out.pdf", "--language", "xx")
    assert (ran.code, (tmp_path / "out.pdf").exists()) == (19, False)


@needs_poppler
def test_long_tables_go_on_over_pages(program: Program, tmp_path: Path) -> None:
    chat = "".join(f"28/02/2024, {n // 60:02}:{n % 60:02} - Rabia Noor: note {n}\n" for n in range(300))
    (tmp_path / "WhatsApp Chat with رابعہ नूर.txt").write_text(chat, encoding="utf-8")
    program.ok("import", "--yes", tmp_path / "WhatsApp Chat with رابعہ नूर.txt")
    program.ok("dossier", "--out", tmp_path / "long")
    drafted(program, "uk-statement", tmp_path / "long", tmp_path / "out.pdf")
    text = " ".join(pages(tmp_path / "out.pdf"))
    listed = json.loads((tmp_path / "long/data/exhibits.json").read_text("utf-8"))["exhibits"]
    assert len(listed) > 300
    assert [one["number"] for one in listed if one["file"]["sha256"] not in text] == []


def test_with_the_id_alone_the_digests_of_exhibits_are_left_out(program: Program, bundle: Path, tmp_path: Path) -> None:
    dossier = json.loads((bundle / "data/exhibits.json").read_text("utf-8"))["dossier"]
    found = lines(drafted(program, "us-fre-902", dossier[:8], tmp_path / "out.pdf"))
    assert (found["after"]["rows"], found["before"]["rows"]) == ([], [])
    assert "hash-report.csv" in found["after"]["values"]["elsewhere"]
    assert found["list"]["values"]["list"] == sha256((bundle / "tagmanifest-sha256.txt").read_bytes())


def test_a_dossier_of_own_entries_says_that_no_file_stands_behind_it(empty: Program, tmp_path: Path) -> None:
    empty.ok("add", "note", typed="The lamp is broken.")
    empty.ok("dossier", "--out", tmp_path / "bundle")
    found = lines(drafted(empty, "in-bsa-63", tmp_path / "bundle", tmp_path / "out.pdf"))
    assert found["originals"]["values"] == {"elsewhere": "no exhibit of this dossier comes from a file"}
    assert [row["number"] for row in found["copies"]["rows"]] == ["E0001"]


def test_what_cannot_be_used_is_refused_and_leaves_nothing(program: Program, bundle: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert program("certificate", "canary", "--dossier", bundle, "--out", out).code == 19
    assert program("certificate", "in-bsa-63", "--out", out).code == 19
    assert program("certificate", "in-bsa-63", "--dossier", bundle).code == 19
    assert program("certificate", "in-bsa-63", "--dossier", "ffffffff", "--out", out).code == 16
    shutil.copytree(tmp_path / "case", tmp_path / "copy")
    over(tmp_path / "copy").ok("dossier", "--out", tmp_path / "other")
    assert program("certificate", "in-bsa-63", "--dossier", tmp_path / "other", "--out", out).code == 16
    (bundle / "data/hash-report.csv").write_bytes(b"canary")
    assert program("certificate", "in-bsa-63", "--dossier", bundle, "--out", out).code == 20
    assert not out.exists()
    out.write_bytes(b"theirs")
    assert program("certificate", "in-bsa-63", "--dossier", tmp_path / "other", "--out", out).code in (16, 18)
    assert out.read_bytes() == b"theirs"
    assert program.ok("certificate", "list", "--json").json["drafts"] == []


def test_a_dry_run_writes_nothing_and_the_list_names_what_was_drafted(program: Program, bundle: Path, tmp_path: Path) -> None:
    planned = program.ok("certificate", "in-bsa-63", "--dossier", bundle, "--dry-run", "--json").json
    assert (planned["dry_run"], planned["ledger_entry"], planned["out"]) == (True, None, None)
    assert program.ok("certificate", "list", "--json").json["drafts"] == []
    made = drafted(program, "pk-procedure", bundle, tmp_path / "out.pdf")
    told = program.ok("certificate", "list", "--json").json
    assert [one["kind"] for one in told["forms"]] == form_names()
    assert [(one["id"], one["kind"], one["sha256"]) for one in told["drafts"]] == [(made["id"], "pk-procedure", made["sha256"])]
    assert made["id"][:8] in program.ok("certificate", "list").out
