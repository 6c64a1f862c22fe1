"""What is taken out of the HTML of a page: its text, its title, where it says it comes from, and which addresses it shows.

Addresses are joined by plain string work (RFC 3986, section 5.2, as far as pages need it); nothing is fetched, no script runs (B6).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from gawah.readers._capture import told
from gawah.readers._html import decoded, encoding_named, encoding_of, text_of
from gawah.readers._html_tokens import Tag, Text, attribute, tokens

PLATFORM = "Web page"
MAX_HTML = 48 << 20
"""Bytes of one HTML file that are read."""
MAX_LINKS = 2_000
MAX_SHOWN = 5_000
_LONGEST_ADDRESS = 8_192
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_BASE = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*:)//([^/?#]*)([^?#]*)")
_SPACE = re.compile(r"\s+")
_SHADOW = re.compile(r"<template(?=[^>]{0,500}\sshadow(?:root)?mode\b)", re.IGNORECASE)
"""How Chrome writes a part of the page that a component keeps to itself: it was on the screen, so it is text."""
_SHOWS = {"img": "src", "video": "src", "audio": "src", "source": "src", "embed": "src", "object": "data", "iframe": "src"}
_TELLING = frozenset({*_SHOWS, "title", "link", "meta"})
_STATED_ADDRESS = (("link", "rel", "canonical", "href"), ("meta", "property", "og:url", "content"))


@dataclass(frozen=True, slots=True)
class Html:
    """What a page's HTML says.

    Attributes:
        text: As it would be read on the page.
        links: Addresses it links to, absolute where the page's own is known.
        title: Of the page, or None.
        shows: Addresses of pictures, sounds, videos and frames in it, absolute where the page's own is known.
        canonical: The address that the page gives itself, or None.
        repaired: Some bytes were no text of its encoding.
        cut: It was longer than is read.
    """

    text: str = field(repr=False)
    links: tuple[str, ...] = field(repr=False)
    title: str | None = field(repr=False)
    shows: tuple[str, ...] = field(repr=False)
    canonical: str | None = field(repr=False)
    repaired: bool
    cut: bool


def html_of(data: bytes, address: str | None, charset: str | None = None) -> Html:
    """Read the bytes of an HTML page.

    Args:
        data: As served or saved; what lies beyond `MAX_HTML` is left out.
        address: Where it was, for addresses relative to it.
        charset: The label that stood beside it (an HTTP or MIME header); it goes before what the page says of itself.
    """
    encoding = (encoding_named(charset) if charset else None) or encoding_of(data[: 64 << 10])
    html, repaired = decoded(data[:MAX_HTML], encoding)
    if "shadow" in html:
        html = _SHADOW.sub("<x-shadow", html)
    text, links = text_of(html)
    title, shows, canonical = _told_by_tags(html, address)
    return Html(
        text=text,
        links=tuple(dict.fromkeys(_absolute(links, address)))[:MAX_LINKS],
        title=title,
        shows=shows,
        canonical=canonical,
        repaired=repaired,
        cut=len(data) > MAX_HTML,
    )


def shown_by(data: bytes, address: str | None, charset: str | None = None) -> tuple[str, ...]:
    """Only what `html_of` gives as `shows`."""
    encoding = (encoding_named(charset) if charset else None) or encoding_of(data[: 64 << 10])
    return _told_by_tags(decoded(data[:MAX_HTML], encoding)[0], address)[1]


def joined(address: str | None, reference: str) -> str:
    """`reference` as seen from the page at `address`; as it stands where that cannot be told."""
    reference = _SPACE.sub("", reference) if "\n" in reference else reference.strip()
    base = _BASE.match(address or "")
    if base is None or _SCHEME.match(reference):
        return reference
    scheme, host, path = base.groups()
    if reference.startswith("//"):
        return scheme + reference
    if not reference or reference[0] in "?#":
        return f"{scheme}//{host}{path}{reference}"
    if not reference.startswith("/"):
        reference = path.rpartition("/")[0] + "/" + reference
    path, mark, rest = _parted(reference)
    steps: list[str] = []
    for step in path.split("/")[1:]:
        if step == "..":
            del steps[-1:]
        elif step != ".":
            steps.append(step)
    if path.endswith(("/.", "/..")):
        steps.append("")
    return f"{scheme}//{host}/{'/'.join(steps)}{mark}{rest}"


def _parted(reference: str) -> tuple[str, str, str]:
    found = re.search(r"[?#]", reference)
    return (reference, "", "") if found is None else (reference[: found.start()], found.group(), reference[found.end() :])


def _absolute(links: tuple[str, ...], address: str | None) -> Iterator[str]:
    for link in links:
        whole = joined(address, link)
        if whole.lower().startswith(("http://", "https://", "mailto:", "tel:")) and len(whole) <= _LONGEST_ADDRESS:
            yield told(whole)


def _told_by_tags(html: str, address: str | None) -> tuple[str | None, tuple[str, ...], str | None]:
    title: str | None = None
    canonical: str | None = None
    shows: dict[str, None] = {}
    for token in tokens(html, _TELLING):
        if isinstance(token, Text):
            if token.inside == "title" and title is None:
                title = _SPACE.sub(" ", unescape(html[token.start : token.end])).strip()[:1_000] or None
        elif not token.closes:
            if len(shows) >= MAX_SHOWN:
                continue
            if name := _SHOWS.get(token.name):
                shown = (attribute(token.attributes, name) or "").strip()
                if shown and len(shown) <= _LONGEST_ADDRESS and not shown.lower().startswith("data:"):
                    shows[joined(address, shown)] = None
            elif token.name == "link" and "icon" in (attribute(token.attributes, "rel") or "").lower():
                shows[joined(address, (attribute(token.attributes, "href") or "").strip()[:_LONGEST_ADDRESS])] = None
            canonical = canonical or _canonical(token)
    return told(title) if title else None, tuple(shows), canonical


def _canonical(tag: Tag) -> str | None:
    for name, key, value, holds in _STATED_ADDRESS:
        if tag.name == name and (attribute(tag.attributes, key) or "").lower() == value:
            stated = (attribute(tag.attributes, holds) or "").strip()
            return told(stated) if stated and len(stated) <= _LONGEST_ADDRESS else None
    return None
