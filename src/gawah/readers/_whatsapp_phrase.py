"""What the app itself writes in a WhatsApp chat: placeholders in bodies, and lines about the chat. The words are a pack.

U+200E (or another invisible mark) right after `Name: ` is the best sign of a body typed by the app. Phrases in angle brackets,
deletion notices and `name.ext (file attached)` count without it, because Android writes none. An unmarked phrase in plain words,
such as `image omitted`, may be typed by a person: it counts as an attachment that is missing, and the words stay in the body.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from gawah.packs.load import load
from gawah.readers._whatsapp_header import INVISIBLE

GROUP_EVENTS = frozenset(
    {
        *("group-created", "member-added", "member-removed", "member-left", "member-joined", "subject-changed", "icon-changed"),
        *("description-changed", "admin-changed"),
    }
)
"""Events that only a group has."""
_MARKS = f"[{INVISIBLE}]*"
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "'": "'", "”": "”"}
# A colon and space parts a name from a text, so a wildcard holds one only inside quotation marks: `… the subject to "x: y"`.
# Its alternatives begin with different characters, so that a hostile line cannot make the comparison slow.
_ANYTHING = '(?:"[^"\n]*"|“[^”\n]*”|„[^“\n]*“|«[^»\n]*»|[^"“„«:\n]|:(?! ))*'
_LONGEST_EVENT = 1000
_SHORT = 200
"""Characters: the longest line by the app, and the longest body that is remembered."""
_REMOVED = dict.fromkeys(map(ord, INVISIBLE))
_LONGEST_PROFILE_NAME = 25
"""Characters that WhatsApp allows in the name a person gives themself: nobody can be called by longer words of the app."""
_NAME_WITH_ENDING = re.compile(r"\.\w{1,5}$")


@dataclass(frozen=True, slots=True)
class Body:
    """A body that holds words of the app.

    Attributes:
        text: What is left for the person.
        attachment: There was a file.
        name: Its name, where stated.
        edited, deleted: What the app says of the message.
        event: The app wrote all of it, about this; then it is no message.
        who: Whose act the event is, where its words say.
    """

    text: str
    attachment: bool = False
    name: str | None = None
    edited: bool = False
    deleted: bool = False
    event: str | None = None
    who: str | None = None


@dataclass(frozen=True, slots=True)
class _Event:
    name: str
    fragment: str
    phrase: str


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The pack, made ready for comparing."""

    omitted: frozenset[str]
    omitted_plainly: frozenset[str]
    deleted: frozenset[str]
    omitted_any: re.Pattern[str]
    deleted_any: re.Pattern[str]
    app_text: re.Pattern[str]
    view_once: re.Pattern[str]
    edited: re.Pattern[str]
    attached: re.Pattern[str]
    attached_inside: re.Pattern[str]
    events: tuple[_Event, ...]


@cache
def plain() -> frozenset[bytes]:
    """Bodies, exactly as written, that need `body` although nothing in them is a mark or a bracket. In UTF-8."""
    found: set[str] = set()
    for language in _languages():
        for phrase in (
            *language["media_omitted_marked"],
            *language["deleted"],
            *language["deleted_by_self"],
            *language["view_once"],
        ):
            found.update((phrase, f"{phrase}.", phrase[:1].lower() + phrase[1:], phrase[:1].upper() + phrase[1:]))
    return frozenset(phrase.encode() for phrase in found)


def body(text: str) -> Body | None:
    """What the app says in the body of a message; None where all of it is the person's."""
    return _short_body(text) if len(text) <= _SHORT else _any_body(text)


def by_app(text: str) -> bool:
    """Whether a body begins with what the app writes: a placeholder, a place, a poll."""
    return body(text) is not None or _phrases().app_text.match(text) is not None


def _any_body(text: str) -> Body | None:
    phrases = _phrases()
    edit = phrases.edited.search(text)
    if edit:
        written = text[: edit.start()].rstrip(INVISIBLE).removesuffix(" ").rstrip(INVISIBLE)
        inner = _body(written)
        left = written if inner is None else inner.text
        return Body(left, inner is not None and inner.attachment, inner.name if inner else None, edited=True)
    return _body(text)


