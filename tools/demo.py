"""`make demo`: the main job on the invented case, as a person would do it at the command line; then one screen that sums it up.

Everything lies in `demo-case/` of this folder and is made anew each time. Nothing of it is real.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.named import told
from tools.sample_case.whole import SEED, write

ROOT = Path(__file__).parents[1]
CASE = ROOT / "demo-case"
VAULT, PASSPHRASE, DOSSIER = CASE / "vault", CASE / "passphrase", CASE / "dossier"
SHORT = CASE / "dossier-short"
EVIDENCE, TIMELINE, RECOVERY = CASE / "evidence", CASE / "timeline.svg", CASE / "recovery.txt"
GAWAH = Path(sys.executable).with_name("gawah")


def main() -> int:
    """Run the demo; 1 when any figure is not what was written into the exports."""
    started = time.monotonic()
    _step("1. An invented case: chats, an Instagram export, a mailbox, screenshots, a note, a file that nobody can read")
    shutil.rmtree(CASE, ignore_errors=True)
    CASE.mkdir(mode=0o700)
    write(CASE, SEED)
    written = json.loads((CASE / "case.json").read_text(encoding="utf-8"))
    _make_vault(written["owner"]["name"])

    _step("2. Import: the bytes first, then what is in them; the receipt")
    _gawah("import", "--yes", EVIDENCE, ok=(0, 3))
    right = _as_written(written)

    _step("3. What no export holds: her own notes and events, and the two complaints")
    _enter(written)

    _step("4. What she says of it: some messages marked, the day on which she asked him to stop, a translation, the incident log")
    _say(written)

    _step("5. Whom she protects: her sister is shown by initials from now on. The words of two screenshots, which she compared")
    _protect(written)

    _step("6. The timeline")
    _gawah("timeline", "--svg", TIMELINE)

    _step(f"7. A dossier of what holds the words “{written['suggested']['dossier_query']}”, two screenshots and her own entries")
    exhibits = _dossier(written)
    verified = _verify(DOSSIER) & _unnamed(DOSSIER, written)

    _step("8. The short form, for whoever cannot do more: the first, the three gravest, the three latest of what she marked")
    few = len(_json("dossier", "--out", SHORT, "--first-three-worst", "--audience", "lawyer")["exhibits"])
    verified &= _verify(SHORT) & _unnamed(SHORT, written)

    _screen(written, (exhibits, few), seconds=time.monotonic() - started, right=right and verified)
    return 0 if right and verified else 1


def _make_vault(name: str) -> None:
    with os.fdopen(os.open(PASSPHRASE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(secrets.token_urlsafe(18) + "\n")
    _gawah("init", "--recovery-out", RECOVERY, "--ask-name", says=name + "\n", show=False)


def _enter(written: dict[str, Any]) -> None:
    for entry in written["entries"]:
        place = ("--place", entry["place"]) if entry["place"] else ()
        _gawah("add", entry["kind"], "--at", f"{entry['happened_at']} {written['zone']}", *place, says=entry["text"])
    for report in written["reports"]:
        told = ("--to", report["to"], "--kind", report["to_kind"], "--at", report["made_at"], "--channel", report["channel"])
        made = _json("report", "add", *told, "--reference", report["reference"], "--note", says=report["note"])
        for update in report["updates"]:
            words = f"{update['at']}: {update['note']}"
            _gawah("report", "update", made["id"], "--status", update["status"], "--note", says=words, show=False)
    _gawah("report", "list")


def _say(written: dict[str, Any]) -> None:
    for label in written["labels"]:
        marked = [row["id"] for row in _found(label["search"]) if written["owner"]["name"] not in json.dumps(row)][:3]
        _gawah("label", *marked, "--tactic", label["tactic"], "--severity", label["severity"])
    notice, translation = written["notice"], written["translation"]
    shown, original = _found(notice["search"])[0]["id"], _found(translation["search"])[0]["id"]
    given = ("--kind", notice["kind"], "--at", f"{notice['at']} {written['zone']}", "--about", shown)
    _gawah("add", "notice", *given, says=f"{notice['to']}\n{notice['text']}\n")
    languages = ("--language", translation["language"], "--from", translation["from"])
    _gawah("add", "translation", original, *languages, says=f"{translation['translator']}\n{translation['text']}\n")
    incident = {**written["incident"], "occurred_at": f"{written['incident']['occurred_at']} {written['zone']}"}
    _gawah("log", "add", "-", says=json.dumps(incident))


def _found(words: str) -> list[dict[str, Any]]:
    """The messages with these words, without what stands in no conversation."""
    rows: list[dict[str, Any]] = _json("search", "-", "--limit", "20", "--kind", "message", says=words + "\n")["rows"]
    return rows


def _protect(written: dict[str, Any]) -> None:
    """Her sister, under every spelling; and what is to be read in two pictures: one that nobody has read is withheld."""
    party = written["protected"]
    _gawah("protect", "add", "--shown", party["shown"], "--role", party["role"], says="\n".join(party["spellings"]) + "\n")
    items = {item["name"]: item["id"] for item in _json("items")["items"]}
    for one in written["transcripts"]:
        _gawah("add", "transcript", items[one["file"]], says=one["text"] + "\n")


def _unnamed(folder: Path, written: dict[str, Any]) -> bool:
    """Whether no spelling of hers stands in the bundle, looked for as a stranger would; what was found is printed."""
    words = [one for one in written["protected"]["spellings"] if not set(one) & set(" .@")]
    held = ", ".join(f"{_json('search', '-', '--limit', '1', says=one + chr(10))['total']} hold {one}" for one in words)
    return told(folder, written["protected"]["spellings"], f"of the messages of the case {held}")


def _as_written(written: dict[str, Any]) -> bool:
    """Whether the readers found what the generator counted while it wrote: a line pasted to look like a message counts as one."""
    found = sum(_json("list", "--limit", "1", "--kind", kind)["total"] for kind in ("message", "event"))
    totals = written["totals"]
    expected = totals["messages"] + totals["events"] + totals["forged_looking_lines"]
    print(f"written {expected:,} records, read {found:,}: {'the same' if found == expected else 'NOT THE SAME'}")
    return bool(found == expected)


def _dossier(written: dict[str, Any]) -> int:
    pictures = [item for item in _json("items")["items"] if item["name"].endswith(".png")][:2]
    entries = _json("entries")["entries"]
    ids = ",".join(one["id"] for one in (*pictures, *entries))
    chosen = ("--query", "-", "--items", ids, "--audience", "authority", "--title", "Two partners of a nursery (an invented case)")
    made = _json("dossier", "--out", DOSSIER, *chosen, says=written["suggested"]["dossier_query"] + "\n")
    return len(made["exhibits"])


def _verify(folder: Path) -> bool:
    """Twice: by gawah, and by the bundle's own script with nothing but sha256sum and openssl."""
    key = _json("status")["fingerprint"]
    _gawah("verify", folder, "--key", key)
    done = subprocess.run(["sh", "verify-all.sh"], cwd=folder, capture_output=True, text=True, check=False)
    print(f"sh {folder.name}/verify-all.sh: {'every line ok' if done.returncode == 0 else done.stdout}")
    return done.returncode == 0


