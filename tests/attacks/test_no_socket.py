"""A5: a whole session opens no socket. Only `gawah stamp now`, `send`, `renew` and `dossier --stamp` do, to the authority named and
to nobody else; where `strace` is there, the operating system says so too.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.authority import Authority, Serving, Way, establish, needs_openssl, serving
from tests.conftest import LOOPBACK
from tests.interfaces.program import CHAT, CHAT_NAME, Program, make_case

pytestmark = needs_openssl

_HEARD: list[tuple[str, tuple[object, ...]]] = []
_listening = [False]
SOCKET_EVENTS = "socket."
REACHING = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind")


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    if _listening[0] and event.startswith(SOCKET_EVENTS):
        _HEARD.append((event, arguments))


sys.addaudithook(_listen)  # it stays until the process ends; with nobody listening it does nothing


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return establish(tmp_path / "authority")


@pytest.fixture
def server(authority: Authority) -> Iterator[Serving]:
    with serving(Way(body=authority.answer)) as running:
        yield running


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "case").mkdir()
    return make_case(tmp_path / "case")


def session(folder: Path, authority: Authority, url: str) -> Iterator[tuple[str | Path, ...]]:
    """The commands of a session in which nothing is to be sent."""
    chat = folder / CHAT_NAME
    chat.write_text(CHAT, encoding="utf-8")
    yield ("import", "--yes", chat)
    for command in ("status", "list", "items", "conversations", "accounts", "problems", "timeline", "entries"):
        yield (command,)
    yield ("check", "--full")
    yield ("dossier", "--out", folder / "bundle")
    yield ("verify", folder / "bundle", "--tsa-root", authority.root)
    yield ("stamp", "authority", "add", "time", "--url", url, "--root", authority.root)
    yield ("stamp", "authority", "list")
    for command in ("now", "send", "renew"):
        yield ("stamp", command, "--dry-run")
    yield ("stamp", "query", "--out", folder / "asked.tsq")
    brought = folder / "brought.tsr"
    brought.write_bytes(authority.answer((folder / "asked.tsq").read_bytes()))
    yield ("stamp", "answer", brought)
    yield ("stamp", "list")
    yield ("ledger", "list")
    yield ("dossier", "--out", folder / "second", "--stamp", "--dry-run")
    yield ("dossier", "--out", folder / "second")


def heard(program: Program, *arguments: str | Path) -> list[tuple[str, tuple[object, ...]]]:
    """What was done with sockets while a command ran."""
    _HEARD.clear()
    _listening[0] = True
    try:
        program.ok(*arguments)
    finally:
        _listening[0] = False
    return list(_HEARD)


def test_a_session_opens_no_socket(program: Program, tmp_path: Path, authority: Authority, server: Serving) -> None:
    for arguments in session(tmp_path, authority, server.url):
        assert heard(program, *arguments) == [], arguments
    assert server.way.asked == []


def test_a_stamp_reaches_the_authority_named_and_nobody_else(
    program: Program, tmp_path: Path, authority: Authority, server: Serving
) -> None:
    program.ok("stamp", "authority", "add", "time", "--url", server.url, "--root", authority.root)
    port = int(server.url.rpartition(":")[2].partition("/")[0])
    (tmp_path / CHAT_NAME).write_text(CHAT, encoding="utf-8")
    program.ok("import", "--yes", tmp_path / CHAT_NAME)
    for arguments in (("stamp", "now"), ("dossier", "--out", tmp_path / "bundle", "--stamp")):
        events = heard(program, *arguments)
        # The server runs in this process too: what it accepts is no reaching out.
        reached = [what for event, what in events if event in REACHING]
        assert reached
        assert all((LOOPBACK, port) in what or what[:2] == (LOOPBACK, port) for what in reached), reached
    assert len(server.way.asked) == 4
    subjects = [query[24:56] for query, _ in server.way.asked]
    assert len(set(subjects)) == 4
    assert all(len(query) < 75 for query, _ in server.way.asked)


def test_the_proxy_of_the_environment_is_not_asked(
    program: Program, authority: Authority, server: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://192.0.2.1:3128")
    program.ok("stamp", "authority", "add", "time", "--url", server.url, "--root", authority.root)
    program.ok("stamp", "now")
    assert len(server.way.asked) == 1


@pytest.mark.skipif(shutil.which("strace") is None, reason="not installed: strace")
def test_the_operating_system_sees_no_socket_either(program: Program, tmp_path: Path) -> None:
    """The programs that gawah starts are followed too: readers work in a process of their own."""
    chat = tmp_path / CHAT_NAME
    chat.write_text(CHAT, encoding="utf-8")
    trace = tmp_path / "trace.txt"
    words = [sys.executable, "-m", "gawah", "--vault", str(program.vault), "--passphrase-file", str(program.passphrase_file)]
    commands: list[list[str]] = [["import", "--yes", str(chat)], ["status"], ["check", "--full"], ["stamp", "list"]]
    for command in commands:
        done = subprocess.run(
            ["strace", "-f", "-qq", "-e", "trace=socket,connect,sendto,bind", "-o", str(trace), *words, *command],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        if "ptrace" in done.stderr:
            pytest.skip("this machine does not allow strace")
        assert done.returncode == 0, done.stderr
        seen = [line for line in trace.read_text().splitlines() if "AF_INET" in line]
        assert seen == [], command
