"""The lines of `gawah inspect --records`, held to the promised shape: keys, types, allowed words. Nothing more, nothing less."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], bool]

KINDS = {"direct", "group", "post", "comment", "story", "email", "sms", "reaction"}
FOLDERS = {"inbox", "message_requests", "archived", "filtered", "sent", "drafts"}
ZONES = {"stated", "format", "assumed", "unknown"}
PRECISIONS = {"minute", "second", "ms", "day"}
GRADES = {"platform-export", "own-capture", "third-party-capture", "screenshot", "hearsay"}
SEVERITIES = {"info", "warning", "loss"}
CODES = {
    *("field-unknown", "field-duplicate", "record-unreadable", "member-unreadable", "member-encrypted", "name-unsafe"),
    *("time-ambiguous", "time-unreadable", "media-missing", "count-mismatch", "text-repaired", "text-undecodable", "part-missing"),
    *("embedded", "limit-reached", "not-recognised", "member-unread", "name-repeated", "platform-uncertain"),
}
"""The codes that were promised first, and those added since."""

_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?")
_UTC = re.compile(_LOCAL.pattern + "Z")


def faults(line: Any) -> list[str]:
    """Where one line departs from its shape; empty when it does not."""
    if not isinstance(line, dict) or line.get("type") not in SHAPES:
        return ["type"]
    return list(_faults(SHAPES[line["type"]], line, line["type"]))


def _faults(shape: Mapping[str, Check], value: Any, where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where}: no object"]
    found = [f"{where}.{key}: not promised" for key in value.keys() - shape.keys()]
    found += [f"{where}.{key}: missing" for key in shape.keys() - value.keys()]
    found += [f"{where}.{key}" for key, check in shape.items() if key in value and not check(value[key])]
    return found


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _word(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", value) is not None


def _number(value: Any) -> bool:
    return type(value) is int and value >= 0


def _flag(value: Any) -> bool:
    return type(value) is bool


def _hex(digits: int) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(f"[0-9a-f]{{{digits}}}", value) is not None


def _or_none(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _one_of(words: set[str]) -> Check:
    return lambda value: value in words


def _of(shape: Mapping[str, Check]) -> Check:
    return lambda value: not _faults(shape, value, "")


def _list(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _counts(keys: Check) -> Check:
    return lambda value: isinstance(value, dict) and all(keys(key) and _number(number) for key, number in value.items())


def _time(value: Any) -> bool:
    """A time with its zone said; UTC is null only when the zone is unknown, and no zone is made up."""
    shape = {
        "stated": _text,
        "local": _or_none(lambda text: _LOCAL.fullmatch(text) is not None),
        "utc": _or_none(lambda text: _UTC.fullmatch(text) is not None),
        "zone": _one_of(ZONES),
        "precision": _one_of(PRECISIONS),
    }
    return not _faults(shape, value, "") and (value["utc"] is None) == (value["zone"] == "unknown")


def _span(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_number, value)) and value[0] <= value[1]


def _extent(value: Any) -> bool:
    return isinstance(value, str) and (_LOCAL.fullmatch(value) or _UTC.fullmatch(value)) is not None


_LOCATOR = _of({"file_sha256": _hex(64), "member": _or_none(_text), "place": _text, "span": _or_none(_span)})
_ACCOUNT = _of({key: _or_none(_text) for key in ("name", "handle", "platform_id")})
_CONVERSATION = _of({"id": _hex(32), "title": _or_none(_text)})
_ATTACHMENT = _of({"name": _or_none(_text), "media_type": _or_none(_text), "sha256": _or_none(_hex(64)), "missing": _flag})
_REACTION = _of({"emoji": _text, "sender": _ACCOUNT, "sent_at": _or_none(_time)})
_GAP = _of({"after": _text, "before": _text, "days": _number})
_HEAD: Mapping[str, Check] = {
    "type": _word,
    "id": _hex(32),
    "reader": _word,
    "platform_id": _or_none(_text),
    "conversation": _CONVERSATION,
    "folder": _or_none(_one_of(FOLDERS)),
    "sent_at": _time,
    "body": _text,
    "flags": _list(_word),
    "locator": _LOCATOR,
}

SHAPES: Mapping[str, Mapping[str, Check]] = {
    "message": {
        **_HEAD,
        "sender": _ACCOUNT,
        "recipients": _list(_ACCOUNT),
        "kind": _one_of(KINDS),
        "subject": _or_none(_text),
        "links": _list(_text),
        "attachments": _list(_ATTACHMENT),
        "reactions": _list(_REACTION),
        "reply_to": _or_none(_text),
        "edited": _flag,
        "deleted": _flag,
    },
    "event": {**_HEAD, "sender": _or_none(_ACCOUNT), "event": _word},
    "problem": {
        "type": _word,
        "reader": _or_none(_word),
        "code": _one_of(CODES),
        "severity": _one_of(SEVERITIES),
        "locator": _LOCATOR,
        "records": _number,
        "count": _number,
    },
    "summary": {
        "type": _word,
        "source": _of({"name": _text, "kind": _one_of({"file", "folder"}), "sha256": _hex(64), "bytes": _number}),
        "reader": _or_none(_word),
        "reader_version": _or_none(_text),
        "recognised": _flag,
        **dict.fromkeys(("messages", "events", "captures", "duplicates", "unread", "records_in_source", "conversations"), _number),
        "conserved": _flag,
        "problems": lambda value: _counts(_one_of(SEVERITIES))(value) and value.keys() == SEVERITIES,
        "codes": _counts(_one_of(CODES)),
        "first": _or_none(_extent),
        "last": _or_none(_extent),
        "gaps": _list(_GAP),
        "members": _counts(_one_of({"total", "read", "unread"})),
        "complete": _flag,
        "grade": _or_none(_one_of(GRADES)),
        "opened": _flag,
    },
}
