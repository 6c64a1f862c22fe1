"""The text of a DOCX (ECMA-376 part 1, section 17): paragraphs, notes, comments, and what tracked changes took away."""

from typing import BinaryIO
from xml.sax.xmlreader import AttributesImpl

from gawah.readers._document_xml import Aside, Handler, Words, attribute, keep, parsed

_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_AWAY = {"del": "deleted", "moveFrom": "moved"}
_TEXT = frozenset({"t", "delText"})


class _Docx(Handler):
    def __init__(self) -> None:
        super().__init__()
        self._text = False
        self._asides: list[Aside] = []
        self._again = 0

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        if name == "Fallback":  # the same text box once more, for older programs
            self._again += 1
        elif name in _TEXT:
            self._text = True
        elif name in _BREAKS:
            self._take(_BREAKS[name])
        elif name in _AWAY or name == "comment":
            self._asides.append(Aside(_AWAY.get(name, name), attribute(attrs, "author"), attribute(attrs, "date")))
        elif name == "ins":
            self.words.inserted += 1
        elif name == "vanish" and attribute(attrs, "val") not in ("0", "false"):
            self.words.hidden += 1

    def finish(self, name: str) -> None:
        if name == "Fallback":
            self._again -= 1
        elif name in _TEXT:
            self._text = False
        elif name in ("p", "tr"):
            self._take("\n")
        elif name == "tc" and not self._asides:
            self.words.end_cell()
        elif (name in _AWAY or name == "comment") and self._asides:
            aside = self._asides.pop()
            if aside.how == "comment":
                keep(self.words.comments, (aside.author, aside.date, aside.text))
            elif aside.text:
                keep(self.words.taken, (aside.how, aside.author, aside.date, aside.text))

    def characters(self, content: str) -> None:
        if self._text:
            self._take(content)

    def _take(self, text: str) -> None:
        if not self._again:
            (self._asides[-1] if self._asides else self.words).add(text)


def docx_words(stream: BinaryIO) -> Words:
    """What one file of a DOCX says: `word/document.xml`, notes, headers, or `word/comments.xml`."""
    return parsed(_Docx(), stream)
