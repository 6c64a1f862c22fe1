"""What is known of each platform: how to ask for an export, what it lacks, how long it takes, how to save a page of it well.

The words stand in `packs/platforms/<name>.toml` under `[export]`, in English and Urdu. Nothing is fetched. Steps of platforms
change: each guide says on which day it was last looked up, and from what.
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from gawah.packs.load import load, names
from gawah.records.errors import BadInput

Language: TypeAlias = Literal["en", "ur"]
LANGUAGES: tuple[Language, ...] = ("en", "ur")
EVERYWHERE = "web"
"""The guide for pages of any site, which goes for all others too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A guide in one language.

    Attributes:
        ask: Steps to the export.
        takes: How long it takes, and how long it can be fetched.
        lacks: What is not in it.
        save: Steps to save a page of the platform.
    """

    ask: tuple[str, ...]
    takes: str
    lacks: tuple[str, ...]
    save: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What is known of a platform.

    Attributes:
        name: By which it is asked for.
        platforms: As readers name them.
        checked: The day on which it was last looked up, `YYYY-MM-DD`.
        source: From what.
        words: In each language.
    """

    name: str
    platforms: tuple[str, ...]
    checked: str
    source: str
    words: dict[Language, Words]


def guides() -> list[Guide]:
    """All guides, by name; the one for pages of any site last."""
    found = [guide for name in names("platforms") if (guide := _guide(name)) is not None]
    return sorted(found, key=lambda guide: (guide.name == EVERYWHERE, guide.name))


def guide(name: str) -> Guide:
    """The guide of this name, or of the platform that readers name so. Raises BadInput when there is none."""
    wanted = name.strip().casefold()
    for one in guides():
        if wanted in (one.name, *(platform.casefold() for platform in one.platforms)):
            return one
    raise BadInput("there is no guide of this name; `gawah packs platforms` lists them, and `web` is for any other site")


def _guide(name: str) -> Guide | None:
    stated = load(f"platforms/{name}").get("export")
    if stated is None:
        return None
    return Guide(
        name=name,
        platforms=tuple(stated["platforms"]),
        checked=stated["checked"].isoformat(),
        source=stated["source"],
        words={language: _words(stated[language]) for language in LANGUAGES},
    )


def _words(stated: dict[str, Any]) -> Words:
    return Words(ask=tuple(stated["ask"]), takes=stated["takes"], lacks=tuple(stated["lacks"]), save=tuple(stated["save"]))
