"""list, search, show, reveal, context: descriptors by default, text on request and counted."""

from pathlib import Path

import msgspec
import pytest

from gawah.interfaces.cli import listing
from tests.interfaces.program import CHAT, CHAT_NAME, Program

WORDS = ["Please stop", "as often as", "چھپ", "gali mein", "lamp is broken", "reported this", "शुभ", "end-to-end"]


def rows(program: Program, *options: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = program.ok("list", "--json", *options).json["rows"]
    return found


def seen(program: Program) -> int:
    """How many texts the vault counts as looked at."""
    count: int = program.ok("status", "--json").json["revealed"]
    return count


@pytest.mark.parametrize("command", [["list"], ["list", "--json"], ["search", "-"], ["search", "--json"], ["items"], ["status"]])
def test_rows_carry_no_text(program: Program, command: list[str]) -> None:
    ran = program.ok(*command, typed="lamp")
    assert [word for word in WORDS if word in ran.out + ran.err] == []
    assert seen(program) == 0


def test_a_row_says_who_when_where_in_what_script_and_how_long(program: Program) -> None:
    found = rows(program)
    assert len(found) == 9
    assert [row["type"] for row in found] == ["event", *["message"] * 8]
    assert [row["scripts"] for row in found][1:5] == [["Latin"], ["Latin"], ["Arabic"], ["Latin"]]
    lamp = found[4]
    assert (lamp["lines"], lamp["characters"], lamp["kind"]) == (
        2,
        len("main tumhari gali mein hoon\nthe lamp is broken"),
        "direct",
    )
    assert lamp["sender"] == {"name": "Imran Vasti", "handle": None, "platform_id": None}
    assert found[6]["attachments"] == 1


def test_the_list_is_read_on_page_by_page_without_loss(program: Program) -> None:
    pages, after = [], None
    while True:
        page = program.ok("list", "--json", "--limit", "4", *([] if after is None else ["--after", after])).json
        pages.append([row["id"] for row in page["rows"]])
        after = page["after"]
        if after is None:
            break
    assert [len(page) for page in pages] == [4, 4, 1]
    assert [one for page in pages for one in page] == [row["id"] for row in rows(program)]


def test_rows_without_a_known_time_come_last_and_are_paged_like_the_others(program: Program, tmp_path: Path) -> None:
    ambiguous = tmp_path / "WhatsApp Chat with Nobody.txt"
    ambiguous.write_text("01/02/2024, 08:00 - Rabia Noor: one\n03/04/2024, 08:00 - Imran Vasti: two\n", encoding="utf-8")
    program("import", "--yes", ambiguous)
    whole = [row["id"] for row in rows(program)]
    paged: list[object] = []
    while len(paged) < len(whole):
        after = ["--after", str(paged[-1])] if paged else []
        paged += [row["id"] for row in rows(program, "--limit", "1", *after)]
    assert paged == whole
    assert "not known" in program.ok("list").out.splitlines()[-1]


def test_a_stream_holds_every_row_once(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "BATCH", 2)
    lines = program.ok("list", "--jsonl").out.splitlines()
    assert [msgspec.json.decode(line) for line in lines] == rows(program)


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--platform", "whatsapp"], 9),
        (["--platform", "Instagram"], 0),
        (["--kind", "message"], 8),
        (["--kind", "event"], 1),
        (["--since", "2024-01-02"], 5),
        (["--until", "2023"], None),
        (["--until", "2023-12"], 4),
        (["--since", "2024-01-02 08:01", "--until", "2024-03-14"], 3),
    ],
)
def test_filters(program: Program, options: list[str], count: int | None) -> None:
    ran = program("list", "--json", *options)
    assert (ran.code, None if ran.code else len(ran.json["rows"])) == ((19, None) if count is None else (0, count))


def test_filters_take_the_first_digits_of_ids(program: Program) -> None:
    item = program.ok("items", "--json").json["items"][0]["id"]
    conversation = program.ok("conversations", "--json").json["conversations"][0]["id"]
    accounts = {one["account"]["name"]: one["id"] for one in program.ok("accounts", "--json").json["accounts"]}
    assert len(rows(program, "--item", item[:6])) == 9
    assert len(rows(program, "--conversation", conversation[:6])) == 9
    assert len(rows(program, "--sender", accounts["Rabia Noor"][:8])) == 3
    assert program("list", "--item", "000000").code == 16


@pytest.mark.parametrize(
    ("term", "count"), [("LAMP", 1), ("نہیں", 1), ("tumhari gali", 1), ('"is broken"', 1), ("शुभ", 1), ("zebra", 0)]
)
def test_search_finds_words_in_any_script(program: Program, term: str, count: int) -> None:
    assert len(program.ok("search", "-", "--json", typed=term + "\n").json["rows"]) == count
    assert program.ok("search", "--json", typed=term + "\n").json["total"] == count


def test_search_is_read_on_page_by_page(program: Program) -> None:
    first = program.ok("search", "-", "--limit", "1", typed="m")
    assert "the next page: --after" in first.err
    after = first.err.rsplit(" ", 1)[1].strip()
    second = program.ok("search", "-", "--after", after, "--json", typed="m").json
    assert len(second["rows"]) == second["total"] - 1
    assert program.ok("search", "-", "--after", second["rows"][-1]["id"], typed="m").out == "nothing more\n"


def test_search_for_nothing_is_refused(program: Program) -> None:
    assert program("search", typed="\n").code == 19


