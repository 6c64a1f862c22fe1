"""The sentences of the dossier: what a word of the records means to a reader who has never seen this program."""

from typing import Final

from gawah.records.casework import EntryKind
from gawah.records.content import CaptureKind, MessageKind
from gawah.records.evidence import EvidenceItem, Grade
from gawah.records.problems import meaning
from gawah.records.when import Zone

GRADES: Final[dict[Grade, str]] = {
    "platform-export": "Platform export: a file that the platform or its app wrote. It does not prove that nobody edited it before"
    " it was recorded here, nor who used the account.",
    "own-capture": "Own capture: recorded by the person from a page or screen. It does not prove that others were shown the same,"
    " nor who wrote it.",
    "third-party-capture": "Third-party capture: recorded by somebody else and handed over. It does not prove how or when they"
    " recorded it.",
    "screenshot": "Screenshot: a picture of a screen. A picture can be made to look like anything; it does not prove that the"
    " screen ever showed this.",
    "hearsay": "Account of a person: what somebody says happened. It does not prove that it did.",
}
"""Each provenance grade, with one sentence on what it does not prove (decision 17)."""

ZONES: Final[dict[Zone, str]] = {
    "stated": "the time zone is stated in the record itself",
    "format": "the platform's format defines the instant",
    "assumed": "the source states no time zone; the person named the zone that was assumed",
    "unknown": "the source states no time zone, so the instant in UTC is not known",
}
"""How the zone of a time is known."""

KINDS: Final[dict[MessageKind, str]] = {
    "direct": "Direct message",
    "group": "Message in a group",
    "post": "Post",
    "comment": "Comment",
    "story": "Story",
    "email": "E-mail",
    "sms": "Text message",
    "reaction": "Reaction",
}

CAPTURES: Final[dict[CaptureKind, str]] = {
    "page": "Capture of a page",
    "document": "Document",
    "picture": "Picture",
    "sound": "Sound recording",
    "video": "Video",
}

OF_ITSELF: Final = "What a file states of itself was copied out of it and not checked. Whoever edits the file can edit it too."
"""Stands where facts of a capture are printed."""

OWN_ENTRIES: Final[dict[EntryKind, str]] = {
    "note": "Own note",
    "event": "Own record of an event",
    "no-capture": "Material seen and not kept",
    "transcript": "Transcript by a person",
    "page": "Page seen and saved",
}

REST: Final = (
    "A part of this file was erased at the person's decision: it is what remains, not the file as received, and its SHA-256 is"
    " not that of the whole."
)

FOLDERS: Final[dict[str, str]] = {
    "inbox": "inbox",
    "message_requests": "message requests",
    "archived": "archived",
    "filtered": "filtered by the platform",
    "sent": "sent",
    "drafts": "drafts",
}

