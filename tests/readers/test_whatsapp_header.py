"""What begins a message in a WhatsApp chat: every style of date and time that the apps wrote, and what only resembles one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers import _whatsapp_header as headers
from gawah.readers import _whatsapp_pieces as cutting
from gawah.records.content import Message
from tests.readers.whatsapp_chats import LRM, NNBSP, Chat

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
