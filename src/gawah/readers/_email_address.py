"""Addresses of a mail's From, To, Cc and Bcc fields (RFC 5322 section 3.4, with the older forms of section 4.4).

What no grammar allows is read as people read it: `Name name@example.org` has a name and an address, a word without `@` is a name.
"""

import re
from collections.abc import Callable

from gawah.records.content import Account

MAX_ADDRESSES = 10_000
_SPECIAL = re.compile(r"[\"(),:;<>\[\]\\]")
_ADDRESS = re.compile(r"[^\s<>\"(),;]+@[^\s<>\"(),;]+")


def accounts(value: str | None, words: Callable[[str], str]) -> list[Account]:
    """The mailboxes of a field, those of groups included; a group without any stands as its name. `words` decodes encoded
    words.
    """
    found: list[Account] = []
    aside: list[Account] = []
    group: tuple[str, int] | None = None
    for piece, ending in _pieces(value or ""):
        if ending == ":":
            group = (piece, len(found))
            continue
        plain, comments = _without_comments(piece)
        account = _account(plain, comments, words)
        if account is not None and len(found) < MAX_ADDRESSES:
            (found if plain.strip() else aside).append(account)
        if ending == ";" and group is not None:
            if len(found) == group[1]:
                found.append(Account(name=_group(group[0], words)))
            group = None
    if group is not None and len(found) == group[1] and group[0].strip():
        found.append(Account(name=_group(group[0], words)))
    return found or aside[:1]  # a comment names somebody only where nothing else does


def _pieces(value: str) -> list[tuple[str, str]]:
    """`value` cut at commas, semicolons and the colons of groups, none of which stands in quotes, comments or brackets."""
    pieces: list[tuple[str, str]] = []
    start = at = depth = 0
    quoted = angle = literal = False
    while (found := _SPECIAL.search(value, at)) is not None:
        char, at = found.group(), found.end()
        if char == "\\":
            at += 1
        elif quoted:
            quoted = char != '"'
        elif char in "()":
            depth = max(0, depth + (1 if char == "(" else -1))
        elif depth:
            continue
        elif char == '"':
            quoted = True
        elif char in "<>":
            angle = char == "<"
        elif char in "[]":
            literal = char == "["
        elif not (angle or literal):
            pieces.append((value[start : at - 1], char))
            start = at
            if len(pieces) > 2 * MAX_ADDRESSES:
                return pieces
    pieces.append((value[start:], ","))
    return pieces


def _account(plain: str, comments: list[str], words: Callable[[str], str]) -> Account | None:
    opening = _outside_quotes(plain, "<")
    if opening is not None:
        closing = plain.find(">", opening)
        address = plain[opening + 1 : closing if closing >= 0 else None].strip()
        name = plain[:opening] + (" " + plain[closing + 1 :] if closing >= 0 else "")
        if address.startswith("@") and ":" in address:
            address = address.rpartition(":")[2]  # the route of older forms
    else:
        found = list(_ADDRESS.finditer(plain))
        address = found[-1].group() if found else ""
        name = plain[: found[-1].start()] + plain[found[-1].end() :] if found else plain
    shown = _name(name, words) or _name(" ".join(comments), words)
    address = _unquoted_local(address)
    if not shown and not address:
        return None
    if address and "@" not in address and not shown:
        return Account(name=words(address))
    return Account(name=shown, handle=words(address) or None)


def _without_comments(piece: str) -> tuple[str, list[str]]:
    if "(" not in piece:
        return piece, []
    kept: list[str] = []
    comments: list[str] = []
    depth, quoted, at, start = 0, False, 0, 0
    while at < len(piece):
        char = piece[at]
        if char == "\\":
            at += 1
        elif quoted or (char == '"' and not depth):
            quoted = (not quoted) if char == '"' else quoted
        elif char == "(":
            if not depth:
                kept.append(piece[start:at])
                start = at + 1
            depth += 1
        elif char == ")" and depth:
            depth -= 1
            if not depth:
                comments.append(piece[start:at])
                start = at + 1
        at += 1
    (comments if depth else kept).append(piece[start:])
    return " ".join(kept), comments


def _outside_quotes(text: str, wanted: str) -> int | None:
    quoted, at = False, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == '"':
            quoted = not quoted
        elif text[at] == wanted and not quoted:
            return at
        at += 1
    # An unclosed quotation mark hides nothing.
    found = text.rfind(wanted)
    return found if quoted and found >= 0 else None


def _group(text: str, words: Callable[[str], str]) -> str | None:
    return _name(_without_comments(text)[0], words)


def _name(text: str, words: Callable[[str], str]) -> str | None:
    text = " ".join(text.split())
    if '"' in text:
        text = re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)\"", "", text))
    return words(text).strip() or None


def _unquoted_local(address: str) -> str:
    address = re.sub(r"\s*([@.])\s*", r"\1", address.strip())
    return re.sub(r"^\"([\w.+-]+)\"@", r"\1@", address)
