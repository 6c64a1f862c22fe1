"""The incident log at the command line: asked, from a form, listed without words, shown and counted, corrected; what is needed."""

import json
from pathlib import Path

import pytest

from tests.interfaces.program import Program, bare

ANSWERS = "2024-03-31 21:30\n\nInstagram\nmessage\nself\nAn account\n@h9\nits number\n\nlawyer\n"
ANSWERS += "Three messages came.\nOne named the street.\n"
FORM = 'occurred_at = "2024-02-01"\nplatform = "phone"\nrecipient = "parent"\nwhat_happened = "A quiet call."\n'
NEED = FORM + '[[missing]]\nwhat = "call record"\nholder = "phone company"\nvanishes_by = "2024-05-01"\n'


def add(program: Program, form: str = FORM, *more: str) -> str:
    made: str = program.ok("log", "add", "-", "--json", *more, typed=form).json["id"]
    return made


def test_a_few_questions_make_an_entry(program: Program) -> None:
    made = program.ok("log", "add", "--json", typed=ANSWERS).json
    assert (made["occurred_at"]["stated"], made["platform"], made["surface"]) == ("2024-03-31 21:30", "Instagram", "message")
    assert (made["recipient"], made["visibility"], made["delay_days"]) == ("self", "lawyer", 1)
    assert made["has"] == ["source_label", "source_handle", "how_known", "what_happened"]
    assert made["lacking"] == ["url"]
    shown = program.ok("log", "show", made["id"], "--show-text").out
    assert "    | Three messages came.\n    | One named the street." in shown


def test_the_reason_is_asked_for_after_thirty_days(program: Program) -> None:
    typed = "2024-01-05\n\nphone\n\nself\n\n\nI was away.\n\nA call."
    made = program.ok("log", "add", "--json", typed=typed).json
    assert (made["delay_days"], "delay_reason" in made["has"], "delay_reason" in made["lacking"]) == (88, True, False)


def test_options_answer_before_they_are_asked(program: Program) -> None:
    (row,) = program.ok("list", "--json", "--limit", "1").json["rows"]
    told = ("--at", "2024-03-31", "--recipient", "child", "--care", "medical", "--reader", "authority", "--tactic", "threat")
    typed = "phone\n\n\n\nA call."
    held = ("--held", f"{row['id'][:8]}=device", "--conversation", row["conversation"]["id"][:8])
    made = program.ok("add", "incident", "--json", *told, *held, typed=typed).json
    assert (made["recipient"], made["sensitivity"], made["visibility"], made["tactics"]) == (
        "child",
        ["medical"],
        "authority",
        ["threat"],
    )
    assert made["held"] == [{"target": row["id"], "exhibit": None, "how_obtained": "device"}]
    assert made["own_part"] == row["conversation"]["id"]


def test_material_that_may_show_a_child_ends_the_questions(program: Program) -> None:
    made = program.ok(
        "log", "add", "--json", typed="2024-03-31\nminor-possible\nhttps://example.org/x\n@h\nthe police\nHL-7\n"
    ).json
    assert made["has"] == ["url", "source_handle", "reported_to", "reference"]
    refused = program("log", "add", "-", "--care", "minor-possible", typed=FORM)
    assert (refused.code, "gawah add no-capture" in refused.err) == (19, True)


def test_rows_and_sheets_show_no_words(program: Program) -> None:
    made = program("log", "add", typed=ANSWERS)
    add(program, NEED, "--tactic", "insult")
    (first, second) = program.ok("log", "list", "--json").json["entries"]
    said = made.out + made.err + program.ok("log", "list").out + program.ok("log", "show", second["id"]).out
    said += json.dumps(program.ok("log", "list", "--json").json) + program.ok("log", "show", first["id"], "--json").out
    for words in ("street", "An account", "@h9", "quiet call"):
        assert words not in said
    assert "phone  " in program.ok("log", "list").out


def test_words_that_are_shown_are_counted(program: Program) -> None:
    made = add(program)
    assert program.ok("status", "--json").json["revealed"] == 0
    assert program.ok("log", "show", made, "--show-text", "--json").json["text"] == {"what_happened": "A quiet call."}
    assert program.ok("status", "--json").json["revealed"] == 1