FLAGS: Final[dict[str, str]] = {
    "forged-line-suspect": "Not to be quoted as certain: in this file format the line could also be text that somebody pasted"
    " inside the message before it.",
    "embedded": "This mail was attached to another one; whoever attached it could have changed it.",
    "from-html": "The mail holds no plain text; this is the text of its HTML form.",
    "delivery-time": "The mail states no date; this is when the mailbox says that it arrived.",
    "dkim-signed": "The mail carries a signature of the sending domain (DKIM); it was not checked here.",
    "from-line-in-body": "What looks like the beginning of another mail stands in this one, whose stated length covers it.",
    "from-line-unquoted": "A > that the mailbox had put before lines beginning with From was taken away.",
    "line-break-in-header": "A name or the subject holds a line break, as forged headers do.",
    "several-authors": "The mail names several authors; the first is shown.",
    "encrypted": "The mail is encrypted; what it says is not shown.",
    "in-trash": "The mail lay in the trash.",
    "delivery-report": "A mail server's report that a mail could not be delivered, or was.",
    "read-receipt": "A mail program's report that a mail was opened.",
    "calendar": "The mail holds an invitation or another calendar entry.",
    "null-text": "The backup writes null for the text, which may be a message without text or the word itself.",
    "direction-unknown": "The backup does not say in a way that is known who of the two this is from; no side is named.",
    "unsent": "The backup says that this message was written and not sent.",
    "never-downloaded": "The phone was told of this message and never fetched what it says.",
    "id-time-differs": "The platform's own id of this record tells of another time than the record states.",
    "repost": "Somebody else's words, passed on by this account.",
    "content-gone": "The platform's export says that there was a message here and no longer holds what it said.",
    "taken-down": "The platform's export says that the platform took this message down.",
    "digest-differs": "These bytes do not have the digest that the source states for them: one of the two was changed.",
    "outside-the-tree": "Not named by the account's signed tree: an earlier version, something deleted since, or added by hand.",
    "cut-by-platform": "The platform's export holds only the beginning of this text.",
    "edited-or-reaction": "The export states a time of change that may be an edit or only a reaction to the message; it does not"
    " say which.",
    "times-disagree": "The clock time and the instant that the export states for it are apart by what no time zone explains.",
    "forwarded": "The words were forwarded: somebody else wrote them.",
    "attachment-by-order": "Several messages name a file of this name: which of the files belongs to this one is told only by their"
    " order.",
    "machine-transcript": "The platform's machine wrote these words down from speech; they may be wrong. The sound is the source.",
    "no-text": "There is no text in it, only what can be seen.",
    "active-content": "The file holds scripts or programs. They were not run.",
    "tracked-changes": "The document notes what was put in or taken out while it was written.",
    "comments": "The document holds remarks beside its text.",
    "hidden-text": "A part of the text is marked as hidden.",
    "address-unknown": "The file does not say from which address the page was saved.",
    "status-not-ok": "The server answered with an error, for instance that the page is gone.",
    "revisit": "The archive says that the page was the same as before and holds it only once.",
    "body-damaged": "The page breaks off, or is damaged, in the archive.",
    "sender-unknown": "The page names no sender here; the message before it, which does, is not in it.",
    "quotes-another": "The part of the text that is marked with > repeats what another message said.",
    "embed": "The text is that of a card shown in the message; the message has none of its own.",
    "earlier-version": "A text that this message had before it was edited; the text that the source states last stands beside it.",
    "unsent-in-part": "A part of this message was unsent; what is here is the rest.",
    "undelivered": "The source says that this message was not delivered, to one person at least.",
    "scheduled": "The source says that this message was to be sent later; it may not have been.",
    "app-content": "This message was made with an app inside Messages; what it showed stays in the original.",
    "view-once": "The message was made to be seen once. That there was a file is stated; what it showed is not.",
    "disappearing": "The message was set to disappear after a time.",
    "quoted-copy": "The original holds a copy of the text that this message answers, made by the device that answered.",
    "deleted-by-admin": "The message was deleted by an admin of the group, not by its sender.",
    "contact-card": "The text is that of a contact that was sent.",
    "sticker": "A sticker; the text is the sign that stands for it.",
    "story-reply": "An answer to a story, which the source does not hold.",
    "poll": "The first line is a question that was put to the group, the others are the answers to choose from.",
    "payment": "The text is the note of a payment.",
    "gift": "A gift to the account, without words.",
    "sms": "Sent as a text message of the phone company, not by the platform.",
    "reactions-partial": "More people reacted than the export names.",
    "location-present": "The file states a place on earth. It is not printed here; the original holds it.",
    "bytes-after-picture": "Something stands behind the end of the picture in this file. Some telephones put a film there.",
    "damaged": "The file is damaged: not all of it can be shown.",
    "too-large": "The picture is larger than this program looks at; the original is kept.",
}
"""Cautions that readers put on a record."""

