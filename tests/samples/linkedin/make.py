"""Writes the sources of these samples again: `python tests/samples/linkedin/make.py`. Everybody and everything in them is invented.

Column names are those of the sample in ../shared/samples/linkedin and of public parsers.
"""

import csv
import io
import json
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = ("CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE", "SUBJECT", "CONTENT", "FOLDER")
IN = "https://www.linkedin.com/in/"


def case(name: str, imitates: str, files: dict[str, bytes], opened: str = "") -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": "tests/samples/linkedin/make.py", "imitates": imitates, "seen": "export-formats.md section 3", "open": opened}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items() if text), "utf-8")


def table(*rows: tuple[str, ...]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


if __name__ == "__main__":
    rows = [
        ("c1", "", "Canary Boss", IN + "canary-boss", "Zoya K", IN + "zoya-k", "2024-03-15 09:30:00 UTC", "About you", '<p class="x">You will <b>regret</b> this.</p><p>See <a href="https://example.org/a">here</a> &amp; wait</p>', "INBOX"),
        ("c1", "", "Zoya K", IN + "zoya-k", "Canary Boss", IN + "canary-boss", "2024-03-15 10:00:00 UTC", "", "Please stop.\nI said no.", "SENT"),
        ("c2", "Old team", "Canary Boss", IN + "canary-boss", "Zoya K,Imran, Jr", f"{IN}zoya-k,{IN}imran", "2024-03-16 10:00:00 UTC", "", "she lies, 5 < 6", "ARCHIVE"),
        ("c1", "", "Zoya K", IN + "zoya-k", "Canary Boss", IN + "canary-boss", "not a time", "", "=cmd|' /C calc'!A0", "INBOX"),
    ]
    more = (*COLUMNS, "ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT", "MOOD")
    case(
        "complete-2025",
        "the complete archive: messages with the later columns, invitations, comments, posts, and connections with their preamble",
        {
            "messages.csv": b"\xef\xbb\xbf" + table(more, (*rows[0], "https://www.linkedin.com/dms/a", "No", "No", "x"), (*rows[1], "", "Yes", "No", ""), rows[2]),
            "Invitations.csv": table(("From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl", "inviteeProfileUrl"), ("Canary Boss", "Zoya K", "1/15/24, 9:30 PM", "I know your new office", "INCOMING", IN + "canary-boss", IN + "zoya-k")),
            "Comments.csv": table(("Date", "Link", "Message"), ("2024-01-02 03:04:05", "https://www.linkedin.com/feed/update/urn:li:activity:1", "that is false")),
            "Shares.csv": table(("Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", "Visibility"), ("2024-01-03 03:04:05", "https://www.linkedin.com/feed/update/urn:li:share:1", "my statement", "", "", "MEMBER_NETWORK")),
            "Connections.csv": b'\xef\xbb\xbfNotes:\n"When exporting, some are missing"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\nCanary,Boss,' + IN.encode() + b"canary-boss,,,,15 Jan 2024\n",
        },
    )
    case("messages-alone", "messages.csv on its own, with the first columns", {"messages.csv": table(COLUMNS, *rows)}, "messages.csv")
    case("windows", "semicolons and Windows-1252, as a spreadsheet saves it again", {"messages.csv": table(COLUMNS, *rows[:2]).decode().replace("Zoya", "Zoë").replace(",", ";").encode("cp1252")}, "messages.csv")
    case("rich-media", "Rich_Media.csv on its own", {"Rich_Media.csv": table(("Date/Time", "Media Description", "Media Link"), ("2024-02-01 12:00:00 UTC", "You uploaded a canary", "https://www.linkedin.com/feed/update/urn:li:activity:2"))}, "Rich_Media.csv")
    whole = table(COLUMNS, *rows)
    case("broken/ragged", "a row of one word, a row with a comma too many, a quote left open", {"messages.csv": whole + b"BADROW\n" + whole.split(b"\n", 1)[1].replace(b"Please", b'Please"') + b"c9,,A,,B,,2024-01-01 00:00:00 UTC,,one, two,INBOX\n" + b'c9,,A,,B,,2024-01-01 00:00:00 UTC,,"open,INBOX\nc9,,A,,B,,2024-01-02 00:00:00 UTC,,canary,INBOX\n'}, "messages.csv")
    case("broken/cut", "cut inside a text", {"messages.csv": whole[: whole.index(b"I said no")]}, "messages.csv")
