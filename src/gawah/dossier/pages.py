"""A document to PDF: one JSON file, the sentences of a language and a template a section, set by Typst as PDF/A-3a and PDF/UA-1.

What people wrote reaches the page engine as JSON strings in memory and nowhere else: never as markup, never through a file on disk.
The same document gives the same bytes. A glyph that is missing is found before (`glyphs`), because the engine refuses the whole
document for one.
"""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from gawah.dossier import glyphs, printed, timeline_plot, wording
from gawah.dossier.document import Document
from gawah.dossier.engine import compile_apart, compile_pdf
from gawah.dossier.printed import Direction
from gawah.dossier.sheet import Picture
from gawah.dossier.words import RIGHT_TO_LEFT, Said, Words, load

_PART = 256 << 10
"""Bytes of a picture that the engine reads at once."""
MOST_PIXELS = 100_000_000
"""Of a PNG, which the engine unpacks in memory: 400 MB. A photo of today has half as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A text file inside the PDF, in UTF-8."""

    name: str
    data: bytes
    media_type: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A finished PDF.

    Attributes:
        pdf: The file.
        standards: What it conforms to, by the engine's own check: one of `engine.STANDARDS`.
        undrawable: The tokens, such as `[U+6C49]`, that are printed for what no font of the package has.
    """

    pdf: bytes
    standards: tuple[str, ...]
    undrawable: tuple[str, ...]


SECTIONS = (
    "page",
    "first",
    "since",
    "chronology",
    "conduct",
    "log",
    "complaints",
    "exhibits",
    "annex",
    "custody",
    "sources",
    "complete",
    "hidden",
    "proves",
    "checking",
)
"""The templates that `dossier.typ` lists, and the one that they share."""


def typeset(
    document: Document, attached: tuple[Attached, ...] = (), fonts: Path = glyphs.FONTS, words: Words | None = None
) -> Pages:
    """The dossier as PDF with `attached` inside.

    Args:
        document: What to print.
        attached: Such as exhibits.json; the archival mode asks for a description of each.
        fonts: The folder of the package's fonts; fonts of the system are never used.
        words: The sentences of the pages; those of English by default.

    Raises:
        GlyphMissing: The page engine refused the document. The message carries nothing of its content.
    """
    form = _Form(fonts, words or load())
    tree = form.printed(_as_printed(document))
    tree["attached"] = [{"name": a.name, "media_type": a.media_type, "description": form.spelt(a.description)} for a in attached]
    tree["words"] = {
        "proved": form.printed(tuple(wording.proved(stamped=bool(document.stamps)))),
        "not_proved": form.printed(tuple(wording.not_proved(stamped=bool(document.stamps)))),
        "undrawable": sorted(form.undrawable),
    }
    templates = files("gawah.dossier") / "templates"
    memory = {
        "main.typ": (templates / "dossier.typ").read_bytes(),
        **{f"{name}.typ": (templates / f"{name}.typ").read_bytes() for name in SECTIONS},
        "document.json": _as_data(tree),
        "words.json": _as_data(form.sentences()),
        **form.files,
        **{f"attached/{a.name}": _PASSED_OVER + a.data for a in attached},
    }
    compile_ = compile_apart if document.volumes > 1 else compile_pdf
    pdf, standards = compile_(memory, fonts, document.made_at)
    return Pages(pdf=pdf, standards=standards, undrawable=tuple(sorted(form.undrawable)))


def set_form(template: str, data: object, made_at: str, fonts: Path = glyphs.FONTS, words: Words | None = None) -> bytes:
    """A form that a person completes by hand, such as a receipt, as PDF; no other file is inside.

    Args:
        template: Name of its template, which reads `form.json`.
        data: A dataclass; a field marked `PEOPLE` holds words of people.
        made_at: `YYYY-MM-DDTHH:MM:SSZ`; the creation date of the PDF.
        fonts: The folder of the package's fonts.
        words: The sentences of the pages; those of English by default.

    Raises GlyphMissing: The page engine refused it.
    """
    form = _Form(fonts, words or load())
    templates = files("gawah.dossier") / "templates"
    memory = {
        "main.typ": (templates / f"{template}.typ").read_bytes(),
        **{f"{name}.typ": (templates / f"{name}.typ").read_bytes() for name in ("page", "form")},
        "form.json": json.dumps(form.printed(data), ensure_ascii=False, sort_keys=True).encode("utf-8"),
        "words.json": _as_data(form.sentences()),
    }
    return compile_pdf(memory, fonts, made_at)[0]


_PASSED_OVER = b"/*"
"""Begins every long file in the engine's memory. The engine takes each for a text in its own language and builds its tree,
some 20 ms and 8 MB a megabyte; behind these two bytes, which begin a comment, it finds one word. The templates cut them off.
"""


def _as_data(value: object) -> bytes:
    """A value as JSON that the engine passes over. In what people wrote `*/` would end the comment: its star gets a number."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True).replace("*/", "\\u002a/")
    return _PASSED_OVER + text.encode("utf-8")


