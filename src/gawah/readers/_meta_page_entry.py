"""One message of a page in an HTML export of Meta's, taken apart. What is what is told by the names of its style classes.

2022-       ._a6-g { ._a6-h sender, ._a6-p > div > [reply, text, share, file, reactions ul._a6-q], ._a6-o (or ._a72d) time }
2018-2021   ._2lej { ._2lek._2lel sender, ._2let > div > [...], ._2lem time }, reactions ul._tqp
-2018       .message > .message_header { .user, .meta time }, then p
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gawah.readers._html import parsed, text_of
from gawah.readers._meta_messages import is_remote

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SENDER = '[class~="_a6-i"], [class~="_2lel"], span.user'
_BODY = '[class~="_a6-p"], [class~="_2let"]'
_TIME = ('[class~="_a72d"]', '[class~="_a6-o"]', '[class~="_2lem"]', "span.meta")
_REACTIONS = 'ul[class~="_a6-q"] li, ul[class~="_tqp"] li'
_FILES = "img[src], video[src], audio[src], source[src], a[href]"
_LOCAL = re.compile(r"[^:?#]+/[^:?#]+")
_SIGN = re.compile(r"([^\w\s]+)\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as its page shows it.

    Attributes:
        sender, body, time: As shown; "" where there is none.
        files: Paths in the export, in order.
        links: Addresses on the web.
        reactions: As pairs of sign and name.
    """

    sender: str
    body: str
    time: str
    files: tuple[str, ...]
    links: tuple[str, ...]
    reactions: tuple[tuple[str, str], ...]


def entry(html: str) -> Entry | None:
    """The message that this piece of a page holds; None when it has neither a sender nor a time."""
    page = parsed(html)
    sender = page.css_first(_SENDER)
    time = next((node for query in _TIME if (node := page.css_first(query)) is not None), None)
    if sender is None and time is None:
        return None
    names, files, links = _named(page)
    body, reactions = _body(page), tuple(_reaction(node.text()) for node in page.css(_REACTIONS))
    return Entry(
        sender="" if sender is None else " ".join(sender.text().split()),
        body=body,
        time="" if time is None else " ".join(time.text().split()),
        files=tuple(dict.fromkeys(files)),
        links=tuple(dict.fromkeys((*links, *(link for link in names if is_remote(link))))),
        reactions=reactions,
    )


def _named(page: "LexborHTMLParser") -> tuple[list[str], list[str], list[str]]:
    """Addresses on the web of pictures and the like, paths of files, addresses of links."""
    remote: list[str] = []
    files: list[str] = []
    links: list[str] = []
    for node in page.css(_FILES):
        stated = (node.attributes.get("href") if node.tag == "a" else node.attributes.get("src")) or ""
        if is_remote(stated):
            (links if node.tag == "a" else remote).append(stated)
        elif _LOCAL.fullmatch(stated):
            files.append(stated.removeprefix("./"))
    return remote, files, links


def _body(page: "LexborHTMLParser") -> str:
    """The text. Of a body with the known places only that of the text; else all of it, without reactions and names of files."""
    body = page.css_first(_BODY)
    if body is None:
        return "\n".join(text for node in page.css("p") if (text := text_of(node.html or "")[0]))
    inner = _children(body)
    slots = _children(inner[0]) if len(inner) == 1 else []
    if len(slots) >= 2:
        return text_of(slots[1].html or "")[0] or text_of(slots[0].html or "")[0]
    for node in body.css(_REACTIONS):
        node.decompose()
    return text_of(body.html or "")[0]


def _children(node: "LexborNode") -> list["LexborNode"]:
    found = []
    child = node.child
    while child is not None:
        if child.tag == "div":
            found.append(child)
        child = child.next
    return found


def _reaction(shown: str) -> tuple[str, str]:
    """`❤Ada` as sign and name; the whole as the sign where it does not begin with one."""
    text = " ".join(shown.split())
    found = _SIGN.fullmatch(text)
    return (text, "") if found is None else (found[1], found[2])
