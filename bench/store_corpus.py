"""An invented export of any number of messages in five scripts, repeatable from its seed, in a file so that memory stays flat.

English, Urdu, Roman Urdu, Hindi and Arabic in equal parts, about 12 words a message drawn by Zipf's law from 8,000 words each:
the commonest words of a language stand in some 130,000 of a million messages, the rarest in a handful. Conversations follow one
another as exports have them, each in order of time, so that the order of the export is not the order of time.
"""

import itertools
import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gawah.records.content import Account, Conversation, Message
from gawah.records.digest import identifier, sha256
from gawah.records.evidence import Locator
from gawah.records.when import from_epoch_ms
from gawah.vault import codec

VOCABULARY = 8_000
CONVERSATIONS = 40
START_MS = 1_500_000_000_000
YEARS_MS = 5 * 365 * 86_400_000
_SIZE = struct.Struct("<I")

# Real words of each language that come first by frequency; the others are made of syllables.
_COMMON = {
    "english": "the you and that never again please listen street number tell everyone",
    "urdu": "میں نے آپ کو کہا تھا بھی نہیں کرو گھر سب لوگ",
    "roman": "tum kya main nahi mujhe phir sab ghar logon batao dhamki paisa",
    "hindi": "में ने कहा था भी नहीं करो घर सब लोग हिन्दी फिर",
    "arabic": "من في على لا هذا السلام عليكم قال بيت كلهم أنت مرة",
}
_SYLLABLES = {
    "english": "th er on an re he in ed nd ha at en es of or nt ea ti to it st io le is ou ar as de rt ve".split(),  # noqa: SIM905
    "urdu": "کا نا را ما تا لی دی شن بر گر پا وا ہم ڑی ٹا چل جن خو سر فل".split(),  # noqa: SIM905
    "roman": "ka na ra ma ta li di sh ba ga pa va hum ri chal jan kho sar fal zin".split(),  # noqa: SIM905
    "hindi": "का ना रा मा ता ली दी शन बर गर पा वा हम ड़ी टा चल जन खो सर फल".split(),  # noqa: SIM905
    "arabic": "ال مس تع كر بي نا هم ون ات ير حد قل فر صب طا غا ذه ضر سو دا".split(),  # noqa: SIM905
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """An export on disk.

    Attributes:
        path: The file: size (4 bytes) and canonical JSON of each record, conversations first.
        rows: Messages in it.
        text_bytes: Bytes of their bodies in UTF-8.
        words: The words of each language, commonest first.
    """

    path: Path
    rows: int
    text_bytes: int
    words: dict[str, list[str]]

    def records(self) -> Iterator[tuple[str, bytes]]:
        """What a reader's worker would send: kind and canonical JSON."""
        for n, data in enumerate(_chunks(self.path)):
            yield ("conversation" if n < CONVERSATIONS else "message"), data

    def platforms(self) -> dict[str, str]:
        """The platform of each conversation, by its id."""
        stated = [codec.decode(kind, data) for kind, data in itertools.islice(self.records(), CONVERSATIONS)]
        return {one.id: one.platform for one in stated if isinstance(one, Conversation)}

    def messages(self) -> Iterator[Message]:
        """The messages, in the order of the export."""
        for kind, data in self.records():
            record = codec.decode(kind, data)
            if isinstance(record, Message):
                yield record


def place(message: Message) -> int:
    """When a message of the export was sent, milliseconds since 1970, from what it states."""
    return int(message.sent_at.stated)


def write(path: Path, rows: int, seed: int = 3) -> Corpus:
    """Write an export of `rows` messages to `path`."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    words = {language: _vocabulary(language, chooser) for language in _COMMON}
    weights = list(itertools.accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
    text_bytes = 0
    chats = [
        Conversation(id=identifier("bench", str(n)), platform=("WhatsApp", "Instagram")[n % 2], title=f"chat {n}")
        for n in range(CONVERSATIONS)
    ]
    digest = sha256(b"bench")
    with path.open("wb") as out:
        for chat in chats:
            _put(out.write, codec.canonical(chat))
        for n in range(rows):
            chat_number = n * CONVERSATIONS // rows
            language = chooser.choice(list(words))
            body = " ".join(chooser.choices(words[language], cum_weights=weights, k=chooser.randrange(4, 21)))
            text_bytes += len(body.encode())
            first = -(-chat_number * rows // CONVERSATIONS)
            at_ms = START_MS + (n - first) * YEARS_MS * CONVERSATIONS // rows + chooser.randrange(1_000)
            message = Message(
                conversation=chats[chat_number].id,
                kind="direct",
                sender=Account(name="Myself canary" if chooser.random() < 0.4 else f"Sender {chat_number % 25} canary"),
                sent_at=from_epoch_ms(at_ms, str(at_ms)),
                body=body,
                locator=Locator(file_sha256=digest, member="chat.txt", place=f"line/{n + 1}", span=(n * 120, n * 120 + 119)),
            )
            _put(out.write, codec.canonical(message))
    return Corpus(path, rows, text_bytes, words)


def _vocabulary(language: str, chooser: random.Random) -> list[str]:
    """The words of a language, commonest first: the real ones, then invented ones of two to five syllables."""
    words = dict.fromkeys(_COMMON[language].split())
    while len(words) < VOCABULARY:
        words["".join(chooser.choices(_SYLLABLES[language], k=chooser.randrange(2, 6)))] = None
    return list(words)


def _put(write: Callable[[bytes], object], data: bytes) -> None:
    write(_SIZE.pack(len(data)) + data)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=1 << 20) as source:
        while head := source.read(_SIZE.size):
            yield source.read(_SIZE.unpack(head)[0])
