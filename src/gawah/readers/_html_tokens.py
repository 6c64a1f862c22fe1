"""The tags and texts of HTML in one pass, as a browser's tokenizer finds them (HTML Standard, section 13.2.5), in linear time.

Known limits: a comment inside a script hides no `</script>`; CDATA counts as a comment, which it is outside of SVG and MathML.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_SPACE = r"[ \t\r\n\f]"
_ATTRIBUTE = re.compile(
    rf"(?P<name>[^ \t\r\n\f/>][^ \t\r\n\f/>=]*+)"
    rf"(?:{_SPACE}*+={_SPACE}*+"
    r"(?:\"(?P<double>[^\"]*+)\"?+|'(?P<single>[^']*+)'?+|(?P<bare>[^ \t\r\n\f>\"'][^ \t\r\n\f>]*+)|(?=>)))?+"
)
_ATTRIBUTES = "(?:[ \\t\\r\\n\\f/]++|" + re.sub(r"\?P<\w+>", "?:", _ATTRIBUTE.pattern) + ")*+"
_MARKUP = re.compile(
    rf"<(?:(?P<close>/?+)(?P<name>[A-Za-z][^ \t\r\n\f/>]*+)(?P<attributes>{_ATTRIBUTES})>"
    r"|!--(?:-?>|(?:[^-]++|-(?!-!?>))*+--!?>)"
    r"|(?:!(?!--)|\?|/(?![A-Za-z]))[^>]*+>)"
    r"|(?P<endless><(?:[A-Za-z!?]|/.))",
    re.DOTALL,
)
_RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title"})
"""Elements in which no tag stands but their own end."""


class Tag(NamedTuple):
    """A start or end tag.

    Attributes:
        name: In lower case.
        closes: It is an end tag.
        attributes: As written, undecoded.
        start, end: Where it stands in the text.
    """

    name: str
    closes: bool
    attributes: str
    start: int
    end: int


class Text(NamedTuple):
    """What stands between two tags, undecoded.

    Attributes:
        start, end: Where it stands in the text.
        inside: The element that holds it as it is (`script`, `textarea`); "" elsewhere.
    """

    start: int
    end: int
    inside: str


def tokens(html: str, only: frozenset[str] | None = None) -> Iterator[Tag | Text]:
    """Tags and texts in order; comments are left out, and a tag that never ends, with what follows it, as in a browser.

    With `only`, tags of those names alone, and texts alone that elements of those names hold as they are.
    """
    at = 0
    while (found := _MARKUP.search(html, at)) is not None:
        start = found.start()
        if start > at and only is None:
            yield Text(at, start, "")
        close, written, attributes, endless = found.groups()
        if endless is not None:
            return
        at = found.end()
        if written is None:
            continue
        name = written.lower()
        if only is None or name in only:
            yield Tag(name, bool(close), attributes, start, at)
        if name in _RAW and not close:
            end = _raw_end(html, name, at)
            if end > at and (only is None or name in only):
                yield Text(at, end, name)
            at = end
        elif name == "plaintext" and not close:
            break
    if at < len(html) and only is None:
        yield Text(at, len(html), "")


def attribute(attributes: str, wanted: str) -> str | None:
    """The value of the first attribute of that name (in lower case), decoded; None where there is none."""
    for found in _ATTRIBUTE.finditer(attributes):
        if found["name"].lower() == wanted:
            return unescape(found["double"] or found["single"] or found["bare"] or "")
    return None


def few_attributes(attributes: str, most: int) -> bool:
    """Whether there are no more than `most`."""
    return len(attributes) <= most or all(number < most for number, _ in enumerate(_ATTRIBUTE.finditer(attributes)))


def _raw_end(html: str, name: str, at: int) -> int:
    found = re.compile(rf"</{name}(?=[ \t\r\n\f/>])", re.IGNORECASE).search(html, at)
    return len(html) if found is None else found.start()
