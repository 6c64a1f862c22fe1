"""The words of a Telegram message: text that is a string or a mixed list, and what is said by a poll, a contact or a place."""

from collections.abc import Mapping

from gawah.readers._json import Path
from gawah.readers._json_member import JsonMember
from gawah.readers._json_window import Number

_PART_KEYS = frozenset({"type", "text", "href", "user_id", "document_id", "language", "collapsed"})
_ADDRESSED = frozenset({"link", "text_link"})
_CARDS = ("poll", "contact_information", "location_information", "invoice_information", "todo_list", "giveaway_information")
_SAID = ("place_name", "address", "game_title", "game_description")
_SIGNS = frozenset((*_CARDS, *_SAID, "game_link"))
_CARD_KEYS = frozenset(
    {
        *("question", "closed", "total_voters", "answers", "first_name", "last_name", "phone_number", "latitude", "longitude"),
        *("title", "description", "amount", "currency", "receipt_message_id", "quantity", "months", "until_date", "channels"),
        *("countries", "additional_prize", "stars", "is_only_new_subscribers", "others_can_append", "others_can_complete"),
    }
)


def text_and_links(reading: JsonMember, fact: Mapping[str, object], path: Path) -> tuple[str, list[str]]:
    """The text of `text` (of `text_entities` where that is missing), and the addresses that stand in its parts."""
    key = "text" if fact.get("text") is not None else "text_entities"
    stated = fact.get(key)
    if isinstance(stated, str):
        return reading.stated(stated), []
    words: list[str] = []
    links: list[str] = []
    for index, part in enumerate(stated if isinstance(stated, list) else [] if stated is None else [stated]):
        if isinstance(part, str):
            words.append(reading.stated(part))
        elif isinstance(part, dict):
            at = (*path, key, index)
            reading.unknown(part, _PART_KEYS, at)
            text = reading.text(part, "text", at) or ""
            words.append(text)
            address = reading.text(part, "href", at) or text
            if part.get("type") in _ADDRESSED and address:
                links.append(address)
        else:
            reading.note("field-unknown", "warning", (*path, key))
    return "".join(words), links


def cards(reading: JsonMember, fact: Mapping[str, object], path: Path) -> tuple[list[str], list[str], list[str]]:
    """What a message says otherwise than by its text: words, addresses (`geo:latitude,longitude`, RFC 5870) and flags."""
    if _SIGNS.isdisjoint(fact):
        return [], [], []
    words: list[str] = []
    links: list[str] = []
    flags: list[str] = []
    for key in _CARDS:
        for at, card in reading.parts(fact, key, path):
            reading.unknown(card, _CARD_KEYS, at[:-1])
            if key == "poll":
                words += [reading.text(card, "question", at[:-1]) or "", *_answers(reading, card, at[:-1])]
            elif key == "location_information":
                place = [_number(card.get(each)) for each in ("latitude", "longitude")]
                links += [f"geo:{','.join(place)}"] if all(place) else []
            else:
                told = [reading.text(card, each, at[:-1]) for each in ("first_name", "last_name", "title", "description")]
                words += [" ".join(each for each in told if each), reading.text(card, "phone_number", at[:-1]) or ""]
            flags.append(key.removesuffix("_information"))
    if "location" in flags and "live_location_period_seconds" in fact:
        flags.append("live-location")
    for key in _SAID:
        words.append(reading.text(fact, key, path) or "")
    links += [reading.text(fact, "game_link", path) or ""]
    return [each for each in words if each], [each for each in links if each], list(dict.fromkeys(flags))


def _answers(reading: JsonMember, poll: Mapping[str, object], path: Path) -> list[str]:
    """The answers that can be chosen, each behind `- `."""
    return [f"- {reading.text(answer, 'text', at) or ''}" for at, answer in reading.parts(poll, "answers", path)]


def _number(value: object) -> str:
    if isinstance(value, Number):
        return value.text
    return str(value) if type(value) is int else ""
