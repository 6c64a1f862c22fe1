"""In which language a message is, and each of its words: English, Urdu, Roman Urdu, Hindi, Arabic, several, another, or none.

The script decides first, by its letters. Within the Arabic script Urdu and Arabic are told apart by letters that only one of them
writes (Unicode Standard, section 9.2) and by the commonest small words of each; Persian, Pashto, Sindhi and Kurdish are "other".
Within Devanagari the commonest small words part Hindi from Marathi and Nepali. English, Roman Urdu and other languages in Latin
letters are parted by a model of ours (`romanised`): packaged detectors do not know Roman Urdu (triage.md, section 4). Roman Urdu
and romanised Hindi are one class.

Emoji, numbers and stickers are content too: such a message has language "none", and says so.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Final, Literal, TypeAlias

from gawah.analysis.normal import Normal, normalised
from gawah.analysis.romanised import LatinWord, Romanisable, Romanised
from gawah.analysis.script import scripts
from gawah.records.judgement import Language

WordLanguage: TypeAlias = Literal["en", "ur", "ur-Latn", "hi", "ar", "other"]

_WORD: Final = re.compile(r"[\w\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963]+(?:['’][^\W\d_]+)*")
"""Letters with their marks: signs of Devanagari vowels are no letters to Python, and are part of the word."""
_SIGNS: Final = ("So", "Sk", "Cs", "Co")
_LONGER_THAN_ARTICLE: Final = 3
_MAY_BE_LINK: Final = re.compile(r"[@#]|://|www")
_NOT_WRITTEN: Final = re.compile(r"https?://\S+|www\.\S+|[@#][\w.]+|\S+@\S+\.\w+")
"""Links, handles and addresses are in no language."""


def _small_words(listed: str) -> frozenset[str]:
    return frozenset(normalised(word).text for word in listed.split())


_URDU_LETTERS: Final = frozenset("ٹڈڑںےۓۂھ")
_ARABIC_LETTERS: Final = frozenset("ةىأإؤيك")
_OTHER_LETTERS: Final = frozenset("ټډړږښڼۍېڀٺٽڃڄڇڌڏڊڙڦڪڱڳڻژەێۆڵ")
"""Of Persian, Pashto, Sindhi and Kurdish, where Urdu and Arabic have others or none."""
_URDU_KEYBOARD: Final = frozenset("ہکی")
_URDU_WORDS: Final = _small_words(
    "ہے ہیں تھا تھی تھے ہوں ہو ہوا ہوئی گا گی گے کا کی کے کو نے سے میں پر اور یہ وہ تم آپ تو ہم مجھے تمہیں تمہارا تمہاری میرا "
    "میری میرے نہیں کیا کیوں کب کہاں کون جو کر کرو کرنا رہا رہی رہے بھی ہی اب مت جا لو دو دے گئے گیا گئی اپنا اپنی اپنے بہت "
    "کچھ لیے والا ساتھ"
)
_ARABIC_WORDS: Final = _small_words(
    "في على إلى عن أن إن ما لا لم لن هذا هذه هو هي أنت أنا نحن كان كل قد يا أو ثم الذي التي مع بعد قبل عند لك لي به له بك عليك منك "
    "ليش شو ايش مش مو وين كيف لماذا متى بس والله اللي هاي ده دي كده عشان علشان احنا انتي انتو ليه فين ولا كمان إذا سوف غير"
)
_PERSIAN_WORDS: Final = _small_words("است را که می نمی هستم هستی هست برای این آن با من شما چرا هم یک بود شد کرد خواهم نیست دارم")
_HINDI_WORDS: Final = _small_words(
    "है हैं था थी थे हूं हो हुआ गा गी गे का की के को ने से में पर और यह वह तुम आप तू हम मुझे तुम्हें तेरा तेरी मेरा मेरी नहीं क्या "
    "क्यों कब कहां कौन जो कर करो करना रहा रही रहे भी ही अब मत जा लो दो दे गया गई अपना अपनी बहुत कुछ लिए वाला साथ ये वो मैं"
)
_OTHER_DEVANAGARI: Final = _small_words("आहे आहेत नाही मी आणि काय मला तुला होते केले छ छैन म तिमी मलाई गर्न भएको पनि छन् यो त्यो")
_SHARE_OF_MIXED: Final = 0.3
_SHORT_CLAUSE: Final = 3
_CLAUSE: Final = 4
"""A message is mixed when so many words of another language follow each other, or one fewer that are a good share of it. Loan words
here and there, which stand in every message of some people, do not make it mixed.
"""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: where it stands in the normal form, and its language."""

    start: int
    end: int
    language: WordLanguage


@dataclass(frozen=True, slots=True)
class Identified:
    """A message and its languages.

    Attributes:
        language: Of the message.
        script: Of most of its letters, "" without letters.
        words: Its words in order.
        signs: Emoji, pictographs and other signs that carry meaning without letters.
    """

    language: Language
    script: str
    words: tuple[Word, ...] = field(repr=False)
    signs: int


