"""Lines of a WhatsApp chat that look like messages and may have been pasted into one."""

from tests.readers.whatsapp_chats import Chat


def suspects(chat: Chat, *lines: str) -> list[int]:
    """The lines flagged, counted from 0."""
    found = chat("".join(f"{line}\n" for line in lines))
    return [index for index, each in enumerate(found) if "forged-line-suspect" in each.flags]


def at(*times: str) -> list[str]:
    return [f"13/01/2024, {time} - Rue: a" for time in times]


class TestForgedLines:
    def test_a_line_from_an_older_time(self, chat: Chat) -> None:
        assert suspects(chat, *at("10:00", "10:01"), "14/02/2023, 22:00 - Zed: I will kill you", *at("10:02")) == [2]

    def test_a_pasted_conversation(self, chat: Chat) -> None:
        old = [f"14/02/2023, 22:0{minute} - Zed: b" for minute in range(5)]
        assert suspects(chat, *at("10:00", "10:01"), *old, *at("10:02")) == [2, 3, 4, 5, 6]

    def test_pasted_at_the_end(self, chat: Chat) -> None:
        assert suspects(chat, *at("10:00", "10:01", "10:02"), *(f"14/02/2023, 22:0{minute} - Zed: b" for minute in range(2))) == [
            3,
            4,
        ]

    def test_a_line_in_another_style(self, chat: Chat) -> None:
        assert suspects(chat, *at("10:00"), "[13/01/2024, 10:00:30] Zed: b", *at("10:01")) == [1]
        assert suspects(
            chat,
            "[13/01/2024, 10:00:30\u202fPM] Rue: b",
            "[13/01/2024, 10:00:31 PM] Zed: b",
            "[13/01/2024, 10:00:32\u202fPM] Rue: b",
        ) == [1]

    def test_one_line_from_the_future_and_not_those_after_it(self, chat: Chat) -> None:
        assert suspects(chat, *at("10:00", "10:01"), "13/01/2025, 10:02 - Zed: b", *at("10:02", "10:03", "10:04")) == [2]

    def test_the_end_of_summer_time_and_small_disorder_are_nothing(self, chat: Chat) -> None:
        assert suspects(chat, *at("02:10", "02:59", "02:00", "02:30", "02:29", "03:05")) == []

    def test_a_phone_whose_language_changed(self, chat: Chat) -> None:
        after = [f"1/14/24, 10:{minute} AM - Rue: b" for minute in range(10, 40)]
        assert suspects(chat, *at("10:00", "10:01"), *after) == []

    def test_a_clock_that_was_set_back_is_flagged_once(self, chat: Chat) -> None:
        after = [f"12/01/2024, 10:{minute} - Rue: b" for minute in range(10, 40)]
        assert suspects(chat, *at("10:00", "10:01"), *after) == [2]

    def test_in_an_ambiguous_file_a_time_is_backward_only_under_every_reading(self, chat: Chat) -> None:
        lines = [f"{date}, 10:00 - Rue: a" for date in ("03/04/2024", "04/05/2024", "01/02/2024", "05/06/2024", "06/07/2024")]
        assert suspects(chat, *lines) == [2]
        lines = [f"{date}, 10:00 - Rue: a" for date in ("03/04/2024", "02/05/2024", "04/05/2024", "03/06/2024", "06/07/2024")]
        assert suspects(chat, *lines) == []

    def test_records_stay_in_their_order_and_none_is_lost(self, chat: Chat) -> None:
        lines = [*at("10:00"), "14/02/2023, 22:00 - Zed: b", *at("10:01"), "[13/01/2024, 10:01:30] Zed: c", *at("10:02")]
        found = chat("".join(f"{line}\n" for line in lines))
        assert [each.locator.place for each in found] == [f"line/{n}" for n in range(1, 6)]
