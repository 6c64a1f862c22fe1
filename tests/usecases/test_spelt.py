"""Half of a surrogate pair, wherever a damaged export put it, breaks no reading off."""

from dataclasses import replace
from pathlib import Path

import pytest

from gawah.records.content import Account, Attachment, Conversation, Message
from gawah.records.evidence import Locator
from gawah.records.when import When
from gawah.usecases._spelt import spelt
from gawah.usecases.reading import Reading
from gawah.vault import codec
from tests.readers.golden import SAMPLES

HALF = "canary \ud83d"
MESSAGE = Message(
    conversation="c" * 32,
    kind="direct",
    sender=Account(name="canary"),
    sent_at=When(stated="", local=None, utc=None, zone="unknown", precision="second"),
    body="canary",
    locator=Locator(file_sha256="0" * 64, member=None, place="", span=None),
)


@pytest.mark.parametrize(
    "record",
    [
        replace(MESSAGE, body=HALF),
        replace(MESSAGE, sender=Account(platform_id=HALF)),
        replace(MESSAGE, attachments=(Attachment(name=HALF),), links=(HALF,)),
        Conversation(id="c" * 32, platform="X", participants=(Account(name=HALF),)),
    ],
    ids=["body", "sender", "attachment", "participant"],
)
def test_a_half_becomes_the_sign_for_what_is_no_character(record: Message | Conversation) -> None:
    data, mended = spelt(record)
    assert mended
    assert "canary \ufffd" in data.decode("utf-8")
    assert codec.decode_exact(codec.kind_of(record), data) is not None


def test_whole_text_stays_as_it_is() -> None:
    assert spelt(MESSAGE) == (codec.canonical(MESSAGE), False)


def test_a_source_that_holds_one_is_read_to_its_end(tmp_path: Path) -> None:
    sample = SAMPLES / "tiktok" / "keys-2025" / "source" / "user_data_tiktok.json"
    path = tmp_path / sample.name
    path.write_text(sample.read_text("utf-8").replace("stop lying about me", "canary \\ud83d"), "utf-8")
    whole, half = [_read(source) for source in Reading([sample, path]).sources()]
    assert half[:2] == whole[:2]
    assert half[2].get("text-undecodable", 0) == whole[2].get("text-undecodable", 0) + 1


def _read(source: object) -> tuple[bool, int, dict[str, int]]:
    for _ in source.records():  # type: ignore[attr-defined]
        pass
    summary = source.summary  # type: ignore[attr-defined]
    return summary.complete, summary.messages, summary.codes