def _body(text: str) -> Body | None:
    phrases = _phrases()
    words = text.strip(INVISIBLE + " \u00a0\u202f\n\r")
    folded = words.translate(_REMOVED).casefold().rstrip(".") if len(words) <= _LONGEST_EVENT else ""
    marked = text[:1] in INVISIBLE and text[:1] != ""
    if folded in phrases.omitted or (marked and phrases.omitted_any.fullmatch(words)):
        return Body("", attachment=True)
    if folded in phrases.deleted or phrases.deleted_any.fullmatch(words):
        return Body(words if marked else text, deleted=True)
    found = _attached(text, marked=marked)
    if found:
        return found
    if phrases.view_once.fullmatch(words):
        return Body(words, attachment=True)
    if folded in phrases.omitted_plainly:
        return Body(text, attachment=True)
    if marked:
        name, who = event(words, marked=True)
        if name != "other":
            return Body(words, event=name, who=who)
        if phrases.app_text.match(words):
            return Body(text.lstrip(INVISIBLE))
    return None


def _attached(text: str, *, marked: bool) -> Body | None:
    """`name (file attached)` with a caption on the lines below, or `<attached: name>` with one on either side."""
    phrases = _phrases()
    found = phrases.attached.match(text)
    if found:
        name = found["name"].strip(INVISIBLE)
        if marked or _NAME_WITH_ENDING.search(name):
            return Body(text[found.end() :], attachment=True, name=name)
    found = phrases.attached_inside.search(text)
    if found is None:
        return None
    before = text[: found.start()].rstrip(f"{INVISIBLE} \r\n")
    if marked:
        before = before.lstrip(INVISIBLE)
    after = text[found.end() :].removeprefix("\r").removeprefix("\n")
    between = "\n" if before and after else ""
    return Body(f"{before}{between}{after}", attachment=True, name=found["name"].strip(INVISIBLE))


_short_body = lru_cache(maxsize=4096)(_any_body)


def event(text: str, *, marked: bool = False) -> tuple[str, str | None]:
    """The event that a line by the app tells of (`other` when the wording is unknown), and who did it, where stated.

    Args:
        text: The line; the app's are at most 1,000 characters long.
        marked: The text stood behind a name and U+200E.
    """
    words = text.strip(INVISIBLE + " \n\r")
    return _event(words, marked=marked) if len(words) <= _LONGEST_EVENT else ("other", None)


@lru_cache(maxsize=4096)
def _event(words: str, *, marked: bool) -> tuple[str, str | None]:
    folded = words.casefold()
    for each in _phrases().events:
        if each.fragment in folded:
            found = _whole(each.phrase, marked=marked).fullmatch(words)
            if found:
                return each.name, found.groupdict().get("who")
    return "other", None


def may_be_system(prefix: str) -> bool:
    """Whether what stands before the first `: ` may be the beginning of a line by the app, not a name."""
    folded = prefix.casefold()
    return any(fragment in folded for fragment in _fragments())


@cache
def _fragments() -> tuple[str, ...]:
    """The beginnings of the app's own words: what can stand before a `: ` inside a line by the app."""
    found: set[str] = set()
    for language in _languages():
        for phrases in language["event"].values():
            for phrase in phrases:
                words = re.split(r"\*|\{who\}|: ", phrase.removeprefix("{who}"))[0].rstrip('"“„« ').casefold()
                if ("*" in phrase or ": " in phrase) and len(words) > 3:
                    found.add(words)
    return tuple(sorted(found))


