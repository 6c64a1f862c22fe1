"""A text as the words that rules know: which classes stand where, in one walk over its words.

Every class of words has a bit. A text is cut into words once; each place then knows which classes start there and where they end,
and the text knows which classes it holds at all. Most rules ask for a class that most texts do not hold, and are never tried.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import Any, Final

from gawah.analysis.normal import Normal, normalised
from gawah.records.phonetic import phonetic_key

_LETTERS: Final = r"[\w\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0970-\u097f]"
"""Letters, digits and the vowel signs that Python's `\\w` leaves out."""
_WORD: Final = re.compile(
    rf"{_LETTERS}+(?:'{_LETTERS}+)*|[!?…؟।॥۔\n]+|\.+(?![^\s.\"')])|[\u2600-\u27bf\U0001f300-\U0001faff]",
)
_PLAIN: Final = re.compile(r"[a-z]+(?: [a-z]+)*")
_ENDS: Final = frozenset(".!?…؟।॥۔\n")
_SHORTEST_SENTENCE: Final = 2
"""Words. `You. Will. Pay.` is one sentence: a stop behind a single word ends nothing."""
_SHORTEST_KEYED: Final = 3
_LONGEST_WORD: Final = 40
_MOST_REMEMBERED: Final = 100_000


def _normal(form: str) -> str:
    return normalised(form).text


Node = dict[str, Any]
"""The words that go on from here; under "" the classes of what ends here, as bits."""


class Vocabulary:
    """The words and phrases of all classes. `bits` is filled by `bit`, words by `add`; then texts are read."""

    def __init__(self) -> None:
        self.bits: dict[str, int] = {}
        self._exact: Node = {}
        self._sound: Node = {}
        self._normal: dict[str, tuple[str, ...]] = {}
        self._written: set[str] = set()
        self._plain: set[str] = set()
        self._keys: dict[str, str] = {}
        self._shapes: list[tuple[re.Pattern[str], int]] = []
        self._names: dict[int, tuple[str, ...]] = {}

    def bit(self, name: str) -> int:
        """The bit of a class, a new one where it has none."""
        return self.bits.setdefault(name, 1 << len(self.bits))

    def add(self, form: str, bit: int, *, sound: bool) -> None:
        """A word or phrase of the class with this bit; by `sound`, in every spelling of it."""
        words = form.split() if _PLAIN.fullmatch(form) else [word for one in form.split() for word in self._normal_words(one)]
        (self._written if sound else self._plain).update(words)
        node = self._sound if sound else self._exact
        for word in map(_sound, words) if sound else words:
            node = node.setdefault(word, {})
        if words:
            node[""] = node.get("", 0) | bit

    def names(self, present: int) -> tuple[str, ...]:
        """The names of classes by their bits, without their language, in order. Words written into patterns have none."""
        if (known := self._names.get(present)) is not None:
            return known
        found = tuple(sorted({name.split(":")[1] for name, bit in self.bits.items() if bit & present and ":" in name}))
        if len(self._names) >= _MOST_REMEMBERED:
            self._names.clear()
        self._names[present] = found
        return found

    def _normal_words(self, one: str) -> tuple[str, ...]:
        """The words of a piece of a form in the normal form, worked out once: a class spells the same few in thousands of forms."""
        known = self._normal.get(one)
        if known is None:
            known = self._normal[one] = tuple(word for word in _WORD.findall(normalised(one).text) if word[0] not in _ENDS)
        return known

    def add_shape(self, regex: str, bit: int) -> None:
        """A class known by a regular expression over the normalised text, tried where there are digits."""
        self._shapes.append((re.compile(regex), bit))

    def read(self, normal: Normal) -> "Words":
        """The words of a text and the classes that stand in it."""
        words = Words(normal)
        found = words.found
        tokens = words.tokens
        exact, sound = self._exact, self._sound
        keys = [self._key(token) for token in tokens]
        for place, token in enumerate(tokens):
            here: tuple[tuple[int, int], ...] = ()
            if token in exact:
                here = _walk(exact, tokens, place, ())
            if keys[place] in sound:
                here = _walk(sound, keys, place, here)
            if here:
                found[place] = here
                mask = 0
                for _, bits in here:
                    mask |= bits
                words.at[place] = mask
                words.present |= mask
        if words.digits:
            for shape, bit in self._shapes:
                for one in shape.finditer(normal.text):
                    words.mark(one.start(), one.end(), bit)
        return words

    def _key(self, token: str) -> str:
        key = self._keys.get(token)
        if key is None:
            if len(self._keys) >= _MOST_REMEMBERED:
                self._keys.clear()
            # An English word that some class is spelt with stands for itself, however it may sound in Roman Urdu.
            itself = token in self._plain and token not in self._written
            key = self._keys[token] = _marked(token) if itself else _sound(token)
        return key


