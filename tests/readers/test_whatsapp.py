"""The WhatsApp reader: styles, order of day and month, names, events, placeholders, forged lines, titles, and whose a source is."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers import _whatsapp_header as headers
from gawah.readers import _whatsapp_pieces as cutting
from gawah.readers import whatsapp
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.readers._whatsapp_order import _date
from gawah.records.content import Conversation, Event, Framing, Message, ReadProblem, Record
from gawah.records.digest import identifier

LRM, NNBSP = "\u200e", "\u202f"


def read(path: Path, options: Options | None = None, siblings: Sequence[Source] = ()) -> list[Record]:
    """All records; the whole of every chat must be accounted for."""
    tiling = Tiling()
    found = []
    with Source(path) as source:
        source.siblings = tuple(siblings)
        for record in whatsapp.read(source, options or Options()):
            tiling.watch(record)
            found.append(record)
        assert records_in_source(whatsapp, source, tiling)[1]
    return found


@pytest.fixture
def chat(tmp_path: Path) -> "Chat":
    return Chat(tmp_path)


class Chat:
    """Writes a text as an export and reads it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "chat.txt"

    def __call__(self, text: str | bytes, options: Options | None = None) -> list[Message | Event]:
        self.records = self.all(text, options)
        return [record for record in self.records if isinstance(record, Message | Event)]

    def all(self, text: str | bytes, options: Options | None = None) -> list[Record]:
        self.path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(self.path, options)

    @property
    def problems(self) -> list[tuple[str, str, int]]:
        return [(each.code, each.severity, each.count) for each in self.records if isinstance(each, ReadProblem)]


STYLES = [
    ("12/31/21, 9:05 PM - Rue: a", "2021-12-31T21:05:00"),
    ("31/12/2021, 21:05 - Rue: a", "2021-12-31T21:05:00"),
    ("31.12.21, 21:05 - Rue: a", "2021-12-31T21:05:00"),
    ("2021/12/31, 21:05 - Rue: a", "2021-12-31T21:05:00"),
    ("[31/12/2021, 21:05:11] Rue: a", "2021-12-31T21:05:11"),
    ("[2021-12-31, 21:05:11] Rue: a", "2021-12-31T21:05:11"),
    ("[31/12/21 21:05] Rue: a", "2021-12-31T21:05:00"),
    ("31/12/2021 21:05 - Rue: a", "2021-12-31T21:05:00"),
    ("31-12-2021, 21:05 - Rue: a", "2021-12-31T21:05:00"),
    ("28/3/2025, 9:29 p.\u00a0m. - Rue: a", "2025-03-28T21:29:00"),
    ("28/3/2025, 9:29\u202fp.\u202fm. - Rue: a", "2025-03-28T21:29:00"),
    ("23/06/2018, 1:55 p.m. - Rue: a", "2018-06-23T13:55:00"),
    ("13.6.2018 klo 21.25.15 - Rue: a", "2018-06-13T21:25:15"),
    ("31.12.2021 um 21:05 - Rue: a", "2021-12-31T21:05:00"),
    ("31. 12. 2021. u 21:05 - Rue: a", "2021-12-31T21:05:00"),
    ("31.12.2021 г., 21:05 ч. - Rue: a", "2021-12-31T21:05:00"),
    ("2021. 12. 31. 오후 9:05 - Rue: a", "2021-12-31T21:05:00"),
    ("2021/12/31 下午9:05 - Rue: a", "2021-12-31T21:05:00"),
    ("09/17/19, 8:30:52 AM – Rue: a", "2019-09-17T08:30:52"),
    ("1/23/23, 3:22_AM - Rue: a", "2023-01-23T03:22:00"),
    ("[13/11/2025, 12:25:55\u202fPM] Rue: a", "2025-11-13T12:25:55"),
    ("\u200e[13/11/2025, 12:25:55\u202fAM] Rue: a", "2025-11-13T00:25:55"),
    ("\u200e[\ufeff13.11.25, 12:25:55\ufeff] Rue: a", "2025-11-13T12:25:55"),
    ("\u200f۳۱/۱۲/۲۰۲۱، ۲۱:۰۵ - \u200fRue: a", "2021-12-31T21:05:00"),
    ("[٣١\u200f/١٢\u200f/٢٠٢١، ٩:٠٥:١١ م] Rue: a", "2021-12-31T21:05:11"),
    ("[٣١\u200f/١٢\u200f/٢٠٢١، ٩:٠٥:١١ ص] Rue: a", "2021-12-31T09:05:11"),
    ("३१/१२/२१, ९:०५ अपराह्न - Rue: a", "2021-12-31T21:05:00"),
    ("๓๑/๑๒/๒๕๖๔ ๒๑:๐๕ - Rue: a", "2021-12-31T21:05:00"),
    ("31/12/2564 BE 21:05 - Rue: a", "2021-12-31T21:05:00"),
    ("31/12/64 21:05 - Rue: a", "2021-12-31T21:05:00"),
    ("۱۴۰۰/۱۰/۱۰, ۲۱:۰۵ - Rue: a", "2021-12-31T21:05:00"),
    ("1400/10/10، 9:05 ب.ظ. - Rue: a", "2021-12-31T21:05:00"),
    ("1/29/18, 23:59 PM - Rue: a", "2018-01-29T23:59:00"),
    ("1/30/18, 00:04 AM - Rue: a", "2018-01-30T00:04:00"),
    ("1/30/18, 12:00 AM - Rue: a", "2018-01-30T00:00:00"),
]


