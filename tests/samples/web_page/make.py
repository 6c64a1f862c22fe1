"""Writes the sources of these samples again: `python tests/samples/web_page/make.py`. Everybody and everything in them is invented."""

import base64
import json
from pathlib import Path

HERE = Path(__file__).parent
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55")


def case(name: str, imitates: str, files: dict[str, bytes | str], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.encode() if isinstance(data, str) else data)
    facts = {"made": "tests/samples/web_page/make.py", "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def part(kind: str, location: str, encoding: str, body: bytes, **more: str) -> bytes:
    headers = {"Content-Type": kind, **more, "Content-Transfer-Encoding": encoding, "Content-Location": location}
    return "".join(f"{key.replace('_', '-')}: {value}\r\n" for key, value in headers.items()).encode() + b"\r\n" + body + b"\r\n"


def mhtml(head: str, *parts: bytes, boundary: str = "----MultipartBoundary--canaryAbc----") -> bytes:
    opening = head + f'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{boundary}"\r\n\r\n\r\n'
    line = b"--" + boundary.encode()
    return opening.encode() + b"".join(line + b"\r\n" + each for each in parts) + line + b"--\r\n"


CHROME = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://social.example/sana/posts/17?ref=home\r\n"
    "Subject: =?utf-8?Q?Sana=E2=80=99s=20post?=\r\nDate: Tue, 5 Mar 2024 16:05:12 -0000\r\n"
)
PAGE = (
    "<html><head><title>Sana\u2019s post</title><link rel=\"canonical\" href=\"https://social.example/sana/posts/17\">"
    "<script>document.title='canary never'</script></head><body><h1>Sana</h1><p>I know where you live, canary</p>"
    "<p dir=\"rtl\">\u0645\u062c\u06be\u06d2 \u067e\u062a\u0627 \u06c1\u06d2</p><img src=\"https://social.example/a.png\">"
    "<a href=\"/sana\">Sana</a> <a href=\"javascript:steal()\">x</a><iframe src=\"cid:frame-1@mhtml.blink\"></iframe>"
    "<template shadowmode=\"open\">shadow</template></body></html>"
)


def quoted(text: str, encoding: str = "utf-8") -> bytes:
    import quopri

    return quopri.encodestring(text.encode(encoding)).replace(b"\n", b"\r\n")


def chrome() -> bytes:
    return mhtml(
        CHROME,
        part("text/html", "https://social.example/sana/posts/17?ref=home", "quoted-printable", quoted(PAGE), Content_ID="<frame-0@mhtml.blink>"),
        part("text/html", "https://social.example/frame", "quoted-printable", quoted("<p>3 comments</p>"), Content_ID="<frame-1@mhtml.blink>"),
        part("image/png", "https://social.example/a.png", "base64", base64.encodebytes(PNG).replace(b"\n", b"\r\n")),
        part("text/css", "cid:css-1@mhtml.blink", "quoted-printable", b"@charset \"utf-8\"; p { color: red }"),
    )


def firefox() -> bytes:
    head = (
        "From: <Saved by Mozilla 5.0 (Windows; en-US)>\r\nSubject: Forum\r\nDate: Tue Mar 05 2024 21:05:12 GMT+0500\r\n"
        "Content-Location: http://forum.example/t/9\r\nX-MAF: Produced By MAF MHT Archive Handler V5.2.0\r\n"
    )
    return mhtml(
        head,
        part("text/html; charset=windows-1256", "http://forum.example/t/9", "quoted-printable", quoted("<title>Forum</title>سلام canary", "cp1256")),
        part("image/png", "index_files/logo.png", "base64", base64.encodebytes(PNG)),
    )


def explorer() -> bytes:
    """No From, parts in parts, a charset that only a browser knows."""
    inner = (
        b'Content-Type: multipart/alternative; boundary="inner"\r\n\r\n--inner\r\n'
        + part("text/html; charset=x-user-defined", "http://old.example/page.htm", "7bit", b"<TITLE>Old</TITLE><P>caf\xe9 canary")
        + b"--inner--\r\n"
    )
    return mhtml("", inner, part("image/gif", "http://old.example/x.gif", "base64", b"R0lGODlhAQABAAAAACw=\r\n"), boundary="outer")


SINGLE = (
    '<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://social.example/sana?tab=posts&amp;x=1 \n'
    " saved date: Tue Mar 05 2024 21:05:12 GMT+0500 (Pakistan Standard Time)\n--><meta charset=utf-8>\n"
    f"<title>Sana</title><p>A canary post<img src=data:image/png;base64,{base64.b64encode(PNG).decode()}>"
    "<a href=https://social.example/u/2>Iqra</a><script>alert(1)</script>"
)
COMPLETE = (
    "<!DOCTYPE html>\n<!-- saved from url=(0033)https://social.example/sana/posts/ -->\n<html><head><title>Posts of Sana</title></head>"
    '<body><p>First canary post</p><img src="./Posts%20of%20Sana_files/photo.png"><iframe src="./Posts of Sana_files/saved_resource.html">'
    "</iframe></body></html>"
)


def main() -> None:
    case("mhtml-chrome", "a post saved by Chrome as one file: a frame, a picture, a style sheet, a shadow root", {"post.mhtml": chrome()},
         open="post.mhtml")  # fmt: skip
    case("mhtml-firefox", "a page saved by a Firefox add-on: a charset of its part, an offset in the date", {"t.mht": firefox()}, open="t.mht")
    case("mhtml-explorer", "parts in parts, no From, a charset that only browsers know", {"page.mht": explorer()}, open="page.mht")
    case("singlefile", "SingleFile's documented comment with address and date", {"Sana.html": SINGLE}, open="Sana.html")
    case("complete-folder", "two pages saved complete, one by a German browser, beside an empty page",
         {"Posts of Sana.html": COMPLETE, "Posts of Sana_files/photo.png": PNG, "Posts of Sana_files/saved_resource.html": "<p>a frame</p>",
          "Posts of Sana_files/app.js": "fetch('https://evil.example')", "Seite.htm": "<html><title>Zwei</title><p>zweite Seite",
          "Seite-Dateien/stil.css": "p{}"})  # fmt: skip
    case("html-alone", "a page saved alone, without any address", {"page.html": "<html><title>Lone</title><body><p>canary alone"}, open="page.html")
    case("broken/mhtml-cut", "an MHTML that breaks off in a picture", {"post.mhtml": chrome()[:-260]}, open="post.mhtml")
    case("broken/mhtml-without-end", "a head and no part", {"post.mhtml": CHROME.encode() + mhtml("")[:60]}, open="post.mhtml")


if __name__ == "__main__":
    main()
