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


def test_a_text_in_rtf_alone_is_said_to_be_unread(tmp_path: Path) -> None:
    records = read(saved(tmp_path, {**mail(p0037="canary"), "__substg1.0_10090102": b"LZFu"}))
    assert [each.body for each in messages(records)] == [""]
    assert codes(records) == {("text-undecodable", "warning")}


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
        "tika__testMSG": ("MIME registry use cases", "Jukka Zitting", "jukka.zitting@gmail.com", "2009-01-29T19:16:40.000Z", 0),
        "tika__testMSG_att_doc": ("test pièce jointe 1", "Nicolas1 23456", "nicolas1.23456@free.fr", "2009-04-22T14:36:33.734Z", 2),
        "tika__testMSG_forwarded": ("FW: Testing", "Paul Allan Hill", None, "2011-12-08T00:30:39.000Z", 0),
    }