@pytest.mark.parametrize(("line", "local"), STYLES, ids=range(len(STYLES)))
def test_every_header_style_is_read(chat: Chat, line: str, local: str) -> None:
    (message,) = chat(line)
    assert isinstance(message, Message)
    assert message.sender.name == "Rue"
    assert message.body == "a"
    assert message.sent_at.local == local
    assert message.sent_at.utc is None
    assert message.sent_at.zone == "unknown"
    assert message.sent_at.precision == ("minute" if local.endswith(":00") else "second")
    assert message.flags == ()
    assert message.locator.span == (0, len(line.encode()))


@pytest.mark.parametrize(
    "line",
    [
        *(
            "12/31/21: 9:05 Rue: a",
            "12/31/21 - Rue: a",
            "9:05 PM - Rue: a",
            "see 12/31/21, 9:05 PM - Rue: a",
            "[12/31/21, 9:05 PM - Rue: a",
        ),
        *(
            "12/31/21, 9:05 PM] Rue: a",
            "123/31/21, 9:05 - Rue: a",
            "12/31/21, 9:055 - Rue: a",
            "12/31/21, 9:05 PM-Rue: a",
            "1.1, 10:00 - Rue: a",
        ),
    ],
)
def test_what_only_resembles_a_header_is_text(chat: Chat, line: str) -> None:
    (message,) = chat(f"31/12/2021, 21:05 - Rue: a\n{line}\n")
    assert isinstance(message, Message)
    assert message.body == f"a\n{line}"


@pytest.mark.parametrize(
    ("stated", "line"),
    [
        ("31/12/2021, 21:05", "31/12/2021, 21:05 - Rue: a"),
        (f"12/31/21, 9:05:11{NNBSP}PM", f"{LRM}[12/31/21, 9:05:11{NNBSP}PM] Rue: a"),
        ("٣١\u200f/١٢\u200f/٢٠٢١، ٩:٠٥ م", "\u200f٣١\u200f/١٢\u200f/٢٠٢١، ٩:٠٥ م - Rue: a"),
    ],
)
def test_a_time_is_kept_as_stated(chat: Chat, stated: str, line: str) -> None:
    (message,) = chat(line)
    assert message.sent_at.stated == stated


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


