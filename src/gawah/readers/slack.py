"""Slack's export of a workspace: a zip or folder with a file for each channel and day, users.json and the lists of channels.

Seen:
    2016-   `<channel>/YYYY-MM-DD.json`, channels.json, users.json, integration_logs.json; a file of a day on its own
    paid    groups.json, mpims.json, dms.json; folders of private chats are named by their id
Rules:
    * A conversation is known by its channel's id, found by the folder's name; a message by its `ts`, which is also its time.
    * An answer in a thread states the thread's first message.
    * Text keeps Slack's writing (`<@U123>`, `<address|label>`); who U123 is stands among the participants.
    * Of a message that was deleted, a paid plan's export keeps what it had said: it is read, and marked deleted.
Known limits:
    * Private channels and chats are only in exports of paid plans. Files are named, never held; tools that save them are known.
    * What a message said before an edit is in exports of some plans only, and stays in the original.
    * A file begins and ends with a day of the workspace's zone, which the export does not state; times are instants.
Sources: ../shared/samples/slack; export-formats.md section 3.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from gawah.readers import _json_count
from gawah.readers._json_file import Form, WholeMember, read_json
from gawah.readers._reader import Options
from gawah.readers._slack_layout import LAYOUT, readable, recognised
from gawah.readers._slack_message import Day
from gawah.readers._slack_people import PLATFORM, Workspace
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import is_whole, unreadable
from gawah.records.content import Conversation, Record

__all__ = ["PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"


def identify(source: Source) -> bool:
    """Say whether this is a Slack export or a file of one. Reads names, and the start of a few members."""
    return recognised(source)


def reads(source: Source) -> Sequence[Member]:
    """The files of days."""
    return readable(source)


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in this format is an instant
    """Yield everything the export states, in the order of its members; a conversation before its messages."""
    workspace = Workspace(source)
    seen: set[Conversation] = set()
    for member in readable(source):
        if not is_whole(source, member):
            yield unreadable(source, member)
            continue
        conversation, kind = workspace.conversation(member)
        if conversation not in seen:
            seen.add(conversation)
            yield conversation
        reading = WholeMember(source, member)
        day = Day(reading, workspace, conversation, kind)
        yield from read_json(reading, partial(source.open, member), Form(LAYOUT, day.make))


def count(source: Source) -> int:
    """The number of array elements in the files of days, counted by ijson."""
    total = 0
    for member in readable(source):
        if not is_whole(source, member):
            continue
        total += _json_count.records(partial(source.open, member), LAYOUT)
    return total