class Identifier:
    """Tells the languages of messages; remembers the Latin words it has met, which come again and again."""

    def __init__(self, romanised: Romanised | None) -> None:
        """Without the model every word in Latin letters is "other", and so is a message of such words."""
        self._romanised = romanised

    def __call__(self, texts: Sequence[tuple[str, Normal]]) -> list[Identified]:
        """What each text, given as it is and in the normal form, is written in."""
        placed = [_placed(normal.text) for _, normal in texts]
        if self._romanised is None:
            return [_identified(text, normal, words, "other", {}) for (text, normal), words in zip(texts, placed, strict=True)]
        latin = [[word[0] for word, script in words if script == "Latin"] for words in placed]
        known = self._romanised.words([word for words in latin for word in words])
        return [
            _identified(text, normal, words, self._romanised.message([known[word] for word in own]), known)
            for (text, normal), words, own in zip(texts, placed, latin, strict=True)
        ]


def latin_words(normal: Normal) -> list[str]:
    """The words in Latin letters, in order: what `romanised` looks at."""
    return [word[0] for word, script in _placed(normal.text) if script == "Latin"]


def _placed(form: str) -> list[tuple[re.Match[str], str]]:
    """The words of a text in the normal form, each with its script."""
    bare = _NOT_WRITTEN.sub(lambda found: " " * len(found[0]), form) if _MAY_BE_LINK.search(form) else form
    words = [(word, _script_of(word[0][0])) for word in _WORD.finditer(bare)]
    return [one for one in words if one[1] or any(map(str.isalpha, one[0][0]))]


def _identified(
    text: str, normal: Normal, words: list[tuple[re.Match[str], str]], whole: Romanisable, each: Mapping[str, LatinWord]
) -> Identified:
    by_script = Counter[str]()
    for word, script in words:
        by_script[script] += len(word[0])
    languages: dict[str, WordLanguage] = {
        "Arabic": _of_arabic_script(text, [word[0] for word, script in words if script == "Arabic"]),
        "Devanagari": _of_devanagari([word[0] for word, script in words if script == "Devanagari"]),
    }
    found = tuple(Word(word.start(), word.end(), _of_word(word[0], script, languages, each)) for word, script in words)
    script = max(by_script, key=lambda one: (by_script[one], one), default="")
    main: WordLanguage = whole if script == "Latin" else languages.get(script, "other")
    signs = 0 if normal.text.isascii() else sum(_is_sign(char) for char in normal.text)
    return Identified(_of_message(main, found) if found else "none", script, found, signs)


@cache
def _is_sign(char: str) -> bool:
    return unicodedata.category(char) in _SIGNS


@cache
def _script_of(letter: str) -> str:
    """The script of the first sign of a word, which stands for all of it; "" for a digit."""
    return "" if not letter.isalpha() else "Latin" if letter.isascii() else (scripts(letter) or ("",))[0]


def _of_word(word: str, script: str, languages: Mapping[str, WordLanguage], each: Mapping[str, LatinWord]) -> WordLanguage:
    if script != "Latin":
        return languages.get(script, "other")
    return each[word].language if word in each else "other"


def _of_message(main: WordLanguage, words: Sequence[Word]) -> Language:
    """`main`, or "mixed" where a whole clause is in another language."""
    if main == "other":
        return main
    heard = [word.language for word in words]
    # A loan word inside a clause, with two words of it on either side, is part of it.
    for place in range(2, len(heard) - 2):
        around = {heard[place - 2], heard[place - 1], heard[place + 1], heard[place + 2]}
        if len(around) == 1 and around.isdisjoint((main, "other")):
            heard[place] = heard[place + 1]
    longest = max((len(list(run)) for language, run in groupby(heard) if language not in (main, "other")), default=0)
    clause = longest >= _CLAUSE or (longest >= _SHORT_CLAUSE and longest >= _SHARE_OF_MIXED * len(words))
    return "mixed" if clause else main


def _of_arabic_script(text: str, words: Sequence[str]) -> WordLanguage:
    """Urdu, Arabic or another: letters count as the person typed them, words in the normal form."""
    if not words:
        return "other"
    letters = Counter(text)
    urdu = 2 * _times(letters, _URDU_LETTERS) + 3 * sum(word in _URDU_WORDS for word in words)
    arabic = 2 * _times(letters, _ARABIC_LETTERS) + 3 * sum(word in _ARABIC_WORDS for word in words)
    arabic += 2 * sum(word.startswith("ال") and len(word) > _LONGER_THAN_ARTICLE for word in words)
    persian = 3 * sum(word in _PERSIAN_WORDS for word in words)
    other = persian + 4 * _times(letters, _OTHER_LETTERS)
    if other > max(urdu, arabic):
        return "other"
    if urdu == arabic:
        return "ur" if any(char in letters for char in _URDU_KEYBOARD) else "ar"
    return "ur" if urdu > arabic else "ar"


def _times(letters: Mapping[str, int], among: frozenset[str]) -> int:
    return sum(times for letter, times in letters.items() if letter in among)


def _of_devanagari(words: Sequence[str]) -> WordLanguage:
    return "other" if sum(word in _OTHER_DEVANAGARI for word in words) > sum(word in _HINDI_WORDS for word in words) else "hi"