class TestNames:
    def test_marks_and_the_sign_of_unsaved_contacts_are_no_part_of_a_name(self, chat: Chat) -> None:
        found = chat(
            "13/01/2024, 10:00 - ~\u202fRue Ann: a\n13/01/2024, 10:00 - \u2068Rue Ann\u2069: a\n13/01/2024, 10:00 - ~Rue: a\n"
        )
        assert [each.sender and each.sender.name for each in found] == ["Rue Ann", "Rue Ann", "~Rue"]

    def test_joiners_are_part_of_a_name(self, chat: Chat) -> None:
        (message,) = chat("13/01/2024, 10:00 - نیک\u200cبخت 👩\u200d⚖️: a")
        assert message.sender
        assert message.sender.name == "نیک\u200cبخت 👩\u200d⚖️"

    def test_a_telephone_number_is_a_handle(self, chat: Chat) -> None:
        found = chat("13/01/2024, 10:00 - +44 7700 900123: a\n13/01/2024, 10:00 - 4 Ever: b\n")
        assert [each.sender and each.sender.handle for each in found] == ["+44 7700 900123", None]

    def test_the_first_colon_ends_a_name_that_does_not_recur_with_more(self, chat: Chat) -> None:
        found = chat("13/01/2024, 10:00 - Rue: PS: a\n13/01/2024, 10:01 - Rue: PS: b\n13/01/2024, 10:02 - Rue: c: d\n")
        assert {each.sender and each.sender.name for each in found} == {"Rue"}

    def test_a_longer_name_that_recurs_and_never_ends_earlier_is_one(self, chat: Chat) -> None:
        found = chat("".join(f"13/01/2024, 10:0{n} - Dr: {'Rue' if n % 2 else 'Zed'}: a: b\n" for n in range(6)))
        assert {each.sender and each.sender.name for each in found} == {"Dr: Rue", "Dr: Zed"}
        assert {each.body for each in found} == {"a: b"}

    def test_a_name_without_text_has_an_empty_body(self, chat: Chat) -> None:
        found = chat("13/01/2024, 10:00 - Rue: \n13/01/2024, 10:01 - Rue:\n13/01/2024, 10:02 - Rue:\n\nbelow\r\n")
        assert [each.body for each in found] == ["", "", "\n\nbelow"]

    def test_two_senders_make_a_direct_chat_and_three_a_group(self, chat: Chat) -> None:
        line = "13/01/2024, 10:00 - {}: a\n"
        assert {each.kind for each in chat(line.format("A") + line.format("B")) if isinstance(each, Message)} == {"direct"}
        assert {each.kind for each in chat("".join(map(line.format, "ABC"))) if isinstance(each, Message)} == {"group"}
        group = chat(line.format("A") + "13/01/2024, 10:01 - A added B\n")
        assert isinstance(group[0], Message)
        assert group[0].kind == "group"


EVENTS = [
    ("Messages and calls are end-to-end encrypted. No one outside of this chat can read them.", "encryption-notice", None),
    ('Rue changed the subject to "x: y"', "subject-changed", "Rue"),
    ('Rue changed the subject from "a: b" to "c: d"', "subject-changed", "Rue"),
    ("Rue hat den Betreff von „a: b“ zu „c: d“ geändert.", "subject-changed", "Rue"),
    ('You created group "a: b"', "group-created", "You"),
    ("Rue added Zed", "member-added", "Rue"),
    ("Zed left", "member-left", "Zed"),
    ("Your security code with Zed changed. Tap to learn more.", "security-code-changed", None),
    ("Rue's security code with Zed changed. Tap to learn more.", "security-code-changed", "Rue"),
    ("Missed video call", "missed-call", None),
    ("You blocked this contact. Tap to unblock.", "blocked", None),
    ("Rue pinned a message", "pinned", "Rue"),
    ("Rue turned on advanced chat privacy.", "advanced-privacy", "Rue"),
    ("This business uses a secure service from Meta to manage this chat. Tap to learn more.", "business-notice", None),
    ("زرینہ نے جنید کو شامل کیا", "member-added", "زرینہ"),
    ("Words that the app has not had before", "other", None),
]


