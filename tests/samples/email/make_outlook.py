"""Writes the samples of Outlook's own files again: `python tests/samples/email/make_outlook.py`, in the root of the repository.

Everybody and everything in them is invented. The forms are those of MS-OXMSG, MS-CFB, MS-OXRTFCP, MS-OXRTFEX, MS-OXTNEF and MS-PST; the
writers of the containers are those of the tests.
"""

import base64
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[2] / "src")]

from tests.readers.compound import Tree, compound, properties  # noqa: E402
from tests.readers.packed_rtf import packed  # noqa: E402
from tests.readers.store import Mail, encoded, long, mailbox, text, time  # noqa: E402
from tests.readers.tnef import attached, attribute, item_attached, listed, tnef  # noqa: E402
from tests.readers.tnef import text as told  # noqa: E402

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de")
SENT = 133541107450000000
"""2024-03-05 11:12:25 UTC."""
NAMES: Tree = {"__nameid_version1.0": {"__substg1.0_00020102": b""}}


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": "tests/samples/email/make_outlook.py", "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def people(*each: tuple[int, str, str, str]) -> Tree:
    return {
        f"__recip_version1.0_#{number:08X}": properties(8, {0x0C15: kind}, p3001=name, p3002=way, p3003=address)
        for number, (kind, name, way, address) in enumerate(each)
    }


def attachment(number: int, name: str, data: "bytes | Tree") -> Tree:
    stream = "__substg1.0_37010102" if isinstance(data, bytes) else "__substg1.0_3701000D"
    return {f"__attach_version1.0_#{number:08X}": {**properties(8, p3707=name), stream: data}}


header = (
    "Received: from mail.example.net by mx.example.org; Tue, 05 Mar 2024 16:12:28 +0500\r\n"
    "DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=one; h=from:to; bh=AAAA; b=AAAA\r\n"
    "From: Zarak <zarak@example.net>\r\nTo: Dilara Tan <dilara@example.org>\r\nCc: Baris <baris@example.org>\r\n"
    "Subject: canary\r\nDate: Tue, 5 Mar 2024 16:12:25 +0500\r\nMessage-ID: <one@example.net>\r\nReferences: <nought@example.net>\r\n"
)
html = (
    rb"{\rtf1\ansi\ansicpg1256\fromhtml1 \deff0{\fonttbl{\f0\fswiss\fcharset178 Arial;}}"
    rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 I know where you live. canary \'cf\'d1{\*\htmltag84 <br>}\htmlrtf\line}\htmlrtf0 "
    rb"{\*\htmltag84 <a href='https://example.net/you'>}\htmlrtf {\htmlrtf0 you\htmlrtf}\htmlrtf0 {\*\htmltag92 </a>}{\*\htmltag72 </p>}}"
)
first: Tree = {
    **properties(24, {0x0E07: 1}, {0x0039: SENT - 864_000_000_000}, p001A="IPM.Note", p0037="first canary", p1000="You will see, canary.\r\n"),
    **people((1, "Dilara Tan", "EX", "/O=INVENTED/CN=RECIPIENTS/CN=DILARA")),
}
threat: Tree = {
    **properties(32, {0x3FFD: 1256, 0x3FDE: 1256}, {0x0039: SENT}, p001A="IPM.Note", p007D=header),
    "__substg1.0_0037001E": "canary دھمکی".replace("ھ", "ه").replace("ک", "ك").replace("ی", "ي").encode("cp1256"),
    "__substg1.0_10090102": packed(html),
    **people((2, "Baris", "SMTP", "baris@example.org"), (1, "Dilara Tan", "SMTP", "dilara@example.org")),
    **attachment(0, "دروازہ.png", PNG),
    **attachment(1, "first canary", first),
    **NAMES,
}
case(
    "outlook-mail",
    "a mail saved by Outlook with the header it came with, a text in RTF made from HTML, a code page, a file and a mail in it",
    {"threat.msg": compound(threat)},
    open="threat.msg",
)

