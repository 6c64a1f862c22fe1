"""Writes the sources of these samples again: `python tests/samples/document/make.py`. Everybody and everything in them is invented."""

import json
from pathlib import Path

HERE = Path(__file__).parent
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55")


def case(name: str, imitates: str, files: dict[str, bytes | str], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.encode() if isinstance(data, str) else data)
    facts = {"made": "tests/samples/document/make.py", "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def pdf(objects: list[str], trailer: str = "") -> bytes:
    """A PDF of these objects (ISO 32000-1, 7.5), the first of which is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    return bytes(out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode("latin-1"))


def stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def show(*lines: str) -> str:
    return stream("BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET")


FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 5 0 R >> >> {} >>"


def printed() -> bytes:
    link = "/Annots [<< /Type /Annot /Subtype /Link /Rect [72 700 200 730] /A << /S /URI /URI (https://social.example/p/1?q=canary) >> >>]"
    return pdf(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
            PAGE.format(6, link),
            PAGE.format(7, ""),
            FONT,
            show("Sana canary: I know where you live", "https://social.example/p/1 3/5/24, 9:05 PM"),
            stream(""),
            "<< /Title (A post by Sana) /Creator (Chromium) /Producer (Skia/PDF m122) /CreationDate (D:20240305210512+05'00') >>",
        ],
        "/Info 8 0 R",
    )


def acting() -> bytes:
    """Everything that a PDF can try to do; nothing of it may happen (B7)."""
    launch = "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (canary.exe) >> >>]"
    return pdf(
        [
            "<< /Type /Catalog /Pages 2 0 R /OpenAction 7 0 R /Names << /JavaScript << /Names [(a) 7 0 R] >>"
            " /EmbeddedFiles << /Names [(canary.txt) 8 0 R] >> >> >>",
            "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
            PAGE.format(6, launch),
            "<< /Type /Pages /Parent 2 0 R /Kids [4 0 R] /Count 1 >>",
            FONT,
            show("This canary page wants to act"),
            "<< /S /JavaScript /JS (app.launchURL\\('https://evil.example'\\)) >>",
            "<< /Type /Filespec /F (canary.txt) /EF << /F 9 0 R >> >>",
            stream("x"),
        ]
    )


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def run(text: str, tag: str = "t", properties: str = "") -> str:
    return f'<w:r>{properties}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def docx(body: str) -> dict[str, bytes | str]:
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}</w:body></w:document>',
    }


BODY = (
    paragraph(run("What happened in March, canary"))
    + paragraph(run("He wrote "), run("مجھے پتا ہے"), "<w:r><w:tab/></w:r>", run("every night."))
    + paragraph(
        run("I "),
        '<w:del w:author="Sana Mirza" w:date="2024-03-07T10:00:00Z">' + run("never ", "delText") + "</w:del>",
        '<w:ins w:author="Sana Mirza" w:date="2024-03-07T10:00:00Z">' + run("once ") + "</w:ins>",
        run("answered. See https://social.example/p/1."),
    )
    + paragraph(run("hidden words", "t", "<w:rPr><w:vanish/></w:rPr>"))
    + "<w:tbl><w:tr><w:tc>"
    + paragraph(run("5 March"))
    + "</w:tc><w:tc>"
    + paragraph(run("a call"))
    + "</w:tc></w:tr></w:tbl>"
    + "<w:p><w:r><mc:AlternateContent><mc:Choice>"
    + run("in a box")
    + "</mc:Choice><mc:Fallback>"
    + run("in a box")
    + "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
COMMENTS = (
    f'<w:comments {W}><w:comment w:id="0" w:author="Adv. Iqbal" w:date="2024-03-08T09:00:00Z">'
    + paragraph(run("Which night?"))
    + "</w:comment></w:comments>"
)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>My statement</dc:title><dc:creator>Sana Mirza</dc:creator><cp:lastModifiedBy>Adv. Iqbal</cp:lastModifiedBy>"
    "<dcterms:created>2024-03-06T18:00:00Z</dcterms:created><dcterms:modified>2024-03-08T09:30:00Z</dcterms:modified>"
    "</cp:coreProperties>"
)
OD = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
)
CONTENT = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content {OD}><office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Sana Mirza</dc:creator>
<dc:date>2024-03-07T10:00:00</dc:date></office:change-info><text:p>never</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h>My canary notes</text:h>
<text:p>He came<text:s text:c="2"/>twice.<text:line-break/>Then he rang.<office:annotation><dc:creator>Adv. Iqbal</dc:creator>
<dc:date>2024-03-08T09:00:00</dc:date><text:p>Which day?</text:p></office:annotation></text:p>
<text:p>I <text:change text:change-id="c1"/>answered.</text:p>
</office:text></office:body></office:document-content>"""
META = (
    f"<office:document-meta {OD}><office:meta><meta:initial-creator>Sana Mirza</meta:initial-creator>"
    "<meta:creation-date>2024-03-06T18:00:00</meta:creation-date><dc:date>2024-03-08T14:30:00.5</dc:date></office:meta></office:document-meta>"
)
RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\*\generator Word;}{\info{\author Sana}}\f0 The canary sang\par "
    r"caf\'e9 \u1587?\u1604?\u1575?\u1605? \u-10179?\u-8694?\par {\deleted taken away}I stayed \ldblquote here\rdblquote\tab now\par}"
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "canary"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"<w:document {W}><w:body>{paragraph(run('&b;'))}</w:body></w:document>"
)


def main() -> None:
    case("pdf-printed", "a page printed to PDF in Chrome: text, a link, and a second page without text", {"post.pdf": printed()}, open="post.pdf")
    case("docx-statement", "a statement in Word: Urdu, tracked changes, a comment, a table, a text box, hidden text, a picture, macros",
         {**docx(BODY), "word/comments.xml": COMMENTS, "docProps/core.xml": CORE, "word/media/image1.png": PNG,
          "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})  # fmt: skip
    case("odt-notes", "notes in LibreOffice: a heading, spaces, a line break, an annotation, a tracked deletion",
         {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": CONTENT, "meta.xml": META, "styles.xml": "<x/>"})  # fmt: skip
    case("rtf-note", "an RTF of Word: code page, Unicode with stand-ins, a pair of surrogates, deleted text", {"note.rtf": RTF}, open="note.rtf")
    case("text-utf8", "a text file with a byte order mark", {"notes.txt": b"\xef\xbb\xbfDay one, canary\r\nhe rang https://a.example/x\r\n"},
         open="notes.txt")  # fmt: skip
    case("text-windows", "a text file of an old Windows program", {"notes.txt": "Über canary – für später\r\n".encode("cp1252")},
         open="notes.txt")  # fmt: skip
    case("text-utf16", "a text file of Windows Notepad, Unicode", {"notes.txt": b"\xff\xfe" + "canary آج\r\n".encode("utf-16-le")}, open="notes.txt")
    case("broken/pdf-that-acts", "scripts, a program to start, an embedded file, a page tree that bites its tail", {"act.pdf": acting()},
         open="act.pdf")  # fmt: skip
    case("broken/pdf-cut", "a PDF that breaks off in its head", {"cut.pdf": printed()[:60]}, open="cut.pdf")
    case("broken/docx-entities", "a document of entities in entities (B3)", {**docx(""), "word/document.xml": LAUGHS})
    case("broken/docx-cut", "a document that breaks off", {**docx(""), "word/document.xml": docx(BODY)["word/document.xml"][:400]})


if __name__ == "__main__":
    main()
