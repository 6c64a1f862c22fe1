"""The mail reader: headers, words, addresses, dates, parts, mailboxes, mails in mails, whose a source is, and hostile mail."""

import base64
import io
import mailbox
import zipfile
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers import _registry, email
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._email_address import accounts
from gawah.readers._email_charset import codec_of, codec_of_page, decode
from gawah.readers._email_date import read_date
from gawah.readers._email_header import parameters, read_header, words
from gawah.readers._email_mailbox import mails
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Conversation, Framing, Message, ReadProblem, Record
from gawah.records.digest import sha256

SAMPLES = Path(__file__).parents[1] / "samples" / "email"
HEAD = b"From: zarak@example.net\nDate: Tue, 5 Mar 2024 12:00:00 +0000\nSubject: canary\n"


def read(path: Path) -> list[Record]:
    """All records; every byte must be accounted for."""
    tiling = Tiling()
    found = []
    with Source(path) as source:
        for record in email.read(source, Options()):
            tiling.watch(record)
            found.append(record)
        assert records_in_source(email, source, tiling)[1]
    return found


def messages(records: list[Record]) -> list[Message]:
    return [record for record in records if isinstance(record, Message)]


def problems(records: list[Record]) -> set[tuple[str, str]]:
    return {(record.code, record.locator.place) for record in records if isinstance(record, ReadProblem)}


def one(tmp_path: Path, data: bytes, name: str = "one.eml") -> Message:
    (tmp_path / name).write_bytes(data)
    return messages(read(tmp_path / name))[0]


@pytest.mark.parametrize(
    ("stated", "local", "utc"),
    [
        ("Tue, 5 Mar 2024 21:14:05 +0500 (PKT)", "2024-03-05T21:14:05", "2024-03-05T16:14:05Z"),
        ("5 Mar 24 12:00 EST", "2024-03-05T12:00:00", "2024-03-05T17:00:00Z"),
        ("Fri, 21 Nov 97 09(comment):   55  :  06 -0600", None, None),
        ("Tue, 5 Mar 2024 12:00:00 -0000", None, "2024-03-05T12:00:00Z"),
        ("Tue Mar  5 12:00:00 2024", "2024-03-05T12:00:00", None),
        ("Tue Mar  5 12:00:00 +0200 2024", "2024-03-05T12:00:00", "2024-03-05T10:00:00Z"),
        ("Fri Mar 10 2006 13:40:00 GMT+0100", "2006-03-10T13:40:00", "2006-03-10T12:40:00Z"),
        ("2024-03-05 12:00:00 +0100", "2024-03-05T12:00:00", "2024-03-05T11:00:00Z"),
        ("5-Mar-2024 12:00:00 IST", "2024-03-05T12:00:00", None),
        ("Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59", "2016-12-31T23:59:59Z"),
        ("Tue, 5 Mar 2024 12:00:00 +9900", "2024-03-05T12:00:00", None),
        ("5 Mar 2024 07:30 PM +0000", "2024-03-05T19:30:00", "2024-03-05T19:30:00Z"),
    ],
)
def test_dates_keep_the_clock_and_the_offset_that_they_state(stated: str, local: str | None, utc: str | None) -> None:
    when = read_date(stated)
    if local is None and utc is None:
        assert when is None
    else:
        assert when is not None
        assert (when.stated, when.local, when.utc) == (stated, local, utc)
        assert when.zone == ("unknown" if utc is None else "stated")


@pytest.mark.parametrize(
    "stated", ["soon", "Tue, 32 Mar 2024 12:00:00 +0000", "5 Foo 2024 12:00", "", "Mon, 1 Jan 0000 00:00:00 +0000"]
)
def test_a_date_that_does_not_exist_is_none(stated: str) -> None:
    assert read_date(stated) is None


def test_a_character_may_begin_in_one_encoded_word_and_end_in_the_next() -> None:
    raw = "دھمکی".encode()
    value = " ".join(f"=?UTF-8?B?{base64.b64encode(part).decode()}?=" for part in (raw[:3], raw[3:]))
    assert words(value, pytest.fail) == "دھمکی"
    assert words("a =?utf-8?q?=C3=A9_b?= c =?x?q?broken", pytest.fail) == "a é b c =?x?q?broken"


def test_a_word_in_an_unknown_charset_is_guessed_and_said() -> None:
    said: list[str] = []
    assert words("=?X-UNKNOWN?Q?Zar=e4k?=", said.append) == "Zaräk"
    assert said == ["text-repaired"]


def test_parameters_join_their_sections_whatever_their_order() -> None:
    value = "attachment; filename*1*=%D9%88.png; filename*0*=utf-8''%D8%AF; size=\"1;2\""
    assert parameters(value, pytest.fail) == ("attachment", {"filename": "دو.png", "size": "1;2"})


