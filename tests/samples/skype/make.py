"""Writes the sources of these samples again: `python tests/samples/skype/make.py`. Everybody and everything in them is invented.

Keys and pseudo-XML as the sources of two parsers name them (siwen-r/skype-export-parser, suurjaak/Skyperious); no sample is public.
"""

import io
import json
import tarfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MADE = "tests/samples/skype/make.py"
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
MEHR, ZARAK, GROUP = "8:mehr.t", "8:live:zarak_1", "19:00aa11bb22cc33dd@thread.skype"
OBJECT = "0-weu-d1-0123456789abcdef"


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": MADE, "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def said(at: int, sender: str, content: str, kind: str = "RichText", name: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "id": str(1_588_593_600_000 + at * 1000),
        "displayName": name,
        "originalarrivaltime": f"2020-05-04T12:{at // 60:02}:{at % 60:02}.123Z",
        "messagetype": kind,
        "version": 1_588_593_600_000 + at * 1000,
        "content": content,
        "conversationid": ZARAK,
        "from": sender,
        "properties": None,
        "amsreferences": None,
        **more,
    }


def chat(number: str, name: str | None, messages: list[Any], thread: dict[str, Any] | None = None) -> dict[str, Any]:
    state = {"conversationblocked": False, "lastimreceivedtime": None, "consumptionhorizon": None, "conversationstatus": None}
    return {"id": number, "displayName": name, "version": 1, "properties": state, "threadProperties": thread, "MessageList": messages}


def export(*chats: dict[str, Any]) -> bytes:
    return json.dumps({"userId": MEHR, "exportDate": "2024-06-01T10:00", "conversations": list(chats)}, ensure_ascii=False).encode()


QUOTE = (
    '<quote author="mehr.t" authorname="Mehrunisa" timestamp="1588593600" conversation="8:live:zarak_1" messageid="1588593660000" cuid="1">'
    "<legacyquote>[1588593600] Mehrunisa: </legacyquote>stop\r\nnow<legacyquote>\r\n\r\n&lt;&lt;&lt; </legacyquote></quote>no &amp; never"
)
PHOTO = (
    f'<URIObject type="Picture.1" uri="https://api.asm.skype.com/v1/objects/{OBJECT}" url_thumbnail="x">To view this shared photo, go to: '
    '<a href="https://login.skype.com/x">https://login.skype.com/x</a><OriginalName v="photo.jpg"></OriginalName>'
    '<FileSize v="22"></FileSize><meta type="photo" originalName="photo.jpg"></meta></URIObject>'
)
CALL = (
    '<partlist type="ended" alt="" callId="c"><part identity="mehr.t"><name>Mehrunisa</name><duration>61</duration></part>'
    '<part identity="live:zarak_1"><name>Zarak</name></part></partlist>'
)
ADDED = "<addmember><eventtime>1588593600000</eventtime><initiator>8:live:zarak_1</initiator><target>8:mehr.t</target><target>8:noor</target></addmember>"


def direct() -> list[dict[str, Any]]:
    return [
        said(0, ZARAK, "kahan ho tum canary\r\n  do  not hide &lt;3", name="Zarak"),
        said(60, MEHR, "stop\r\nnow"),
        said(120, ZARAK, QUOTE, name="Zarak"),
        said(180, ZARAK, '<b raw_pre="*" raw_post="*">look</b> <ss type="smile">:)</ss> <at id="8:mehr.t">Mehr</at> <a href="https://example.org/x?a=1&amp;b=2">here</a>', name="Zarak"),
        said(240, ZARAK, PHOTO, "RichText/UriObject", name="Zarak", amsreferences=[OBJECT]),
        said(300, ZARAK, PHOTO.replace(OBJECT, "0-weu-d2-gone"), "RichText/UriObject", name="Zarak"),
        said(360, ZARAK, 'edited words<e_m ts="1588593999" ts_ms="1588593999000" a="live:zarak_1" t="61"/>', name="Zarak", properties={"edittime": "1588593999000"}),
        said(420, ZARAK, "", name="Zarak", properties={"deletetime": "1588594000000"}),
        said(480, ZARAK, CALL, "Event/Call", name="Zarak"),
        said(540, ZARAK, '<location isUserLocation="1" latitude="31520300" longitude="-74358700" address="Lahore" alt="x">here</location>', "RichText/Location", name="Zarak"),
        said(600, ZARAK, '<contacts alt="x"><c t="s" s="noor" f="Noor Bux"/></contacts>', "RichText/Contacts", name="Zarak"),
        said(660, MEHR, "plain <not a tag> & text", "Text", properties={"emotions": [{"key": "heart", "users": [{"mri": ZARAK, "time": 1588594300000, "value": ""}]}]}),
        said(720, ZARAK, "secret", "EndToEndEncryption/EncryptedText", name="Zarak", mood="new"),
        said(780, MEHR, "<p>from Teams</p><p>two&nbsp;lines</p>", "RichText/Html", properties={"emotions": '[{"key":"laugh","users":[{"mri":"8:live:zarak_1","time":"1588594300000"}]}]'}),
    ]


