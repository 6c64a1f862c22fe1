"""`gawah packs platforms [NAME]`: how to ask a platform for an export, what it lacks, how long it takes, how to save its pages.
`gawah packs places [CODE]`: whom to call, where to complain, how long logs are kept.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._rows import AsJson
from gawah.interfaces.cli.packs_places import places

if TYPE_CHECKING:
    from gawah.usecases.platforms import Guide, Language

app = typer.Typer(
    no_args_is_help=True, help="What this program knows of platforms and places; it is read from files that come with it."
)


class Tongue(StrEnum):
    """The languages of the guides."""

    EN = "en"
    UR = "ur"


_HEADS: dict[str, tuple[str, str, str, str, str, str]] = {
    "en": (
        "How to ask for the export",
        "How long it takes",
        "What is not in it",
        "How to save a page of it",
        "On every site",
        "Last looked up {day}, from: {source}. Steps change; look for the same words nearby.",
    ),
    "ur": (
        "ایکسپورٹ کیسے مانگیں",
        "کتنا وقت لگتا ہے",
        "اس میں کیا نہیں ہوتا",
        "اس کا صفحہ کیسے محفوظ کریں",
        "ہر ویب سائٹ پر",
        "آخری بار {day} کو دیکھا گیا، ماخذ: {source}۔ مراحل بدلتے ہیں؛ ملتے جلتے الفاظ آس پاس تلاش کریں۔",
    ),
}


@app.callback()
def packs() -> None:
    """What this program knows of platforms and places; it is read from files that come with it."""


app.command()(places)


@app.command()
def platforms(
    name: Annotated[
        str | None, typer.Argument(help="Of a platform, such as instagram; all are listed without.", show_default=False)
    ] = None,
    *,
    language: Annotated[Tongue, typer.Option(help="English or Urdu.")] = Tongue.EN,
    as_json: AsJson = False,
) -> None:
    """Say how to ask a platform for your export, what it lacks, how long it takes, and how to save its pages. Needs no vault."""
    from gawah.usecases import platforms as known

    found = known.guides() if name is None else [known.guide(name)]
    if as_json:
        result_json("packs.platforms", {"platforms": [_json(one) for one in found]})
    elif name is None:
        rows = [[one.name, ", ".join(one.platforms), one.words[language.value].takes] for one in found]
        columns(("name", "platforms", "how long it takes"), rows)
    else:
        _print(found[0], known.guide(known.EVERYWHERE), language.value)


def _print(guide: "Guide", everywhere: "Guide", language: "Language") -> None:
    ask, takes, lacks, save, on_all, end = _HEADS[language]
    words = guide.words[language]
    result(", ".join(guide.platforms))
    _list(ask, words.ask, numbered=True)
    _list(takes, (words.takes,))
    _list(lacks, words.lacks)
    _list(save, words.save)
    if guide is not everywhere and guide.name != everywhere.name:
        _list(on_all, everywhere.words[language].save, numbered=True)
    result()
    result(end.format(day=guide.checked, source=guide.source))


def _list(head: str, lines: tuple[str, ...], *, numbered: bool = False) -> None:
    result()
    result(head)
    for number, line in enumerate(lines, 1):
        result(f"  {f'{number}.' if numbered else '-'} {line}")


def _json(guide: "Guide") -> dict[str, Any]:
    return {
        "name": guide.name,
        "platforms": list(guide.platforms),
        "checked": guide.checked,
        "source": guide.source,
        **{
            language: {"ask": list(words.ask), "takes": words.takes, "lacks": list(words.lacks), "save": list(words.save)}
            for language, words in guide.words.items()
        },
    }
