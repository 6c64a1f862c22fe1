"""`dossier`: pages a second and memory, beside WeasyPrint; the scan for glyphs; a short dossier out of a large case.

The pages are right when poppler finds every exhibit with its digest in them, the short dossier when `gawah verify` says so.
Start-up is what a dossier of a single sheet takes. Seconds of the processor stand beside those of the clock: other work on the
machine disturbs them much less.
"""

import json
import os
import resource
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from bench import case, dossier_made, peers, store_corpus
from bench.dossier_read_back import by_script
from bench.timing import run, spread
from gawah.dossier import glyphs, printed
from gawah.usecases import label
from gawah.usecases._workspace import Workspace
from gawah.vault.local import Filters

ROOT = Path(__file__).parents[1]
LABELLED = 10


def measure(*, repeat: int, sheets: int, texts: int, rows: int) -> bool:
    """Print the figures for a dossier of `sheets` sheets, for `texts` messages, for a case of `rows`; False when one is wrong."""
    peers.install()
    with tempfile.TemporaryDirectory(prefix="bench-dossier-") as name:
        folder = Path(name)
        right = _pages(folder, repeat, sheets)
        _scan(folder, repeat, texts)
        return _short(folder, rows) and right


def _pages(folder: Path, repeat: int, sheets: int) -> bool:
    exhibits = sheets * (1 + dossier_made.LINES_A_SHEET)
    print(
        f"\ndossier: {exhibits:,} exhibits in five scripts, {sheets:,} of them as sheets, {repeat} interleaved repetitions",
        flush=True,
    )
    small = {"ours": _ours(folder, 1), "theirs": _theirs(folder, 1)}
    told: dict[str, list[dict[str, Any]]] = {"ours": [], "theirs": []}
    for _ in range(repeat):
        told["ours"].append(_ours(folder, sheets))
        told["theirs"].append(_theirs(folder, sheets))
    for who, name in (("ours", "gawah"), ("theirs", told["theirs"][0]["version"])):
        first = small[who]
        for unit, words in (("seconds", "clock"), ("busy", "processor")):
            rates = [(one["pages"] - first["pages"]) / (one[unit] - first[unit]) for one in told[who]]
            whole = [one[unit] for one in told[who]]
            print(f"  {name:16} {told[who][0]['pages']:>6,} pages: {spread(rates, '.1f')} a second of the {words} beyond start-up")
            print(f"    whole: {spread(whole, '.2f')} s; start-up with {first['pages']} pages: {first[unit]:.2f} s")
        print(f"    memory: {max(one['peak_kib'] for one in told[who]) / 1024:,.0f} MiB")
    print("    (wanted of gawah: >= 100 pages a second, < 1.2 GB)")
    ratios = [theirs["busy"] / ours["busy"] for ours, theirs in zip(told["ours"], told["theirs"], strict=True)]
    print(f"  processor time on the same exhibits, WeasyPrint / gawah: {spread(ratios, '.1f')} x", flush=True)
    return _read_back(folder, sheets)


def _ours(folder: Path, sheets: int) -> dict[str, Any]:
    told = _json(sys.executable, "-m", "bench.ours_dossier", folder, sheets)
    return {**told, "pages": _page_count(folder / f"ours-{sheets}.pdf")}


def _theirs(folder: Path, sheets: int) -> dict[str, Any]:
    pdf = folder / f"theirs-{sheets}.pdf"
    return _json(peers.PYTHON, ROOT / "bench" / "peer_weasyprint.py", folder / f"content-{sheets}.json", pdf)


def _json(*command: object) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run(*map(str, command), folder=ROOT))
    return told


def _page_count(pdf: Path) -> int:
    facts = run("pdfinfo", pdf).splitlines()
    return next(int(line.split()[1]) for line in facts if line.startswith("Pages:"))


def _read_back(folder: Path, sheets: int) -> bool:
    """Say by script of how many exhibits poppler reads back every word and letter; True when it finds each one's digest."""
    exhibits = json.loads((folder / f"content-{sheets}.json").read_text(encoding="utf-8"))["exhibits"]
    pdf = folder / f"ours-{sheets}.pdf"
    text = run("pdftotext", "-enc", "UTF-8", pdf, "-")
    right = all(one["number"] in text and one["file"]["sha256"] in text for one in exhibits)
    print("  exhibits with their digest in the text of the PDF, as poppler reads it: " + ("all" if right else "NOT ALL"))
    for script, (held, words, letters) in by_script(pdf, exhibits).items():
        shares = f"every word {100 * words / held:.1f} %, every letter {100 * letters / held:.1f} %"
        print(f"    read back of {held:,} exhibits in {script}: {shares}")
    return right


def _scan(folder: Path, repeat: int, texts: int) -> None:
    """Messages a second: looked through for what no font can draw, and cut into what is printed."""
    bodies = [message.body for message in store_corpus.write(folder / "texts", texts).messages()]
    drawable = glyphs.covered()
    print(f"  glyphs, {texts:,} messages in five scripts; in seconds of the processor")
    for name, act in (("looked through", printed.undrawable), ("cut into printable runs", printed.paragraphs)):
        rates = []
        for _ in range(repeat):
            busy = time.process_time()
            for body in bodies:
                act(body, drawable)
            rates.append(texts / (time.process_time() - busy))
        print(f"    {name:24} {spread(rates, ',.0f')} a second" + ("   (wanted: >= 50,000)" if act is printed.undrawable else ""))
    sys.stdout.flush()


def _short(folder: Path, rows: int) -> bool:
    """`gawah dossier --first-three-worst` on a case of `rows` messages; True when what it wrote is as it should be."""
    vault = folder / "vault"
    work = _case(folder, vault, rows)
    with work.vault:
        marked = work.vault.page(Filters(), limit=3 * LABELLED)[::3]
        label.keep_labels(work, label.new_labels(work, [row.id for row in marked], ["threat"], 3))
    secret = folder / "passphrase"
    secret.touch(mode=0o600)
    secret.write_text(case.PASSPHRASE + "\n", encoding="utf-8")
    told = {"GAWAH_VAULT": str(vault), "GAWAH_PASSPHRASE_FILE": str(secret), "XDG_STATE_HOME": str(folder / "state")}
    gawah = Path(sys.executable).with_name("gawah")
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    made = json.loads(
        run(gawah, "dossier", "--json", "--first-three-worst", "--out", folder / "short", environment={**os.environ, **told})
    )
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    run(gawah, "verify", folder / "short")
    right = len(made["exhibits"]) == 7
    print(f"  short dossier of a case of {rows:,} messages: {wall:.1f} s, of the processor {busy:.1f} s   (wanted: < 60)")
    print(f"    {len(made['exhibits'])} exhibits: " + ("verified" if right else "WRONG"))
    return right


def _case(folder: Path, vault: Path, rows: int) -> Workspace:
    """A case of one export with `rows` messages, read without a loss."""
    corpus = store_corpus.write(folder / "export", rows)
    work = case.make(vault)
    with work.vault.keeping(case.AT, work.acting) as keeping, corpus.path.open("rb") as stream:
        item = keeping.keep(stream, name="export", media_type="text/plain")
    counts = {"messages": rows, "events": 0, "duplicates": 0, "unread": 0, "records_in_source": rows}
    told = {"reader": "bench", "reader_version": "1", "complete": True, "assumptions": {}, "conserved": True, "codes": {}, **counts}
    work.vault.add_reading(item.id, corpus.records(), partial(dict, told), at=case.AT, acting=work.acting)
    return work
