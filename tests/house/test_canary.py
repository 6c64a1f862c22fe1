"""A word in bodies, names, handles and file names shows up nowhere but where the person asked for it.

Every command runs over exports and own entries full of the word `canary`, over damaged copies of them, and over a damaged vault,
with logging at its most talkative. The word must not be in standard error, logs, arguments of processes, file names or files. What
was written in messages must not be on standard output either, unless text was asked for; names may: without them nobody finds their
way.
"""

import io
import json
import logging
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gawah.usecases import _assessor, review, start
from tests.authority import establish
from tests.interfaces.program import PASSPHRASE, Program, Ran, bare, make_case
from tests.readers.golden import SAMPLES
from tests.usecases.doubled import stand_in
from tools import reference

WORD = "canary"
SONG = "canarysong"
NAME = "Canary Finch"
TO = "age1k2geq0e8qqc8zy40lzw4t4q5vm86683j99yjvhnh70hwf03dn4ws3zqhz2"
"""Somebody's key, to which dossiers are encrypted."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(slots=True)
class Heard:
    """What the interpreter was seen doing: processes started, files opened for writing."""

    processes: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)


_LISTENING: list[Heard] = []


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    for heard in _LISTENING:
        if event in ("subprocess.Popen", "os.exec", "os.posix_spawn"):
            heard.processes.append(repr(arguments))
        elif event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING and not isinstance(arguments[0], int):
            heard.written.append(os.fsdecode(str(arguments[0])))


sys.addaudithook(_listen)  # it stays until the process ends; with nobody listening it does nothing


@dataclass(frozen=True, slots=True)
class Stage:
    """Where it all happens.

    Attributes:
        folder: All of it.
        program: Over the case, which stands in `case`.
        sources: What is imported, full of the word.
        out: What a person asked to be written, with content.
        log: What was logged.
        heard: What the interpreter did.
    """

    folder: Path
    program: Program
    sources: list[Path]
    out: Path
    log: io.StringIO
    heard: Heard

    def run(self, *arguments: str | Path, typed: str = "") -> Ran:
        """Run a command and listen."""
        _LISTENING.append(self.heard)
        try:
            return self.program(*arguments, typed=typed)
        finally:
            _LISTENING.remove(self.heard)


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    for name in ("case", "sources", "out", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path / "temporary")
    monkeypatch.setattr(_assessor, "load", stand_in)
    log = io.StringIO()
    listener, root = logging.StreamHandler(log), logging.getLogger()
    monkeypatch.setattr(root, "level", logging.DEBUG)
    root.addHandler(listener)
    yield Stage(tmp_path, make_case(tmp_path / "case"), _sources(tmp_path / "sources"), tmp_path / "out", log, Heard())
    root.removeHandler(listener)


def _sources(folder: Path) -> list[Path]:
    """A WhatsApp chat as a zip, an Instagram folder, something unknown, and damaged copies."""
    chat = (
        f"28/12/2023, 21:05 - {NAME}: {SONG}\n29/12/2023, 09:00 - Rabia Noor: the {SONG} again\n"
        f"29/12/2023, 09:01 - {NAME}: canary.jpg (file attached)\n"
    )
    whole = folder / f"WhatsApp Chat with {NAME}.zip"
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr(f"WhatsApp Chat with {NAME}.txt", chat)
        archive.writestr("canary.jpg", b"\xff\xd8\xff canary")
    cut = folder / f"cut {NAME}.zip"
    cut.write_bytes(whole.read_bytes()[:-40])
    turned = folder / f"WhatsApp Chat with turned {NAME}.txt"
    turned.write_bytes(chat.encode().replace(b"29/12", b"\xff9/\x0012", 1))
    inbox = folder / "instagram-canary" / "your_instagram_activity" / "messages" / "inbox" / "canaryfinch_1"
    inbox.mkdir(parents=True)
    thread = json.dumps(_thread())
    (inbox / "message_1.json").write_text(thread, encoding="utf-8")
    broken = folder / "instagram-cut-canary" / "your_instagram_activity" / "messages" / "inbox" / "canaryfinch_1"
    broken.mkdir(parents=True)
    (broken / "message_1.json").write_text(thread[: len(thread) * 2 // 3], encoding="utf-8")
    unknown = folder / "canary.bin"
    unknown.write_bytes(b"\x00\x01 canary")
    return [whole, cut, turned, folder / "instagram-canary", folder / "instagram-cut-canary", unknown]


def _thread() -> dict[str, object]:
    messages = [
        {"sender_name": NAME, "timestamp_ms": 1_703_800_000_000 + n, "content": f"{SONG} {n}", "canary_field": SONG}
        for n in range(3)
    ]
    return {
        "participants": [{"name": NAME}, {"name": "Rabia Noor"}],
        "messages": messages,
        "title": NAME,
        "is_still_participant": True,
        "thread_path": "inbox/canaryfinch_1",
        "magic_words": [],
    }


def _commands(stage: Stage) -> Iterator[tuple[tuple[str | Path, ...], str]]:
    """Every command, with what is typed. Ids are asked for as they come into being."""
    yield ("inspect", *stage.sources), ""
    told = SAMPLES / "table/broken/unconfirmed/source/chat.csv"
    yield ("inspect", told), ""
    asked = json.dumps({"id": "1", "text": f"I will kill you, {NAME}, {SONG}"})
    yield ("assess",), asked
    yield ("match",), asked
    yield ("table", told), ""
    yield ("import", "--yes", "--note", *stage.sources), f"from the {SONG} phone"
    yield ("import", "--yes", *stage.sources), ""
    for command in ("status", "list", "items", "conversations", "accounts", "problems", "findings", "timeline"):
        yield (command,), ""
        yield (command, "--json"), ""
    rows = stage.program("list", "--json", "--kind", "message").json["rows"]
    items = stage.program("items", "--json").json["items"]
    message, item = rows[0]["id"], items[0]["id"]
    for thing in (message, item):
        yield ("show", thing), ""
        yield ("show", thing, "--json"), ""
    yield ("context", message), ""
    yield ("search",), SONG
    yield ("search", "-", "--json"), f"no {SONG} like this"
    yield ("add", "note", "--about", message), f"I heard the {SONG}"
    yield ("add", "event", "--at", "2024-01-05", "--json"), f"the {SONG} at the door"
    yield ("add", "no-capture", "--json"), f"https://example.org/{SONG}\n2024-01-05\n{NAME}\n{SONG}-7\nthe {SONG} page"
    seen = f"https://example.org/{SONG}\n2024-01-05\n{NAME}\nthe {SONG} page"
    yield ("add", "page", stage.sources[0], "--yes", "--json"), seen
    yield ("add", "transcript", item, "--json"), f"somebody hums the {SONG}"
    yield ("add", "translation", message, "--language", "en", "--json"), f"{NAME}\nthe {SONG} in English"
    yield ("translations",), ""
    blocked = ("add", "notice", "--kind", "block", "--at", "2023-12-29", "--about", message)
    yield (*blocked, "--json"), f"{NAME}\nno more of the {SONG}"
    yield ("notices",), ""
    yield ("notices", "--json"), ""
    yield ("label", message, item, "--tactic", "threat", "--severity", "3", "--note"), f"the {SONG} again"
    yield ("labels",), ""
    yield ("labels", "--json"), ""
    yield from _triage(message)
    yield ("entries",), ""
    yield ("entries", "--json"), ""
    yield from _log(stage)
    yield ("packs", "platforms"), ""
    yield ("packs", "places"), ""
    yield ("packs", "places", SONG), ""
    yield ("place", "pk", "uk-ew"), ""
    yield ("place", SONG), ""
    yield ("place", "--json"), ""
    yield ("report", "add", "--at", "2024-01-06", "--note"), f"Canary Office\nwith the {SONG}"
    complaint = stage.program("report", "list", "--json").json["reports"][0]["id"]
    yield ("report", "update", complaint, "--status", "closed", "--note"), SONG
    yield from _report(stage, complaint, item)
    yield ("show", complaint), ""
    yield ("timeline", "--day", "2023-12-29"), ""
    yield ("timeline", "--day", "2023-12-29", "--json"), ""
    yield ("timeline", "--plain"), ""
    yield ("conduct", "--whole", "--retention"), ""
    yield ("conduct", "--json"), ""
    yield ("agent", "add", "helper"), NAME
    yield ("agent", "list"), ""
    yield ("extract", item, "--out", stage.out / "copy"), ""
    yield ("timeline", "--svg", stage.out / "picture.svg"), ""
    yield from _stamps(stage)
    yield ("dossier", "--out", stage.out / "bundle", "--title", "-", "--json"), NAME
    yield from _hidden(stage, message)
    yield ("verify", stage.out / "bundle"), ""
    yield ("starter", "--out", stage.out / "starter"), f"\nabout the {SONG}\n\n{NAME} Office\n2024-01-06\n\n\n"
    yield ("hand-over", "bundle", stage.out / "bundle", "--to", TO, "--out", stage.out / "bundle.age"), f"{NAME} Office"
    yield ("hand-over", stage.out / "bundle", "--to", TO, "--out", stage.out / "again.age", "--json"), NAME
    yield ("hand-over", stage.out / "bundle", "--to", NAME, "--out", stage.out / "third.age"), NAME
    given = stage.program("hand-over", "list", "--json").json["hand_overs"][0]["id"]
    yield ("hand-over", "receipt", given, "--item", item, "--at", "2024-03-01", "--json"), ""
    yield ("hand-over", "list"), ""
    told = stage.program("notices", "--json").json["notices"][0]["id"]
    for added in (told, given):
        yield ("show", added), ""
        yield ("show", added, "--json"), ""
    yield ("certificate", "in-bsa-63", "--dossier", stage.out / "bundle", "--out", stage.out / "bsa.pdf"), ""
    yield ("certificate", "uk-statement", "--dossier", stage.out / "bundle", "--out", stage.out / "uk.pdf", "--json"), ""
    yield ("certificate", "list"), ""
    yield ("check", "--full"), ""
    (stage.folder / "drive").mkdir()
    yield ("backup", stage.folder / "drive", "--ask-label"), f"the stick of {NAME}"
    yield ("backup", stage.folder / "drive", "--json"), ""
    yield ("restore", stage.folder / "drive", "--to", stage.folder / "drive" / "back"), ""
    yield ("init",), ""
    for wrong in (
        ("show", "ffffffff"),
        ("reveal", "zz"),
        ("list", "--since", "never"),
        ("extract", item, "--out", stage.out / "copy"),
    ):
        yield wrong, ""
    yield ("erase", item), SONG
    yield ("erase", item, "--yes-erase"), ""
    yield ("recover", "--rehearse", "--recovery-file", stage.program.passphrase_file), ""
    yield ("passphrase", "--new-passphrase-file", stage.program.passphrase_file), ""
    yield ("rekey",), SONG
    yield ("rekey", "--yes", "--recovery-out", stage.out / "sheet.pdf"), ""
    yield ("destroy-keys",), SONG
    yield ("destroy-keys", "--yes"), ""


def _triage(message: str) -> Iterator[tuple[tuple[str | Path, ...], str]]:
    """Sorting, by hand and with suggestions."""
    yield ("triage", "run"), ""
    yield ("triage", "run", "--json"), ""
    for options in ((), ("queue",), ("--json",), ("--by-hand",), ("--by-hand", "--json"), ("--for-helper",)):
        yield ("triage", *options), ""
    for act in ("not-abuse", "later", "needs-helper", "accept", "same"):
        yield ("triage", act, message), ""
    yield ("triage", "change", message, "--tactic", "threat", "--json"), ""
    yield ("triage", "explain", message), ""
    yield ("triage", "explain", message, "--json"), ""
    for command in ("activity", "undo", "audit", "budget", "reset"):
        yield ("triage", command), ""
        yield ("triage", command, "--json"), ""


def _log(stage: Stage) -> Iterator[tuple[tuple[str | Path, ...], str]]:
    """The incident log."""
    answers = f"2024-03-31 21:30\n\n{NAME}\n\nself\n{NAME}\n@{SONG}\nthe {SONG}\n\nuser\nThey played the {SONG}."
    yield ("log", "add"), answers
    yield ("add", "incident", "--json"), answers
    told = f'occurred_at = "2024-03"\nplatform = "phone"\nrecipient = "self"\nexact_words = "{SONG}"\n'
    told += '[[missing]]\nwhat = "the record"\n'
    yield ("log", "add", "-"), told
    entry = stage.program("log", "list", "--json").json["entries"][0]["id"]
    yield ("log", "form"), ""
    yield ("log", "list"), ""
    yield ("log", "show", entry), ""
    yield ("log", "show", entry, "--json"), ""
    yield ("log", "correct", entry, "-"), f'exact_words = "no {SONG}"'
    yield ("log", "add", "-"), f'{SONG} = "{SONG}"'
    yield ("log", "visible", "lawyer"), ""
    yield ("log", "missing"), ""
    yield ("log", "got", entry, "1"), ""
    table = stage.folder / "sources" / "canary log.csv"
    table.write_text(f"Date;Who;What happened;Impact\n5/3/2024;{NAME};{SONG};{SONG}\nsoon;{NAME};{SONG};\n", encoding="utf-8")
    yield ("log", "import", table, "--propose"), ""
    for more in (("--dry-run", "--date-order", "dmy"), (), ("--date-order", "dmy"), ("--date-order", "dmy", "--json")):
        yield ("log", "import", table, "--yes", *more), ""
    yield ("diary", "add", "--at", "2024-03"), f"I heard the {SONG} all night"
    yield ("diary", "lock", "--yes", "--new-passphrase-file", stage.program.passphrase_file), ""
    yield ("diary", "add", "--at", "", "--private", "--json"), f"the {SONG} again"
    opener = ("--diary-passphrase-file", stage.program.passphrase_file)
    yield ("diary", "list", "--json", *opener), ""
    page = stage.program("diary", "list", "--json").json["entries"][0]["id"]
    yield ("diary", "show", page, *opener), ""
    yield ("diary", "passphrase", "--new-passphrase-file", stage.program.passphrase_file, *opener), ""


def _report(stage: Stage, complaint: str, item: str) -> Iterator[tuple[tuple[str | Path, ...], str]]:
    """What became of a complaint."""
    told = ("--officer", NAME, "--badge", "canary 7", "--promised", "2024-05-01", "--due", "2024-05-02", "--item", item)
    yield ("report", "update", complaint, *told, "--outcome", "--next"), f"they kept the {SONG}\nask again"
    yield ("report", "step", complaint, "--with", NAME, "--attach", item), f"call\n2024-01-07\nI spoke of the {SONG}"
    yield ("report", "step", complaint, "--kind", "reply", "--at", "never", "--json"), SONG
    for command in (("list",), ("show", complaint), ("due",)):
        yield ("report", *command), ""
        yield ("report", *command, "--json"), ""
    yield ("report", "before", item, complaint), ""
    for more in ((), ("--json",), ("--no-copy",)):
        yield ("report", "before", item, "--address", *more), f"https://example.org/{SONG}\nhttps://example.org/{SONG}/2\n"
    yield ("report", "before", "--list"), ""
    yield ("report", "before", "--list", "--json"), ""
    yield ("report", "calendar", "--out", stage.out / "reminders.ics"), ""
    yield ("status",), ""


def _hidden(stage: Stage, message: str) -> Iterator[tuple[tuple[str | Path, ...], str]]:
    """What is not shown of the case, and a dossier without it; one that is stopped, too."""
    yield ("protect", "add", "--shown", "somebody"), f"{NAME}\nCanary"
    yield ("protect", "list"), ""
    yield ("protect", "list", "--json"), ""
    yield ("redact", "add", message), f"\n{SONG}"
    yield ("redact", "add", message, "--json"), "\nnot a word of it"
    yield ("redact", "list"), ""
    yield ("redact", "list", "--json"), ""
    yield ("dossier", "--out", stage.out / "hidden"), ""
    yield ("redact", "open", "E0001", "--out", stage.out / "row"), ""
    for command in ("protect", "redact"):
        listed = stage.program(command, "list", "--json").json
        [one] = listed["parties" if command == "protect" else "redactions"]
        yield (command, "remove" if command == "protect" else "undo", one["id"]), ""


def _stamps(stage: Stage) -> Iterator[tuple[tuple[str | Path, ...], str]]:
    """What can be done about time stamps without a network."""
    root = establish(stage.folder / "sources" / "authority").root
    yield ("stamp", "authority", "add", "time", "--url", "https://time.example.invalid/", "--root", root), ""
    yield ("stamp", "authority", "list"), ""
    yield ("stamp", "now", "--dry-run"), ""
    for dry in (("--dry-run",), ()):
        yield ("stamp", "query", "--out", stage.out / "asked.tsq", *dry), ""
    for dry in (("--dry-run",), ()):
        yield ("stamp", "answer", stage.sources[0], *dry), ""
    for command in ("send", "renew"):
        yield ("stamp", command, "--dry-run"), ""
    yield ("stamp", "list"), ""
    yield ("ledger", "list"), ""
    yield ("ledger", "proof", "1", "--out", stage.out / "entry"), ""
    yield ("ledger", "growth", "1", "--out", stage.out / "growth"), ""


def _silent(stage: Stage, ran: Ran, line: str) -> None:
    """Nothing of it in standard error, logs or processes; no words of a message on standard output."""
    assert WORD not in ran.err.lower(), line
    assert SONG not in ran.out.lower(), line
    assert WORD not in stage.log.getvalue().lower(), line
    assert [one for one in stage.heard.processes if WORD in one.lower()] == [], line


def _found_on_disk(stage: Stage) -> list[str]:
    """Files with the word in their names or bytes, but for what was imported and what a person asked to be written."""
    apart = (stage.folder / "sources", stage.out)
    files = [path for path in stage.folder.rglob("*") if not any(path.is_relative_to(one) for one in apart)]
    return [
        str(path.relative_to(stage.folder))
        for path in files
        if WORD in path.name.lower() or (path.is_file() and WORD.encode() in path.read_bytes().lower())
    ]


def test_the_word_shows_up_nowhere(stage: Stage) -> None:
    used = set()
    for arguments, typed in _commands(stage):
        ran = stage.run(*arguments, typed=typed)
        line = " ".join(str(one) for one in arguments if not isinstance(one, Path))
        assert ran.code != 1, f"{line}: {ran.err}"
        _silent(stage, ran, line)
        used |= {line, *(" ".join(line.split()[:words]) for words in (1, 2, 3))}
    assert [name for name in reference.command_names() if name not in used] == []
    assert stage.program("verify", stage.out / "bundle", "--json").json["intact"]["state"] == "yes"
    assert _found_on_disk(stage) == []
    allowed = (*(stage.folder / name for name in ("case", "state", "drive")), stage.out, Path(os.devnull))
    assert [one for one in stage.heard.written if not any(Path(one).is_relative_to(place) for place in allowed)] == []


def test_what_was_asked_for_is_shown(stage: Stage) -> None:
    stage.run("import", "--yes", *stage.sources)
    message = stage.program("list", "--json", "--kind", "message").json["rows"][0]["id"]
    asked: list[tuple[str, ...]] = [("reveal", message), ("list", "--show-text"), ("context", message, "--show-text")]
    for arguments in asked:
        ran = stage.run(*arguments)
        assert SONG in ran.out
        assert WORD not in ran.err.lower()
    assert _found_on_disk(stage) == []


@pytest.mark.parametrize("part", ["db/case.db", "blobs", "keys/slot-1.json", "VAULT", "checkpoints"])
@pytest.mark.parametrize("damage", ["cut", "turned"])
def test_a_damaged_vault_says_nothing_of_it_either(stage: Stage, part: str, damage: str) -> None:
    stage.run("import", "--yes", *stage.sources[:1])
    message = stage.program("list", "--json").json["rows"][0]["id"]
    found = stage.program.vault / part
    for path in [found] if found.is_file() else sorted(path for path in found.rglob("*") if path.is_file()):
        data = path.read_bytes()
        middle = len(data) // 2
        path.write_bytes(data[:middle] if damage == "cut" else data[:middle] + bytes([data[middle] ^ 0x41]) + data[middle + 1 :])
    commands: list[tuple[str | Path, ...]] = [("check", "--full"), ("list",), ("show", message), ("context", message), ("status",)]
    commands.append(("import", "--yes", *stage.sources))
    for arguments in commands:
        ran = stage.run(*arguments)
        assert ran.code != 1, ran.err
        _silent(stage, ran, str(arguments[0]))
    assert _found_on_disk(stage) == []


def test_a_failure_nobody_foresaw_names_the_place_and_not_the_matter(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"{SONG} in {NAME}")

    monkeypatch.setattr(review, "list_rows", fail)
    ran = stage.run("list")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("gawah: unexpected failure: ValueError in gawah.")
    _silent(stage, ran, "list")


def test_nothing_a_use_case_gives_prints_what_it_holds(stage: Stage) -> None:
    stage.run("import", "--yes", *stage.sources)
    stage.run("add", "note", typed=SONG)
    stage.run("report", "add", "--to", "Canary Office", "--at", "2024-01-06", "--note", typed=SONG)
    with start.open_vault(stage.program.vault, PASSPHRASE, clock=lambda: "2024-04-02T10:30:00Z") as work:
        page = review.list_rows(work, review.Selection(), limit=50, show_text=True)
        things = [work, page, *page.shown, *work.vault.page(limit=50), *work.vault.items(), *work.vault.entries()]
        things += [*work.vault.reports(), *work.vault.problems(), *work.vault.readings(), *work.vault.accounts()]
        assert [type(one).__name__ for one in things if WORD in repr(one).lower()] == []


def test_the_listener_hears(stage: Stage) -> None:
    _LISTENING.append(stage.heard)
    try:
        (stage.out / "canary.txt").write_text(SONG, encoding="utf-8")
    finally:
        _LISTENING.remove(stage.heard)
    assert [WORD in one for one in stage.heard.written] == [True]
    shutil.copy(stage.out / "canary.txt", stage.folder / "case" / "leak")
    assert _found_on_disk(stage) == ["case/leak"]
    assert bare("--version").out.startswith("gawah ")