def test_addresses_as_the_standard_and_as_people_write_them() -> None:
    def told(value: str) -> list[tuple[str | None, str | None]]:
        return [(each.name, each.handle) for each in accounts(value, lambda text: text)]

    assert told('"Tan, Baris" <b@example.org>, d@example.org (Dilara)') == [
        ("Tan, Baris", "b@example.org"),
        ("Dilara", "d@example.org"),
    ]
    assert told("A group(aside):Chris <c@(host)example.org>, joe@example.org; (the end)") == [
        ("Chris", "c@example.org"),
        (None, "joe@example.org"),
    ]
    assert told("undisclosed-recipients:;") == [("undisclosed-recipients", None)]
    assert told("Mary <@a.example,@b.example:mary@example.net>") == [("Mary", "mary@example.net")]
    assert told("Zarak z@example.org") == [("Zarak", "z@example.org")]
    assert told('"never closed <z@example.org>') == [("never closed", "z@example.org")]


@pytest.mark.parametrize(
    "label", ["hex", "zlib", "idna", "punycode", "unicode_escape", "rot13", "base64", "mbcs", "undefined", "x" * 5000]
)
def test_no_label_reaches_a_codec_that_is_no_text(label: str) -> None:
    assert codec_of(label) is None


def test_charsets_by_label_and_by_code_page() -> None:
    assert decode("猫 canary".encode("gb18030"), "GB2312") == ("猫 canary", None)
    assert decode(b"\x93canary\x94", "iso-8859-1") == ("“canary”", None)
    assert decode("é".encode(), "us-ascii") == ("é", "text-repaired")
    assert decode(b"\xe9\x81", "x-unknown") == ("é\ufffd", "text-undecodable")
    assert [codec_of_page(page) for page in (1256, 936, 65001, 20866, 28592, 0, 99999)] == [
        "cp1256",
        "gb18030",
        "utf-8",
        "koi8_r",
        "iso8859-2",
        None,
        None,
    ]


def test_a_header_line_that_is_none_does_not_hide_those_behind_it() -> None:
    header = read_header(b"From: a@example.net\nthis is no field\nSubject: canary\n\nbody", 0, 100)
    assert [name for name, _ in header.fields] == ["from", "subject"]
    assert read_header(b"From: a@example.net\nno blank line before the text\nand on", 0, 100).size == len(b"From: a@example.net\n")


def test_an_encoded_line_break_makes_no_header_and_is_marked(tmp_path: Path) -> None:
    found = one(tmp_path, HEAD.replace(b"canary", b"=?utf-8?q?canary=0D=0ABcc:_judge@example.org?=") + b"\nx")
    assert found.recipients == ()
    assert found.subject == "canary\r\nBcc: judge@example.org"
    assert "line-break-in-header" in found.flags


def test_the_first_of_two_subjects_is_used_and_the_second_is_said(tmp_path: Path) -> None:
    (tmp_path / "two.eml").write_bytes(HEAD + b"Subject: forged\n\nx")
    records = read(tmp_path / "two.eml")
    assert messages(records)[0].subject == "canary"
    assert ("field-duplicate", "subject") in problems(records)


def test_plain_text_wins_over_html_unless_it_is_blank(tmp_path: Path) -> None:
    def alternative(plain: str) -> bytes:
        return (
            HEAD
            + (
                "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
                f"{plain}\n--b\nContent-Type: text/html\n\n<p>in <b>HTML</b></p>\n--b--\n"
            ).encode()
        )

    assert one(tmp_path, alternative("plain")).body == "plain"
    found = one(tmp_path, alternative("  "))
    assert found.body.strip() == "in HTML"
    assert "from-html" in found.flags


def test_attachments_are_hashed_as_they_were_before_they_were_sent(tmp_path: Path) -> None:
    data = bytes(range(256)) * 3
    mail = EmailMessage()
    mail["From"], mail["Date"], mail["Subject"] = "zarak@example.net", "Tue, 5 Mar 2024 12:00:00 +0000", "canary"
    mail.set_content("see the files")
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename="ثبوت.bin")
    mail.add_attachment("= long lines and ünicode\n" * 20, filename="note.txt", cte="quoted-printable")
    found = one(tmp_path, mail.as_bytes())
    assert found.attachments[0].sha256 == sha256(data)
    assert [each.name for each in found.attachments] == ["ثبوت.bin", "note.txt"]
    assert found.attachments[1].sha256 == sha256(("= long lines and ünicode\n" * 20).encode())


