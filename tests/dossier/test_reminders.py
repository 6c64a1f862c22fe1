"""Reminders are held to RFC 5545: lines are folded and unfolded, values escaped and read back by the rules of its grammar."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.dossier import reminders
from gawah.dossier.reminders import Reminder, calendar, escaped, folded

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
LINE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=400)
CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f]")


def unescaped(value: str) -> str:
    """Section 3.3.11, read backwards."""
    return re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], value)


def content_lines(data: bytes) -> list[str]:
    """Section 3.1: the lines as they were before they were folded."""
    text = data.decode("utf-8")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


@given(LINE)
def test_a_folded_line_unfolds_to_itself_and_no_part_is_too_long_or_cut_inside_a_character(line: str) -> None:
    whole = folded(line)
    parts = whole.encode("utf-8").split(b"\r\n")
    assert whole.replace("\r\n ", "") == line
    assert all(len(part) <= reminders.LONGEST_LINE for part in parts)
    assert all(part.decode("utf-8") is not None for part in parts)
    assert all(part.startswith(b" ") for part in parts[1:])


def test_a_line_of_75_octets_stays_and_one_of_76_is_folded() -> None:
    assert folded("a" * 75) == "a" * 75
    assert folded("a" * 76) == "a" * 75 + "\r\n a"
    assert folded("a" * 74 + "ی") == "a" * 74 + "\r\n ی"


@given(TEXT)
def test_an_escaped_text_reads_back_and_can_end_no_value(text: str) -> None:
    value = escaped(text)
    assert unescaped(value) == CONTROLS.sub(
        lambda found: "\n" if found[0] == "\n" else "", text.replace("\r\n", "\n").replace("\r", "\n")
    )
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    assert CONTROLS.search(value) is None


@given(TEXT, st.dates(), st.integers(0, 60), st.integers(0, 99))
def test_whatever_a_reminder_says_the_file_has_its_one_event(text: str, day: date, before: int, sequence: int) -> None:
    one = Reminder(uid="a1", day=day.isoformat(), summary=text, sequence=sequence)
    lines = content_lines(calendar([one], stamp="2024-04-02T10:30:00Z", days_before=before))
    assert [line for line in lines if line.startswith(("BEGIN:", "END:"))] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "BEGIN:VALARM",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    assert f"DTSTART;VALUE=DATE:{day.isoformat().replace('-', '')}" in lines
    assert f"SEQUENCE:{sequence}" in lines
    assert all(re.match(r"[A-Z-]+(;[A-Z]+=[A-Z]+)?:", line) for line in lines)


def test_a_file_says_what_the_standard_asks_for_and_no_more() -> None:
    data = calendar(
        [Reminder(uid="a1", day="2024-12-31", summary="gawah: follow up, reference ...1234", description="0a1b2c3d")],
        stamp="2024-04-02T10:30:00Z",
    )
    assert content_lines(data) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//gawah//reminders//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "UID:a1",
        "DTSTAMP:20240402T103000Z",
        "SEQUENCE:0",
        "DTSTART;VALUE=DATE:20241231",
        "DTEND;VALUE=DATE:20250101",
        "SUMMARY:gawah: follow up\\, reference ...1234",
        "DESCRIPTION:0a1b2c3d",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:gawah: follow up\\, reference ...1234",
        "TRIGGER:-PT15H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@pytest.mark.parametrize(("before", "trigger"), [(0, "PT9H"), (1, "-PT15H"), (7, "-PT159H")])
def test_the_alarm_is_at_nine_in_the_morning(before: int, trigger: str) -> None:
    one = Reminder(uid="a1", day="2024-05-01", summary="x")
    assert f"TRIGGER:{trigger}" in content_lines(calendar([one], stamp="2024-04-02T10:30:00Z", days_before=before))
