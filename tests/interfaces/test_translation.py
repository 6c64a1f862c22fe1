"""Translations stand beside the original, with who made them, and never in its place."""

import json
from pathlib import Path

import pytest

from tests.interfaces.program import Program

TYPED = "Mahnoor Asif, sworn translator\nYou cannot hide from me.\nCanary."


def urdu(program: Program) -> str:
    found: str = next(
        row["id"] for row in program.ok("list", "--json", "--kind", "message").json["rows"] if "Arabic" in row["scripts"]
    )
    return found


def test_a_translation_is_printed_under_the_original(program: Program, tmp_path: Path) -> None:
    of, certificate = urdu(program), program.ok("items", "--json").json["items"][0]["id"]
    made = program.ok(
        *("add", "translation", of[:8], "--language", "en", "--from", "ur", "--at", "2024-03-20", "--certificate", certificate[:8]),
        "--json",
        typed=TYPED,
    ).json
    assert (made["of"], made["certified"], made["certificate"], made["characters"]) == (of, True, certificate, 32)
    program.ok("dossier", "--items", of, "--out", tmp_path / "out")
    (shown,) = json.loads((tmp_path / "out/data/exhibits.json").read_text("utf-8"))["exhibits"]
    assert shown["text"] == "تم مجھ سے نہیں چھپ سکتیں"
    (translated,) = shown["translations"]
    assert translated["text"] == "You cannot hide from me.\nCanary."
    assert (translated["translator"], translated["language"], translated["from_language"]) == (
        "Mahnoor Asif, sworn translator",
        "en",
        "ur",
    )
    assert translated["made_at"] == "2024-03-20"
    assert program.ok("verify", tmp_path / "out").code == 0


def test_the_text_is_shown_by_reveal_only(program: Program) -> None:
    program.ok("add", "translation", urdu(program), "--language", "en", typed=TYPED)
    (one,) = program.ok("translations", "--json").json["translations"]
    assert (
        "Canary"
        not in program.ok("translations").out + program.ok("show", one["id"]).out + program.ok("show", one["id"], "--json").out
    )
    assert "Canary" in program.ok("reveal", one["id"]).out
    assert program.ok("reveal", one["id"], "--json").json["rows"][0]["text"].startswith("You cannot")
    assert program("add", "translation", one["id"], "--language", "ur", typed=TYPED).code == 19


@pytest.mark.parametrize(
    ("typed", "language"), [("Mahnoor Asif\n", "en"), ("\nwords", "en"), (TYPED, "English")], ids=["no words", "nobody", "no tag"]
)
def test_what_cannot_be_kept_is_refused(program: Program, typed: str, language: str) -> None:
    assert program("add", "translation", urdu(program), "--language", language, typed=typed).code == 19
    assert program.ok("translations", "--json").json["translations"] == []
