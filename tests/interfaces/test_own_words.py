"""Notes, own events, complaints, agents: what a person adds, and who it was."""

import pytest

from tests.interfaces.program import Program, bare

WORDS = "They rang at the door.\nTwice."


def message(program: Program) -> str:
    row_id: str = program.ok("list", "--json", "--kind", "message").json["rows"][0]["id"]
    return row_id


def test_an_event_keeps_the_time_as_stated_and_guesses_no_zone(program: Program) -> None:
    made = program.ok("add", "event", "--at", "2024-01-05 21:30", "--place", "home", "--json", typed=WORDS).json
    assert made["happened_at"] == {
        "stated": "2024-01-05 21:30",
        "local": "2024-01-05T21:30:00",
        "utc": None,
        "zone": "unknown",
        "precision": "minute",
    }
    assert (made["recorded_at"], made["lines"], made["characters"]) == ("2024-04-02T10:30:00Z", 2, len(WORDS))


def test_the_words_are_shown_by_reveal_only(program: Program) -> None:
    made = program.ok("add", "note", "--about", message(program)[:8], typed=WORDS)
    (entry,) = program.ok("entries", "--json").json["entries"]
    assert entry["about"] == [message(program)]
    shown = program.ok("show", entry["id"][:6])
    assert "rang" not in made.out + program.ok("entries").out + shown.out
    assert "    | They rang at the door.\n    | Twice." in program.ok("reveal", entry["id"][:8]).out
    assert program.ok("reveal", entry["id"], "--json").json["rows"][0]["text"] == WORDS
    assert program.ok("status", "--json").json["revealed"] == 0


@pytest.mark.parametrize(
    ("arguments", "typed", "code"),
    [
        (["note"], "", 19),
        (["note"], b"\xff\xfe", 19),
        (["event"], WORDS, 19),
        (["event", "--at", "yesterday"], WORDS, 19),
        (["event", "--at", "2024-02-30"], WORDS, 19),
        (["note", "--about", "ffffffff"], WORDS, 16),
    ],
    ids=["no words", "no text", "no time", "no form of a time", "no such day", "about nothing"],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(
    program: Program, arguments: list[str], typed: str | bytes, code: int
) -> None:
    assert program("add", *arguments, typed=typed).code == code
    assert program.ok("entries", "--json").json["entries"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "note"],
        ["add", "event", "--at", "2024-01-05"],
        ["report", "add", "--to", "Office", "--at", "2024-01-05"],
        ["agent", "add", "clinic"],
    ],
)
def test_a_dry_run_writes_nothing(program: Program, arguments: list[str]) -> None:
    before = program.ok("status", "--json").json["checkpoint"]
    assert "nothing was written" in program.ok(*arguments, "--dry-run", typed=WORDS).err
    assert program.ok("status", "--json").json["checkpoint"] == before


def test_a_report_is_anchored_at_the_head_before_it(program: Program) -> None:
    head = program.ok("status", "--json").json["checkpoint"]
    made = program.ok("report", "add", "--to", "Lighthouse Office", "--at", "2024-01-10", "--reference", "L-7")
    assert head["root"] in made.out
    assert f"{head['size']} entries" in made.out
    (kept,) = program.ok("report", "list", "--json").json["reports"]
    assert kept["anchor"] == f"{head['size']}:{head['root']}"
    assert (kept["to"], kept["reference"], kept["status"], kept["to_kind"]) == ("Lighthouse Office", "L-7", "filed", "authority")


def test_what_became_of_a_report_is_added_and_the_anchor_stays(program: Program) -> None:
    first = program.ok("report", "add", "--to", "Office", "--at", "2024-01-10", "--json").json
    program.ok("report", "update", first["id"][:6], "--status", "acknowledged", "--note", typed="Officer 12 called back.")
    (kept,) = program.ok("report", "list", "--json").json["reports"]
    assert (kept["id"], kept["status"], kept["anchor"]) == (first["id"], "acknowledged", first["anchor"])
    assert kept["note_characters"] == len("Officer 12 called back.")
    assert "Officer 12" not in program.ok("report", "list").out + program.ok("show", kept["id"]).out
    assert "Officer 12 called back." in program.ok("reveal", kept["id"][:8]).out
    assert program("report", "update", first["id"]).code == 19


@pytest.mark.parametrize(
    "arguments",
    [
        ["--to", "Office"],
        ["--to", "Office", "--at", "2024-01-10", "--kind", "court of stars"],
        ["--to", "Office", "--at", "2024-01-10", "--status", "forgotten"],
        ["--at", "2024-01-10"],
    ],
    ids=["no time", "unknown kind", "unknown status", "nobody"],
)
def test_a_report_that_says_too_little_is_refused(program: Program, arguments: list[str]) -> None:
    assert program("report", "add", *arguments, typed="\n").code == 19


def test_the_note_of_a_report_is_revealed_in_json_too(program: Program) -> None:
    made = program.ok("report", "add", "--to", "Office", "--at", "2024-01-10", "--note", "--json", typed="Handed over: L-7.").json
    (row,) = program.ok("reveal", made["id"], "--json").json["rows"]
    assert (row["type"], row["to"], row["text"]) == ("report", "Office", "Handed over: L-7.")


def test_the_name_of_the_body_is_asked_for(program: Program) -> None:
    assert program.ok("report", "add", "--at", "2024-01-10", "--json", typed="Office of Kites\n").json["to"] == "Office of Kites"


def test_a_helper_acts_on_behalf_and_the_ledger_says_so(program: Program) -> None:
    program.ok("agent", "add", "clinic", "--acts-for", "me", typed="Nadia Farooqi\n")
    agents = {one["label"]: one for one in program.ok("agent", "list", "--json").json["agents"]}
    assert (agents["clinic"]["acts_for"], agents["clinic"]["name"], agents["clinic"]["role"]) == ("me", "Nadia Farooqi", "helper")
    options = ("--vault", program.vault, "--passphrase-file", program.passphrase_file, "--agent", "clinic")
    made = bare(*options, "add", "note", "--json", typed=WORDS).json
    sheet = program.ok("show", made["id"], "--json").json
    assert (sheet["agent"], sheet["for_agent"]) == ("clinic", "me")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["me"], 18), (["two words"], 19), (["x", "--role", "software"], 19), (["x", "--acts-for", "nobody"], 16)],
)
def test_an_agent_that_cannot_be_entered(program: Program, arguments: list[str], code: int) -> None:
    assert program("agent", "add", *arguments, "--no-name").code == code


def test_an_empty_case_says_how_to_begin(empty: Program) -> None:
    assert "gawah add note" in empty.ok("entries").out
    assert "gawah report add" in empty.ok("report", "list").out


def test_a_complaint_is_entered_by_answering_two_questions(program: Program) -> None:
    made = program("report", "add", "--kind", "authority", "--json", typed="Office of Lamps\n2024-03-05\n")
    assert (made.code, made.json["to"], made.json["made_at"]["stated"]) == (0, "Office of Lamps", "2024-03-05")
    assert program("report", "add", typed="Office of Lamps\n").code == 19
