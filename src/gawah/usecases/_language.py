"""The language in which pages are asked for."""

from gawah.dossier.words import LANGUAGES, Words, load
from gawah.records.errors import BadInput


def words_in(language: str) -> Words:
    """The sentences of the program in the language of this code. Raises BadInput: no page can be written in it."""
    known = next((one for one in LANGUAGES if one == language), None)
    if known is None:
        raise BadInput(f"the language is {', '.join(LANGUAGES[:-1])} or {LANGUAGES[-1]}")
    return load(known)
