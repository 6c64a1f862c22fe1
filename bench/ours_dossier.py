"""Makes the dossier of `dossier_made` and sets its pages; prints seconds of both kinds, and memory.

`python -m bench.ours_dossier FOLDER SHEETS`. The PDF lies in FOLDER as `ours-SHEETS.pdf`, and what a peer needs to print the same
as `content-SHEETS.json`.
"""

import base64
import json
import sys
import time
from pathlib import Path

from bench import dossier_made
from bench.peer import peak_kib
from gawah.dossier import annex, glyphs, pages
from gawah.dossier.document import Document
from gawah.usecases import _case_sheets


def _content(document: Document, listed: bytes) -> dict[str, object]:
    """exhibits.json, which of them stand as lines, and the pictures."""
    return {
        "exhibits": json.loads(listed)["exhibits"],
        "lined": [number for one in document.annexes for number in one.numbers],
        "pictures": {one.number: base64.b64encode(one.picture.data).decode() for one in document.exhibits if one.picture},
        "fonts": str(glyphs.FONTS),
    }


folder, sheets = Path(sys.argv[1]), int(sys.argv[2])
document = dossier_made.make(folder, sheets)
listed, report = annex.exhibits_json(document), annex.hash_report(document)
(folder / f"content-{sheets}.json").write_text(json.dumps(_content(document, listed), ensure_ascii=False), encoding="utf-8")
before = peak_kib()
started, busy = time.perf_counter(), time.process_time()
made = pages.typeset(document, _case_sheets.attached(listed, report))
told = {"seconds": time.perf_counter() - started, "busy": time.process_time() - busy, "before_kib": before, "peak_kib": peak_kib()}
(folder / f"ours-{sheets}.pdf").write_bytes(made.pdf)
print(json.dumps({**told, "standards": made.standards}))