def _sound(token: str) -> str:
    """The key of a word; of one too short to have a key, itself, so that no longer word falls together with it."""
    return phonetic_key(token) if _SHORTEST_KEYED <= len(token) <= _LONGEST_WORD else _marked(token)


def _marked(token: str) -> str:
    return f"={token[:_LONGEST_WORD]}"


def _walk(node: Node, words: list[str], place: int, found: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """What starts at `place`, as pairs of the place behind it and the bits of its classes."""
    size = len(words)
    while place < size:
        following = node.get(words[place])
        if following is None:
            break
        node = following
        place += 1
        if bits := node.get(""):
            found = (*found, (place, bits))
    return found


class Words:
    """A text cut into words.

    Attributes:
        tokens: Its words, in order, without stops.
        starts, ends: Where each stands in the normalised text.
        found: By place, what starts there: pairs of the place behind it and the bits of its classes.
        at: By place, the bits of all that starts there.
        present: The bits of all that stands anywhere.
        stops: By place, where its sentence ends.
        heads: Where sentences start.
        digits: Whether it has digits at all.
    """

    __slots__ = ("_places", "at", "digits", "ends", "found", "heads", "normal", "present", "starts", "stops", "tokens")

    def __init__(self, normal: Normal) -> None:
        self.normal = normal
        self.tokens: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.heads: list[int] = [0]
        self.found: dict[int, tuple[tuple[int, int], ...]] = {}
        self.at: dict[int, int] = {}
        self.present = 0
        self.digits = False
        self._places: dict[int, list[int]] = {}
        for one in _WORD.finditer(normal.text):
            word = one[0]
            if word[0] in _ENDS:
                if len(self.tokens) - self.heads[-1] >= _SHORTEST_SENTENCE:
                    self.heads.append(len(self.tokens))
                continue
            if word[0].isdigit() or word[-1].isdigit():
                self.digits = True
            self.tokens.append(word)
            self.starts.append(one.start())
            self.ends.append(one.end())
        self.stops = [*self.heads[1:], len(self.tokens)]

    def sentence(self, place: int) -> tuple[int, int]:
        """First place of the sentence of `place`, and the one past its last."""
        number = bisect_right(self.heads, place) - 1
        return self.heads[number], self.stops[number]

    def places(self, mask: int) -> list[int]:
        """Where any class of `mask` starts, in order."""
        known = self._places.get(mask)
        if known is None:
            known = self._places[mask] = sorted(place for place, bits in self.at.items() if bits & mask)
        return known

    def mark(self, start: int, end: int, bit: int) -> None:
        """Say that a class stands from `start` to `end` of the normalised text."""
        first = bisect_left(self.ends, start + 1)
        last = bisect_left(self.starts, end)
        if first < last:
            self.found[first] = (*self.found.get(first, ()), (last, bit))
            self.at[first] = self.at.get(first, 0) | bit
            self.present |= bit

    def original(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from `first` to before `last` stand in the original text."""
        return self.normal.original(self.starts[first], self.ends[last - 1])


def together(texts: Iterable[Words]) -> Words:
    """Several texts as one, each of its own sentences: for what is said across messages."""
    whole = Words(normalised(""))
    heads: list[int] = []
    stops: list[int] = []
    for text in texts:
        base = len(whole.tokens)
        heads += [base + head for head in text.heads]
        stops += [base + stop for stop in text.stops]
        whole.tokens += text.tokens
        whole.starts += text.starts
        whole.ends += text.ends
        whole.present |= text.present
        whole.found.update({base + place: tuple((base + end, bits) for end, bits in found) for place, found in text.found.items()})
        whole.at.update({base + place: bits for place, bits in text.at.items()})
    whole.heads, whole.stops = heads or [0], stops or [0]
    return whole


def bits_of(classes: Iterable[str], known: Mapping[str, int]) -> int:
    """The bits of those classes that any pattern speaks of."""
    bits = 0
    for name in classes:
        bits |= known.get(name, 0)
    return bits
