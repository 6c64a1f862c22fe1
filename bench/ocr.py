"""Text in screenshots: how many letters are read wrongly, beside Tesseract on the whole picture with the same language data.

Forty made pictures in four languages (bench/screenshots.py). Tesseract alone is told the language; gawah has to find out. Errors
are insertions, deletions and changes (Levenshtein) for each letter that stands there, after folding as for search: yeh, kaf and
heh of every sort alike. Right means: no more errors than beside it, in every language.
"""

import os
import time
from collections import Counter

import numpy as np

from bench.screenshots import Screenshot, all_of
from gawah.readers import _ocr
from gawah.records.fold import fold

_DATA = {"english": "eng", "urdu": "urd", "arabic": "ara", "hindi": "hin"}


def measure(*, repeat: int, number: int) -> bool:  # noqa: ARG001 - reading gives the same every time: once is enough
    """Read `number` pictures in each language both ways. False when a language is read better from the whole picture."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # as in the worker
    if not _ocr.available():
        print("ocr: no language data here: make assets")
        return False
    ours, alone, letters, seconds = Counter[str](), Counter[str](), Counter[str](), [0.0, 0.0]
    for shot in all_of(number):
        wanted = fold("\n".join(shot.lines)).strip()
        groups = (_group(shot), f"{shot.theme}, {shot.width} pixels")
        start = time.perf_counter()
        one = distance(wanted, fold(_ours(shot)).strip())
        between = time.perf_counter()
        other = distance(wanted, fold(_alone(shot)).strip())
        seconds[0] += between - start
        seconds[1] += time.perf_counter() - between
        for group in groups:
            ours[group] += one
            alone[group] += other
            letters[group] += len(wanted)
    print(
        f"ocr: {4 * number} made screenshots; letters read wrongly by gawah | by Tesseract on the whole picture, told the language"
    )
    for group, count in letters.items():
        print(f"  {group:22} {100 * ours[group] / count:5.1f} % | {100 * alone[group] / count:5.1f} %   of {count:,} letters")
    print(f"  seconds a picture, folding and counting included: {seconds[0] / 4 / number:.2f} | {seconds[1] / 4 / number:.2f}")
    return all(ours[group] <= alone[group] for group in letters)


def distance(wanted: str, found: str) -> int:
    """The least number of letters to be put in, taken out or changed."""
    before = list(range(len(found) + 1))
    for row, letter in enumerate(wanted, 1):
        now = [row]
        for column, other in enumerate(found, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != other)))
        before = now
    return before[-1]


def _group(shot: Screenshot) -> str:
    script = next((f", {name}" for name in ("Nastaliq", "Naskh") if name in shot.font and shot.language == "urdu"), "")
    return shot.language + script


def _ours(shot: Screenshot) -> str:
    found = _ocr.read(np.asarray(shot.picture))
    return found.text if found is not None else ""


def _alone(shot: Screenshot) -> str:
    """As whoever calls Tesseract would: the picture as it is, the page taken apart by Tesseract."""
    import tesserocr

    with tesserocr.PyTessBaseAPI(path=f"{_ocr.DATA}/", lang=_DATA[shot.language], psm=tesserocr.PSM.AUTO) as api:
        api.SetImage(shot.picture.convert("RGB"))
        return str(api.GetUTF8Text())
