"""Prints what a dossier prints of its exhibits with WeasyPrint, from HTML with the same fonts; runs in the peers' own environment.

`peer_weasyprint.py CONTENT PDF`. The exhibits alone: no timeline, custody, sources or attachments, and no word on characters
that no font has or that steer a line, which are obeyed. Tagged, as PDF/UA-1.
"""

import html
import json
import sys
import time
from pathlib import Path
from typing import Any

import weasyprint  # type: ignore[import-not-found]  # installed in .venv-bench alone

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.peer import peak_kib

_FACES = {
    "Sans": "NotoSans_400*",
    "Naskh": "Amiri_400*",
    "Devanagari": "NotoSansDevanagari_400*",
}
_STYLE = """
@page { size: A4; margin: 27mm 22mm 22mm 25mm; @top-right { content: "Page " counter(page) " of " counter(pages) } }
body { font: 9.5pt Sans, Naskh, Devanagari } h2 { font-size: 14pt; break-after: avoid }
blockquote { margin: 1em 0; padding: 9pt; border: .4pt solid #ccc; border-left: 2pt solid #222 }
.beside { margin: 7pt 5mm; font-size: 8.5pt; color: #444 } .small { font-size: 7.2pt }
dl { margin: 0 } dt { float: left; width: 31mm }
dd { margin-left: 35mm } img { max-width: 100%; max-height: 125mm }
"""


def _quoted(text: str | None) -> str:
    return "".join(f'<p dir="auto">{html.escape(line)}</p>' for line in (text or "").split("\n"))


def _beside(line: dict[str, Any]) -> str:
    head = f"{html.escape(line['sender'])} · {html.escape(line['time'])} · {line['id']} · {line['exhibit'] or ''}"
    return f'<div class="beside"><b>{head}</b>{_quoted(line["text"])}</div>'


def _pairs(rows: list[tuple[str, object]]) -> str:
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{html.escape(str(value))}</dd>" for name, value in rows if value) + "</dl>"


def _sheet(one: dict[str, Any], picture: str | None) -> str:
    when, source = one["time"] or {}, one["source"]
    about = [("Conversation", one["conversation"]), ("Sender", one["sender"]), ("Time", when.get("stated"))]
    about += [("Local and UTC", f"{when.get('local')} {when.get('utc')}"), ("Zone", when.get("zone"))] if when else []
    origin = [("File", source["name"]), ("SHA-256", source["sha256"]), ("Provenance", source["grade"])]
    origin += [("Place", " ".join(source["locator"])), ("Ledger", f"entry {source['ledger_entry']}, {source['recorded']['words']}")]
    origin += [("Its file", one["file"]["name"]), ("SHA-256", one["file"]["sha256"])]
    return "".join(
        [
            f"<h2>{one['number']} {one['title']}</h2>{_pairs(about)}",
            *map(_beside, one["context"]["before"]),
            f"<blockquote>{_quoted(one['text'])}</blockquote>" if one["text"] else "",
            f'<img alt="Picture {one["number"]}" src="data:image/png;base64,{picture}">' if picture else "",
            *map(_beside, one["context"]["after"]),
            f'<div class="small">{_pairs(origin)}</div>',
        ]
    )


def _line(one: dict[str, Any]) -> str:
    head = f"{one['number']} · {html.escape(one['sender'] or '')} · {html.escape((one['time'] or {}).get('stated', ''))}"
    return f'<div><b class="small">{head}</b>{_quoted(one["text"])}<div class="small">{one["file"]["sha256"]}</div></div>'


content = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
started, busy = time.perf_counter(), time.process_time()
lined = set(content["lined"])
fonts = {name: next(Path(content["fonts"]).glob(pattern)).as_uri() for name, pattern in _FACES.items()}
faces = "".join(f"@font-face {{ font-family: {name}; src: url({place}) }}" for name, place in fonts.items())
body = [
    _line(one) if one["number"] in lined else _sheet(one, content["pictures"].get(one["number"])) for one in content["exhibits"]
]
page = f'<html lang="en"><head><title>Exhibits</title><style>{faces}{_STYLE}</style></head><body>{"".join(body)}</body></html>'
document = weasyprint.HTML(string=page).render(pdf_variant="pdf/ua-1")
document.write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
told = {"seconds": time.perf_counter() - started, "busy": time.process_time() - busy, "peak_kib": peak_kib()}
print(json.dumps({**told, "pages": len(document.pages), "version": f"WeasyPrint {weasyprint.__version__}"}))
