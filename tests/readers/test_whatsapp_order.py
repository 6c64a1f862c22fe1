"""Day or month first in a WhatsApp chat: told by the numbers, by dates that run forward, or by a person; never guessed."""

import pytest

from gawah.readers._reader import Options
from gawah.readers._whatsapp_order import _date
from gawah.records.content import Message
from tests.readers.whatsapp_chats import Chat


def dates(chat: Chat, *stated: str, said: str | None = None) -> list[str | None]:
    found = chat("".join(f"{date}, 10:00 - Rue: a\n" for date in stated), Options(date_order=said))  # type: ignore[arg-type]
    return [each.sent_at.local[:10] if each.sent_at.local else None for each in found]


class TestOrderOfDayAndMonth:
    def test_a_first_field_above_12_is_a_day(self, chat: Chat) -> None:
        assert dates(chat, "01/02/2024", "13/02/2024") == ["2024-02-01", "2024-02-13"]

    def test_a_second_field_above_12_is_a_day(self, chat: Chat) -> None:
        assert dates(chat, "01/02/2024", "02/13/2024") == ["2024-01-02", "2024-02-13"]

    def test_what_the_numbers_tell_is_not_overruled(self, chat: Chat) -> None:
        assert dates(chat, "01/02/2024", "13/02/2024", said="mdy") == ["2024-02-01", "2024-02-13"]
        assert dates(chat, "2024/01/02", said="dmy") == ["2024-01-02"]

    def test_dates_that_run_forward_under_one_reading_only_tell(self, chat: Chat) -> None:
        assert dates(chat, "02/09/2023", "03/09/2023", "01/10/2023") == ["2023-09-02", "2023-09-03", "2023-10-01"]
        assert dates(chat, "09/02/2023", "09/03/2023", "10/01/2023") == ["2023-09-02", "2023-09-03", "2023-10-01"]

    def test_one_hour_back_is_forward_enough(self, chat: Chat) -> None:
        text = "03/11/2024, 00:10 - Rue: a\n02/11/2024, 23:30 - Rue: b\n05/11/2024, 10:00 - Rue: c\n"
        assert chat(text)[0].sent_at.local == "2024-11-03T00:10:00"

    def test_where_nothing_tells_nothing_is_guessed(self, chat: Chat) -> None:
        assert dates(chat, "01/02/24", "02/02/24", "03/02/24") == [None, "2024-02-02", None]
        assert chat.problems == [("time-ambiguous", "warning", 2)]
        assert {each.sent_at.stated for each in chat.records if isinstance(each, Message)} > {"01/02/24, 10:00"}

    def test_a_person_may_tell(self, chat: Chat) -> None:
        assert dates(chat, "01/02/24", "03/02/24", said="dmy") == ["2024-02-01", "2024-02-03"]
        assert dates(chat, "01/02/24", "03/02/24", said="mdy") == ["2024-01-02", "2024-03-02"]
        assert dates(chat, "01/02/03", said="ymd") == ["2001-02-03"]
        assert chat.problems == []
        assert dates(chat, "01/02/2024", said="ymd") == [None]

    def test_each_style_is_told_by_itself(self, chat: Chat) -> None:
        text = "13/02/2024, 10:00 - Rue: a\n02/03/2024, 10:00 - Rue: a\n[02/03/24, 11:00:00] Rue: a\n[02/03/24, 12:00:00] Rue: b\n"
        assert [each.sent_at.local for each in chat(text)][1:] == ["2024-03-02T10:00:00", None, None]
        assert ("time-ambiguous", "warning", 2) in chat.problems

    def test_an_impossible_date_is_read_as_the_possible_one_and_flagged(self, chat: Chat) -> None:
        found = chat("13/01/2024, 10:00 - R: a\n14/01/2024, 10:00 - R: a\n01/20/2024, 10:00 - R: b\n21/01/2024, 10:00 - R: a\n")
        assert [each.sent_at.local for each in found][2] == "2024-01-20T10:00:00"
        assert [each.flags for each in found] == [(), (), ("date-order-differs",), ()]

    def test_one_stray_date_does_not_turn_a_file_over(self, chat: Chat) -> None:
        found = dates(chat, *(f"01/{day}/2024" for day in range(13, 32)), "31/01/2024", "02/03/2024")
        assert found[-1] == "2024-02-03"

    def test_where_dates_contradict_each_other_the_others_stay_ambiguous(self, chat: Chat) -> None:
        days = range(13, 29)
        stated = [f"{day}/01/2024" for day in days] + ["02/03/2024"] + [f"03/{day}/2024" for day in days]
        assert dates(chat, *stated)[len(days)] is None
        assert dates(chat, *stated, said="mdy")[len(days)] == "2024-02-03"

    @pytest.mark.parametrize(
        "stated", ["13/13/2024", "30/02/2024", "00/01/2024", "31/04/2024", "13/01/1445", "13/01/95", "99/99/9999"]
    )
    def test_what_is_no_date_keeps_its_record(self, chat: Chat, stated: str) -> None:
        assert dates(chat, stated) == [None]
        assert ("time-unreadable", "warning", 1) in chat.problems

    def test_what_is_no_time_keeps_its_record(self, chat: Chat) -> None:
        (message,) = chat("13/01/2024, 24:10 - Rue: a")
        assert message.sent_at.local is None
        assert chat.problems == [("time-unreadable", "warning", 1)]

    @pytest.mark.parametrize(
        ("jalali", "gregorian"),
        [
            ((1403, 1, 1), "2024-03-20"),
            ((1403, 12, 30), "2025-03-20"),
            ((1399, 12, 30), "2021-03-20"),
            ((1388, 7, 15), "2009-10-07"),
        ],
    )
    def test_persian_days_are_converted(self, jalali: tuple[int, int, int], gregorian: str) -> None:
        assert str(_date(jalali, "ymd", short_year=False)) == gregorian
        assert _date((1402, 12, 30), "ymd", short_year=False) is None
