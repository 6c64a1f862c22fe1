from dataclasses import replace

from gawah.dossier import exhibits
from gawah.dossier.exhibits import Around, Place
from gawah.records.content import Account, Attachment, Event
from gawah.records.digest import sha256
from tests.dossier import sample

PLACE = Place(number="E0009", item=sample.EXPORT, ledger_entry=2, recorded_at="2026-02-03T09:00:00Z", row=0, rows=6)


def test_a_message_keeps_its_words_and_names_its_place() -> None:
    sheet = exhibits.of_message(PLACE, sample.MESSAGES[1], sample.CONVERSATION, Around())
    assert sheet.text == sample.URDU
    assert sheet.text_sha256 == sheet.file_sha256 == sha256(sample.URDU.encode())
    assert sheet.file == "E0009.txt"
    assert sheet.provenance.locator == ("line/2, bytes 100 to 190",)
    assert sheet.provenance.row == "row 1 of 6 in its batch"
    assert sheet.sender == "Rafiq Mir · @rafiq.m"


def test_a_member_of_an_export_is_named_with_its_digest() -> None:
    locator = replace(sample.MESSAGES[0].locator, member="a/b.json", span=None)
    sheet = exhibits.of_message(PLACE, replace(sample.MESSAGES[0], locator=locator), sample.CONVERSATION, Around())
    assert sheet.provenance.locator == ("member a/b.json", f"whose SHA-256 is {locator.file_sha256}", "line/1")


def test_what_the_source_says_of_a_message_becomes_sentences() -> None:
    sheet = exhibits.of_message(PLACE, sample.MESSAGES[5], sample.CONVERSATION, Around())
    assert "The source marks this message as deleted or unsent." in sheet.cautions
    assert "The source holds no text for this message." in sheet.cautions
    assert [(fact.label, fact.value) for fact in sheet.facts] == [
        ("Attachment", "IMG-1.jpg (named by the source and not in it)"),
        ("Reaction", "😂 Rafiq Mir · @rafiq.m"),
    ]


def test_a_request_folder_stands_in_the_title() -> None:
    message = replace(sample.MESSAGES[0], folder="message_requests")
    assert exhibits.of_message(PLACE, message, sample.CONVERSATION, Around()).title == "Direct message, message requests"


def test_of_a_mail_the_title_says_the_platform_already() -> None:
    mail = replace(sample.MESSAGES[0], kind="email", folder="sent")
    assert exhibits.of_message(PLACE, mail, sample.CONVERSATION, Around()).platform_in_title
    assert not exhibits.of_message(PLACE, sample.MESSAGES[0], sample.CONVERSATION, Around()).platform_in_title


def test_an_event_is_marked_as_the_platforms() -> None:
    first = sample.MESSAGES[0]
    event = Event(
        conversation=first.conversation, event="member-added", sent_at=first.sent_at, body="x added y", locator=first.locator
    )
    sheet = exhibits.of_event(PLACE, event, sample.CONVERSATION, Around(before=sample.MESSAGES[:1]))
    assert sheet.title == "Event stated by the platform: member added"
    assert sheet.sender == ""
    assert exhibits.context(event).sender == "platform"


def test_a_picture_is_printed_and_another_file_is_not() -> None:
    picture = exhibits.of_item(PLACE, sample.PICTURE, sample.png())
    assert picture.picture
    assert picture.file == "E0009.png"
    other = exhibits.of_item(PLACE, replace(sample.PICTURE, media_type="application/x-unheard-of"), b"")
    assert other.picture is None
    assert other.file == "E0009.bin"


def test_an_own_entry_shows_when_it_was_written() -> None:
    sheet = exhibits.of_entry(PLACE, sample.ENTRY, "Sana K.")
    assert sheet.facts[0].value.startswith("2026-02-01T10:00:00Z")
    assert sheet.time
    assert sheet.time.precision == "day"
    assert sheet.cautions == ("Words of the person who wrote them down, not of a source.",)


def test_an_attachment_of_a_wordless_message_stands_in_the_context() -> None:
    message = replace(sample.MESSAGES[5], attachments=(Attachment(name="a.jpg", sha256="ab" * 32),))
    assert exhibits.context(message).text == f"a.jpg, SHA-256 {'ab' * 32}"


def test_accounts_are_named_as_stated() -> None:
    assert exhibits.named(Account(handle="@x")) == "@x"
    assert exhibits.named(Account(platform_id="42")) == "42"
    assert exhibits.named(Account()) == "not named by the source"


def test_order_is_by_time_and_the_unknown_come_last() -> None:
    sheets = [
        exhibits.of_message(replace(PLACE, number=n), sample.MESSAGES[0], sample.CONVERSATION, Around())
        for n in ("E0001", "E0002", "E0003")
    ]
    ordered = exhibits.in_order(sheets, {"E0001": None, "E0002": 20, "E0003": -10})
    assert [sheet.number for sheet in ordered] == ["E0003", "E0002", "E0001"]
