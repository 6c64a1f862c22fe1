"""Writes the sources of these samples again: `python tests/samples/email/make.py`. Everybody and everything in them is invented.

The forms are those of RFC 5322, 2045, 2047, 4155 and of the programs that about.toml names.
"""

import base64
import json
from pathlib import Path

HERE = Path(__file__).parent
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de")


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": "tests/samples/email/make.py", "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("latin-1")


def word(text: str, charset: str = "utf-8") -> str:
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def b64(data: bytes) -> str:
    return base64.encodebytes(data).decode()


HEAD = "From: {a} <{b}>\nTo: Dilara Tan <dilara@example.org>\nDate: {d}\nSubject: {s}\nMessage-ID: <{i}@example.net>\n"
URDU = "دھمکی"
half = URDU.encode()
split_word = f"=?utf-8?B?{base64.b64encode(half[:3]).decode()}?=\n =?utf-8?B?{base64.b64encode(half[3:]).decode()}?="

threat = (
    "Received: from mail.example.net (mail.example.net [192.0.2.7]) by mx.example.org;\n\tTue, 05 Mar 2024 21:14:08 +0500\n"
    "DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=one; h=from:to:subject; bh=AAAA; b=AAAA\n"
    + HEAD.format(a=word("زرک"), b="zarak@example.net", d="Tue, 5 Mar 2024 21:14:05 +0500 (PKT)", s=split_word, i="one")
    + 'Cc: "Tan, Baris" <baris@example.org>, friends: ayla@example.org, Ece <ece@example.org>;\n'
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=outer\n\nThis is a message in many parts.\n--outer\n"
    "Content-Type: multipart/alternative; boundary=inner\n\n--inner\nContent-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n\nI know where you live. canary =E2=80=94 https://example.net/you\n"
    ">From here on I will write every day.\n\n--inner\nContent-Type: text/html; charset=utf-8\n\n<p>I know where you live. <b>canary</b></p>\n"
    "--inner--\n\n--outer\nContent-Type: image/png\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment;\n"
    " filename*0*=utf-8''%D8%AF%D8%B1; filename*1*=%D9%88%D8%A7%D8%B2%DB%81.png\n\n" + b64(PNG) + "\n--outer--\n"
)
case(
    "lone-mail",
    "a mail with lines of the wire, as webmail and Thunderbird save it; encoded words that split a character",
    {"threat.eml": crlf(threat)},
    open="threat.eml",
)

forwarded = (
    HEAD.format(a="Baris Tan", b="baris@example.org", d="Wed, 06 Mar 2024 09:00:00 +0300", s="Fwd: this came for me", i="two")
    + "In-Reply-To: <one@example.net>\nReferences: <one@example.net>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b1\n\n"
    "--b1\nContent-Type: text/plain; charset=us-ascii\n\nLook at this, canary.\n\n--b1\nContent-Type: message/rfc822\n\n"
    + threat
    + "\n--b1\nContent-Type: message/rfc822; name=coded.eml\nContent-Transfer-Encoding: base64\n\n"
    + b64(
        (
            "From: zarak@example.net\nDate: Mon, 4 Mar 2024 08:00:00 -0000\nSubject: first\nMessage-ID: <nought@example.net>\n\ncanary in base64\n"
        ).encode()
    )
    + "\n--b1--\n"
)
html = (
    "From: zarak@example.net\nSender: list@example.net\nTo: undisclosed-recipients:;\nDate: Thu, 07 Mar 2024 10:00 GMT\n"
    "Subject: caf\xe9 canary\nSubject: another\nMessage-ID: <three@example.net>\nContent-Type: text/html; charset=X-UNKNOWN\n\n"
    "<html><body><p>Every day,<br>canary &amp; more <a href='https://example.net/x'>here</a></p></body></html>\n"
)
nodate = "From: zarak@example.net\nTo: dilara@example.org\nDate: soon\nSubject: =?utf-8?Q?one=0D=0ABcc:_judge@example.org?=\n\ncanary without a day\n"
case(
    "folder-of-mails",
    "a folder with saved mails: forwarded as an attachment, HTML only in an unknown charset, a date that is none",
    {
        "2024/forwarded.eml": crlf(forwarded),
        "2024/html.eml": html.encode("latin-1"),
        "2024/nodate.eml": nodate.encode(),
        "2024/.DS_Store": b"\0\1",
    },
)

takeout = "".join(
    (
        "From 1792345@xxx Tue Mar 05 16:14:08 +0000 2024\nX-GM-THRID: 1792345\nX-Gmail-Labels: Inbox,=?UTF-8?Q?Drohungen=2C_privat?=\n",
        HEAD.format(a="Zarak", b="zarak@example.net", d="Tue, 05 Mar 2024 21:14:05 +0500", s="canary", i="t1"),
        "\nfirst canary\n\n>From then on, always.\n>>From twice\n\n",
        "From 1792346@xxx Wed Mar 06 16:14:08 +0000 2024\nX-GM-THRID: 1792345\nX-Gmail-Labels: Gesendet\n",
        HEAD.format(a="Dilara Tan", b="dilara@example.org", d="Wed, 06 Mar 2024 21:14:05 +0500", s="Re: canary", i="t2"),
        "\nStop writing to me. canary\n\n",
        "From 1792347@xxx Thu Mar 07 16:14:08 +0000 2024\nX-GM-THRID: 1792399\nX-Gmail-Labels: Spam,Papierkorb\nContent-Length: 9999\n",
        HEAD.format(a="Zarak", b="zarak@example.net", d="Thu, 07 Mar 2024 21:14:05 +0500", s="canary 2", i="t3"),
        "\nFrom the beginning I said so. canary\n\nFrom a line with no time in it\n\n",
    )
)
case(
    "takeout-mailbox",
    "Google Takeout, Mail: one mbox with labels and thread ids; labels in German",
    {"Takeout/Mail/All mail Including Spam and Trash.mbox": crlf(takeout)},
)