_FROM_THE_RIGHT = "\u200f"
"""The right-to-left mark (Unicode Standard Annex 9), which draws nothing."""


def _apart(runs: list[list[str]], direction: Direction) -> list[list[str]]:
    """The runs of a sentence from the right, in which signs alone between two runs of the other way begin with a mark of direction.
    The page engine sets such runs as embeddings, not isolates: without the mark, A and B of `A، B` would change places.
    """
    if direction == "ltr":
        return runs
    found = []
    for at, (kind, text) in enumerate(runs):
        between = 0 < at < len(runs) - 1 and runs[at - 1][0] != "plain" and runs[at + 1][0] != "plain"
        alone = kind == "plain" and all(unicodedata.bidirectional(c) not in {"L", "R", "AL"} for c in text)
        found.append([kind, _FROM_THE_RIGHT + text] if alone and between else [kind, text])
    return found


def _as_printed(document: Document) -> Document:
    """The document without what stands around those exhibits that are lines: there it stands between the lines, once."""
    lined = {number for annex in document.annexes for number in annex.numbers}
    sheets = (replace(sheet, before=(), after=()) if sheet.number in lined else sheet for sheet in document.exhibits)
    return replace(document, exhibits=tuple(sheets))


def can_draw(picture: Picture) -> bool:
    """Whether the page engine can set the picture. What only begins like a picture, or would fill the memory, it cannot."""
    import typst

    if picture.ending == "png" and not _bearable(picture.data):
        return False
    parts = {f"picture-{number}.json": part for number, part in enumerate(_spelt(picture.data))}
    whole = f"{json.dumps(list(parts))[1:-1]},"
    read = "f => bytes(json(read(f, encoding: none).slice(2)))"
    page = f'#image(({whole}).map({read}).sum(), format: "{picture.ending}", alt: "picture")'.encode("ascii")
    try:
        cast(Any, typst.compile)({"main.typ": page, **parts}, pdf_standards=["a-3b"], timestamp=0)
    except typst.TypstError:
        return False
    return True


def _bearable(png: bytes) -> bool:
    """Whether width times height, as the first chunk states them (PNG specification, section 11.2.1), stays below `MOST_PIXELS`."""
    return len(png) > 24 and int.from_bytes(png[16:20]) * int.from_bytes(png[20:24]) <= MOST_PIXELS


def _spelt(data: bytes) -> Iterator[bytes]:
    """Files in the engine's memory have to be UTF-8, so the bytes of a picture are spelt as numbers: in parts, because the engine
    takes 32 bytes and more for each number of a list, and lets go of one part before it reads the next.
    """
    for start in range(0, max(1, len(data)), _PART):
        yield _PASSED_OVER + json.dumps(list(data[start : start + _PART]), separators=(",", ":")).encode("ascii")