rtf = rb"{\rtf1\ansi\ansicpg1252\fromtext{\fonttbl{\f0\fcharset204 Arial;}}\f0 \'f3\'e3\'f0\'ee\'e7\'e0, canary\par \u1583?\par}"
by_locale: Tree = {
    **properties(32, {0x3FF1: 0x0804}, {0x0039: SENT}, p001A="IPM.Note", p0C1F="zarak@example.net", p0C1E="SMTP"),
    "__substg1.0_0037001E": "威胁 canary".encode("gb18030"),
    "__substg1.0_1000001E": "我知道你住在哪里".encode("gb18030"),
    **NAMES,
}
meeting = properties(
    32, None, {0x0039: SENT}, p001A="IPM.Schedule.Meeting.Request", p0037="canary, again", p0042="Zarak", p0064="SMTP", p0065="zarak@example.net"
)
contact = properties(32, None, {0x3007: SENT}, p001A="IPM.Contact", p3001="Zarak canary", p1000="new number")
draft: Tree = {
    **properties(32, {0x0E07: 9}, {0x3007: SENT}, p001A="IPM.Note", p0037="please stop, canary"),
    "__substg1.0_10090102": packed(rtf),
    **people((3, "Ece", "SMTP", "ece@example.org"), (1, "zarak@example.net", "SMTP", "zarak@example.net")),
}
case(
    "outlook-items",
    "a folder of items saved by Outlook: text in the code page of the locale, a meeting, a contact, a draft in RTF",
    {
        "Entwürfe/draft.msg": compound({**draft, **NAMES}),
        "Inbox/by-locale.msg": compound(by_locale),
        "Inbox/meeting.msg": compound({**meeting, **NAMES}),
        "Kontakte/contact.msg": compound({**contact, **NAMES}),
    },
)
case(
    "broken/outlook-cut",
    "a mail saved by Outlook whose file ends before its directory",
    {"cut.msg": compound(threat)[:2000] + b"canary"},
    open="cut.msg",
)
lying = packed(rtf)
case(
    "broken/outlook-lying-rtf",
    "a packed text that states another length and checksum than it has, and stops in the middle",
    {
        "rtf.msg": compound(
            {
                **properties(32, None, {0x0039: SENT}, p0037="canary"),
                "__substg1.0_10090102": lying[:4] + b"\xff\xff\xff\x7f" + lying[8:12] + bytes(4) + lying[16:-30],
                **NAMES,
            }
        )
    },
    open="rtf.msg",
)

inside = tnef(attribute(1, 0x9003, listed(told(0x001A, "IPM.Note"), told(0x0037, "before, canary"), told(0x1000, "It began here."))))
winmail = tnef(
    attribute(1, 0x9003, listed(told(0x001A, "IPM.Note"), (0x102, 0x1009, packed(html)))),
    attached("دروازہ.png", PNG),
    item_attached("before, canary", inside),
)


def carrying(data: bytes) -> bytes:
    return (
        "From: Zarak <zarak@example.net>\nTo: dilara@example.org\nDate: Tue, 5 Mar 2024 16:12:25 +0500\nSubject: canary\n"
        "Message-ID: <w1@example.net>\nMIME-Version: 1.0\nContent-Type: application/ms-tnef; name=winmail.dat\n"
        "Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(data).decode()
    ).encode()


case(
    "winmail",
    "a mail that is nothing but a winmail.dat of Outlook, and such a file saved alone",
    {"one.eml": carrying(winmail), "winmail.dat": winmail},
)
case("broken/winmail-cut", "a winmail.dat that breaks off in its text", {"cut.eml": carrying(winmail[:200])}, open="cut.eml")

people_of = [
    {0x0C15: long(2), 0x3001: text("Baris"), 0x3002: text("SMTP"), 0x3003: text("baris@example.org")},
    {0x0C15: long(1), 0x3001: text("Dilara Tan"), 0x3002: text("EX"), 0x3003: text("/O=INVENTED/CN=RECIPIENTS/CN=DILARA")},
]
note = {0x001A: text("IPM.Note"), 0x0039: time(SENT)}
kept = Mail({**note, 0x0037: text("first canary"), 0x1000: text("You will see, canary.\r\n" * 3)}, people_of)
mails = [
    (0x8042, Mail({**note, 0x0037: text("\x01\x05Re: canary دھمکی"), 0x007D: text(header), 0x1009: (0x102, packed(html))}, people_of)),
    (0x80A2, Mail({**note, 0x0037: text("canary, kept"), 0x1000: text("For the police.")}, [], [({0x3707: text("در.png")}, PNG), ({0x3001: text("first")}, kept)])),
    (0x8062, Mail({**note, 0x0037: text("canary, thrown away"), 0x1000: text("gone")}, people_of)),
    (0x8082, Mail({**note, 0x0037: text("canary, please stop"), 0x1000: text("stop")}, people_of)),
    (0x8042, Mail({0x001A: text("IPM.Contact"), 0x3007: time(SENT), 0x3001: text("Zarak canary"), 0x1000: text("new number")})),
]
folders = {0x8042: (0x8022, "Inbox"), 0x8062: (0x8022, "Gelöscht"), 0x8082: (0x8022, "Raus"), 0x80A2: (0x8042, "Zarak/alles")}
store = mailbox(mails, folders)
case("outlook-mailbox", "a mailbox of Outlook with folders, a mail in a mail, a contact", {"canary.pst": store}, open="canary.pst")
at = store.index(encoded("gone".encode("utf-16-le"), 1, 0)) - 60
case(
    "broken/outlook-mailbox-damaged",
    "a mailbox of Outlook in which a piece of a mail was overwritten",
    {"canary.pst": store[:at] + b"canary" * 12 + store[at + 72 :]},
    open="canary.pst",
)
case("broken/outlook-mailbox-cut", "the first half of a mailbox of Outlook", {"canary.pst": store[: len(store) // 2]}, open="canary.pst")
