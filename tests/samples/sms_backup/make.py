"""Writes the sources of these samples again: `python tests/samples/sms_backup/make.py`. Everybody and everything in them is invented.

The layout is that of the app's own page of fields and of the shared samples sms-backup-restore.
"""

import base64
import json
from pathlib import Path

HERE = Path(__file__).parent
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de")
T0 = 1_700_000_000_000
HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!--File Created By SMS Backup & Restore v10.20.002-->\n"


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": "tests/samples/sms_backup/make.py", "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def sms(body: str, at: int, kind: int = 1, name: str = "Zarak canary", number: str = "+920000000001", **more: str) -> str:
    extra = "".join(f' {key}="{value}"' for key, value in more.items())
    return (
        f'  <sms protocol="0" address="{number}" date="{at}" type="{kind}" subject="null" body="{body}" toa="null" sc_toa="null"'
        f' service_center="null" read="1" status="-1" locked="0" sub_id="1" readable_date="14 Nov 2023 22:13:20" contact_name="{name}"{extra} />\n'
    )


def mms(parts: str, addrs: str, **more: str) -> str:
    fields = {"date": str(T0), "msg_box": "1", "address": "+920000000001", "m_type": "132", "sub": "null", "m_id": "m1", "contact_name": "Zarak canary", **more}
    stated = "".join(f' {key}="{value}"' for key, value in fields.items())
    return f"  <mms{stated}>\n    <parts>\n{parts}    </parts>\n    <addrs>\n{addrs}    </addrs>\n  </mms>\n"


def part(ct: str, **more: str) -> str:
    stated = "".join(f' {key}="{value}"' for key, value in more.items())
    return f'      <part seq="0" ct="{ct}" chset="106" cd="null"{stated} />\n'


def addr(number: str, kind: int) -> str:
    return f'      <addr address="{number}" type="{kind}" charset="106" />\n'


def smses(count: int, *elements: str) -> bytes:
    return (HEAD + f'<smses count="{count}" backup_set="97e66a20" backup_date="{T0}" type="full">\n' + "".join(elements) + "</smses>\n").encode()


smile = part("application/smil", name="smil.xml", text="&lt;smil&gt;&lt;body/&gt;&lt;/smil&gt;")
picture = part("image/png", cl="canary.png", data=base64.b64encode(PNG).decode())
case("both-sides", "texts and pictures of 2023, sent and received, a draft, a group, a notice that was never fetched", {
    "sms-20231114.xml": smses(
        9,
        sms("I know where you live &amp; canary &lt;3&#10;second line", T0, date_sent=str(T0 - 2000)),
        sms("Stop. https://example.org/canary", T0 + 1, 2),
        sms("not sent, canary", T0 + 2, 3),
        sms("late canary", T0 + 90_000_000, date_sent=str(T0)),
        sms("null", T0 + 4, number="BANK", name="(Unknown)"),
        mms(smile + part("text/plain", name="t.txt", text="see this, canary") + picture, addr("+920000000001", 137) + addr("insert-address-token", 151), date=str(T0 // 1000)),
        mms(part("text/plain", text="to both, canary"), addr("insert-address-token", 137) + addr("+920000000001", 151) + addr("+920000000002", 130),
            msg_box="2", address="+920000000001~+920000000002", m_id="m2", contact_name="Zarak canary, Dilara", m_type="128"),
        mms("", "", m_type="130", m_id="m3"),
        mms(part("image/jpeg", name="gone-canary.jpg", text="null"), addr("+920000000001", 137), m_id="m4"),
    )}, open="sms-20231114.xml")
case("emoji-in-halves", "an older version of the app: emoji as two surrogate halves, one of them alone; the same text twice", {
    "sms.xml": smses(4, sms("canary &#55357;&#56832; and &#xD83D;&#xDE31;", T0), sms("half &#55357; canary", T0 + 1), sms("twice, canary", T0 + 2), sms("twice, canary", T0 + 2))}, open="sms.xml")
case("texts-and-calls", "a folder with a file of texts and one of calls", {
    "sms-1.xml": smses(1, sms("canary", T0)),
    "calls-1.xml": (HEAD + '<calls count="4">\n' + "".join(
        f'  <call number="+920000000001" duration="{seconds}" date="{T0 + kind}" type="{kind}" presentation="1" readable_date="x" contact_name="Zarak canary" />\n'
        for kind, seconds in ((1, 125), (2, 3), (3, 0), (5, 0))) + "</calls>\n").encode(),
})
case("surprises", "fields, elements and a count that this version does not know; single quotes; an attribute twice", {
    "sms.xml": (HEAD + "<smses count='7'>\n" + sms("canary", T0, mood="dark") + sms("canary 2", T0 + 1, address="x") + "  <rcs date='1' body='canary 3'/>\n" + sms("odd time, canary", 7)
    + sms("odd kind, canary", T0 + 3, 99) + "</smses>\n").encode()}, open="sms.xml")
case("broken/cut-in-a-picture", "a file that ends in the middle of a picture", {"sms.xml": smses(2, sms("canary", T0), mms(picture, ""))[:-160]}, open="sms.xml")
case("broken/quote-lost", "a quote lost in a text: that element cannot be told from the next", {
    "sms.xml": smses(3, sms("canary", T0), sms("lost", T0 + 1).replace('body="lost"', 'body="lost'), sms("after, canary", T0 + 2))}, open="sms.xml")
bomb = "<!DOCTYPE smses [\n<!ENTITY a \"canary\">\n" + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">\n' for n in range(9)) + '<!ENTITY x SYSTEM "file:///etc/passwd">\n]>\n'
case("broken/entities", "billion laughs and an external entity: nothing is expanded, nothing is fetched", {
    "sms.xml": ("<?xml version='1.0'?>\n" + bomb + '<smses count="1">\n' + sms("&j; &x; canary", T0) + "</smses>\n").encode()}, open="sms.xml")