def group() -> dict[str, Any]:
    thread = {"membercount": 2, "members": '["8:mehr.t","8:live:zarak_1"]', "topic": "Family"}
    messages = [
        said(0, ZARAK, ADDED, "ThreadActivity/AddMember"),
        said(10, GROUP, "<topicupdate><eventtime>1</eventtime><initiator>8:live:zarak_1</initiator><value>Family</value></topicupdate>", "ThreadActivity/TopicUpdate"),
        said(20, ZARAK, "to everybody canary", name="Zarak"),
        said(30, ZARAK, "a notice", "Notice"),
    ]
    return chat(GROUP, None, messages, thread)


def tarred(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def broken() -> None:
    whole = export(chat(ZARAK, "Zarak", direct()[:4]), group())
    cut = whole.index(b"stop\\r\\nnow")
    case("broken/cut-in-a-message", "cut within a message", {"messages.json": whole[:cut]})
    case("broken/cut-before-messages", "cut within the head", {"messages.json": whole[: whole.index(b'"MessageList"') + 5]})
    case("broken/comma-lost", "a comma lost between two fields, a second chat behind it", {"messages.json": whole.replace(b'"messagetype": "RichText",', b'"messagetype": "RichText"', 1)})
    case("broken/deep", "arrays 3,000 deep in one message", {"messages.json": whole.replace(b'"amsreferences": null', b'"amsreferences": ' + b"[" * 3000 + b"]" * 3000, 1)})
    nested = said(0, ZARAK, "<quote>" * 3_000 + "<b>" * 3_000 + "canary", name="Zarak")
    case("broken/nested-markup", "quotes in quotes, 3,000 deep", {"messages.json": export(chat(ZARAK, "Zarak", [nested]))})
    base = said(0, ZARAK, "canary", name="Zarak")
    odd = [
        {**base, "content": 5, "from": ["x"], "messagetype": 7, "displayName": {}},
        {**base, "originalarrivaltime": "soon", "properties": "x", "amsreferences": "y"},
        {**base, "properties": {"emotions": "no json", "edittime": []}, "amsreferences": [5, None]},
        {**base, "properties": {"emotions": [5, {"key": 3}, {"key": "x", "users": [4, {"mri": [], "time": "soon"}]}]}},
        {**base, "content": "half \ud83d"},
        {**base, "content": "<partlist", "messagetype": "Event/Call"},
        {**base, "content": "<location latitude='x'>", "messagetype": "RichText/Location"},
        {},
        "canary",
        None,
    ]
    data = json.dumps({"userId": MEHR, "exportDate": "2024-06-01T10:00", "conversations": [chat(ZARAK, "Zarak", odd, {"members": "[no"})]})
    case("broken/odd-values", "values of other types than they have, half a surrogate pair", {"messages.json": data.encode()})


if __name__ == "__main__":
    whole = {"messages.json": export(chat(ZARAK, "Zarak", direct()), group(), chat("48:calllogs", None, [])), "endpoints.json": b"{}", f"media/{OBJECT}.1.jpg": JPEG, f"media/{OBJECT}.json": b"{}"}
    case("folder-2020", "an export that was unpacked, with one of two pictures", whole)
    case("tar-2024", "an export as it was received", {"8_mehr.t_export.tar": tarred(whole)}, open="8_mehr.t_export.tar")
    broken()
