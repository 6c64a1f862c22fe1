"""`gawah stamp ...` as a person types it, against an authority on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.interfaces.cli import _session
from tests.authority import Authority, Kind, Serving, Way, establish, needs_openssl, serving
from tests.conftest import LOOPBACK
from tests.interfaces.program import Program

pytestmark = needs_openssl


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return establish(tmp_path_factory.mktemp("time") / "authority")


@pytest.fixture
def server(authority: Authority) -> Iterator[Serving]:
    with serving(Way(body=authority.answer)) as running:
        yield running


def enter(program: Program, authority: Authority, url: str, name: str = "time") -> None:
    program.ok("stamp", "authority", "add", name, "--url", url, "--root", authority.root, "--signer", authority.signer)


def test_nothing_is_sent_before_an_authority_is_chosen(program: Program) -> None:
    ran = program("stamp", "now")
    assert ran.code == 16
    assert "gawah stamp authority add" in ran.err
    assert "no time stamp was asked for yet" in program.ok("stamp", "list").out
    assert "no authority yet" in program.ok("stamp", "authority", "list").out
    assert "No question waits" in program.ok("stamp", "send").out


def test_a_stamp_from_the_first_question_to_the_list(program: Program, authority: Authority, server: Serving) -> None:
    enter(program, authority, server.url)
    assert server.way.asked == []
    planned = program.ok("stamp", "now", "--dry-run", "--json").json["would_send"]
    assert [one["url"] for one in planned] == [server.url]
    assert server.way.asked == []
    assert "address" in program.ok("stamp", "now", "--dry-run").out
    told = program.ok("stamp", "now", "--json").json["stamps"][0]
    assert planned[0]["sha256"].startswith(program.ok("stamp", "list", "--json").json["stamps"][0]["sha256"])
    ((query, headers),) = server.way.asked
    assert bytes.fromhex(planned[0]["sha256"]) in query
    assert {name.lower() for name in headers} == {
        "host",
        "accept-encoding",
        "content-type",
        "accept",
        "connection",
        "content-length",
    }
    (listed,) = program.ok("stamp", "list", "--json").json["stamps"]
    assert (listed["answered"], listed["time"], listed["serial"]) == (True, told["time"], told["serial"])
    folder = program.vault / "checkpoints"
    reply, note = folder / f"{listed['checkpoint']}.tsr", folder / f"{listed['checkpoint']}.note"
    assert authority.confirms(reply.read_bytes(), note.read_bytes())
    assert "stands" in program.ok("stamp", "list").out
    program.ok("check", "--full")


def test_stamp_alone_asks_for_one(program: Program, authority: Authority, server: Serving) -> None:
    enter(program, authority, server.url)
    assert "existed by" in program.ok("stamp").out
    assert len(server.way.asked) == 1


def test_without_a_network_the_question_waits_and_the_exit_code_says_so(
    program: Program, authority: Authority, server: Serving
) -> None:
    enter(program, authority, f"http://{LOOPBACK}:1/")
    ran = program("stamp", "now")
    assert (ran.code, "[unreachable]" in ran.err, "gawah stamp send" in ran.out + ran.err) == (51, True, True)
    (waiting,) = program.ok("stamp", "send", "--dry-run", "--json").json["would_send"]
    assert len(bytes.fromhex(waiting["query_hex"])) < 75
    assert program("stamp", "send", "--json").code == 51
    assert "waits for an answer" in program.ok("stamp", "list").out
    assert server.way.asked == []


def test_a_question_is_carried_by_hand(program: Program, authority: Authority, tmp_path: Path) -> None:
    enter(program, authority, "https://time.example.invalid/")
    asked = tmp_path / "asked.tsq"
    assert "curl" in program.ok("stamp", "query", "--out", asked).out
    assert program("stamp", "query", "--out", asked).code == 18
    second = tmp_path / "second.tsq"
    program.ok("stamp", "query", "--out", second, "--json")
    brought = tmp_path / "answer.tsr"
    brought.write_bytes(authority.answer(second.read_bytes()))
    assert program.ok("stamp", "answer", brought, "--json").json["stamps"][0]["stamp"] == 2
    assert [one["answered"] for one in program.ok("stamp", "list", "--json").json["stamps"]] == [False, True]
    brought.write_bytes(b"canary, not an answer")
    assert program("stamp", "answer", brought).code == 24
    assert program("stamp", "answer", tmp_path / "not there").code == 15
    assert program.ok("stamp", "list", "--json").json["stamps"][0]["refused_answers"] == 1
    assert program("stamp", "answer", asked).code == 24
    program.ok("check", "--full")


def test_a_dry_run_of_a_question_by_hand_says_what_it_would_be_about(
    program: Program, authority: Authority, tmp_path: Path
) -> None:
    enter(program, authority, "https://time.example.invalid/")
    asked = tmp_path / "asked.tsq"
    before = program.ok("ledger", "list", "--json").json
    told = program.ok("stamp", "query", "--out", asked, "--dry-run")
    planned = program.ok("stamp", "query", "--out", asked, "--dry-run", "--json").json
    assert ("nothing was written" in told.err, str(asked) in told.out, planned["sha256"] in told.out) == (True, True, True)
    assert (planned["dry_run"], planned["out"], planned["stamp"], planned["query_hex"]) == (True, str(asked), None, None)
    assert not asked.exists()
    assert program.ok("stamp", "list", "--json").json["stamps"] == []
    assert program.ok("ledger", "list", "--json").json == before
    made = program.ok("stamp", "query", "--out", asked, "--json").json
    assert (made["dry_run"], made["stamp"], made["sha256"]) == (False, 1, planned["sha256"])
    assert program("stamp", "query", "--out", asked, "--dry-run").code == 18
    assert program("stamp", "query", "--out", tmp_path / "other", "--authority", "nobody", "--dry-run").code == 16


def test_a_dry_run_of_an_answer_says_what_it_shows_and_keeps_nothing(
    program: Program, authority: Authority, tmp_path: Path
) -> None:
    enter(program, authority, "https://time.example.invalid/")
    brought = tmp_path / "answer.tsr"
    brought.write_bytes(b"canary, not an answer")
    assert program("stamp", "answer", brought, "--dry-run").code == 16
    first, second = tmp_path / "first.tsq", tmp_path / "second.tsq"
    program.ok("stamp", "query", "--out", first)
    refused = program("stamp", "answer", brought, "--dry-run")
    assert (refused.code, "nothing is kept" in refused.err) == (24, True)
    program.ok("stamp", "query", "--out", second)
    before = program.ok("ledger", "list", "--json").json
    assert program("stamp", "answer", brought, "--dry-run").code == 16
    brought.write_bytes(authority.answer(second.read_bytes()))
    told = program.ok("stamp", "answer", brought, "--dry-run")
    assert ("stamp 2: " in told.out, "existed by" in told.out, "nothing is kept" in told.err) == (True, True, True)
    shown = program.ok("stamp", "answer", brought, "--dry-run", "--json").json
    assert program.ok("ledger", "list", "--json").json == before
    listed = program.ok("stamp", "list", "--json").json["stamps"]
    assert [(one["answered"], one["refused_answers"]) for one in listed] == [(False, 0), (False, 0)]
    assert list((program.vault / "checkpoints").glob("*.tsr")) == []
    kept = program.ok("stamp", "answer", brought, "--json").json
    assert (shown["dry_run"], kept["dry_run"], shown["stamps"]) == (True, False, kept["stamps"])


def test_a_stamp_is_renewed_before_its_certificate_expires(
    program: Program, server: Serving, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = establish(tmp_path / "brief", Kind(ends=10))
    enter(program, brief, server.url, "brief")
    server.way.body = brief.answer
    program.ok("stamp", "now")
    listed = program.ok("stamp", "list", "--json").json["stamps"][0]
    monkeypatch.setattr(_session, "now", lambda: listed["time"])
    assert program.ok("stamp", "list", "--json").json["stamps"][0]["due"]
    for command in ("status", "check"):
        assert "gawah stamp renew" in program.ok(command).out
    assert "Nothing to renew" in program.ok("stamp", "renew", "--within", "2").out
    enter(program, authority, server.url, "long")
    server.way.body = authority.answer
    assert program.ok("stamp", "renew", "--dry-run", "--json").json["would_send"]
    program.ok("stamp", "renew")
    first, second = program.ok("stamp", "list", "--json").json["stamps"]
    assert (first["renewed_by"], first["due"], second["due"]) == (2, False, False)
    assert second["checkpoint"] > first["anchor"]
    assert "Nothing to renew" in program.ok("stamp", "renew").out
    assert "gawah stamp renew" not in program.ok("status").out


@pytest.mark.parametrize(
    "url",
    ["ftp://time.example/", "time.example", "http://a b/", "http://me:word@time.example/", "http://time.example/#x", "http://:x/"],
)
def test_an_address_that_cannot_be_used_is_refused(program: Program, authority: Authority, url: str) -> None:
    ran = program("stamp", "authority", "add", "time", "--url", url, "--root", authority.root)
    assert ran.code == 19
    assert url not in ran.err


def test_an_authority_is_entered_once_and_with_certificates(program: Program, authority: Authority, tmp_path: Path) -> None:
    words = ("stamp", "authority", "add", "time", "--url", "https://time.example.invalid/", "--root")
    assert program.ok(*words, authority.root, "--dry-run", "--json").json["dry_run"]
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("canary")
    assert program(*words, wrong).code == 19
    program.ok(*words, authority.root)
    assert program(*words, authority.root).code == 18
    assert "any under its root" in program.ok("stamp", "authority", "list").out
    assert program.ok("stamp", "authority", "list", "--json").json["authorities"][0]["signer"] is None


def test_a_lost_file_of_an_answer_is_written_again(program: Program, authority: Authority, server: Serving) -> None:
    enter(program, authority, server.url)
    program.ok("stamp", "now")
    (path,) = (program.vault / "checkpoints").glob("*.tsr")
    reply = path.read_bytes()
    path.unlink()
    assert "has been written again" in program.ok("status").err
    assert path.read_bytes() == reply
    path.write_bytes(reply[:-1])
    ran = program("check")
    assert (ran.code, path.name in ran.out) == (20, True)