class TestEvents:
    @pytest.mark.parametrize(("wording", "event", "who"), EVENTS, ids=range(len(EVENTS)))
    def test_lines_by_the_app_are_events(self, chat: Chat, wording: str, event: str, who: str | None) -> None:
        (found,) = chat(f"13/01/2024, 10:00 - {wording}\n")
        assert isinstance(found, Event)
        assert found.event == event
        assert found.body == wording
        assert (found.sender and found.sender.name) == who

    def test_marked_words_of_the_app_behind_a_name_are_events(self, chat: Chat) -> None:
        found = chat(f"[13/01/2024, 10:00:00] Rue: {LRM}Missed voice call\n[13/01/2024, 10:00:01] Rue: Missed voice call\n")
        assert isinstance(found[0], Event)
        assert found[0].sender
        assert (found[0].event, found[0].sender.name) == ("missed-call", "Rue")
        assert isinstance(found[1], Message)

    def test_a_title_before_words_of_the_app_is_no_sender(self, chat: Chat) -> None:
        chat(f"[13/01/2024, 10:00:00] Garden: {LRM}Rue created this group\n[13/01/2024, 10:00:01] Rue: a\n")
        (conversation,) = (each for each in chat.records if isinstance(each, Conversation))
        assert [each.name for each in conversation.participants] == ["Rue"]

    @pytest.mark.parametrize("name", ["Missed voice call", "Zed added Rue", "Zed changed the subject to x", "You were added"])
    def test_nobody_hides_a_message_behind_a_name_like_words_of_the_app(self, chat: Chat, name: str) -> None:
        (message,) = chat(f"13/01/2024, 10:00 - {name}: I will find you\n")
        assert isinstance(message, Message)
        assert message.body == "I will find you"

    def test_a_person_who_quotes_the_app_wrote_a_message(self, chat: Chat) -> None:
        (message,) = chat('13/01/2024, 10:00 - Rue: Zed changed the subject to "x: y"\n')
        assert isinstance(message, Message)
        assert message.sender.name == "Rue"