def test_uuencoded_files_are_decoded(tmp_path: Path) -> None:
    import binascii

    data = b"canary " * 20
    lines = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    found = one(
        tmp_path,
        HEAD
        + b"Content-Type: application/x; name=c.bin\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 c.bin\n"
        + lines
        + b"`\nend\n",
    )
    assert found.attachments[0].sha256 == sha256(data)


def test_a_mail_in_a_mail_is_a_message_of_its_own_inside_it() -> None:
    outer, plain, coded = messages(read(SAMPLES / "folder-of-mails/source"))[:3]
    assert "embedded" not in outer.flags
    assert plain.flags[0] == coded.flags[0] == "embedded"
    assert plain.locator.place == outer.locator.place + "/part/2"
    assert plain.locator.span is not None
    raw = (SAMPLES / "folder-of-mails/source/2024/forwarded.eml").read_bytes()
    assert sha256(raw[slice(*plain.locator.span)]) == outer.attachments[0].sha256
    assert coded.locator.span is None
    assert plain.conversation == outer.conversation  # by References and Message-ID
    assert "dkim-signed" in plain.flags


def test_mailboxes_are_cut_where_the_standard_library_cuts_them(tmp_path: Path) -> None:
    """An independent count: the messages that `mailbox.mbox` finds, which knows nothing of lengths."""
    path = SAMPLES / "takeout-mailbox/source/Takeout/Mail/All mail Including Spam and Trash.mbox"
    copy = tmp_path / "copy.mbox"
    copy.write_bytes(
        path.read_bytes()
        .replace(b"\r\n", b"\n")
        .replace(b"\nFrom the beginning", b"\n>From the beginning")
        .replace(b"\nFrom a line", b"\n>From a line")
    )
    box = mailbox.mbox(copy)
    expected = [mail["Message-ID"].strip("<>") for mail in box]
    box.close()
    assert [each.platform_id for each in messages(read(copy))] == expected
    assert [each.platform_id for each in messages(read(path))] == expected


def test_labels_of_gmail_say_the_box_in_any_language() -> None:
    found = messages(read(SAMPLES / "takeout-mailbox/source"))
    assert [each.folder for each in found] == ["inbox", "sent", "filtered"]
    assert "in-trash" in found[2].flags
    assert found[0].conversation == found[1].conversation != found[2].conversation


def test_a_stated_length_is_believed_where_a_mail_ends_there_and_marked_where_it_hides_one() -> None:
    first, second = messages(read(SAMPLES / "stated-lengths/source/lengths.mbox"))
    assert "from-line-in-body" in first.flags
    assert "pasted" in first.body
    assert second.subject == "no date, canary"
    assert "delivery-time" in second.flags


def test_a_length_that_lies_moves_no_mail(tmp_path: Path) -> None:
    mail = b"From a@example.net Tue Mar  5 09:00:00 2024\n" + HEAD + b"Content-Length: %d\n\ncanary\n\n"
    for lie in (0, 1, 50, 10**9):
        (tmp_path / "lies.mbox").write_bytes(mail % lie + mail % lie)
        assert [each.body for each in messages(read(tmp_path / "lies.mbox"))] == ["canary\n", "canary\n"]


def test_a_mail_over_the_limit_is_listed_and_the_next_is_read() -> None:
    small = b"From a@example.net Tue Mar  5 09:00:00 2024\n" + HEAD + b"\ncanary\n\n"
    large = b"From a@example.net Tue Mar  5 09:00:00 2024\n" + HEAD + b"\n" + b"x" * 79 * 1000 + b"\n\n"
    cut = list(mails(lambda: io.BytesIO(small + large + small), limit=50_000))
    assert [each.data is None for each in cut] == [False, True, False]
    assert [(each.start, each.end) for each in cut] == [
        (0, len(small)),
        (len(small), len(small + large)),
        (len(small + large), len(small + large + small)),
    ]


def test_a_mailbox_is_cut_alike_however_its_bytes_arrive() -> None:
    whole = (SAMPLES / "stated-lengths/source/lengths.mbox").read_bytes() * 400
    assert len(whole) > 128 << 10
    cut = list(mails(lambda: io.BytesIO(whole)))
    assert len(cut) == 800
    assert cut[0].start == 0
    assert cut[-1].end == len(whole)


def test_ten_thousand_parts_in_one_another_are_bounded(tmp_path: Path) -> None:
    """B9. Nothing hangs, nothing is lost without a word."""
    deep = HEAD + b"Content-Type: multipart/mixed; boundary=b0\n\n"
    deep += b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(10_000))
    (tmp_path / "deep.eml").write_bytes(deep)
    assert ("limit-reached", "part") in problems(read(tmp_path / "deep.eml"))
    mails_in_mails = HEAD + b"Content-Type: message/rfc822\n\n" * 1
    (tmp_path / "mails.eml").write_bytes(HEAD + b"Content-Type: message/rfc822\n\n" + (mails_in_mails * 10_000) + HEAD)
    records = read(tmp_path / "mails.eml")
    assert len(messages(records)) == 40
    assert ("limit-reached", "part") in problems(records)
    wide = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: message/rfc822\n\n" * 10_000
    (tmp_path / "wide.eml").write_bytes(wide)
    assert len(messages(read(tmp_path / "wide.eml"))) == 1_001


