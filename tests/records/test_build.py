"""What the quick builders make is what the constructors make."""

from dataclasses import FrozenInstanceError, fields

import pytest

from gawah.records import build
from gawah.records.content import Account, Message
from gawah.records.evidence import Locator
from gawah.records.when import When

WHEN = When(stated="12/31/21, 9:05 PM", local="2021-12-31T21:05:00", utc=None, zone="unknown", precision="minute")
LOCATOR = Locator(file_sha256="00", member="a.txt", place="line/1", span=(0, 9))
MESSAGE = Message(
    conversation="c",
    kind="group",
    sender=Account(name="Rabia"),
    sent_at=WHEN,
    body="text",
    links=("https://example.org",),
    flags=("forged-line-suspect",),
    locator=LOCATOR,
)


def built() -> list[Message | Locator | When]:
    when = build.when("12/31/21, 9:05 PM", "2021-12-31T21:05:00", None, "unknown", "minute")
    locator = build.locator("00", "a.txt", "line/1", (0, 9))
    links, flags = ("https://example.org",), ("forged-line-suspect",)
    return [when, locator, build.message("c", "group", Account(name="Rabia"), when, "text", links, flags, locator)]


def test_they_equal_those_of_the_constructors_in_every_field() -> None:
    for made, expected in zip(built(), (WHEN, LOCATOR, MESSAGE), strict=True):
        assert type(made) is type(expected)
        assert made == expected
        assert hash(made) == hash(expected)
        assert repr(made) == repr(expected)
        for field in fields(expected):
            assert getattr(made, field.name) == getattr(expected, field.name)


def test_they_are_frozen() -> None:
    for made in built():
        with pytest.raises(FrozenInstanceError):
            setattr(made, fields(made)[0].name, "other")
