import hashlib
import json
import mailbox
import re
import zipfile
from collections import Counter
from contextlib import closing
from email.header import decode_header, make_header
from io import BytesIO
from pathlib import Path

import pytest

from gawah.readers import email, instagram, whatsapp
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Event, Message
from tools.sample_case import mail, screenshots
from tools.sample_case.bank import bank
from tools.sample_case.cast import CHATS
from tools.sample_case.story import tell
from tools.sample_case.whole import SEED, write

# Real cities, authorities, companies and trades that nobody in an invented case may be taken for.
_MUST_NOT_APPEAR = re.compile(
    r"\b(karachi|lahore|islamabad|rawalpindi|peshawar|quetta|delhi|mumbai|dhaka|fia|nccia|nr3c|pta|police station"
    r"|easypaisa|jazzcash|telenor|zong|ufone|foodpanda|daraz|uber|careem|suzuki|toyota|honda|facebook|tiktok|youtube"
    r"|singer|song|album|concert|film|movie|actress|journalist|newspaper|studio)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("case")
    write(out)
    return out


def _digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()
    }


def _texts(folder: Path) -> dict[str, str]:
    """Every text in the case as a person would read it."""
    texts = {
        "case.json": json.dumps({**json.loads((folder / "case.json").read_text(encoding="utf-8")), "zone": ""}, ensure_ascii=False)
    }
    for path in (folder / "evidence").iterdir():
        if path.suffix != ".zip":
            continue
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".txt"):
                    texts[name] = archive.read(name).decode()
                elif name.endswith(".json"):
                    texts[name] = json.dumps(json.loads(archive.read(name)), ensure_ascii=False).encode("latin-1").decode()
    return texts | {f"mail {number}": text for number, text in enumerate(_mails(folder))}


def _mails(folder: Path) -> list[str]:
    """Names, subject and text of every mail, those within mails too, as another reader takes them."""
    found = []
    for one in _mailbox(folder):
        for part in one.walk():
            head = [str(make_header(decode_header(part[name]))) for name in ("From", "To", "Cc", "Subject") if part[name]]
            payload = part.get_payload(decode=True) if part.get_content_maintype() == "text" else None
            found.append("\n".join((*head, payload.decode() if isinstance(payload, bytes) else "")))
    return found


def _mailbox(folder: Path) -> list[mailbox.mboxMessage]:
    """The mails of the folder as the standard library cuts them."""
    with closing(mailbox.mbox(folder / "evidence" / mail.NAME, create=False)) as box:
        return list(box)


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write(tmp_path)
    assert _digests(tmp_path) == _digests(folder)


def test_another_seed_tells_it_in_other_words(folder: Path, tmp_path: Path) -> None:
    write(tmp_path, seed=7)
    ours, theirs = _digests(folder), _digests(tmp_path)
    assert ours.keys() == theirs.keys()
    assert all(ours[name] != theirs[name] for name in ours if name.endswith(".zip"))


def test_it_is_a_case_of_twenty_thousand_messages_and_eighteen_months(folder: Path) -> None:
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    assert case["totals"]["messages"] >= 20_000
    assert bank().templates >= 600
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 15_000_000
    first, last = (
        min(source["first"] for source in case["sources"])[:7],
        max(source["last"] for source in case["sources"])[:7],
    )
    assert (first, last) == ("2024-09", "2026-02")
    assert {source["file"] for source in case["sources"]} | {other["file"] for other in case["other_files"]} == {
        path.name for path in (folder / "evidence").iterdir()
    }
    for report in case["reports"]:
        assert report["made_at"] in {"2025-05-21", "2025-10-14"}


def test_ordinary_days_are_most_of_it_and_no_line_is_heard_too_often() -> None:
    story = tell(SEED)
    daily = [said for key, told in story.items() if CHATS[key].daily for said in told]
    everything = sum(len(told) for told in story.values())
    assert len(daily) > 0.7 * everything
    words = Counter(said.text for said in daily if said.kind == "text")
    assert max(words.values()) < 0.015 * len(daily)


def test_the_smaller_case_is_the_larger_one_without_ordinary_days(folder: Path, tmp_path: Path) -> None:
    write(tmp_path, daily=False)
    few, all_ = _digests(tmp_path / "evidence"), _digests(folder / "evidence")
    assert few.items() < all_.items()
    assert 3000 <= json.loads((tmp_path / "case.json").read_text(encoding="utf-8"))["totals"]["messages"] < 5000


