"""Which files of a Slack export hold messages: one for each channel and day, told by name and by how they begin."""

import re
from collections.abc import Sequence

from gawah.readers._json import Layout
from gawah.readers._json_layout import steps
from gawah.readers._source import Member, Source

_W = r"[ \t\r\n]{0,16}"
LAYOUT = Layout(
    steps(()),
    re.compile(
        rf'\{{{_W}"(?:client_msg_id"{_W}:|subtype"{_W}:{_W}"|type"{_W}:{_W}"message"'
        rf'|(?:user|bot_id)"{_W}:{_W}"[A-Z0-9]{{3,20}}"{_W},{_W}"(?:type"{_W}:{_W}"message"|ts"|subtype")'
        rf'|text"{_W}:{_W}"(?:[^"\\]|\\.){{0,40}}+"{_W},{_W}"(?:bot_id|files|upload|user|type)")'
    ),
)
"""Objects first state one of several keys, since exports of different years order them differently."""
PEOPLE = Layout(steps(()), re.compile(rf'\{{{_W}"id"{_W}:'))
"""The lists of users and of channels."""
_DAY = re.compile(r"(?:^|/)\d{4}-\d{2}-\d{2}\.json$")
_BEGINS = re.compile(r"\s*\[\s*\{")
_STAMP = re.compile(r'"ts"\s{0,8}:\s{0,8}"\d{9,11}\.\d{6}"')
_KIND = re.compile(r'"type"\s{0,8}:\s{0,8}"message"')
_LOOKED_AT = 12


def recognised(source: Source) -> bool:
    """Whether this is a Slack export or a file of one."""
    days = readable(source) if source.is_container else source.members
    return any(_told(source, member) for member in days[:_LOOKED_AT])


def readable(source: Source) -> Sequence[Member]:
    """The files of days."""
    if not source.is_container:
        return [member for member in source.members if _told(source, member)]
    return [member for member in source.members if _DAY.search(member.name) and member.refused is None]


def _told(source: Source, member: Member) -> bool:
    head = source.head(member).decode("utf-8", "replace").removeprefix("\ufeff")
    return _BEGINS.match(head) is not None and _STAMP.search(head) is not None and _KIND.search(head) is not None
