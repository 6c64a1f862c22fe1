"""The text of HTML as a browser shows it, in one pass without a tree: memory and time grow with the text alone.

What stands where follows `innerText` (HTML Standard, section 3.2.7): blank space collapses, blocks stand on lines of their own,
paragraphs have a blank line between them, cells a tab. Beyond it, what a browser draws beside the text is written: `• ` or `1. `
before the items of a list, `> ` before the lines of a quotation. Styles are not applied: text that a style sheet hides is text.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from gawah.readers._html_tokens import Tag, attribute, tokens

_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "details",
            "dialog",
            "dir",
            "div",
            "dl",
            "dt",
        ),
        *(
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "frameset",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hgroup",
        ),
        *(
            "hr",
            "html",
            "legend",
            "li",
            "listing",
            "main",
            "menu",
            "nav",
            "ol",
            "optgroup",
            "option",
            "p",
            "plaintext",
            "pre",
        ),
        *(
            "search",
            "section",
            "summary",
            "table",
            "tbody",
            "tfoot",
            "thead",
            "tr",
            "ul",
            "xmp",
        ),
    }
)
_UNSHOWN = frozenset({"script", "style", "title", "iframe", "noembed", "noframes"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "dl"})
"""What has a blank line before and after it; lists only where they stand in no other list."""
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_KEEPING = frozenset({"pre", "listing", "xmp", "textarea", "plaintext"})
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LINE_END = re.compile(r"\r\n?")
_MAX_QUOTES = 32
"""Quotations in quotations that are marked; deeper ones are not marked more."""
_MAX_SIGN = 16
"""Characters of an image's `alt` that may be an emoji drawn as a picture."""
_MAX_BREAKS = 100
"""Line ends in a row."""
_MAX_LINKS = 10_000
_MAX_ADDRESS = 8192


def text_of(html: str, *, keep_blanks: bool = False) -> tuple[str, tuple[str, ...]]:
    """The visible text of HTML, and the addresses it links to. With `keep_blanks` all of it stands as in a `<pre>`.

    Returns:
        The text, entities decoded, without blank lines at either end; and the `href` of each link as stated, in order, each once,
        without those that lead nowhere (`#top`, `javascript:`). An emoji drawn as a picture stands as its sign.
    """
    page = _Page(keeping=[""] if keep_blanks else [])
    links: dict[str, None] = {}
    unseen = 0
    for token in tokens(html):
        if isinstance(token, Tag):
            if token.name == "template":
                unseen = max(0, unseen - 1) if token.closes else unseen + 1
            elif not unseen:
                page.tag(token)
                if token.name in ("a", "area") and not token.closes:
                    _link(token, links)
        elif not unseen and token.inside not in _UNSHOWN:
            stated = html[token.start : token.end]
            page.text(stated if token.inside == "xmp" else unescape(stated))
    return page.result(), tuple(links)


def _link(tag: Tag, links: dict[str, None]) -> None:
    address = (attribute(tag.attributes, "href") or "").strip()
    nowhere = address.startswith("#") or address[:11].lower() == "javascript:"
    if address and not nowhere and len(address) <= _MAX_ADDRESS and len(links) < _MAX_LINKS:
        links[address] = None


@dataclass(slots=True)
class _Page:
    """The text while it is put together."""

    written: list[str] = field(default_factory=list)
    empty: bool = True
    """Nothing stands on this line yet."""
    breaks: int = 0
    """Line ends owed before the next text."""
    gap: str = ""
    """A space or tab owed before the next text, where it goes on with this line."""
    mark: str = ""
    """What stands before the next text: the sign of a list item."""
    quotes: int = 0
    quoted: int = 0
    """Quotations around the last text."""
    keeping: list[str] = field(default_factory=list)
    fresh: bool = False
    """Just behind the start tag of one of these, where a line end does not count."""
    lists: list[int | None] = field(default_factory=list)
    """For each open list the number of its last item; None for one without numbers."""

    def tag(self, tag: Tag) -> None:
        """What a start or end tag does to the text."""
        name = tag.name
        if name == "br":
            self._end_line()
        elif name in ("td", "th"):
            self.gap = "\t"
        elif name == "img" and not tag.closes:
            sign = attribute(tag.attributes, "alt") or ""
            if len(sign) <= _MAX_SIGN and not sign.isascii() and not any(each.isalpha() for each in sign):
                self.text(sign)
        elif name in _BLOCKS:
            self._block(name, closes=tag.closes)
        if name in _KEEPING:
            self._keep(name, closes=tag.closes)

    def text(self, text: str) -> None:
        """Write what stands between two tags."""
        if self.keeping:
            lines = _LINE_END.sub("\n", text)
            if self.fresh:
                lines, self.fresh = lines.removeprefix("\n"), False
            for number, line in enumerate(lines.split("\n")):
                if number:
                    self._end_line()
                if line:
                    self._write(line)
            return
        words = _BLANKS.sub(" ", text)
        if words.startswith(" "):
            self.gap = self.gap or " "
        if inner := words.strip(" "):
            self._write(inner)
            self.gap = " " if words.endswith(" ") else ""

    def result(self) -> str:
        """The text."""
        return "".join(self.written)

    def _write(self, text: str) -> None:
        if self.breaks and self.written:
            blank = "\n" + "> " * min(self.quotes, self.quoted, _MAX_QUOTES)
            self.written.append(blank.rstrip(" ") * (self.breaks - 1) + "\n")
        if self.empty:
            self.written.append("> " * min(self.quotes, _MAX_QUOTES) + self.mark)
            self.mark = ""
        else:
            self.written.append(self.gap)
        self.quoted = self.quotes
        self.breaks, self.gap, self.empty = 0, "", False
        self.written.append(text)

    def _end_line(self) -> None:
        """A line break that stands as such: it ends a line, or is an empty one."""
        self.breaks = min(self.breaks + 1, _MAX_BREAKS) if self.empty else 1
        self.empty, self.gap = True, ""

    def _block(self, name: str, *, closes: bool) -> None:
        nested = name in _LISTS and len(self.lists) > (1 if closes else 0)
        breaks = 2 if name in _PARAGRAPHS and not nested else 1
        self.breaks = max(self.breaks, breaks) if self.empty else breaks
        self.empty, self.gap = True, ""
        if name in _LISTS:
            if not closes:
                self.lists.append(0 if name == "ol" else None)
            elif self.lists:
                self.lists.pop()
        elif name == "li":
            self.mark = "" if closes else self._item()
        elif name == "blockquote":
            self.quotes = max(0, self.quotes - 1) if closes else self.quotes + 1

    def _item(self) -> str:
        number = self.lists[-1] if self.lists else None
        if number is None:
            return "• "
        self.lists[-1] = number + 1
        return f"{number + 1}. "

    def _keep(self, name: str, *, closes: bool) -> None:
        if not closes:
            self.keeping.append(name)
            self.fresh = True
        elif name in self.keeping:
            self.keeping.remove(name)
