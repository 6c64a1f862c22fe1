"""Writes the sources of these samples again: `python tests/samples/google_voice/make.py`. Everybody and everything in them is invented.

The markup is that of ../shared/samples/google-voice, without its style sheet.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
HEAD = '<?xml version="1.0" ?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />\n<title>Me to\nCanary</title></head>\n<body>'
ME = '<a class="tel" href="tel:+15550100"><abbr class="fn" title="">Me</abbr></a>'
FOX = '<a class="tel" href="tel:+15550177"><span class="fn">Canary Fox</span></a>'
JR = '<a class="tel" href="tel:+15550188"><span class="fn"></span></a>'


def case(name: str, imitates: str, files: dict[str, bytes], opened: str = "") -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": "tests/samples/google_voice/make.py", "imitates": imitates, "seen": "../shared/samples/google-voice", "open": opened}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items() if text), "utf-8")


def message(who: str, time: str, words: str, files: str = "") -> str:
    return f'<div class="message"><abbr class="dt" title="{time}">Jan 21, 2021, 5:33:43&#8239;PM\nPacific Time</abbr>:\n<cite class="sender vcard">{who}</cite>:\n<q>{words}</q>\n{files}</div> '


def texts(*messages: str, people: str = "", label: str = "inbox", deleted: str = "False") -> bytes:
    return (HEAD + '<div class="hChatLog hfeed">' + people + "\n" + "".join(messages) + f'</div>\n\n<div class="tags">Labels:\n<a rel="tag" href="http://www.google.com/voice#sms">Text</a>, <a rel="tag" href="http://www.google.com/voice#{label}">Inbox</a></div>\n<div class="deletedStatusContainer">User Deleted:\n{deleted}</div></body></html>\n').encode()


def call(who: str, told: str, time: str, label: str, inner: str = "") -> bytes:
    return (HEAD + f'<div class="haudio"><span class="album">Call Log for\n</span>\n<span class="fn">{told}\n</span>\n<div class="contributor vcard">{told}\n{who}</div>\n<abbr class="published" title="{time}">Jul 29, 2013, 1:56:11&#8239;PM\nPacific Time</abbr>\n{inner}<br />\n<abbr class="duration" title="PT28S">(00:00:28)</abbr>\n\n<div class="tags">Labels:\n<a rel="tag" href="http://www.google.com/voice#{label}">x</a></div>\n<div class="deletedStatusContainer">User Deleted:\nFalse</div></div></body></html>\n').encode()


if __name__ == "__main__":
    first = texts(
        message(FOX, "2021-01-21T17:33:43.242-08:00", "I know where you live &lt;3<br>and &quot;when&quot; you sleep"),
        message(ME, "2021-01-21T17:33:44.803-08:00", "stop writing: https://example.org/law"),
        message(FOX, "2021-01-21T17:35:01.643-08:00", "MMS Received", '<div><img src="Canary Fox - Text - 2021-01-22T01_33_43Z-3-1" alt="Image MMS Attachment" /></div>'),
        message(FOX, "2021-01-21T17:36:01.643-08:00", "MMS Received", '<div><a class="vcard" href="Canary Fox - Text - 2021-01-22T01_33_43Z-4-1">Contact card attachment</a></div>'),
    )
    voicemail = call(FOX, "Voicemail from", "2016-04-30T17:16:43.000-07:00", "voicemail", 'Transcript:\n<span class="description"><span class="full-text">Pick up. It&#39;s me.</span>\n<span class="word high">Pick\n<span class="confidence">0.85</span></span></span>\n<audio controls="controls" src="Canary Fox - Voicemail - 2016-05-01T00_16_43Z.mp3"><a rel="enclosure" href="Canary Fox - Voicemail - 2016-05-01T00_16_43Z.mp3">Audio</a></audio>\n')
    base = "Takeout/Voice/Calls"
    case(
        "takeout",
        "a conversation in two files, one deleted, a group, calls and a voicemail",
        {
            f"{base}/Canary Fox - Text - 2021-01-22T01_33_43Z.html": first,
            f"{base}/Canary Fox - Text - 2021-01-22T01_33_43Z-3-1.jpg": JPEG,
            f"{base}/Canary Fox - Text - 2022-01-01T00_00_00Z.html": texts(message(FOX, "2022-01-01T00:00:00.000Z", "still here"), label="spam", deleted="True"),
            f"{base}/Group Conversation - 2021-12-20T22_35_28Z.html": texts(message(JR, "2021-12-20T14:35:28.355-08:00", "she is lying"), message(FOX, "in winter", "yes"), people=f'<div class="participants">Group conversation with:\n<cite class="sender vcard">{FOX}</cite>, <cite class="sender vcard">{JR}</cite></div>'),
            f"{base}/Aunt Canary - Text - 2023-09-29T23_40_59Z.html": texts(message(ME, "2023-09-29T16:40:59.923-07:00", "are you there?")),
            f"{base}/ - Placed - 2013-07-29T20_56_11Z.html": call('<a class="tel" href="tel:"><span class="fn"></span></a>', "Placed call to", "2013-07-29T13:56:11.000-07:00", "placed"),
            f"{base}/Canary Fox - Missed - 2013-07-30T20_56_11Z.html": call(FOX, "Missed call from", "2013-07-30T13:56:11.000-07:00", "missed"),
            f"{base}/Canary Fox - Voicemail - 2016-05-01T00_16_43Z.html": voicemail,
            f"{base}/Canary Fox - Voicemail - 2016-05-01T00_16_43Z.mp3": b"ID3canary",
        },
    )
    name = "Canary Fox - Text - 2021-01-22T01_33_43Z.html"
    case("page-alone", "one page on its own, its files not with it", {name: first}, name)
    case("broken/cut", "cut inside a message", {name: first[: first.index(b"stop writing")]}, name)
    case("broken/no-time", "a message without a time, and bytes that are no UTF-8", {name: first.replace(b'class="dt"', b'class="xx"', 1).replace(b"stop", b"st\xffp")}, name)
