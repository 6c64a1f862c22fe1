"""Just enough DER to look into a time stamp: which bytes belong to which element (ITU-T X.690, sections 8.1 and 10.1).

Read by `timestamp`, whose bytes come from strangers: every length is checked against what is there, and nothing is decoded twice.
"""

from dataclasses import dataclass

INTEGER, BIT_STRING, OCTET_STRING, OID, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x06, 0x30, 0x31
CONTEXT_0 = 0xA0
"""The tag `[0]` of a constructed element."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element.

    Attributes:
        tag: Its identifier octet.
        start: Where it starts.
        body: Where its contents start.
        end: Where it ends.
    """

    tag: int
    start: int
    body: int
    end: int


def at(data: bytes, start: int, limit: int) -> Element:
    """The element at `start`, which ends at `limit` or before. Raises ValueError: cut off, or not DER."""
    if start + 2 > limit or data[start] & 0x1F == 0x1F:
        raise ValueError("not DER")
    length, body = data[start + 1], start + 2
    if length >= 0x80:
        octets = length & 0x7F
        if not 0 < octets <= 4 or body + octets > limit:
            raise ValueError("not DER")
        length, body = int.from_bytes(data[body : body + octets], "big"), body + octets
    if body + length > limit:
        raise ValueError("not DER: cut off")
    return Element(data[start], start, body, body + length)


def inside(data: bytes, outer: Element) -> list[Element]:
    """The elements that the contents of `outer` consist of, in order. Raises ValueError."""
    found, start = [], outer.body
    while start < outer.end:
        found.append(at(data, start, outer.end))
        start = found[-1].end
    return found


def whole(data: bytes) -> Element:
    """The one element that `data` is. Raises ValueError when something follows it."""
    element = at(data, 0, len(data))
    if element.end != len(data):
        raise ValueError("not DER: something follows")
    return element


def contents(data: bytes, element: Element) -> bytes:
    """The bytes of its contents."""
    return data[element.body : element.end]


def number(data: bytes, element: Element) -> int:
    """The value of an INTEGER. Raises ValueError when it is none."""
    if element.tag != INTEGER or element.body == element.end:
        raise ValueError("not an INTEGER")
    return int.from_bytes(contents(data, element), "big", signed=True)


def expect(element: Element, tag: int) -> Element:
    """The element, when it has this tag. Raises ValueError."""
    if element.tag != tag:
        raise ValueError("another element was expected")
    return element