def test_the_tallies_are_those_of_the_files(folder: Path) -> None:
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    headers = {
        ".txt": re.compile(r"^\d\d/\d\d/\d{4}, \d\d:\d\d - ", re.MULTILINE),
        "_chat.txt": re.compile(r"^\u200e?\[\d\d/\d\d/\d{4}, \d{1,2}:\d\d:\d\d\u202f[AP]M\] ", re.MULTILINE),
    }
    for source in case["sources"]:
        if source["platform"] == "email":
            inside = (folder / "evidence" / source["file"]).read_bytes().count(b"Content-Type: message/rfc822")
            assert len(_mailbox(folder)) + inside == source["records"]
            continue
        with zipfile.ZipFile(folder / "evidence" / source["file"]) as archive:
            assert archive.testzip() is None
            counted = 0
            for name in archive.namelist():
                if name.endswith(".txt"):
                    counted += len(headers[name if name == "_chat.txt" else ".txt"].findall(archive.read(name).decode()))
                elif "/message_" in name and name.endswith(".json"):
                    counted += len(json.loads(archive.read(name))["messages"])
                elif name.endswith("post_comments_1.json"):
                    counted += len(json.loads(archive.read(name)))
        assert counted == source["records"] + source["forged_looking_lines"]


def test_nobody_writes_during_the_silence(folder: Path) -> None:
    text = "\n".join(_texts(folder).values())
    assert not re.search(r"^\u200e?\[?(0[3-9]|[12]\d|3[01])/08/2025, ", text, re.MULTILINE)
    dates = re.findall(r"^Date: .*$", (folder / "evidence" / mail.NAME).read_text(encoding="utf-8"), re.MULTILINE)
    assert len(dates) >= 36
    assert not [date for date in dates if re.search(r"(?:, [3-9]|\d\d) Aug 2025|, \d Sep 2025", date)]
    stamps = [int(found) for found in re.findall(r'"timestamp_ms": (\d+)', text)]
    assert stamps
    assert not [stamp for stamp in stamps if 1_754_161_200_000 <= stamp < 1_757_444_400_000]  # 3 August to 10 September, +05:00


def test_one_message_holds_a_line_that_only_looks_like_a_message(folder: Path) -> None:
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    assert case["totals"]["forged_looking_lines"] == 1


def test_a_long_thread_is_split_newest_first(folder: Path) -> None:
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    [export] = [source["file"] for source in case["sources"] if source["platform"] == "instagram"]
    archive = zipfile.ZipFile(BytesIO((folder / "evidence" / export).read_bytes()))
    parts = sorted(name for name in archive.namelist() if "kamransangdal" in name and "/message_" in name)
    assert len(parts) >= 2
    stamps = [message["timestamp_ms"] for part in parts for message in json.loads(archive.read(part))["messages"]]
    assert [stamp // 1000 for stamp in stamps] == sorted((stamp // 1000 for stamp in stamps), reverse=True)


def test_the_mailbox_holds_both_sides_several_languages_and_files(folder: Path) -> None:
    texts = _mails(folder)
    assert 24 <= len(texts) <= 100
    writers = Counter(text.partition("\n")[0] for text in texts)
    assert writers["Zohra Talwarvi <zohra@sabzkiari.example>"] >= 12
    assert writers["Kamran Sangdal <kamran@sangdalgreens.example>"] >= 8
    whole = "\n".join(texts)
    for words in ("السلام عليكم", "अरीबा", "عریبہ", "\n>From 7 to 12 March", "abba ab ghar", "pot"):
        assert words in whole
    names = {part.get_filename() for one in _mailbox(folder) for part in one.walk()}
    assert {"Settlement-28-February.pdf", "Areeba-bus-stop.jpg", "forwarded.eml"} <= names


def test_every_script_is_there_and_no_real_name(folder: Path) -> None:
    texts = _texts(folder)
    whole = "\n".join(texts.values())
    assert "گاڑی" in whole
    assert "gaari" in whole
    assert "delivery van" in whole
    assert "खिचड़ी" in whole
    assert "السلام عليكم" in whole
    assert [found.group() for found in _MUST_NOT_APPEAR.finditer(whole)] == []
    assert re.findall(r"\+(?!00)\d\d", whole) == []


def test_screenshots_are_made_where_the_fonts_are_not_there_yet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(screenshots, "_FONTS", tmp_path / "absent")
    made = list(screenshots.screens())
    assert 4 <= len(made) <= 6
    assert all(picture.startswith(b"\x89PNG\r\n\x1a\n") for _, _, picture in made)


def test_the_readers_find_what_was_written(folder: Path) -> None:
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    for written in case["sources"]:
        reader = {"whatsapp": whatsapp, "instagram": instagram, "email": email}[written["platform"]]
        with Source(folder / "evidence" / written["file"]) as source:
            records = list(reader.read(source, Options()))
        messages = [record for record in records if isinstance(record, Message)]
        attachments = [attachment for message in messages for attachment in message.attachments]
        suspects = [message for message in messages if "forged-line-suspect" in message.flags]
        found = {
            "messages": len(messages) - len(suspects),
            "events": sum(isinstance(record, Event) for record in records),
            "forged_looking_lines": len(suspects),
            "deleted": sum(message.deleted for message in messages),
            "edited": sum(message.edited for message in messages),
            "reactions": sum(len(message.reactions) for message in messages),
            "media_held": sum(not attachment.missing for attachment in attachments),
            "media_missing": sum(attachment.missing for attachment in attachments),
            "conversations": len({message.conversation for message in messages}),
        }
        if written["platform"] != "email":
            del found["conversations"]
        assert found == {name: written[name] for name in found}
