"""Two hundred words in every field that is content, a whole session of the real program with crashes in it, and then every byte
that it left anywhere (A1; of A6 the arguments, the environment and standard error).

Folders for home, configuration, cache, data, state and temporary files are this test's own. The program runs as a person starts it,
in processes of its own, and all processes are looked at while they run. The sources, the file with the passphrase and what was
written out on purpose may hold the words. Words of messages stand on standard output only where text was asked for; names of people
and files may stand there: without them nobody finds their way. Standard error holds neither.
"""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import quote

import pytest

from gawah.records.fold import fold
from gawah.vault.local import LocalVault
from tests.interfaces.program import WEAK

ROOT = Path(__file__).resolve().parents[2]
STEMS = ("Zq7cänary", "کنریظژ", "कनरीज्ञढ")
"""Stand in every word, so that one look for them finds any; each is in no file of the system."""
SAID = [f"{STEMS[n % 3]}said{n:03}" for n in range(100)]
"""What people wrote: messages, comments, notes, what is looked for."""
NAMED = [f"{STEMS[n % 3]}name{n:03}" for n in range(60)]
"""Names, handles, titles, names of files."""
OWN = [f"{STEMS[n % 3]}own{n:03}" for n in range(40)]
"""The passphrase, addresses, offices, reference numbers, places, titles."""
PASSPHRASE = f"{OWN[0]} {OWN[1]} lantern"
KILL_AT_COMMIT = """
import os, signal, sys
from gawah.vault import _points
left = int(sys.argv.pop(1))
def hook(name):
    global left
    left -= name == "commit-before"
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
_points.hook = hook
from gawah.interfaces.cli.app import run
sys.exit(run(sys.argv[1:]))
"""


def forms(word: str) -> set[bytes]:
    """A word as it may lie somewhere: as written, folded, upper, lower; in UTF-8 and UTF-16; escaped as in JSON and addresses."""
    texts = {word, fold(word), word.lower(), word.upper()}
    escaped = (
        {json.dumps(text)[1:-1] for text in texts}
        | {quote(text) for text in texts}
        | {text.encode("unicode_escape").decode() for text in texts}
    )
    return {text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be")} | {
        text.encode() for text in escaped
    }


STEM_FORMS = sorted({form for stem in STEMS for form in forms(stem)})
ANY = re.compile(b"|".join(map(re.escape, STEM_FORMS)))


@dataclass(slots=True)
class Ran:
    """What one run of the program gave."""

    code: int
    out: bytes
    err: bytes


@dataclass(slots=True)
class Watched:
    """Looks at the arguments and the environment of every process, over and over, until told to stop."""

    seen: set[str] = field(default_factory=set)
    looks: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    _thread: threading.Thread = field(default_factory=threading.Thread)

    def _look(self) -> None:
        while not self._over.is_set():
            self.looks += 1
            for process in Path("/proc").iterdir():
                if process.name.isdecimal():
                    for name in ("cmdline", "environ", "comm"):
                        try:
                            data = (process / name).read_bytes()
                        except OSError:
                            continue
                        if ANY.search(data):
                            self.seen.add(name)


@dataclass(slots=True)
class Stage:
    """Where it all happens: `folder` holds everything, `sources`, `out` and `own` may hold the words."""

    folder: Path
    environment: dict[str, str]
    said: list[tuple[str, Ran]] = field(default_factory=list)

    @property
    def vault(self) -> Path:
        return self.folder / "data" / "gawah" / "vault"

    def run(self, *arguments: str | Path, typed: str = "", kill_at: int | None = None) -> Ran:
        """Run `gawah` as a process of its own; with `kill_at`, it kills itself before that commit."""
        start = ["-m", "gawah"] if kill_at is None else ["-c", KILL_AT_COMMIT, str(kill_at)]
        ran = subprocess.run(
            [sys.executable, *start, *map(str, arguments)],
            input=typed.encode(),
            capture_output=True,
            cwd=self.folder / "work",
            env=self.environment,
            check=False,
        )
        done = Ran(ran.returncode, ran.stdout, ran.stderr)
        self.said.append((str(arguments[0]), done))
        assert not ANY.search(done.err), f"{arguments[0]}: standard error holds a word"
        return done

    def json(self, *arguments: str | Path, typed: str = "") -> dict[str, list[dict[str, str]]]:
        """The one object that a command gives."""
        found: dict[str, list[dict[str, str]]] = json.loads(self.run(*arguments, "--json", typed=typed).out)
        return found

    def leaks(self) -> list[str]:
        """Files with a word in their name or bytes, but for those that may."""
        apart = [self.folder / name for name in ("sources", "out", "own")]
        found = []
        for path in self.folder.rglob("*"):
            if any(path.is_relative_to(one) for one in apart):
                continue
            if ANY.search(os.fsencode(path.name)) or (path.is_file() and ANY.search(path.read_bytes())):
                found.append(path.relative_to(self.folder).as_posix().encode("ascii", "replace").decode())
        return found


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    for name in ("home", "config", "cache", "data", "state", "runtime", "temporary", "work", "sources", "out", "own", "drive"):
        (tmp_path / name).mkdir(mode=0o700)
    secret = tmp_path / "own" / "passphrase"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    secret.chmod(0o600)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "LANG": "C.UTF-8",
        "HOME": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path / "temporary"),
        "GAWAH_PASSPHRASE_FILE": str(secret),
        **{f"XDG_{name.upper()}_HOME": str(tmp_path / name) for name in ("config", "cache", "data", "state")},
        "XDG_RUNTIME_DIR": str(tmp_path / "runtime"),
    }
    return Stage(tmp_path, environment)


