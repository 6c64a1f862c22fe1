"""Writes the sources of these samples again: `python tests/samples/table/make.py`. Everybody and everything in them is invented."""

import json
from pathlib import Path

HERE = Path(__file__).parent


def case(name: str, imitates: str, file: str, data: bytes, mapping: str = "") -> None:
    folder = HERE / name
    target = folder / "source" / file
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    facts = {"made": "tests/samples/table/make.py", "imitates": imitates, "open": file, "mapping": mapping}
    (folder / "about.toml").write_text(
        "".join(f"{key} = {json.dumps(text, ensure_ascii=False)}\n" for key, text in facts.items() if text), "utf-8"
    )


CHAT = """Date;From;Message;Chat;Mood
24/12/2023 18:05;Canary Fox;=HYPERLINK("http://example.org","x");aunts;
13/01/2024 09:00;Zoya;stop it;aunts;sad
;;;;
05/02/2024 09:00;Zoya;"last
warning; I mean it";work;
some day;Canary Fox;@you +1 -1;work;
"""
EPOCH = "ts\twho\twords\n1703441100\tcanary\tI know the way to your school\n1703441160.5\tzoya\tplease leave me alone now\n"
URDU = "وقت,بھیجنے والا,پیغام\n2024-01-02 03:04:05,کنری canary,میں تمہیں دیکھ رہا ہوں\n2024-01-02 03:05:00,زویا,بس کرو\n"
BARE = "2024-01-02 03:04:05,canary,I can see you from here right now\n2024-01-02 03:05:00,zoya,then look somewhere else please\n"

if __name__ == "__main__":
    confirmed = 'time = "Date"\ntime_format = "%d/%m/%Y %H:%M"\nzone = "Asia/Karachi"\nsender = "From"\ntext = "Message"\nconversation = "Chat"\n'
    case("chat", "a chat saved from a spreadsheet: semicolons, day first, formulas, two conversations", "chat.csv", CHAT.encode(), confirmed)
    case("broken/unconfirmed", "the same before anybody has said what its columns hold", "chat.csv", CHAT.replace("aunts", "canary").encode())
    case("epoch-tabs", "tabs and seconds since 1970", "log.tsv", EPOCH.encode(), 'time = "ts"\ntime_format = "seconds"\nsender = "who"\ntext = "words"\n')
    case("urdu", "Urdu column names and words, UTF-16 with a mark", "chat.csv", URDU.encode("utf-16"), 'time = "وقت"\nsender = "بھیجنے والا"\ntext = "پیغام"\n')
    case("no-header", "a table without names of columns", "rows.csv", BARE.encode(), 'header = false\ntime = "column 1"\nsender = "column 2"\ntext = "column 3"\n')
    case("broken/other-columns", "a mapping that names columns which the table does not have", "chat.csv", CHAT.encode(), 'time = "When"\ntext = "Words"\n')
    case("broken/cut", "cut inside a quoted text", "chat.csv", CHAT.encode()[: CHAT.encode().index(b"warning")], confirmed)