class TestBodies:
    def body(self, chat: Chat, text: str) -> Message:
        (message,) = chat(f"13/01/2024, 10:00 - Rue: {text}\n")
        assert isinstance(message, Message)
        return message

    @pytest.mark.parametrize(
        "text",
        [
            "  spaces  ",
            f"a{LRM}b",
            "lone\rreturn",
            "\u2028next",
            "two\r\nlines",
            "trailing\n",
            f"{LRM}typed by hand",
            "null",
            ")",
            "<3",
            "…>",
        ],
    )
    def test_what_a_person_wrote_stays_as_written(self, chat: Chat, text: str) -> None:
        message = self.body(chat, text)
        assert message.body == text
        assert message.attachments == ()

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "<Media omitted>",
                "<media omitted>",
                "<Medien ausgeschlossen>",
                "<Multimedia omitido>",
                "<Mídia oculta>",
                "<Médias omis>",
            ),
            *(
                "<تم استبعاد الوسائط>",
                f"{LRM}image omitted",
                f"{LRM}GIF omitted",
                f"{LRM}Bild weggelassen",
                f"<{LRM}image omitted>",
            ),
        ],
    )
    def test_a_placeholder_is_an_attachment_that_is_missing(self, chat: Chat, text: str) -> None:
        message = self.body(chat, text)
        assert message.body == ""
        assert [(each.name, each.missing) for each in message.attachments] == [(None, True)]
        assert chat.problems == [("media-missing", "info", 1)]

    def test_an_unmarked_placeholder_in_plain_words_keeps_its_words(self, chat: Chat) -> None:
        message = self.body(chat, "image omitted")
        assert message.body == "image omitted"
        assert message.attachments[0].missing

    @pytest.mark.parametrize(
        ("text", "name", "caption"),
        [
            ("IMG-20210101-WA0001.jpg (file attached)", "IMG-20210101-WA0001.jpg", ""),
            (f"{LRM}IMG-1.jpg (Datei angehängt)\ncaption: one\ntwo", "IMG-1.jpg", "caption: one\ntwo"),
            ("FOTO.jpg (archivo adjunto)", "FOTO.jpg", ""),
            (f"{LRM}<attached: {LRM}PTT-1.opus>", "PTT-1.opus", ""),
            (f"a caption\n{LRM}<attached: 2.jpg>", "2.jpg", "a caption"),
            (f"letter.pdf • {LRM}3 pages {LRM}<attached: 3-letter.pdf>", "3-letter.pdf", f"letter.pdf • {LRM}3 pages"),
        ],
    )
    def test_an_attachment_has_its_name_and_its_caption(self, chat: Chat, text: str, name: str, caption: str) -> None:
        message = self.body(chat, text)
        assert [each.name for each in message.attachments] == [name]
        assert message.body == caption

    @pytest.mark.parametrize("text", ["nobody came (file attached)", "see the file attached: a.jpg"])
    def test_words_about_attachments_are_words(self, chat: Chat, text: str) -> None:
        assert self.body(chat, text).attachments == ()

    @pytest.mark.parametrize(
        "text",
        [
            "This message was deleted",
            "You deleted this message",
            "Diese Nachricht wurde gelöscht.",
            f"{LRM}This message was deleted.",
        ],
    )
    def test_a_deleted_message_is_one_with_the_body_as_stated(self, chat: Chat, text: str) -> None:
        message = self.body(chat, text)
        assert message.deleted
        assert message.body == text.lstrip(LRM)

    @pytest.mark.parametrize("text", ["new text <This message was edited>", f"new text {LRM}<This message was edited>"])
    def test_the_notice_of_an_edit_is_cut(self, chat: Chat, text: str) -> None:
        message = self.body(chat, text)
        assert message.edited
        assert message.body == "new text"

    def test_a_poll_keeps_its_text(self, chat: Chat) -> None:
        message = self.body(chat, f"{LRM}POLL:\n{LRM}Which?\n{LRM}OPTION: a (1 vote)")
        assert message.body == f"POLL:\n{LRM}Which?\n{LRM}OPTION: a (1 vote)"

    def test_links_are_listed_in_order_without_the_punctuation_around_them(self, chat: Chat) -> None:
        message = self.body(chat, "See https://example.org/a?x=1, (HTTP://example.org/b). Also https://example.org/c۔")
        assert message.links == ("https://example.org/a?x=1", "HTTP://example.org/b", "https://example.org/c")

    def test_undecodable_bytes_are_marked_and_named(self, chat: Chat) -> None:
        found = chat(b"13/01/2024, 10:00 - Rue: caf\xe9\n13/01/2024, 10:00 - Ren\xe9: ok\n13/01/2024, 10:00 - Zed left \xe9\n")
        assert found[0].body == "caf\ufffd"
        assert chat.problems == [("text-undecodable", "warning", 1)] * 3


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


