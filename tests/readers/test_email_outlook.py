"""Mails as Outlook saves them: code pages, bodies, attachments, mails in mails, Exchange addresses, damage; and those of others."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.readers import _registry, email
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Message, ReadProblem, Record
from gawah.records.digest import sha256
from tests.readers.compound import Tree, compound, properties
from tests.readers.packed_rtf import packed

SENT = 133541107450000000
"""2024-03-05 11:12:25 UTC in 100 nanoseconds since 1601."""


def read(path: Path) -> list[Record]:
    """All records; the one claim, and everything accounted for."""
    tiling = Tiling()
    found = []
    with Source(path) as source:
        assert _registry.identify(source) == ["email"]
        for record in email.read(source, Options()):
            tiling.watch(record)
            found.append(record)
        count, whole = records_in_source(email, source, tiling)
    assert whole
    assert count == len(messages(found)) + sum(each.records for each in found if isinstance(each, ReadProblem))
    return found


def messages(records: list[Record]) -> list[Message]:
    return [record for record in records if isinstance(record, Message)]


def codes(records: list[Record]) -> set[tuple[str, str]]:
    return {(record.code, record.severity) for record in records if isinstance(record, ReadProblem)}


def saved(tmp_path: Path, tree: Tree, name: str = "canary.msg") -> Path:
    path = tmp_path / name
    path.write_bytes(compound(tree))
    return path


def mail(**texts: str) -> Tree:
    return {**properties(32, None, {0x0039: SENT}, **texts), "__nameid_version1.0": {"__substg1.0_00020102": b""}}


def test_who_when_what_and_to_whom(tmp_path: Path) -> None:
    tree = mail(
        p0037="canary دھمکی",
        p1000="pehli\r\nhttps://example.org/a\r\n",
        p0042="Zarak",
        p0064="SMTP",
        p0065="z@example.net",
        p1035="<2@example.net>",
        p1042="<1@example.org>",
    )
    tree["__recip_version1.0_#00000000"] = properties(
        8, p3001="Dilara", p3002="EX", p3003="/O=INVENTED/CN=DILARA", p39FE="d@example.org"
    )
    [message] = messages(read(saved(tmp_path, tree, "without an ending")))
    assert (message.sender.name, message.sender.handle, message.sender.platform_id) == ("Zarak", "z@example.net", None)
    [recipient] = message.recipients
    assert (recipient.name, recipient.handle, recipient.platform_id) == ("Dilara", "d@example.org", "/O=INVENTED/CN=DILARA")
    assert (message.subject, message.body) == ("canary دھمکی", "pehli\nhttps://example.org/a\n")
    assert (message.sent_at.stated, message.sent_at.utc, message.sent_at.zone) == (str(SENT), "2024-03-05T11:12:25.000Z", "format")
    assert (message.platform_id, message.reply_to) == ("2@example.net", "1@example.org")
    assert message.links == ("https://example.org/a",)


def test_a_mail_stands_in_the_conversation_that_the_same_mail_saved_elsewhere_has(tmp_path: Path) -> None:
    [message] = messages(
        read(saved(tmp_path, mail(p0037="canary", p1035="<2@example.net>", p1039="<1@example.org> <x@example.org>")))
    )
    (tmp_path / "one.eml").write_bytes(b"From: z@example.net\nSubject: canary\nReferences: <1@example.org>\n\nx")
    assert message.conversation == messages(read(tmp_path / "one.eml"))[0].conversation


@pytest.mark.parametrize(("page", "text"), [(1256, "سلام canary"), (932, "脅迫 canary"), (1251, "угроза canary")])
def test_text_is_in_the_code_page_that_the_mail_names(tmp_path: Path, page: int, text: str) -> None:
    tree: Tree = {
        **properties(32, numbers={0x3FFD: page}, times={0x0039: SENT}),
        "__substg1.0_0037001E": text.encode(f"cp{page}"),
        "__substg1.0_1000001E": text.encode(f"cp{page}"),
    }
    records = read(saved(tmp_path, tree))
    assert [(each.subject, each.body) for each in messages(records)] == [(text, text)]
    assert not codes(records)


def test_html_where_there_is_no_plain_text(tmp_path: Path) -> None:
    tree: Tree = {
        **properties(32, numbers={0x3FDE: 1252}, times={0x0039: SENT}),
        "__substg1.0_10130102": b"<p>caf\xe9</p><p>canary</p>",
    }
    [message] = messages(read(saved(tmp_path, tree)))
    assert message.body.split() == ["café", "canary"]
    assert message.flags == ("from-html",)


def test_rtf_where_there_is_neither_plain_text_nor_html(tmp_path: Path) -> None:
    rtf = b"{\\rtf1\\ansi\\ansicpg1256 canary \\'d3\\par}"
    html = b"{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}canary{\\*\\htmltag84 <a href='https://example.net/x'>}here}"
    for raw, body, flag in ((rtf, "canary س\n", "from-rtf"), (html, "canaryhere", "from-html")):
        [message] = messages(read(saved(tmp_path, {**mail(p0037="x"), "__substg1.0_10090102": packed(raw)})))
        assert (message.body, message.flags) == (body, (flag,))
        assert message.links == (("https://example.net/x",) if flag == "from-html" else ())


def test_packed_rtf_that_is_none_is_said(tmp_path: Path) -> None:
    records = read(saved(tmp_path, {**mail(p0037="canary"), "__substg1.0_10090102": b"LZFu"}))
    assert [each.body for each in messages(records)] == [""]
    assert codes(records) == {("text-undecodable", "warning")}


HEADER = (
    "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a by b; Tue, 05 Mar 2024 16:14:08 +0000\r\n"
    "DKIM-Signature: v=1; d=example.net\r\nFrom: =?utf-8?B?2LLYsdqp?= <z@example.net>\r\nTo: d@example.org\r\n"
    "Cc: B <b@example.org>\r\nDate: Tue, 5 Mar 2024 16:12:25 +0500\r\n"
    "Message-ID: <2@example.net>\r\nReferences: <1@example.org>\r\n\r\n"
)


def test_the_header_that_a_mail_came_with_is_read_as_that_of_any_mail(tmp_path: Path) -> None:
    tree = mail(
        p0037="canary", p1000="x", p007D=HEADER, p0042="My neighbour", p0064="EX", p0065="/O=X/CN=Z", p1035="<other@example.net>"
    )
    [message] = messages(read(saved(tmp_path, tree)))
    (tmp_path / "one.eml").write_bytes(HEADER.partition("\n")[2].encode() + b"x")
    [other] = messages(read(tmp_path / "one.eml"))
    assert (message.sender.name, message.sender.handle, message.sender.platform_id) == ("زرک", "z@example.net", "/O=X/CN=Z")
    assert (message.recipients, message.sent_at, message.platform_id) == (other.recipients, other.sent_at, "2@example.net")
    assert (message.conversation, message.flags) == (other.conversation, ("dkim-signed",))
    assert (message.sent_at.local, message.sent_at.utc) == ("2024-03-05T16:12:25", "2024-03-05T11:12:25Z")


def test_recipients_stand_as_to_cc_bcc_whatever_their_order(tmp_path: Path) -> None:
    tree = mail(p0037="canary")
    for number, (kind, name) in enumerate(((3, "bcc"), (0x10000001, "to again"), (2, "cc"), (1, "to"))):
        tree[f"__recip_version1.0_#{number:08X}"] = properties(
            8, {0x0C15: kind}, p3001=name, p3003=f"{number}@example.org", p3002="SMTP"
        )
    [message] = messages(read(saved(tmp_path, tree)))
    assert [each.name for each in message.recipients] == ["to again", "to", "cc", "bcc"]


@pytest.mark.parametrize(
    ("locale", "header", "codec"),
    [
        (0x0804, "", "gb18030"),
        (0x0404, "", "cp950"),
        (0x0420, "", "cp1256"),
        (None, "Content-Type: text/plain; charset=GB2312\r\n", "gb18030"),
    ],
)
def test_text_without_a_code_page_is_in_that_of_the_locale_or_of_the_header(
    tmp_path: Path, locale: int | None, header: str, codec: str
) -> None:
    text = "سلام canary" if codec == "cp1256" else "張 canary" if codec == "cp950" else "张 canary"
    tree: Tree = {**properties(32, {} if locale is None else {0x3FF1: locale}, {0x0039: SENT}, p007D=header)}
    tree["__substg1.0_0037001E"] = tree["__substg1.0_1000001E"] = text.encode(codec)
    records = read(saved(tmp_path, tree))
    assert [(each.subject, each.body) for each in messages(records)] == [(text, text)]
    assert not codes(records)


@pytest.mark.parametrize(
    ("kind", "flags"),
    [
        ("IPM.Note", ()),
        ("IPM.Schedule.Meeting.Request", ("calendar",)),
        ("IPM.Contact", ("contact",)),
        ("IPM.Task", ("task",)),
        ("REPORT.IPM.Note.NDR", ("delivery-report",)),
        ("REPORT.IPM.Note.IPNRN", ("read-receipt",)),
        ("IPM.Note.SMIME", ("encrypted",)),
        ("IPM.Note.SMIME.MultipartSigned", ("signed-opaque",)),
        ("IPM.Invented", ("other-item",)),
    ],
)
def test_what_is_no_plain_mail_is_named(tmp_path: Path, kind: str, flags: tuple[str, ...]) -> None:
    [message] = messages(read(saved(tmp_path, mail(p0037="canary", p001A=kind))))
    assert message.flags == flags


def test_a_contact_is_named_and_dated_by_when_it_was_made(tmp_path: Path) -> None:
    tree = properties(32, None, {0x3007: SENT}, p001A="IPM.Contact", p3001="canary Zarak")
    [message] = messages(read(saved(tmp_path, tree)))
    assert (message.subject, message.flags, message.sent_at.utc) == (
        "canary Zarak",
        ("creation-time", "contact"),
        "2024-03-05T11:12:25.000Z",
    )


def test_a_draft_was_never_sent(tmp_path: Path) -> None:
    [message] = messages(read(saved(tmp_path, properties(32, {0x0E07: 0x8}, {0x3007: SENT}, p0037="canary"))))
    assert (message.folder, message.flags) == ("drafts", ("unsent", "creation-time"))
    [sent] = messages(read(saved(tmp_path, properties(32, {0x0E07: 0x8}, {0x0039: SENT}, p0037="canary"))))
    assert (sent.folder, sent.flags) == (None, ())


def test_no_date_is_said(tmp_path: Path) -> None:
    records = read(saved(tmp_path, properties(32, p0037="canary")))
    assert [(each.sent_at.utc, each.sent_at.local) for each in messages(records)] == [(None, None)]
    assert codes(records) == {("time-unreadable", "warning")}
    [delivered] = messages(read(saved(tmp_path, properties(32, times={0x0E06: SENT}, p0037="canary"))))
    assert delivered.flags == ("delivery-time",)


def test_attachments_are_hashed_and_mails_among_them_are_messages(tmp_path: Path) -> None:
    data = bytes(range(256)) * 40
    inner: Tree = {**properties(24, times={0x0039: SENT}, p0037="canary inside", p1000="inner")}
    inner["__attach_version1.0_#00000000"] = {
        **properties(8, p3707="again.msg"),
        "__substg1.0_3701000D": properties(24, p0037="canary deepest"),
    }
    tree = mail(p0037="canary outer")
    tree["__attach_version1.0_#00000000"] = {**properties(8, p3707="photo.bin"), "__substg1.0_37010102": data}
    tree["__attach_version1.0_#00000001"] = {**properties(8, p3001="inside"), "__substg1.0_3701000D": inner}
    tree["__attach_version1.0_#00000002"] = properties(8, p3707="linked.doc")
    records = read(saved(tmp_path, tree))
    outer, middle, deepest = messages(records)
    assert [(each.name, each.sha256, each.missing) for each in outer.attachments] == [
        ("photo.bin", sha256(data), False),
        ("inside", None, False),
        ("linked.doc", None, True),
    ]
    assert [(each.subject, each.flags, each.locator.place) for each in (middle, deepest)] == [
        ("canary inside", ("embedded",), "message/part/2"),
        ("canary deepest", ("embedded",), "message/part/2/part/1"),
    ]
    assert middle.body == "inner"
    assert codes(records) == {("embedded", "info"), ("media-missing", "warning"), ("time-unreadable", "warning")}


def test_mails_in_one_another_end(tmp_path: Path) -> None:
    tree = properties(24, p0037="canary")
    for _ in range(60):
        tree = {**properties(24, p0037="canary"), "__attach_version1.0_#00000000": {**properties(8), "__substg1.0_3701000D": tree}}
    records = read(saved(tmp_path, {**tree, "__properties_version1.0": bytes(32)}))
    assert len(messages(records)) == 40
    assert ("limit-reached", "warning") in codes(records)


def test_other_compound_files_are_not_mail(tmp_path: Path) -> None:
    with Source(saved(tmp_path, {"WordDocument": b"canary", "1Table": b"x"}, "letter.msg")) as source:
        assert not email.identify(source)


def test_streams_that_say_to_be_larger_than_the_file_are_not_read(tmp_path: Path) -> None:
    path = saved(tmp_path, {**mail(p0037="canary"), "__substg1.0_37010102": bytes(5000)})
    data = bytearray(path.read_bytes())
    at = data.index("__substg1.0_37010102".encode("utf-16-le"))
    data[at + 120 : at + 124] = (1 << 30).to_bytes(4, "little")
    path.write_bytes(data)
    records = read(path)
    assert not messages(records)
    assert codes(records) == {("limit-reached", "loss")}


def test_folders_and_chains_of_sectors_that_lead_back_to_themselves_are_not_followed(tmp_path: Path) -> None:
    tree: Tree = {
        **mail(p0037="canary"),
        "__attach_version1.0_#00000000": properties(8, p3707="a"),
        "__substg1.0_37010102": bytes(9000),
    }
    whole = compound(tree)
    at = whole.index("__attach_version1.0_#00000000".encode("utf-16-le"))
    root = whole.index("Root Entry".encode("utf-16-le"))
    own = ((at - root) // 128).to_bytes(4, "little")
    stream = whole.index("__substg1.0_37010102".encode("utf-16-le"))
    first = int.from_bytes(whole[stream + 116 : stream + 120], "little")
    table = 512 * (int.from_bytes(whole[76:80], "little") + 1) + 4 * (first + 1)
    assert whole[table : table + 4] == (first + 2).to_bytes(4, "little")
    path = tmp_path / "canary.msg"
    for place, value in ((at + 76, own), (at + 76, b"\0\0\0\0")):
        path.write_bytes(whole[:place] + value + whole[place + 4 :])
        records = read(path)
        assert not messages(records)
        assert codes(records) == {("record-unreadable", "loss")}
    path.write_bytes(whole[:table] + first.to_bytes(4, "little") + whole[table + 4 :])
    assert ("member-unreadable", "warning") in codes(read(path))


def test_what_the_folders_of_a_damaged_file_do_not_lead_to_is_said(tmp_path: Path) -> None:
    whole = compound(mail(p0037="canary", p1000="lost"))
    at = whole.index("__substg1.0_0037001F".encode("utf-16-le"))
    path = tmp_path / "canary.msg"
    path.write_bytes(whole[: at + 72] + b"\xff" * 4 + whole[at + 76 :])
    records = read(path)
    assert [(each.subject, each.body) for each in messages(records)] == [("canary", "")]
    assert codes(records) == {("member-unreadable", "warning")}


BASE = compound({**mail(p0037="canary", p1000="text" * 900), "__attach_version1.0_#00000000": properties(8, p3707="a")})


@settings(deadline=None, max_examples=150)
@given(st.integers(512, len(BASE) - 1), st.binary(min_size=1, max_size=40))
def test_damage_never_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, at: int, noise: bytes) -> None:
    path = tmp_path_factory.mktemp("damaged") / "canary.msg"
    path.write_bytes(BASE[:at] + noise + BASE[at + len(noise) :])
    with Source(path) as source:
        records = list(email.read(source, Options()))
        claimed = email.identify(source)
    counted = len(messages(records)) + sum(each.records for each in records if isinstance(each, ReadProblem))
    assert counted == int(claimed)


@pytest.mark.shared
def test_mails_of_others_say_what_outlook_shows(shared_samples: Path) -> None:
    told = {}
    for path in sorted((shared_samples / "email-msg-pst").glob("*.msg")):
        [message] = messages(read(path))
        told[path.stem] = (
            message.subject,
            message.sender.name,
            message.sender.handle,
            message.sent_at.utc,
            len(message.attachments),
        )
    assert told == {
        "tika__test-outlook2003": (
            "Welcome to Microsoft Office Outlook 2003",
            "Microsoft Outlook 2003 Team",
            "olteam@microsoft.com",
            "2010-03-28T22:27:38.093Z",
            11,
        ),
        "tika__testMSG": ("MIME registry use cases", "Jukka Zitting", "jukka.zitting@gmail.com", "2009-01-29T19:16:40Z", 0),
        "tika__testMSG_att_doc": ("test pièce jointe 1", "Nicolas1 23456", "nicolas1.23456@free.fr", "2009-04-22T14:36:33.734Z", 2),
        "tika__testMSG_forwarded": ("FW: Testing", "Paul Allan Hill", "paul@metajure.com", "2011-12-08T00:30:39Z", 0),
    }
