"""What a message of Skype's says: `content` is text with pseudo-XML, another kind for each kind of message.

Seen in parsers' sources (no sample of others is public): `<quote authorname messageid>` with `<legacyquote>` for old programs,
`<ss type>` for an emoticon, `<at id>` for a mention, `<e_m>` where it was edited, `<URIObject>` for a picture or file with the
sentence `To view this shared photo, go to`, `<partlist>` for a call, `<addmember>` and others for what the chat itself says.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gawah.readers._html import parsed, text_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_LEGACY = re.compile(r"<legacyquote>[^<]*+</legacyquote>", re.IGNORECASE)
_QUOTE = re.compile(r"<quote\b([^<>]*+)>", re.IGNORECASE)
_QUOTE_END = re.compile(r"</quote\s*>", re.IGNORECASE)
_AUTHOR = re.compile(r'\bauthorname="([^"<>]{0,200})"')
_MESSAGE = re.compile(r'\bmessageid="(\d{1,20})"')
_REPLY_ITEM = re.compile(r'itemtype="http://schema\.skype\.com/Reply"[^<>]{0,80}\bitemid="(\d{1,20})"')
_MICRO = 1_000_000
_MOST = 1_000


@dataclass(slots=True)
class Said:
    """What a message says.

    Attributes:
        text: Its words; those of another message that it repeats behind `> `.
        links: Addresses.
        answers: Id of the message that it repeats.
        flags: `quotes-another`, `location`, `contact`, `encrypted`.
        edited: It holds the mark of an edit.
    """

    text: str = ""
    links: list[str] = field(default_factory=list)
    answers: str | None = None
    flags: list[str] = field(default_factory=list)
    edited: bool = False


@dataclass(slots=True)
class Thing:
    """A picture or file that a message shares.

    Attributes:
        name: As the message states it.
        object: The id under which the platform kept it, and after which the export names it.
    """

    name: str | None
    object: str


def words(kind: str, content: str) -> Said:
    """The words of a message of this `messagetype`."""
    if kind == "Text":
        return Said(text=content)
    if kind == "RichText/Location":
        return _location(content)
    if kind == "RichText/Contacts":
        return _contacts(content)
    if kind.startswith("EndToEndEncryption/"):
        return Said(flags=["encrypted"])
    if "<uriobject" in content[:200].lower():
        return Said()
    return _rich(content, keep_blanks=kind != "RichText/Html")


def shared(content: str, references: list[str]) -> list[Thing]:
    """The pictures and files of a message: of its `amsreferences`, else those that its content names."""
    page = parsed(content) if "<uriobject" in content.lower() else None
    names = [] if page is None else [_name(page, number) for number in range(len(page.css("uriobject")))]
    ids = references or ([] if page is None else [_object(node.attributes.get("uri") or "") for node in page.css("uriobject")])
    return [Thing(names[at] if at < len(names) else None, each) for at, each in enumerate(ids[:_MOST])]


def call(content: str) -> str:
    """What a call's record states: how it stands, how long each took part, and who."""
    page = parsed(content)
    told = [node.attributes.get("type") or "" for node in page.css("partlist")[:1]]
    for part in page.css("part")[:_MOST]:
        name, seconds = part.css_first("name"), part.css_first("duration")
        who = (name.text() if name is not None else "") or part.attributes.get("identity") or ""
        length = seconds.text().strip() if seconds is not None else ""
        told.append(f"{who.strip()} ({length} s)" if length else who.strip())
    return "; ".join(each for each in told if each) or text_of(content, keep_blanks=True)[0]


def activity(content: str) -> tuple[str, str]:
    """Who did it, and to whom or what: of `<addmember>` and its like."""
    page = parsed(content)
    initiator = page.css_first("initiator")
    told = [node.text().strip() for node in page.css("target, value")[:_MOST]]
    return initiator.text().strip()[:200] if initiator is not None else "", ", ".join(each for each in told if each)


def _rich(content: str, *, keep_blanks: bool) -> Said:
    said = Said()
    said.edited = "<e_m" in content
    quote = _QUOTE.search(content)
    if quote is not None:
        said.flags.append("quotes-another")
        answered = _MESSAGE.search(quote.group(1))
        said.answers = None if answered is None else answered.group(1)
        content = _LEGACY.sub("", content)
        content = _QUOTE.sub(_opened, content)
        content = _QUOTE_END.sub("</blockquote>", content)
    elif (reply := _REPLY_ITEM.search(content)) is not None:
        said.flags.append("quotes-another")
        said.answers = reply.group(1)
    said.text, links = text_of(content, keep_blanks=keep_blanks)
    said.links = list(links)
    return said


def _opened(quote: re.Match[str]) -> str:
    author = _AUTHOR.search(quote.group(1))
    return f"<blockquote>{author.group(1)}: " if author is not None and author.group(1) else "<blockquote>"


def _location(content: str) -> Said:
    node = parsed(content).css_first("location")
    if node is None:
        return _rich(content, keep_blanks=True)
    place = [_degrees(node.attributes.get(key)) for key in ("latitude", "longitude")]
    address = node.attributes.get("address") or node.text().strip()
    return Said(text=address, links=[f"geo:{place[0]},{place[1]}"] if all(place) else [], flags=["location"])


def _degrees(stated: str | None) -> str:
    """Degrees, from the millionths that Skype writes."""
    if stated is None or not re.fullmatch(r"-?\d{1,9}", stated, re.ASCII):
        return stated if stated is not None and re.fullmatch(r"-?\d{1,3}\.\d{1,12}", stated, re.ASCII) else ""
    return f"{int(stated) / _MICRO:.6f}"


def _contacts(content: str) -> Said:
    found = [node.attributes for node in parsed(content).css("c")[:_MOST]]
    told = [" ".join(each for each in (fact.get("f"), fact.get("s") or fact.get("p")) if each) for fact in found]
    return Said(text="\n".join(each for each in told if each), flags=["contact"])


def _name(page: "LexborHTMLParser", number: int) -> str | None:
    """A parser of HTML nests what Skype writes as empty elements, so the names stand in the order of the objects."""
    found = page.css("originalname")
    if number < len(found) and (stated := found[number].attributes.get("v")):
        return stated
    metas = page.css("meta")
    stated = metas[number].attributes.get("originalname") if number < len(metas) else None
    return stated or None


def _object(address: str) -> str:
    """The last part of an address such as `https://api.asm.skype.com/v1/objects/0-weu-d1-abc`."""
    return re.split(r"[?#]", address.rstrip("/"), maxsplit=1)[0].rpartition("/")[2][:200]
