"""WhatsApp chat exports with media, as an Android phone and as an iPhone write them.

Android: `WhatsApp Chat with NAME.zip`, text member of the same name, `dd/mm/yyyy, HH:MM - Name: text`, lines end in LF.
iPhone: `_chat.txt`, `[dd/mm/yyyy, h:mm:ss AM] Name: text` with U+202F before AM, U+200E before the bracket of a
placeholder's line and before the placeholder itself, the group as author of notices; records end in CR LF while a break inside a
message is LF.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from tools.sample_case.archive import zipped
from tools.sample_case.cast import PEOPLE, Chat
from tools.sample_case.media import paper, photo, voice
from tools.sample_case.papers import PAPERS
from tools.sample_case.said import Kind, Said
from tools.sample_case.tally import Export, Tally

_MARK = "\u200e"
_ANDROID_HEADER = re.compile(r"^\d\d/\d\d/\d{4}, \d\d:\d\d - ", re.MULTILINE)
_ENDINGS: dict[Kind, str] = {"photo": "jpg", "voice": "opus", "document": "pdf"}
_LOST = "lost"
"""A mark's detail by which an attachment is named although the export does not hold it."""


def export(chat: Chat, said: tuple[Said, ...], dice: Random) -> Export:
    """The zip of one conversation."""
    written = _Written(chat, dice)
    style = _android if chat.platform == "android" else _iphone
    text = "".join(style(written, one) for one in said).encode()
    plain = "".join(part for part in chat.title if part.isalnum() or part in " +").strip()
    if chat.platform == "android":
        name, member = f"WhatsApp Chat with {chat.title}.zip", f"WhatsApp Chat with {chat.title}.txt"
    else:
        name, member = f"WhatsApp Chat - {plain}.zip", "_chat.txt"
    written.tally.conversations = 1
    return Export(name, zipped({member: text, **written.files}, said[-1].at + timedelta(hours=9)), "whatsapp", written.tally)


@dataclass(slots=True)
class _Written:
    """What one export holds so far besides its text."""

    chat: Chat
    dice: Random
    files: dict[str, bytes] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)

    def count(self, said: Said) -> None:
        tally = self.tally
        tally.seen(said.at.strftime("%Y-%m-%dT%H:%M:%S" if self.chat.platform == "iphone" else "%Y-%m-%dT%H:%M:00"))
        if said.is_event:
            tally.events += 1
            return
        tally.messages += 1
        tally.deleted += said.kind == "deleted"
        tally.edited += said.kind == "edited"
        tally.media_missing += said.kind == "omitted"

    def attach(self, said: Said, name: str) -> str:
        if said.detail == _LOST:
            self.tally.media_missing += 1
        else:
            self.files[name] = _bytes_of(said, self.dice)
            self.tally.media_held += 1
        return name


def _bytes_of(said: Said, dice: Random) -> bytes:
    if said.kind == "document":
        return paper(PAPERS[said.detail])
    makers: dict[Kind, Callable[[Random], bytes]] = {"photo": photo, "voice": voice}
    return makers[said.kind](dice)


def _android(written: _Written, said: Said) -> str:
    written.count(said)
    number = len(written.files) + written.tally.media_missing
    written.tally.forged_looking_lines += len(_ANDROID_HEADER.findall(said.text))
    head = said.at.strftime("%d/%m/%Y, %H:%M - ")
    if said.is_event:
        return f"{head}{said.text or 'Missed voice call'}\n"
    day = said.at.strftime("%Y%m%d")
    match said.kind:
        case "photo" | "voice":
            prefix = "IMG" if said.kind == "photo" else "PTT"
            name = written.attach(said, f"{prefix}-{day}-WA{number:04d}.{_ENDINGS[said.kind]}")
            body = f"{_MARK}{name} (file attached)" + (f"\n{said.text}" if said.text else "")
        case "document":
            body = f"{_MARK}{written.attach(said, f'{said.detail}.pdf')} (file attached)" + (f"\n{said.text}" if said.text else "")
        case "omitted":
            body = "<Media omitted>" + (f"\n{said.text}" if said.text else "")
        case "deleted":
            body = "You deleted this message" if said.by == written.chat.owner else "This message was deleted"
        case "edited":
            body = f"{said.text} <This message was edited>"
        case _:
            body = said.text
    return f"{head}{PEOPLE[said.by].name}: {body}\n"


def _iphone(written: _Written, said: Said) -> str:
    written.count(said)
    number = written.tally.messages + written.tally.events
    hour = said.at.hour % 12 or 12
    head = f"[{said.at:%d/%m/%Y}, {hour}:{said.at:%M:%S}\u202f{said.at:%p}] "
    if said.is_event:
        return (
            f"{_MARK}{head}{PEOPLE[said.by].name if said.by else written.chat.title}: {_MARK}{said.text or 'Missed voice call'}\r\n"
        )
    placed, body = "", said.text
    match said.kind:
        case "photo" | "voice" | "document":
            kind = {"photo": "PHOTO", "voice": "AUDIO"}.get(said.kind, said.detail)
            name = f"{number:08d}-{kind}" + ("" if said.kind == "document" else f"-{said.at:%Y-%m-%d-%H-%M-%S}")
            body = f"{_MARK}<attached: {written.attach(said, f'{name}.{_ENDINGS[said.kind]}')}>"
            placed = _MARK
        case "omitted":
            placed, body = _MARK, f"{_MARK}image omitted"
        case "deleted":
            own = said.by == written.chat.owner
            body = f"{_MARK}You deleted this message." if own else f"{_MARK}This message was deleted."
            placed = _MARK
        case "edited":
            body = f"{said.text} {_MARK}<This message was edited>"
        case _:
            pass
    return f"{placed}{head}{PEOPLE[said.by].name}: {body}\r\n"
