"""What the texts of certificates ask, in the other languages of the pages: help for whoever fills in a form that stands in English.

A text is found by its English words, letter by letter (`packs/certificate_guides.toml`): one that was changed has no help until
somebody writes it anew, and is never explained by what it no longer says.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from gawah.packs.certificate import FormInvalid
from gawah.packs.load import load

TONGUES: Final = ("ur", "hi", "ar")
"""The languages in which there is help; codes of BCP 47."""
_NAME: Final = "certificate_guides"


@cache
def guides(language: str) -> Mapping[str, str]:
    """By English text, what it asks in `language`; nothing for English. Raises FormInvalid."""
    return parsed(load(_NAME), language)


def parsed(tables: Mapping[str, Any], language: str) -> Mapping[str, str]:
    """The same of the tables of a file. Raises FormInvalid: it is not of its shape, or has two entries for one text."""
    listed = tables.get("guide")
    if tables.keys() != {"guide"} or not isinstance(listed, list):
        raise FormInvalid(f"{_NAME}: there is something else in it than guides")
    for at, one in enumerate(listed, 1):
        if one.keys() != {"en", *TONGUES} or not all(isinstance(text, str) and text for text in one.values()):
            raise FormInvalid(f"{_NAME}: guide {at} is not one text in each of en, {', '.join(TONGUES)}")
    if len({one["en"] for one in listed}) != len(listed):
        raise FormInvalid(f"{_NAME}: two guides are for one text")
    return {one["en"]: one[language] for one in listed} if language in TONGUES else {}