class TestConversation:
    @pytest.mark.parametrize(
        ("name", "title"),
        [
            ("WhatsApp Chat with Rue Ann.txt", "Rue Ann"),
            ("WhatsApp Chat mit Rue.txt", "Rue"),
            ("Chat de WhatsApp con Rue.txt", "Rue"),
            ("Rue ile WhatsApp Sohbeti.txt", "Rue"),
            ("notes.txt", None),
            ("WhatsApp Chat with .txt", None),
        ],
    )
    def test_the_title_is_in_the_file_name(self, tmp_path: Path, name: str, title: str | None) -> None:
        path = tmp_path / name
        path.write_text("13/01/2024, 10:00 - Rue: a\n")
        conversation = read(path)[0]
        assert isinstance(conversation, Conversation)
        assert conversation.title == title
        message = read(path)[1]
        assert isinstance(message, Message)
        assert conversation.id == identifier("WhatsApp", title or message.locator.file_sha256)

    def test_ios_names_the_zip(self, tmp_path: Path) -> None:
        path = tmp_path / "WhatsApp Chat - Rue Ann.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("_chat.txt", "[13/01/2024, 10:00:00] Rue: \u200e<attached: a.jpg>\n")
            archive.writestr("a.jpg", b"\xff\xd8\xff")
        conversation, message = read(path)
        assert isinstance(conversation, Conversation)
        assert isinstance(message, Message)
        assert conversation.title == "Rue Ann"
        assert message.attachments[0].media_type == "image/jpeg"
        assert not message.attachments[0].missing

    def test_an_attachment_may_lie_in_a_sibling(self, tmp_path: Path) -> None:
        (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff")
        text = tmp_path / "WhatsApp Chat with Rue.txt"
        text.write_text("13/01/2024, 10:00 - Rue: a.jpg (file attached)\n13/01/2024, 10:00 - Rue: b.jpg (file attached)\n")
        records = read(text, siblings=[Source(tmp_path / "a.jpg")])
        assert [each.attachments[0].missing for each in records if isinstance(each, Message)] == [False, True]
        assert [each.severity for each in records if isinstance(each, ReadProblem)] == ["warning"]


class TestIdentify:
    def claims(self, folder: Path, **files: str) -> bool:
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            path = folder / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        with Source(folder) as source:
            return whatsapp.identify(source)

    LINE = "13/01/2024, 10:00 - Rue: a\n"

    def test_a_folder_with_a_chat(self, tmp_path: Path) -> None:
        assert self.claims(tmp_path / "a", a_dot_txt=self.LINE, b_dot_txt="nothing\n")

    def test_never_by_name_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "WhatsApp Chat with Rue.txt"
        path.write_text("nothing\n")
        with Source(path) as source:
            assert not whatsapp.identify(source)

    def test_a_document_sent_in_the_chat_is_no_export(self, tmp_path: Path) -> None:
        assert self.claims(tmp_path / "a", _chat_dot_txt=self.LINE, invoice_dot_html="<p>", data_dot_json="{}")

    @pytest.mark.parametrize(
        "name",
        ["message_1_dot_json", "messages_dot_html", "result_dot_json", "inbox__x__message_1_dot_json", "data__tweets_dot_js"],
    )
    def test_an_export_of_another_platform_is_not_claimed(self, tmp_path: Path, name: str) -> None:
        assert not self.claims(tmp_path / "a", _chat_dot_txt=self.LINE, **{name: "{}"})

    @pytest.mark.parametrize("name", ["chat.json", "chat.html", "chat.eml"])
    def test_a_lone_file_of_another_kind_is_not_claimed(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text(self.LINE)
        with Source(tmp_path / name) as source:
            assert not whatsapp.identify(source)


class TestBytes:
    def test_every_byte_has_its_place(self, chat: Chat) -> None:
        text = "\ufeff\n \n13/01/2024, 10:00 - Rue: one\r\ntwo\r\n\r\n14/01/2024, 10:00 - زید: three"
        bom, blank, first, second = chat.all(text)[1:]
        assert isinstance(bom, Framing)
        assert isinstance(blank, Framing)
        assert (bom.name, bom.locator.span, blank.name, blank.locator.span) == ("bom", (0, 3), "blank", (3, 6))
        assert isinstance(first, Message)
        assert isinstance(second, Message)
        assert (first.locator.place, second.locator.place) == ("line/3", "line/6")
        assert first.locator.span
        assert text.encode()[slice(*first.locator.span)].decode() == "13/01/2024, 10:00 - Rue: one\r\ntwo\r\n\r\n"

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("tail", [b"", b"\x00", b"\x00\xd8", b"\x00\xd8\x00"])
    def test_utf_16_spans_are_those_of_the_file(self, chat: Chat, encoding: str, tail: bytes) -> None:
        lines = ["13/01/2024, 10:00 - Rue: 🐦\r\n", "13/01/2024, 10:01 - Rue: b"]
        start = "\ufeff".encode(encoding)
        found = chat(start + "".join(lines).encode(encoding) + tail)
        assert found[0].body == "🐦"
        middle = 2 + len(lines[0].encode(encoding))
        assert [each.locator.span for each in found] == [(2, middle), (middle, middle + len(lines[1].encode(encoding)) + len(tail))]

    def test_pieces_do_not_depend_on_where_the_stream_is_cut(self, chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
        text = "x\n" + "".join(f"13/01/2024, 10:{n:02} - Rue: {'é' * n}\n{'more ' * n}\n" for n in range(30))
        whole = chat.all(text)
        for size in (1, 2, 7, 40, 333):
            monkeypatch.setattr(cutting, "_CHUNK", size)
            assert chat.all(text) == whole

    def test_spans_hold_where_the_stream_is_cut_inside_a_long_line(self, chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cutting, "_CHUNK", 64)
        monkeypatch.setattr(cutting, "_HEADER", 40)
        lines = [f"13/01/2024, 10:{n:02} - Rue: {'w' * n * 9}\n" for n in range(30)]
        text = "".join(lines)
        assert [text[slice(*(each.locator.span or ()))] for each in chat(text)] == lines

    def test_what_is_too_long_for_a_message_is_listed(self, chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cutting, "_CHUNK", 64)
        monkeypatch.setattr(cutting, "LONGEST", 100)
        monkeypatch.setattr(cutting, "_HEADER", 40)
        found = chat("13/01/2024, 10:00 - Rue: " + "é" * 500 + "\n13/01/2024, 10:01 - Rue: b\n")
        assert found[0].body in "é" * 100
        assert len(found[0].body) >= 37
        assert found[1].body == "b"
        assert chat.problems == [("limit-reached", "loss", 1)]
        assert chat.records[-1] == found[-1]

    @given(data=st.binary(max_size=300), place=st.integers(0, 400))
    def test_arbitrary_bytes_are_tiled_and_never_crash(
        self, tmp_path_factory: pytest.TempPathFactory, data: bytes, place: int
    ) -> None:
        text = "12/31/21, 9:05 PM - Rue: a\n[31/12/2021, 21:05:11] زید: <Media omitted>\n".encode()
        path = tmp_path_factory.mktemp("bytes") / "chat.txt"
        path.write_bytes(text[:place] + data + text[place:])
        read(path)

    @given(
        lines=st.lists(
            st.text(st.sampled_from('0123459/.:,-[] \n\r\u200e\u200f\u202f\ufeffAPM<>)("“”aé۱ص م~*'), max_size=40), max_size=12
        )
    )
    def test_texts_that_look_like_headers_are_tiled_and_never_crash(
        self, tmp_path_factory: pytest.TempPathFactory, lines: list[str]
    ) -> None:
        path = tmp_path_factory.mktemp("bytes") / "chat.txt"
        path.write_text("\n".join(f"31/12/2021, 21:05{line}" for line in lines), "utf-8", newline="")
        read(path)

    @given(cut=st.integers(0, 10_000))
    def test_a_cut_changes_no_message_but_the_last(self, tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
        lines = (
            f"{day}/01/2024, 1{day % 10}:00 - {('Rue', 'زید', 'Ivy')[day % 3]}: {day}: é\n{'second' if day % 4 else '<x>'}\n"
            for day in range(13, 31)
        )
        whole = "".join(lines).encode()
        path = tmp_path_factory.mktemp("cut") / "chat.txt"
        path.write_bytes(whole)
        uncut = [(each.locator.span, each.body, each.sender) for each in read(path) if isinstance(each, Message)]
        path.write_bytes(whole[: cut % len(whole)])
        left = [(each.locator.span, each.body, each.sender) for each in read(path) if isinstance(each, Message)]
        assert left[:-1] == uncut[: max(0, len(left) - 1)]

    def test_hostile_texts_take_no_time(self, chat: Chat) -> None:
        """Each of these is quick unless a comparison backtracks; the test hangs when one does."""
        for body in (
            '"' * 5000,
            " " * 60_000 + ")",
            "<attached: " * 5000 + ">",
            "a: " * 20_000,
            "You added " * 90,
            "(file attached" * 4000 + ")",
        ):
            chat(f"13/01/2024, 10:00 - Rue: {body}\n13/01/2024, 10:00 - {body}\n")


def test_headers_are_found_in_the_first_form_and_in_the_general_one_alike() -> None:
    """The commonest forms stand first in the pattern for speed; they must not match less or more than the general ones."""
    pattern = headers.pattern()
    for line, _ in STYLES:
        found = pattern.match(f"\n{line}".encode())
        assert found, line
        assert found[0].decode().endswith(("- ", "] ", "– ", "- \u200f")), line


_COMMON_HEADERS = (
    *("13/01/2024, 10:05 - ", "1/2/24, 9:05 PM - ", "13.01.24, 10:05 - ", "13-01-2024 10:05:09 - ", "3/4/2024, 9:05\u202fpm - "),
    *("[13/01/2024, 10:05:09] ", "\u200e[1/2/24, 9:05:11 PM] ", "[13.01.24, 10:05:09] "),
)


@pytest.mark.parametrize("example", _COMMON_HEADERS)
def test_the_common_headers_have_a_pattern_of_their_own(example: str) -> None:
    own = headers.narrow(example.encode())
    assert own is not None
    found, full = own.match(f"\n{example}Rue: a".encode()), headers.pattern().match(f"\n{example}Rue: a".encode())
    assert found is not None
    assert full is not None
    assert found.group(0, 1, 3, 4) == full.group(0, 1, 3, 4)


@pytest.mark.parametrize(
    "example", ["2024-01-13, 10:05 - ", "١٣/٠١/٢٠٢٤, 10:05 - ", "13/01/2024, 10:05 - \u200e", "1/2/24, 21h05 - "]
)
def test_uncommon_headers_have_none(example: str) -> None:
    assert headers.narrow(example.encode()) is None


@given(
    example=st.sampled_from(_COMMON_HEADERS),
    parts=st.lists(
        st.sampled_from(
            [*_COMMON_HEADERS, "\n", "\n", "\r\n", "\u200e", "\u061c", "\ufeff", "“", "ز", "Rue: ", " ", "[", "1", "3/4/24, "]
        )
        | st.text(st.sampled_from("0123459/.:,-[] \n\r\u200e\u202fAPM"), max_size=8),
        max_size=30,
    ),
)
def test_the_narrow_way_and_the_full_way_cut_alike(example: str, parts: list[str]) -> None:
    """Whatever a text looks like, a file whose first header has a common form is cut as by the full pattern alone."""
    full = headers.pattern()
    first = f"\n{example}Rue: a\n".encode()
    knife = cutting.Knife(full)
    for text in (first, first + "".join(parts).encode(), "\n".join(["", *parts, example]).encode(), first):
        columns, feeds = knife.split(text)
        expected = full.split(text)
        assert [columns[0], *zip(*(columns[n::5] for n in (1, 3, 4, 5)), strict=True)] == [
            expected[0],
            *zip(*(expected[n::5] for n in (1, 3, 4, 5)), strict=True),
        ]
        assert feeds == [piece.count(b"\n") for piece in expected[5::5]]


@pytest.mark.parametrize(
    "said", ["<attached: 0000000{n}-PHOTO-2024-01-0{n}.jpg>", "Location: https://maps.example/?q={n}", "POLL:\nOPTION: {n}"]
)
def test_who_sends_only_what_the_app_words_keeps_the_name(tmp_path: Path, said: str) -> None:
    """Three such lines look like a name that goes on behind its colon: `Jane: <attached`."""
    lines = [
        f"[2024-01-0{n}, 10:00:00] Jane: {said.format(n=n)}\n[2024-01-0{n}, 10:01:00] Imran: canary {n}\n" for n in range(1, 6)
    ]
    path = tmp_path / "_chat.txt"
    path.write_text("".join(lines), encoding="utf-8")
    with Source(path) as source:
        senders = [record.sender.name for record in whatsapp.read(source, Options()) if isinstance(record, Message)]
    assert senders == ["Jane", "Imran"] * 5
