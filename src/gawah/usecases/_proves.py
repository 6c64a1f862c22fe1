"""What a way of capturing can and cannot prove: a sentence for its grade and one for its format, in English and Urdu."""

from gawah.packs.load import load
from gawah.records.content import Capture

FORMAT = "format"
"""The fact by which a capture names its format."""


def proves(capture: Capture) -> tuple[dict[str, str], ...]:
    """The sentences for the capture's grade and, where it names its format, for that; each by language (`en`, `ur`)."""
    stated = load("provenance")
    name = next((fact.value for fact in capture.facts if fact.name == FORMAT), None)
    found = [stated["grade"][capture.grade]]
    if name in stated["format"]:
        found.append(stated["format"][name])
    return tuple(dict(sentence) for sentence in found)