class _Form:
    """Turns the document into plain JSON values, and remembers pictures and characters without a glyph on the way."""

    def __init__(self, fonts: Path, words: Words) -> None:
        self._drawable = glyphs.covered(fonts)
        self._words = words
        self._spoken: dict[str, list[dict[str, object]]] = {}
        self._own: dict[tuple[str, Direction], list[list[str]]] = {}
        self.undrawable: set[str] = set()
        self.files: dict[str, bytes] = {}

    def printed(self, value: object, *, people: bool = False) -> Any:
        if isinstance(value, Picture):
            return self._picture(value)
        if isinstance(value, timeline_plot.Plot):
            return self._plot(value)
        if is_dataclass(value):
            return {f.name: self.printed(getattr(value, f.name), people="people" in f.metadata) for f in fields(value)}
        if isinstance(value, tuple):
            return [self.printed(part, people=people) for part in value]
        if isinstance(value, Said):
            return self._said(value)
        if isinstance(value, str) and people:
            return self._people(value)
        return value

    def spelt(self, value: str) -> str:
        """What is not drawn, in the language of the pages."""
        return self._words.again(value)

    def sentences(self) -> dict[str, object]:
        """What `page.typ` says by key: the sentences, cut at their holes, and the plural category of each number."""
        return {
            "language": self._words.language,
            "direction": "rtl" if self._words.right_to_left else "ltr",
            "reviewed": self._words.reviewed,
            "missing": len(self._words.missing),
            "plurals": self._words.plurals(),
            "entries": {key: self._sentence(key) for key in self._words.entries},
        }

    def _sentence(self, key: str) -> dict[str, object]:
        language, direction = self._tongue(key)
        forms = self._words.forms(key)
        return {
            "d": direction,
            "l": language,
            "holes": sorted({*(name for cut in forms.values() for name in cut[1::2]), *(("count",) if len(forms) > 1 else ())}),
            "forms": {
                name: _apart([piece for part in self._cut(cut, direction) for piece in part], direction)
                for name, cut in forms.items()
            },
        }

    def _cut(self, cut: tuple[str, ...], direction: Direction) -> Iterator[list[list[str]]]:
        for at, part in enumerate(cut):
            if at % 2:
                yield [["hole", part]]
            else:
                yield self._of_language(part, direction)

    def _tongue(self, key: str) -> tuple[str, Direction]:
        """Language and direction of a sentence; one that is not translated yet is English on every page."""
        language = "en" if key in self._words.missing else self._words.language
        return language, "rtl" if language in RIGHT_TO_LEFT else "ltr"

    def _said(self, said: Said) -> list[dict[str, object]]:
        """A sentence of the program: it runs in the direction of its language, whatever stands first in it."""
        language, direction = self._tongue(said.key)
        runs: list[list[str]] = []
        for piece in self._words.pieces(said.key, said.holes):
            self.undrawable |= printed.undrawable(piece.text, self._drawable)
            runs += self._of_language(piece.text, direction) if piece.own else self._filling(piece.text, direction)
        return [{"d": direction, "l": language, "r": _apart(runs, direction)}]

    def _of_language(self, text: str, direction: Direction) -> list[list[str]]:
        if (text, direction) not in self._own:
            found = printed.paragraphs(text, self._drawable, direction)
            self._own[text, direction] = [[run.kind, run.text] for p in found for run in p.runs]
        return self._own[text, direction]

    def _filling(self, text: str, direction: Direction) -> list[list[str]]:
        """What fills a sentence, on one line; where it runs the other way it stands in one isolate, numbers and signs with it."""
        found = printed.paragraphs(text.replace("\n", " "), self._drawable)
        own: Direction = found[0].direction
        if own == direction:
            return [[run.kind, run.text] for p in found for run in p.runs]
        return [[own, "".join(run.text for p in found for run in p.runs)]]

    def _picture(self, picture: Picture) -> dict[str, object]:
        parts = {f"picture-{len(self.files) + number}.json": part for number, part in enumerate(_spelt(picture.data), 1)}
        self.files |= parts
        return {"files": list(parts), "format": picture.ending, "alt": self.spelt(picture.alt)}

    def _plot(self, plot: timeline_plot.Plot) -> dict[str, object]:
        """Shapes as SVG, words apart: words inside an SVG lose their characters on the way into a PDF where a script joins."""
        layers = timeline_plot.layers(plot, self._drawable, self._words)
        self.files["timeline.svg"] = layers.svg.encode("utf-8")
        labels = [
            {
                "x": each.x,
                "y": each.y,
                "size": each.size,
                "bold": each.bold,
                "fill": each.fill,
                "anchor": each.anchor,
                "words": self.printed(each.words, people=True),
            }
            for each in layers.labels
        ]
        return {"file": "timeline.svg", "width": layers.width, "height": layers.height, "labels": labels, "alt": layers.description}

    def _people(self, text: str) -> list[dict[str, object]]:
        """Words of people. The same words stand around several exhibits: they are looked through once."""
        if text not in self._spoken:
            self.undrawable |= printed.undrawable(text, self._drawable)
            self._spoken[text] = [
                {"d": p.direction, "l": p.language, "r": [[run.kind, run.text] for run in p.runs]}
                for p in printed.paragraphs(text, self._drawable)
            ]
        return self._spoken[text]