@cache
def title_of(file_name: str) -> str | None:
    """The title that a file name gives: `WhatsApp Chat with X.txt` gives X; None when WhatsApp did not make the name."""
    stem = re.sub(r"\.(txt|zip)$", "", file_name, flags=re.IGNORECASE)
    for pattern in load("platforms/whatsapp")["file"]["names"]:
        before, _, after = pattern.partition("{title}")
        if len(stem) > len(pattern) - len("{title}") and stem.startswith(before) and stem.endswith(after):
            return stem[len(before) : len(stem) - len(after)].strip(INVISIBLE + " ") or None
    return None


def _languages() -> list[dict[str, dict[str, list[str]]]]:
    return [table for table in load("platforms/whatsapp").values() if isinstance(table, dict) and "event" in table]


@cache
def _phrases() -> _Phrases:
    languages = _languages()

    def folded(*kinds: str) -> frozenset[str]:
        return frozenset(
            phrase.casefold().rstrip(".") for table in languages for kind in kinds for phrase in table[kind] if "*" not in phrase
        )

    def anyone(*kinds: str) -> re.Pattern[str]:
        phrases = [phrase for table in languages for kind in kinds for phrase in table[kind]]
        return re.compile("|".join(_regex(phrase) for phrase in phrases), re.IGNORECASE)

    attached = [phrase for table in languages for phrase in table["attached"]]
    behind = [re.escape(phrase.removeprefix("{name} ")) for phrase in attached if phrase.startswith("{name}")]
    inside = [
        f"<{_MARKS}{re.escape(phrase.split('{name}')[0].strip('< '))}" for phrase in attached if not phrase.startswith("{name}")
    ]
    edited = [re.escape(phrase) for table in languages for phrase in table["edited"]]
    return _Phrases(
        omitted=folded("media_omitted") | {f"<{phrase}>" for phrase in folded("media_omitted_marked")},
        omitted_plainly=folded("media_omitted_marked"),
        deleted=folded("deleted", "deleted_by_self"),
        omitted_any=anyone("media_omitted_marked"),
        deleted_any=re.compile(
            "|".join(_regex(phrase) for table in languages for phrase in table["deleted"] if "*" in phrase), re.IGNORECASE
        ),
        app_text=anyone("poll", "location"),
        view_once=anyone("view_once"),
        edited=re.compile(f"(?:{'|'.join(edited)}){_MARKS}$", re.IGNORECASE),
        attached=re.compile(f"{_MARKS}(?P<name>[^\n]{{0,255}}?) {_MARKS}(?:{'|'.join(behind)}){_MARKS}\r?(?:\n|$)", re.IGNORECASE),
        attached_inside=re.compile(
            f"(?:^|[ {INVISIBLE}])(?:{'|'.join(inside)}) ?{_MARKS}(?P<name>[^\n>]{{1,255}})>{_MARKS}", re.IGNORECASE | re.MULTILINE
        ),
        events=tuple(
            _Event(name, max(re.split(r"\*|\{who\}", phrase.casefold()), key=len).rstrip("."), phrase)
            for table in languages
            for name, phrases in table["event"].items()
            for phrase in phrases
        ),
    )


@cache
def _whole(phrase: str, *, marked: bool) -> re.Pattern[str]:
    return re.compile(_regex(phrase, marked=marked), re.IGNORECASE)


def _regex(phrase: str, *, marked: bool = True) -> str:
    """The phrase as a regular expression for a whole text; `marked`: a name is cut off already, so wildcards may hold `: `."""
    parts = re.split(r"(\*|\{who\})", phrase.rstrip("."))
    written = ""
    for index, part in enumerate(parts):
        if part == "{who}":
            written += "(?P<who>(?:(?!: ).)+?)" if "(?P<who>" not in written else ".+?"
        elif part == "*":
            before, after = parts[index - 1][-1:], parts[index + 1][:1]
            quoted = before in _QUOTES and _QUOTES[before] == after and after != ""
            free = marked or quoted or parts[index - 1].endswith(": ") or (index == 1 and len(parts[0]) > _LONGEST_PROFILE_NAME)
            written += ".*?" if free else _ANYTHING
        else:
            written += re.escape(part)
    return f"(?:{written})\\.?"