def test_a_page_saved_by_a_browser_is_no_mail(tmp_path: Path) -> None:
    page = (
        b"From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/\nSubject: canary\nMIME-Version: 1.0\n"
        b'Date: Fri, 16 Jun 2023 19:32:59 -0000\nContent-Type: multipart/related; type="text/html"; boundary=b\n\n--b\n\n<p>\n--b--'
    )
    (tmp_path / "page.mhtml").write_bytes(page)
    with Source(tmp_path / "page.mhtml") as source:
        assert not email.identify(source)


@pytest.mark.parametrize(
    "text",
    [
        "Note: buy milk\nDate: tomorrow\n",
        "BEGIN:VCARD\nFN:Zarak\nEND:VCARD\n",
        "From here on I was afraid.\n",
        "",
        "{}",
        "Subject: a letter\n\nDear",
    ],
)
def test_text_that_only_looks_like_it_is_no_mail(tmp_path: Path, text: str) -> None:
    (tmp_path / "note.txt").write_text(text)
    with Source(tmp_path / "note.txt") as source:
        assert not email.identify(source)


def test_a_few_mails_beside_another_export_do_not_make_it_mail(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "mixed.zip", "w") as archive:
        archive.writestr("one.eml", HEAD + b"\nx")
        for number in range(3):
            archive.writestr(f"messages/{number}.json", b"{}" * 500)
    with Source(tmp_path / "mixed.zip") as source:
        assert not email.identify(source)


def test_what_stands_before_the_first_mail_is_named() -> None:
    records = read(SAMPLES / "broken/not-all-mails/source/lead.mbox")
    assert [record.name for record in records if isinstance(record, Framing)] == ["blank"]
    assert [each.locator.place for each in messages(records)] == ["message/1", "message/2"]


_line = st.sampled_from(
    [
        *(
            b"From a@example.net Tue Mar  5 09:00:00 2024",
            b"",
            b"\r",
            b"From: z@example.net",
            b"Content-Length: 40",
            b"--b",
            b"--b--",
        ),
        *(b"Content-Type: multipart/mixed; boundary=b", b"Content-Type: message/rfc822", b"Content-Transfer-Encoding: base64"),
        *(
            b"Subject: =?utf-8?b?4pyT?=",
            b">From x",
            b"text",
            b"\xff\xfe",
            b" folded",
            b"Content-Type: text/html; charset=utf-7",
            b"<p>x",
        ),
        *(b"+AGEALQ-", b"Date: Tue, 5 Mar 2024 12:00:00 +0000", b'To: a:b,<;"(', b"From "),
    ]
)


@given(st.lists(_line, max_size=40), st.sampled_from([b"\n", b"\r\n"]))
def test_whatever_lines_stand_in_a_mailbox_every_byte_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], end: bytes
) -> None:
    path = tmp_path_factory.mktemp("law") / "law.mbox"
    path.write_bytes(b"From a@example.net Tue Mar  5 09:00:00 2024" + end + b"From: z@example.net" + end + end.join(lines))
    records = read(path)
    assert messages(records)
    seen: set[str] = set()
    for record in records:
        if isinstance(record, Conversation):
            seen.add(record.id)
        if isinstance(record, Message):
            assert record.conversation in seen
    assert len({each.id for each in messages(records)}) == len(messages(records))


@given(st.binary(max_size=400))
def test_whatever_bytes_a_mail_is_made_of_nothing_breaks(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("law") / "law.eml"
    path.write_bytes(HEAD + data)
    assert len(messages(read(path))) >= 1
    with Source(path) as source:
        assert "email" in _registry.identify(source)


@given(st.text(max_size=60), st.lists(st.integers(0, 200), max_size=4), st.sampled_from(["utf-8", "gb18030", "iso-2022-jp"]))
def test_encoded_words_are_read_back_wherever_the_bytes_were_cut(text: str, cuts: list[int], charset: str) -> None:
    try:
        raw = text.encode(charset)
    except UnicodeEncodeError:
        return
    places = sorted({min(cut, len(raw)) for cut in cuts} | {0, len(raw)})
    parts = [raw[start:end] for start, end in pairwise(places)]
    written = " ".join(f"=?{charset}?b?{base64.b64encode(part).decode()}?=" for part in parts)
    assert words(written, lambda _: None) == raw.decode(charset)
