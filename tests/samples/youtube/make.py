"""Writes the sources of these samples again: `python tests/samples/youtube/make.py`. Everybody and everything in them is invented.

The tables follow the Spanish sample in ../shared/samples/youtube and public parsers; the pages follow public parsers of Takeouts.
"""

import csv
import io
import json
from pathlib import Path

HERE = Path(__file__).parent


def case(name: str, imitates: str, files: dict[str, bytes], opened: str = "") -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": "tests/samples/youtube/make.py", "imitates": imitates, "seen": "export-formats.md section 3", "open": opened}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items() if text), "utf-8")


def table(*rows: tuple[str, ...], delimiter: str = ",") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n", delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode()


def said(*texts: str) -> str:
    return ",".join(json.dumps({"text": text}, ensure_ascii=False) for text in texts)


EN = ("Comment ID", "Channel ID", "Comment Create Timestamp", "Price", "Parent Comment ID", "Post ID", "Video ID", "Comment Text", "Top-Level Comment ID")
LIVE = ("Live Chat ID", "Channel ID", "Live Chat Create Timestamp", "Price", "Currency code", "Video ID", "Live Chat Text")
ES = ("ID de comentario", "ID de canal", "Marca de tiempo de creación del comentario", "Precio", "ID de comentario principal", "ID de vídeo", "Texto del comentario", "ID de comentario de nivel superior")
UR = ("تبصرہ ID", "چینل ID", "وقت", "قیمت", "اصل تبصرہ ID", "ویڈیو ID", "متن", "اوپر ID")
PAGE = """<html><head><meta charset="utf-8"><title>Mis comentarios</title></head><body><ul>\
<li>Has enviado un <a href="http://www.youtube.com/watch?v=canaryvid01&amp;lc=UgzzA">comentario</a> en un <a href="http://www.youtube.com/watch?v=canaryvid01">vídeo</a> a las 2019-04-25 15:23:37 UTC.<br/>That is not &lt;me&gt;<br/>and never was</li>\
<li>Has enviado un <a href="http://www.youtube.com/watch?v=canaryvid02">mensaje</a> a las 2019-04-26 00:00:01 UTC.<br/>stop</li>\
<li>Has enviado algo.</li>\
</ul></body></html>
"""

if __name__ == "__main__":
    rows = [
        ("UgzzA", "UCcanary", "2024-04-11T18:26:40.15544+00:00", "0", "", "", "canaryvid01", said("please stop, ", "all of you"), ""),
        ("UgzzA.r1", "UCcanary", "2024-04-12T00:28:56.616747+00:00", "0", "UgzzA", "", "canaryvid01", '{"text":"@other","mention":{"externalChannelId":"UCother"}},' + said(' said "canary"\nand more'), "UgzzA"),
        ("UgzzB", "UCcanary", "2024-04-13T00:00:00+00:00", "0", "", "postcanary1", "", '{"text":"see","link":{"linkUrl":"https://example.org/x"}}', ""),
        ("UgzzC", "UCcanary", "yesterday", "0", "", "", "canaryvid02", "plain words, no fragments", ""),
        ("UgzzD", "UCcanary", "2024-04-14T00:00:00+00:00", "0", "", "", "canaryvid02", '{"text":"cut', ""),
    ]
    lives = [("live1", "UCcanary", "2024-05-01T10:00:00.5+00:00", "990000", "USD", "canaryvid03", '{"takeoutSegments":[{"text":"thanks"},{"text":"!"}]}')]
    base = "Takeout/YouTube and YouTube Music"
    case(
        "takeout-english",
        "a Takeout of 2024 with comments on videos and posts, a live chat, and tables that are nobody's words",
        {
            f"{base}/comments/comments.csv": table(EN, *rows),
            f"{base}/live chats/live chats.csv": table(LIVE, *lives),
            f"{base}/subscriptions/subscriptions.csv": table(("Channel Id", "Channel Url", "Channel Title"), ("UCx", "http://www.youtube.com/channel/UCx", "canary")),
        },
    )
    short = [(*row[:5], *row[6:]) for row in rows[:2]]
    case("takeout-spanish", "Spanish names of folders, files and columns", {"comentarios/comentarios.csv": table(ES, *short)})
    case("urdu-columns", "one table with Urdu column names, a byte order mark and semicolons", {"تبصرے.csv": b"\xef\xbb\xbf" + table(UR, *short, delimiter=";")}, "تبصرے.csv")
    case("page-2019", "the page of own comments of 2019 in Spanish", {"Takeout/YouTube/mis-comentarios/mis-comentarios.html": PAGE.encode()})
    whole = table(EN, *rows)
    case("broken/cut", "a table cut inside a quoted text", {"comments.csv": whole[: whole.index(b"and more")]}, "comments.csv")
    case("broken/ragged", "a row that ends early, a row with a field too many, bytes that are no UTF-8", {"comments.csv": table(EN, *rows[:2]) + b"UgzzX,UCcanary\n" + table(rows[2] + ("more",)) + table(rows[2]).replace(b"see", b"s\xffe")}, "comments.csv")
