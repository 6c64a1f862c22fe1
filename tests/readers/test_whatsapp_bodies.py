"""What was said in a WhatsApp chat: text as typed, placeholders, attachments, edits and deletions."""

import pytest

from gawah.records.content import Message
from tests.readers.whatsapp_chats import LRM, Chat


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
