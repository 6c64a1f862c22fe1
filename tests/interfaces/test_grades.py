"""How an item came into being (decision 17), as the commands state it: by what was read in it."""

from pathlib import Path

from tests.interfaces.program import Program

PAGE = Path("tests/samples/web_page/mhtml-chrome/source/post.mhtml").resolve()


def test_a_saved_page_is_its_savers_capture_in_import_items_and_show(empty: Program) -> None:
    (kept,) = empty.ok("import", "--yes", PAGE, "--json").json["items"]
    assert kept["grade"] == "own-capture"
    (listed,) = empty.ok("items", "--json").json["items"]
    origin = empty.ok("show", listed["id"], "--json").json["source"]
    assert listed["grade"] == origin["grade"] == "own-capture"
    assert origin["grade_says"].startswith("Own capture: ")
    assert "Platform export" not in empty.ok("show", listed["id"]).out