def test_a_correction_shows_old_and_new(program: Program) -> None:
    made = add(program)
    by_number = program.ok("log", "correct", made[:8], "--tactic", "threat", typed="").out
    assert "tactics: nothing → threat" in by_number
    asked = program.ok("log", "correct", made, typed="what_happened\nTwo calls.\n\n")
    assert "what_happened: 13 characters → 10 characters" in asked.out
    assert "quiet" not in asked.out
    shown = program.ok("log", "correct", made, "-", "--show-text", typed='what_happened = "Three calls."').out
    assert "what_happened, old:\n    | Two calls.\nwhat_happened, new:\n    | Three calls." in shown
    (row,) = program.ok("log", "list", "--json").json["entries"]
    assert (len(row["earlier"]), row["tactics"]) == (3, ["threat"])
    gone = program.ok("log", "correct", made, "--withdraw", "--json").json
    assert (gone["withdrawn"], gone["supersedes"]) == (True, row["id"])
    assert "taken back" in program.ok("log", "list").out
    assert program("log", "correct", made, "--tactic", "threat").code == 19
    assert program("check", "--full").code == 0


def test_search_finds_entries_by_their_words_and_never_the_diary(program: Program) -> None:
    made = add(program, FORM + 'exact_words = "تُم نہیں"\n[[witnesses]]\nname = "Sami"\ncontact = "0300 777"\n')
    program.ok("diary", "add", "--at", "", typed="quiet nights")
    for words in ("quiet", "تم نہیں", "sami"):
        assert [one["id"] for one in program.ok("search", "--json", typed=words).json["log"]] == [made]
    assert program.ok("search", "--json", typed="nights").json["log"] == []
    assert program.ok("search", "--json", typed="777").json["log"] == []
    said = program.ok("search", typed="quiet").out
    assert f"{made[:8]}  entry of the incident log, 2024-02-01; `gawah log show {made[:8]} --show-text`" in said
    assert "quiet" not in said
    program.ok("log", "correct", made, "--withdraw")
    assert "nothing found" in program.ok("search", typed="quiet").out


def test_what_is_needed_is_listed_and_got(program: Program) -> None:
    made = add(program, NEED)
    listed = program.ok("log", "missing", "--json").json["missing"]
    assert listed == [
        {
            "entry": made,
            "number": 1,
            "what": "call record",
            "holder": "phone company",
            "vanishes_by": "2024-05-01",
            "days_left": 29,
        }
    ]
    assert "29 days left" in program.ok("log", "missing").out
    assert program.ok("log", "got", made[:8], "1", "--json").json["had_at"] == "2024-04-02"
    assert program.ok("log", "missing", "--json").json["missing"] == []
    assert "nothing is noted" in program.ok("log", "missing").out
    assert program("log", "got", made, "1").code == 19
    assert program("log", "got", made, "2").code == 16


def test_up_to_whom_entries_go(program: Program) -> None:
    one, two = add(program), add(program)
    assert program.ok("log", "visible", "authority", one[:8], "--json").json["entries"] == [one]
    assert program.ok("log", "visible", "authority", "--json").json["entries"] == [two]
    assert program.ok("log", "visible", "authority").out == "0 entries are shown up to: authority\n"
    assert program("log", "visible", "everybody").code == 19


@pytest.mark.parametrize(
    "arguments",
    [("add", "-"), ("correct", "ID", "--tactic", "threat"), ("visible", "lawyer"), ("got", "ID", "1")],
)
def test_a_dry_run_writes_nothing(program: Program, arguments: tuple[str, ...]) -> None:
    made = add(program, NEED)
    before = program.ok("status", "--json").json["checkpoint"]
    program.ok("log", *(made if one == "ID" else one for one in arguments), "--dry-run", typed=FORM)
    assert program.ok("status", "--json").json["checkpoint"] == before


def test_the_blank_form_can_be_filled_in(program: Program, tmp_path: Path) -> None:
    blank = program.ok("log", "form").out
    filled = blank.replace('occurred_at = ""', 'occurred_at = "2024-03"').replace('platform = ""', 'platform = "X"')
    path = tmp_path / "form.toml"
    path.write_text(filled.replace('what_happened = ""', 'what_happened = "A post."'), encoding="utf-8")
    assert program.ok("log", "add", "--file", path, "--json").json["known"] == "month"
    assert program("log", "add", tmp_path / "none.toml").code == 19


