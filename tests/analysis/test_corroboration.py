"""A message is found in what a screen shows although some letters were misread, and is not found where it does not stand."""

from gawah.analysis.corroboration import ENOUGH, WINDOW, Shown, stretches, windows

SCREEN = "Imran Vasti\nyou cannot hide from me, canary,\nI know where your sister works\n22:14"


def test_the_words_of_a_message_stand_in_the_lines_of_a_screen() -> None:
    assert Shown(SCREEN).share("you cannot hide from me, canary, I know where your sister works") >= ENOUGH


def test_some_misread_letters_do_no_harm() -> None:
    misread = SCREEN.replace("sister", "slster").replace("hide", "hlde")
    assert Shown(misread).share("you cannot hide from me, canary, I know where your sister works") >= ENOUGH


def test_other_words_are_not_found() -> None:
    assert Shown(SCREEN).share("you cannot come to the wedding of my sister on Friday") < ENOUGH


def test_a_message_too_short_to_tell_is_not_found() -> None:
    assert Shown("ok see you").share("ok see you") == 0


def test_windows_are_stretches_of_the_lines() -> None:
    found = list(windows(SCREEN))
    assert found
    assert all(window in SCREEN for window in found)
    assert not any("22:14" in window for window in found)


def test_quotation_marks_end_no_query() -> None:
    assert all('"' not in window for window in windows('she said "canary canary" to everyone there'))


def test_a_message_that_stands_in_a_line_comes_into_question_by_both_ways() -> None:
    message = "I know where your sister works"
    common = stretches(message) & set(windows(SCREEN))
    assert common
    assert all(len(window) == WINDOW and window in message for window in common)
    assert stretches("ok see you") == frozenset()
