"""A `message_1.html` of a Facebook export as HTML, in the style since 2024, as large as wanted, of invented words."""

import random
from datetime import datetime, timedelta
from pathlib import Path

_WORDS = "kal tum kyun nahi aaye order van school stop ok theek hai paisa wapas دیکھو کل صبح بات کرتے ہیں نہیں شکریہ 🔥".split()  # noqa: SIM905
_HEAD = '<html><head><meta charset="utf-8"><title>Zarak Khoso</title></head><body><main class="_a706" role="main">'


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    moment, count = datetime(2023, 11, 14, 22, 13), 0  # noqa: DTZ001 - a local time, as the page shows it
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_HEAD)
        while stream.tell() < size:
            moment -= timedelta(seconds=chooser.randrange(5, 400))
            sender = ("Zarak Khoso", "Mehrunisa Talpur")[chooser.randrange(2)]
            text = " ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 22)))
            stream.write(
                f'<section class="_a6-g" aria-labelledby="u_0_{count}"><h2 class="_2ph_ _a6-h _a6-i" id="u_0_{count}">{sender}</h2>'
                f'<div class="_2ph_ _a6-p"><div><div></div><div>{text}</div><div></div><div></div></div></div>'
                f'<footer class="_3-94 _a6-o"><div class="_a72d">{moment:%b %d, %Y %I:%M:%S %p}</div></footer></section>'
            )
            count += 1
        stream.write("</main></body></html>")
    return count
