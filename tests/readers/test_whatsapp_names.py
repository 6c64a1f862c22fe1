"""Who sent a line of a WhatsApp chat: where a name ends, what belongs to it, and how many talk."""

from pathlib import Path

import pytest

from gawah.readers import whatsapp
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Message
from tests.readers.whatsapp_chats import Chat


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
