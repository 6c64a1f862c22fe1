"""A page of Google Voice, as large as wanted: one conversation of invented texts."""

import html
from pathlib import Path

from bench.invented_said import said

_PEOPLE = (
    '<a class="tel" href="tel:+15550100"><abbr class="fn" title="">Me</abbr></a>',
    '<a class="tel" href="tel:+15550177"><span class="fn">Grey Kiln</span></a>',
)


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("<html><head><title>Me to\nGrey Kiln</title></head>\n")
        stream.write('<body><div class="hChatLog hfeed">\n')
        for moment, who, text in said(seed):
            words = html.escape(text).replace("\n", "<br>")
            title = moment.strftime("%Y-%m-%dT%H:%M:%S.123+00:00")
            stream.write(f'<div class="message"><abbr class="dt" title="{title}">{moment.strftime("%b %d, %Y")}</abbr>:\n')
            stream.write(f'<cite class="sender vcard">{_PEOPLE[who]}</cite>:\n<q>{words}</q>\n</div> ')
            count += 1
            if count % 1_000 == 0 and stream.tell() >= size:
                break
        stream.write('</div>\n<div class="deletedStatusContainer">User Deleted:\nFalse</div></body></html>')
    return count