inner_from = "From zarak@example.net Tue Mar  5 10:00:00 2024\nSubject: pasted\n\nnot a mail of its own, canary\n"
body = "canary, see what he pasted:\n\n" + inner_from
lengths = "".join(
    (
        "From zarak@example.net Tue Mar  5 09:00:00 2024\n",
        HEAD.format(a="Zarak", b="zarak@example.net", d="Tue, 5 Mar 2024 09:00:00 +0000", s="c", i="c1"),
        f"Content-Length: {len(body)}\n\n",
        body,
        "\n",
        "From - Tue Mar  5 11:00:00 2024\nFrom: zarak@example.net\nSubject: no date, canary\nContent-Length: 3\n\nlonger than it says, canary\n",
    )
)
case(
    "stated-lengths",
    "mboxcl2: Content-Length that is right, with a From line in the body, and one that lies; a mail without a date",
    {"lengths.mbox": lengths.encode()},
    open="lengths.mbox",
)

case(
    "maildir",
    "a Maildir++ with a folder for sent mail",
    {
        "Maildir/cur/1709629999.M1P1.host:2,S": (
            HEAD.format(a="Zarak", b="zarak@example.net", d="Tue, 05 Mar 2024 09:13:19 +0000", s="canary", i="m1") + "\ncanary\n"
        ).encode(),
        "Maildir/new/1709630000.M2P1.host": (
            HEAD.format(a="Zarak", b="zarak@example.net", d="Tue, 05 Mar 2024 09:14 IST", s="Re: canary", i="m2")
            + "References: <m1@example.net>\n\nagain, canary\n"
        ).encode(),
        "Maildir/.Sent/cur/1709630009.M3P1.host:2,ST": (
            HEAD.format(a="Dilara", b="dilara@example.org", d="Tue, 05 Mar 2024 09:15:00 +0000", s="Re: canary", i="m3")
            + "\nno. canary\n"
        ).encode(),
        "Maildir/dovecot-uidlist": b"3 V1 N4\n",
    },
)

report = (
    "From: MAILER-DAEMON@example.org\nTo: dilara@example.org\nDate: Tue, 5 Mar 2024 12:00:00 +0000\nSubject: Undelivered canary\nMessage-ID: <r1@example.org>\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\n\nIt could not be delivered. canary\n--r\nContent-Type: message/delivery-status\n\n"
    "Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; zarak@example.net\nAction: failed\nStatus: 5.1.1\n\n--r\nContent-Type: message/rfc822\n\n"
    "From: dilara@example.org\nSubject: stop, canary\nDate: Tue, 5 Mar 2024 11:59:00 +0000\n\nstop\n--r--\n"
)
case("delivery-report", "RFC 3464", {"report.eml": report.encode()}, open="report.eml")
apple = ("From: zarak@example.net\nDate: 5 Mar 24 12:00:00 EST\nSubject: canary\nMessage-ID: <a1@example.net>\n\ncanary\n").encode()
case(
    "apple-mail",
    "an .emlx file of Apple Mail",
    {"12.emlx": str(len(apple)).encode() + b"      \n" + apple + b'<?xml version="1.0"?>\n<plist/>\n'},
    open="12.emlx",
)

case(
    "broken/cut-in-base64", "a mail whose file ends in the middle of an attachment", {"cut.eml": crlf(threat)[:-25]}, open="cut.eml"
)
deep = "From: z@example.net\nDate: Tue, 5 Mar 2024 12:00:00 +0000\nSubject: canary deep\nContent-Type: multipart/mixed; boundary=b0\n\n"
deep += (
    "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(200))
    + "--b200\n\nat the bottom, canary\n"
)
case("broken/deep", "200 parts in one another", {"deep.eml": deep.encode()}, open="deep.eml")
case(
    "broken/wrong-charsets",
    "8-bit bytes without a charset, a charset that is none, half a character",
    {
        "wrong.eml": b"From: =?x-unknown?Q?Zar=e4k?= <z@example.net>\nTo: d@example.org\nDate: Tue, 32 Mar 2024 12:00:00 +0000\nSubject: \xff\xfe canary\n"
        b"Content-Type: text/plain; charset=utf-8\n\ncanary \xe2\x82 and on\n"
    },
    open="wrong.eml",
)
case(
    "broken/not-all-mails",
    "a mailbox that begins with bytes of something else than a mail, behind blank lines",
    {
        "lead.mbox": b"\n\nFrom a@example.net Tue Mar  5 09:00:00 2024\nFrom: z@example.net\nSubject: canary\n\ncanary\n\nFrom b@example.net Tue Mar  5 10:00:00 2024\nFrom: z@exa"
    },
    open="lead.mbox",
)