def _bring(folder: Path) -> None:
    """Sources full of the words: a chat in a zip with a picture, a thread of Instagram, and what nobody can read."""
    chat = "".join(f"{1 + n % 28:02}/12/2023, 21:{n:02} - {NAMED[n % 20]}: {word}\n" for n, word in enumerate(SAID[:50]))
    chat += f"29/12/2023, 22:00 - {NAMED[0]}: {NAMED[20]}.jpg (file attached)\n"
    title = f"WhatsApp Chat with {NAMED[21]}"
    with zipfile.ZipFile(folder / f"{title}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{title}.txt", chat)
        archive.writestr(f"{NAMED[20]}.jpg", b"\xff\xd8\xff" + SAID[50].encode())
    inbox = folder / NAMED[22] / "your_instagram_activity" / "messages" / "inbox" / f"{NAMED[23]}_17"
    inbox.mkdir(parents=True)
    messages = [
        {"sender_name": NAMED[24 + n % 20], "timestamp_ms": 1_703_800_000_000 + n * 60_000, "content": word, NAMED[45]: SAID[51]}
        for n, word in enumerate(SAID[52:92])
    ]
    thread = {
        "participants": [{"name": name} for name in (NAMED[44], *NAMED[46:48], *NAMED[51:])],
        "messages": messages,
        "title": NAMED[48],
    }
    text = json.dumps({**thread, "is_still_participant": True, "thread_path": f"inbox/{NAMED[23]}_17", "magic_words": []})
    (inbox / "message_1.json").write_text(text, encoding="utf-8")
    (folder / f"{NAMED[49]}.json").write_text(text[: len(text) // 2], encoding="utf-8")
    (folder / f"{NAMED[50]}.bin").write_bytes(b"\x00\x01" + "".join(SAID[92:94]).encode("utf-16"))


def _session(stage: Stage) -> Iterator[str]:
    """The commands of a whole session; yields after each, with its name."""
    sources = stage.folder / "sources"
    yield _done(stage, "inspect", sources)
    killed = stage.run("import", "--yes", sources, kill_at=2)
    assert killed.code == -signal.SIGKILL
    yield "import, killed"
    yield _done(stage, "import", "--yes", "--note", sources, typed=f"{OWN[2]} {SAID[94]}")
    for name in ("status", "list", "items", "conversations", "accounts", "problems", "timeline"):
        yield _done(stage, name)
    items = {one["name"]: one["id"] for one in stage.json("items")["items"]}
    export = next(one for name, one in items.items() if name.endswith(".zip"))
    rows = [row["id"] for row in stage.json("list", "--kind", "message", "--item", export)["rows"]]
    yield _done(stage, "search", "-", typed=SAID[7])
    yield _done(stage, "search", "-", typed=SAID[95])
    yield _done(stage, "show", rows[0])
    yield _done(stage, "context", rows[1])
    yield _done(stage, "reveal", rows[2])
    yield _done(stage, "add", "note", "--about", rows[0], typed="\n".join([SAID[96], OWN[3], *OWN[13:]]))
    yield _done(stage, "add", "no-capture", typed=f"https://example.org/{OWN[4]}\n2024-01-05\n{OWN[5]}\n{OWN[6]}\n{SAID[97]}")
    yield _done(stage, "report", "add", "--note", typed=f"{OWN[7]}\n2024-01-06\n{SAID[98]} {SAID[99]} {OWN[8]}")
    told = f'platform = "{OWN[4]}"\nsource_label = "{NAMED[3]}"\nurl = "https://example.org/{OWN[5]}"\nexact_words = "{SAID[96]}"\n'
    entry = f'occurred_at = "2024-01"\nrecipient = "self"\nwhat_happened = "{SAID[97]}"\nvisibility = "authority"\n'
    yield _done(stage, "log", "add", "-", typed=entry + told)
    table = sources / "log.csv"
    lines = f"2024-01-07,{NAMED[2]},{SAID[98]},{SAID[99]}\n,{NAMED[2]},{SAID[98]},\n"
    table.write_text(f"Date,Who,What happened,Impact\n{lines}", encoding="utf-8")
    yield _done(stage, "log", "import", table, "--yes")
    yield _done(stage, "diary", "lock", "--yes", "--new-passphrase-file", stage.folder / "own" / "passphrase")
    yield _done(stage, "diary", "add", "--at", "2024-01", typed=SAID[99])
    yield _done(stage, "log", "list")
    yield _done(stage, "log", "missing")
    yield _done(stage, "agent", "add", "helper", typed=OWN[9])
    yield _done(stage, "entries")
    yield _done(stage, "report", "list")
    yield _done(stage, "timeline", "--svg", stage.folder / "out" / "picture.svg")
    yield _done(stage, "dossier", "--title", "-", "--out", stage.folder / "out" / "bundle", typed=f"{OWN[10]}\n")
    yield _done(stage, "verify", stage.folder / "out" / "bundle")
    yield _done(stage, "extract", export, "--out", stage.folder / "out" / "copy.zip")
    yield _done(stage, "backup", stage.folder / "drive")
    assert stage.run("erase", rows[3], "--yes-erase").code == 0
    yield "erase"
    rest = next(one["id"] for one in stage.json("items")["items"] if one["name"].endswith(".zip"))
    killed = stage.run("erase", rest, "--member", "-", "--yes-erase", typed=f"{NAMED[20]}.jpg\n", kill_at=2)
    assert killed.code == -signal.SIGKILL
    yield "erase, killed"
    yield _done(stage, "erase", "ffffffff", "--yes-erase")
    yield _done(stage, "erase", "ffffffff", "--member", "-", typed=OWN[11])
    yield _done(stage, "check", "--full")


def _done(stage: Stage, *arguments: str | Path, typed: str = "") -> str:
    ran = stage.run(*arguments, typed=typed)
    assert ran.code not in (1, 2), f"{arguments[0]}: {ran.err.decode()}"
    return str(arguments[0])


SHOWS_TEXT = {"reveal"}


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes cannot be looked at on this system")
def test_no_word_is_left_anywhere(stage: Stage) -> None:
    LocalVault.create(
        stage.vault, PASSPHRASE, at="2024-04-01T09:00:00Z", tool="gawah test", name=OWN[12], cost=WEAK, allow_weak=True
    )[0].close()
    _bring(stage.folder / "sources")
    with Watched() as watched:
        for command in _session(stage):
            assert stage.leaks() == [], command
    assert watched.looks > 0
    assert watched.seen == set()
    spoken = re.compile(b"|".join(re.escape(form) for word in SAID for form in sorted(forms(word))))
    secret = re.compile(b"|".join(re.escape(form) for word in OWN[:2] for form in sorted(forms(word))))
    for command, ran in stage.said:
        assert secret.search(ran.out) is None, command
        if command not in SHOWS_TEXT:
            assert spoken.search(ran.out) is None, command
    assert spoken.search(next(ran.out for command, ran in stage.said if command == "reveal"))
    assert [ran.code for command, ran in stage.said if command == "check"] == [0]


def test_a_new_vault_tells_its_secrets_to_nobody(stage: Stage) -> None:
    with Watched() as watched:
        made = stage.run("init")
    assert made.code == 0
    found = re.search(rb"AGE-SECRET-KEY-1[0-9A-Z]{58}", made.out)
    assert found is not None
    recovery = found[0]
    assert stage.leaks() == []
    assert watched.seen == set()
    own = stage.folder / "own"
    holding = [path for path in stage.folder.rglob("*") if path.is_file() and not path.is_relative_to(own)]
    assert holding
    for path in holding:
        data = path.read_bytes()
        assert recovery not in data
        assert recovery.lower() not in data
        assert recovery[16:40] not in data
    again = stage.run("status")
    assert (again.code, ANY.search(again.out)) == (0, None)


def test_the_look_finds_a_word_in_every_form(stage: Stage) -> None:
    """The looking itself: what it would miss, the tests above would."""
    for word in (*SAID, *NAMED, *OWN):
        for text in (word.encode(), fold(word).encode(), word.encode("utf-16"), json.dumps(word).encode()):
            assert ANY.search(text), word
    assert len({*SAID, *NAMED, *OWN}) == 200
    (stage.folder / "cache" / f"{NAMED[3]}.txt").write_bytes(b"")
    (stage.folder / "state" / "log").write_text(f"looked for {fold(SAID[4])}", encoding="utf-16")
    assert len(stage.leaks()) == 2
    with Watched() as watched, subprocess.Popen([sys.executable, "-c", "input()", SAID[5]], stdin=subprocess.PIPE) as process:
        before = watched.looks
        while watched.looks < before + 3:
            pass
        process.communicate(b"\n")
    assert watched.seen == {"cmdline"}