def test_show_tells_where_a_message_comes_from_and_not_what_it_says(program: Program) -> None:
    row = rows(program)[4]
    sheet = program.ok("show", str(row["id"])[:8], "--json").json
    (item,) = program.ok("items", "--json").json["items"]
    assert sheet["source"]["sha256"] == item["sha256"]
    assert sheet["source"]["ledger_entry"] == item["ledger_entry"]
    assert sheet["source"]["name"] == CHAT_NAME
    first, last = sheet["locator"]["span"]
    assert CHAT.encode()[first:last].startswith(b"02/01/2024, 08:00 - Imran Vasti: main")
    assert sheet["sent_at"]["stated"] == "02/01/2024, 08:00"
    assert "does not prove" in sheet["source"]["grade_says"]
    assert (sheet["row"], sheet["rows"]) == (4, 9)
    text = program.ok("show", str(row["id"])).out
    assert [word for word in WORDS if word in text] == []
    assert seen(program) == 0


def test_show_lists_the_problems_noted_at_a_message(program: Program) -> None:
    sheet = program.ok("show", str(rows(program)[6]["id"]), "--json").json
    assert [problem["code"] for problem in sheet["problems"]] == ["media-missing"]


def test_show_an_item(program: Program) -> None:
    item = program.ok("items", "--json").json["items"][0]["id"]
    sheet = program.ok("show", item[:6], "--json").json
    assert (sheet["type"], sheet["rows"], sheet["readings"][0]["rows"]) == ("item", 9, 9)
    assert "read by" in program.ok("show", item).out


def test_reveal_shows_the_text_and_counts_it_once_for_each_message(program: Program) -> None:
    found = rows(program)
    one, other = str(found[4]["id"]), str(found[3]["id"])
    ran = program.ok("reveal", one[:6], other)
    assert "    | main tumhari gali mein hoon\n    | the lamp is broken\n" in ran.out
    assert "تم مجھ سے نہیں چھپ سکتیں" in ran.out
    assert seen(program) == 2
    assert program.ok("reveal", one, "--json").json["rows"][0]["text"].endswith("broken")
    assert seen(program) == 2


def test_reveal_of_something_unknown_shows_and_counts_nothing(program: Program) -> None:
    one = str(rows(program)[4]["id"])
    ran = program("reveal", one, "ffffffffffff")
    assert (ran.code, ran.out) == (16, "")
    assert seen(program) == 0


def test_a_file_has_no_text_to_reveal(program: Program) -> None:
    ran = program("reveal", program.ok("items", "--json").json["items"][0]["id"])
    assert (ran.code, "gawah extract" in ran.err) == (19, True)


@pytest.mark.parametrize("bad", ["12345", "nothex", "0123456789abcdef0123456789abcdef0"])
def test_what_is_no_id_is_told_so(program: Program, bad: str) -> None:
    assert program("show", bad).code == 19


def test_context_shows_both_sides_and_points_at_the_middle(program: Program) -> None:
    middle = str(rows(program)[3]["id"])
    around = program.ok("context", middle[:8], "--before", "2", "--after", "2", "--json").json
    assert (around["id"], [row["id"] for row in around["rows"]].index(middle)) == (middle, 2)
    assert {row["sender"]["name"] for row in around["rows"]} == {"Rabia Noor", "Imran Vasti"}
    table = program.ok("context", middle).out
    assert [line[2:10] for line in table.splitlines() if line.startswith(">")] == [middle[:8]]
    assert [word for word in WORDS if word in table] == []


@pytest.mark.parametrize(
    "command", [["list", "--limit", "3"], ["context", "MIDDLE", "--before", "1", "--after", "1"], ["search", "-"]]
)
def test_text_on_request_is_shown_and_counted(program: Program, command: list[str]) -> None:
    middle = str(rows(program)[4]["id"])
    arguments = [middle if word == "MIDDLE" else word for word in command]
    ran = program.ok(*arguments, "--show-text", typed="lamp")
    shown = sum(line.startswith("    | ") for line in ran.out.splitlines())
    assert shown > 0
    assert seen(program) == {"list": 3, "context": 3, "search": 1}[command[0]]
    body = program.ok(*arguments, "--show-text", "--json", typed="lamp").json
    assert all("text" in row for row in body["rows"])


def test_an_empty_case_says_how_to_begin(empty: Program) -> None:
    assert "gawah import" in empty.ok("items").out
    assert "gawah import" in empty.ok("conversations").out
    assert "gawah import" in empty.ok("accounts").out
    assert empty.ok("problems").out.startswith("nothing")
    assert empty.ok("list").out == "nothing matches\n"
    assert len(empty.ok("status").out.splitlines()) <= 10


def test_status_in_ten_lines_and_figures(program: Program) -> None:
    figures = program.ok("status", "--json").json
    assert (figures["messages"], figures["events"], figures["conversations"], figures["accounts"]) == (8, 1, 1, 2)
    assert (figures["first"], figures["last"]) == ("2023-12-28", "2024-03-15")
    assert len(program.ok("status").out.splitlines()) <= 10


def test_problems_are_listed_with_their_meaning(program: Program) -> None:
    (one,) = [problem for problem in program.ok("problems", "--json").json["problems"] if problem["code"] == "media-missing"]
    assert "does not hold it" in one["meaning"]
    assert "media-missing" in program.ok("problems", one["item"][:6]).out
