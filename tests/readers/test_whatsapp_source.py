"""Whose a WhatsApp chat is: its title, its files, and which sources are chats at all."""

import zipfile
from pathlib import Path

import pytest

from gawah.readers import whatsapp
from gawah.readers._source import Source
from gawah.records.content import Conversation, Message, ReadProblem
from gawah.records.digest import identifier
from tests.readers.whatsapp_chats import read


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