OPS: Final[dict[str, str]] = {
    "init": "The case file was made",
    "agent": "A person who may act on the case was entered",
    "acquire": "A file was recorded",
    "derive": "A part of a file was erased; what remains of it was recorded",
    "read": "A file was read",
    "import-check": "Reading a file failed; the original is kept",
    "annotate": "A note or event was added",
    "transcript": "A transcript of a picture, sound or video was added",
    "page": "A page that was seen and saved was entered, with the files that show it",
    "no-capture": "It was entered that material was seen which must not be kept",
    "moved": "Messages were given new ids, since a part of their file was erased",
    "number": "Exhibits were given their numbers",
    "finding": "What two sources say of one conversation was compared, and the result entered",
    "label": "Something was labelled by a person",
    "notice": "A notice that was given to the other side was entered",
    "protect": "Somebody was entered who is to be shown by initials",
    "translation": "A translation was added",
    "incident": "An entry was written into the incident log",
    "incident-correction": "A correction was written into the incident log",
    "incident-withdrawal": "An entry of the incident log was taken back",
    "incident-handling": "It was entered who may read entries of the incident log, or that evidence for them was found",
    "apart": "An entry was added",
    "report": "A complaint was entered",
    "view": "Text was uncovered for reading",
    "extract": "An original was copied out",
    "export": "A dossier was written",
    "erase": "A file was erased at the person's decision",
    "backup": "A backup of the case file was made",
    "restore": "The case file was brought back from a backup",
    "anchor": "A proof of time was stored",
    "clock": "The clock of this machine was found to have changed",
}
"""Each kind of ledger entry as a sentence without its subject."""

AUDIENCES: Final[dict[str, str]] = {
    "authority": "For an authority",
    "lawyer": "For a lawyer",
    "platform": "For a platform",
    "public": "For the public",
}

PROVED: Final = (
    "The exhibits in the folder that comes with this document are, byte for byte, those that the ledger entries beside them name.",
    "Those entries were in the ledger when its head, printed on page 1, was signed with the key whose fingerprint stands there.",
    "The folder is complete as it was sealed: a file that is changed, added or taken away is found by the check.",
    "For a message: the row that is quoted was among the rows read from the file named beside it when that entry was made.",
)
"""What a successful check shows, provided that SHA-256 holds and that the fingerprint was compared with one received elsewhere."""

NOT_PROVED: Final = (
    "That what is written in an exhibit is true.",
    "That the named account, or any particular person, wrote it. Names are printed as the source states them.",
    "That the platform delivered it. A text export can be edited before it is recorded.",
    "That a quoted row agrees with the export it was read from. Whoever is given that export can check this; nobody else can.",
    "That the collection is complete. This is a selection; page 1 says what was left out.",
    "That the times are right. Source times are as the source has them, ledger times those of the machine's clock.",
    "Who sat at the machine, or that no second collection exists.",
    "That a court will admit it.",
)
"""What no check of this document can show (evidence-and-security 1.9)."""


NO_STAMP: Final = "When this was made: there is no independent time stamp in it."
"""Stands among what is not proved where a dossier has no time stamp."""

STAMPED: Final = (
    "What a time stamp covers existed at the time that it states, as far as its authority is trusted: whoever checks it uses the "
    "authority's root certificate from the authority itself."
)
"""Stands among what is proved where it has one."""


def proved(*, stamped: bool) -> list[str]:
    """What a successful check of a dossier shows, with or without a time stamp in it."""
    return [*PROVED, *([STAMPED] if stamped else [])]


def not_proved(*, stamped: bool) -> list[str]:
    """What it does not show."""
    return [*NOT_PROVED, *([] if stamped else [NO_STAMP])]


def problem(code: str, count: int) -> str:
    """A problem as words: `media-missing (3): a picture or file …`."""
    return f"{code} ({count:,}): {meaning(code)}"


def caution(flag: str) -> str:
    """A reader's flag as a sentence."""
    return FLAGS.get(flag, f"The reader marked this record: {flag}.")


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups of four digits, as it is read aloud."""
    digits = fingerprint.replace(" ", "").lower()
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def grade(item: EvidenceItem) -> str:
    """How an item came into being, with what that does not prove, and whether a part of it was erased."""
    return f"{GRADES[item.grade]} {REST}" if item.derived_from else GRADES[item.grade]
