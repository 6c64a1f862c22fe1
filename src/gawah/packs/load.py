"""The one loader of packs: data files that translators, lawyers and helpline staff maintain, read once and kept."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The pack file `name`, such as `platforms/whatsapp`, as its tables. Raises FileNotFoundError when there is none.

    The answer is shared between callers: read it, do not change it.
    """
    return read(name)


def read(name: str) -> dict[str, Any]:
    """As `load`, for what is large and made into something else at once: nothing of it is kept here."""
    file = resources.files("gawah.packs")
    for part in f"{name}.toml".split("/"):
        file = file / part
    return tomllib.loads(file.read_text("utf-8"))


def names(folder: str) -> list[str]:
    """The pack files in `folder`, such as `platforms`, without their ending, in order."""
    files = (resources.files("gawah.packs") / folder).iterdir()
    return sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))