def test_a_helpers_entry_is_marked(program: Program) -> None:
    program.ok("agent", "add", "clinic", "--acts-for", "me", typed="Nadia Farooqi\n")
    options = ("--vault", program.vault, "--passphrase-file", program.passphrase_file, "--agent", "clinic")
    assert bare(*options, "log", "add", "-", "--json", typed=FORM).json["by"] == "clinic for me"
    assert "clinic for me" in program.ok("log", "list").out


def test_status_counts_entries_and_says_what_may_vanish_first(program: Program) -> None:
    assert "incident log" not in program.ok("status").out
    add(program)
    assert "incident log   1 entry\n" in program.ok("status").out
    add(program, NEED)
    said = "2 entries; 1 piece of evidence still needed, the first may vanish by 2024-05-01 (29 days left)"
    assert f"incident log   {said}\n" in program.ok("status").out
    told = program.ok("status", "--json").json
    assert (told["log_entries"], told["evidence_needed"]) == (2, {"count": 1, "vanishes_by": "2024-05-01", "days_left": 29})


def test_the_dossier_takes_entries_by_reader_and_by_id(program: Program, tmp_path: Path) -> None:
    shown, kept = add(program, FORM, "--reader", "authority"), add(program, FORM.replace("quiet", "hidden"))
    care = add(program, FORM.replace("quiet", "delicate"), "--care", "intimate", "--reader", "authority")

    def texts(out: str, *options: str) -> list[str]:
        program.ok("dossier", "--out", tmp_path / out, *options)
        listed = json.loads((tmp_path / out / "data" / "exhibits.json").read_text("utf-8"))
        return [one["text"] for one in listed.get("log", {"entries": []})["entries"]]

    assert texts("all") == ["A quiet call."]
    dry = program.ok("dossier", "--out", tmp_path / "dry", "--dry-run", "--json").json
    assert (dry["exhibits"], dry["log_entries"]) == (9, 1)
    assert program("dossier", "--out", tmp_path / "dry", "--dry-run", "--audience", "nobody").code == 19
    assert texts("picked", "--log", f"{care[:8]},all") == ["A quiet call.", "A delicate call."]
    assert texts("one", "--log", shown[:8]) == ["A quiet call."]
    assert texts("none", "--log", "none") == []
    assert texts("chosen", "--kind", "message") == []
    assert texts("platform", "--audience", "platform") == []
    refused = program("dossier", "--out", tmp_path / "refused", "--log", kept[:8])
    assert (refused.code, "gawah log visible" in refused.err) == (19, True)
    assert program("dossier", "--out", tmp_path / "refused", "--log", " , ").code == 19
    assert not (tmp_path / "refused").exists()


def test_impact_stands_in_a_dossier_for_one_reader_only(program: Program, tmp_path: Path) -> None:
    page = program.ok("diary", "add", "--at", "2024-03", "--json", typed="I did not sleep.").json["id"]
    assert program("dossier", "--out", tmp_path / "a", "--impact", page[:8]).code == 19
    chosen = ("--impact", page[:8], "--for", "-")
    made = program.ok("dossier", "--out", tmp_path / "a", *chosen, typed="the clinic\n")
    assert "I did not sleep" not in made.out + made.err
    assert "even private journals can be demanded" in made.err
    listed = json.loads((tmp_path / "a/data/exhibits.json").read_text("utf-8"))
    assert (listed["log"]["impact"]["for"], listed["log"]["impact"]["entries"][0]["text"]) == ("the clinic", "I did not sleep.")
    program.ok("dossier", "--out", tmp_path / "b")
    assert "log" not in json.loads((tmp_path / "b/data/exhibits.json").read_text("utf-8"))
    assert program("verify", tmp_path / "a").code == 0
    (row,) = program.ok("diary", "list", "--json").json["entries"]
    assert row["handed_over"] == [{"for": "the clinic", "at": "2024-04-02T10:30:00Z"}]
    assert "handed over" in program.ok("diary", "show", page).out


def test_other_commands_say_where_an_entry_of_the_log_is_shown(program: Program, tmp_path: Path) -> None:
    made = add(program)
    assert made in program.ok("show", made).out
    for code, arguments in ((19, ("reveal", made[:8])), (16, ("dossier", "--out", tmp_path / "d", "--items", made))):
        refused = program(*arguments)
        assert (refused.code, "gawah log show" in refused.err) == (code, True)


def test_an_empty_log_says_how_to_begin(empty: Program) -> None:
    assert "gawah log add" in empty.ok("log", "list").out
