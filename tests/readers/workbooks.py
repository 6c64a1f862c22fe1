"""Small workbooks as a spreadsheet program writes them, made of plain values: .xlsx (ECMA-376) and .ods (OpenDocument 1.3)."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

Value = str | float | tuple[str, str] | None
"""A text, a number, or a pair such as `("date", "45356.5")`, `("clock", "0.5")`, `("formula", text)`, `("bool", "1")`."""

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_STYLES = (
    f'<styleSheet {_MAIN}><numFmts count="1"><numFmt numFmtId="170" formatCode="d/m/yyyy\\ h:mm"/></numFmts>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="170"/></cellXfs></styleSheet>'
)
_STYLE = {"date": 3, "day": 1, "clock": 2}
_OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
)


def column(at: int) -> str:
    """`A` for 1, `AA` for 27."""
    name = ""
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def xlsx(
    path: Path,
    rows: Mapping[int, Sequence[Value]] | Sequence[Sequence[Value]],
    *,
    merges: Sequence[str] = (),
    name: str = "Log",
    others: Sequence[str] = (),
    epoch_1904: bool = False,
    parts: Mapping[str, bytes] = {},
) -> Path:
    """A workbook with one filled sheet; `rows` by their numbers, or from 1 on."""
    numbered = rows if isinstance(rows, Mapping) else dict(enumerate(rows, 1))
    shared: list[str] = []
    body = "".join(
        f'<row r="{number}">{"".join(_xlsx_cell(number, at, value, shared) for at, value in enumerate(cells, 1))}</row>'
        for number, cells in numbered.items()
    )
    merged = f"<mergeCells>{''.join(f'<mergeCell ref={quoteattr(one)}/>' for one in merges)}</mergeCells>" if merges else ""
    names = [name, *others]
    sheets = "".join(f'<sheet name={quoteattr(one)} sheetId="{n}" r:id="rId{n}"/>' for n, one in enumerate(names, 1))
    targets = "".join(f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(names) + 1))
    strings = "".join(f'<si><t xml:space="preserve">{escape(one)}</t><rPh><t>reading</t></rPh></si>' for one in shared)
    files = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {_MAIN} {_R}><workbookPr date1904="{int(epoch_1904)}"/><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{targets}</Relationships>",
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{strings}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}><sheetData>{body}</sheetData>{merged}</worksheet>",
        **{f"xl/worksheets/sheet{n}.xml": f"<worksheet {_MAIN}><sheetData/></worksheet>" for n in range(2, len(names) + 1)},
    }
    return zipped(path, {key: value.encode("utf-8", "surrogatepass") for key, value in files.items()} | dict(parts))


def _xlsx_cell(row: int, at: int, value: Value, shared: list[str]) -> str:
    place = f'r="{column(at)}{row}"'
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f"<c {place}><v>{value}</v></c>"
    if isinstance(value, str):
        shared.append(value)
        return f'<c {place} t="s"><v>{len(shared) - 1}</v></c>'
    kind, text = value
    if kind == "formula":
        return f'<c {place} t="str"><f>UPPER(A1)</f><v>{escape(text)}</v></c>'
    if kind == "inline":
        return f'<c {place} t="inlineStr"><is><t>{escape(text)}</t></is></c>'
    if kind == "bool":
        return f'<c {place} t="b"><v>{text}</v></c>'
    return f'<c {place} s="{_STYLE[kind]}"><v>{text}</v></c>'


def ods(path: Path, rows: Sequence[Sequence[Value]], *, name: str = "Log", trailing: int = 1_000_000) -> Path:
    """A workbook with one sheet and, as programs write them, a million empty rows below it."""
    body = "".join(f"<table:table-row>{''.join(_ods_cell(value) for value in cells)}</table:table-row>" for cells in rows)
    empty = f'<table:table-row table:number-rows-repeated="{trailing}">'
    empty += '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    table = f"<table:table table:name={quoteattr(name)}>{body}{empty}</table:table>"
    inner = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {_OFFICE}>{inner}</office:document-content>"
    files = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode("utf-8", "surrogatepass")}
    return zipped(path, files)


def _ods_cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return _ods_text("string", "".join(f"<text:p>{_spaced(line)}</text:p>" for line in value.split("\n")))
    if isinstance(value, int | float):
        return _ods_text(f'float" office:value="{value}', f"<text:p>{value}</text:p>")
    kind, text = value
    said = f"<text:p>{escape(text)}</text:p>"
    return {
        "date": _ods_text(f'date" office:date-value="{text}', "<text:p>shown</text:p>"),
        "clock": _ods_text(f'time" office:time-value="{text}', "<text:p>shown</text:p>"),
        "down": _ods_text('string" table:number-rows-spanned="2', said),
        "covered": "<table:covered-table-cell/>",
        "noted": _ods_text("string", f"<office:annotation><text:p>a remark</text:p></office:annotation>{said}"),
        "formula": _ods_text('string" table:formula="of:=[.A1]', said),
    }[kind]


def _ods_text(kind: str, inner: str) -> str:
    return f'<table:table-cell office:value-type="{kind}">{inner}</table:table-cell>'


def _spaced(line: str) -> str:
    """Runs of blanks as OpenDocument writes them."""
    return escape(line).replace("\t", "<text:tab/>").replace(" ", "<text:s/>")


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    path.write_bytes(buffer.getvalue())
    return path
