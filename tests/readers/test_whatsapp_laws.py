"""Every byte of a WhatsApp chat has its place, wherever it is cut and whatever it holds; nothing takes long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers import _whatsapp_pieces as cutting
from gawah.records.content import Framing, Message
from tests.readers.whatsapp_chats import Chat, read


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