def _screen(written: dict[str, Any], exhibits: tuple[int, int], *, seconds: float, right: bool) -> None:
    here = CASE.relative_to(Path.cwd()) if CASE.is_relative_to(Path.cwd()) else CASE
    totals, others = written["totals"], len(written["other_files"])
    print(
        f"""
{"─" * 100}
What happened  {totals["messages"]:,} invented messages in {len(written["sources"])} exports and {others} other files
               were sealed into an encrypted vault, read without losing a record, put on a timeline with two complaints,
               and {exhibits[0]} and {exhibits[1]} exhibits were written into two dossiers, each checked twice, in which her sister
               has initials and no name.
{"Everything is as it was written." if right else "SOMETHING IS NOT AS IT WAS WRITTEN: see above."} It took {seconds:.0f} seconds.

Look at        {here}/dossier/data/dossier.pdf      the dossier: open it in any PDF reader
               {here}/dossier-short/data/dossier.pdf  the same on a few pages
               {here}/timeline.svg                  the timeline: open it in any browser
               {here}/dossier/VERIFY.txt            how a stranger checks the folder, with sha256sum and openssl
               {here}/vault                         what lies on the disk: nothing that can be read

Try            export GAWAH_VAULT={here}/vault GAWAH_PASSPHRASE_FILE={here}/passphrase
               .venv/bin/gawah list                 rows without text
               .venv/bin/gawah search               asks what to look for, in any script
               .venv/bin/gawah context ID --show-text
               .venv/bin/gawah check --full
Invented: every person, place, trade and authority. The passphrase lies beside the vault because this is a demo.
{"─" * 100}"""
    )


def _step(title: str) -> None:
    print(f"\n{title}\n", flush=True)


def _gawah(*arguments: object, says: str = "", show: bool = True, ok: Sequence[int] = (0,)) -> str:
    """Run the command as its user would; what it is told goes to its standard input."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GAWAH_")}
    environment = {
        **kept,
        "GAWAH_VAULT": str(VAULT),
        "GAWAH_PASSPHRASE_FILE": str(PASSPHRASE),
        "XDG_STATE_HOME": str(CASE / "state"),
    }
    command = [str(GAWAH), *map(str, arguments)]
    done = subprocess.run(command, input=says, capture_output=True, text=True, check=False, env=environment)
    if done.returncode not in ok:
        raise SystemExit(f"demo: `gawah {arguments[0]}` ended with {done.returncode}:\n{done.stderr}")
    if show:
        print(done.stdout, end="", flush=True)
    return done.stdout


def _json(*arguments: object, says: str = "") -> dict[str, Any]:
    told: dict[str, Any] = json.loads(_gawah(*arguments, "--json", says=says, show=False))
    return told


if __name__ == "__main__":
    sys.exit(main())
