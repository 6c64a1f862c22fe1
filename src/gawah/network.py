"""The door: one function for each thing that can leave this machine. Nothing else in gawah opens a socket.

What a function sends stands in its docstring, whole. No proxy is taken from the environment, no cookie is kept, no redirection is
followed, no program is named to the other side. Every answer has a limit of bytes and of time.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult, urlsplit

from gawah.records.errors import BadAnswer, BadInput, Refused, TimedOut

TIMEOUT_S = 30.0
"""Seconds that a whole exchange may take, once a connection stands; the same to make one."""

LONGEST_ANSWER = 1 << 20
"""Bytes of the longest answer that is taken."""

_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


def address(url: str) -> str:
    """The address as it is used. Sent: nothing.

    Raises BadInput: not http or https, or with a name and password in it.
    """
    _split(url)
    return url


def stamp(url: str, query: bytes, *, timeout_s: float = TIMEOUT_S) -> bytes:
    """The answer of a time-stamping authority to `query` (RFC 3161 section 3.4, over HTTP).

    Sent: one POST with the headers Host, Accept-Encoding, Content-Type, Accept, Connection, Content-Length, and the bytes of
    `query`, which hold a SHA-256 and a random number. The other side, and whoever carries it, learns that this machine asked, and
    when.

    Args:
        url: Of the authority, http or https.
        query: What is asked.
        timeout_s: Seconds for the whole exchange.

    Raises:
        Refused: It could not be reached.
        TimedOut: It did not answer in time.
        BadAnswer: It answered something else, such as a page of HTML or a redirection; `raw` is what came.
        BadInput: `url` is no address of this kind.
    """
    parts = _split(url)
    door = _door(parts, timeout_s)
    headers = {"Content-Type": _QUERY, "Accept": _REPLY, "Connection": "close"}
    path = parts.path or "/"
    late = threading.Event()
    try:
        door.connect()
        with _ends(door.sock, timeout_s, late):
            door.request("POST", f"{path}?{parts.query}" if parts.query else path, body=query, headers=headers)
            answer = door.getresponse()
            raw = answer.read(LONGEST_ANSWER + 1)
    except TimeoutError:
        raise TimedOut("the authority did not answer in time") from None
    except (http.client.HTTPException, OSError) as fault:
        if late.is_set():
            raise TimedOut("the authority did not answer in time") from None
        if isinstance(fault, http.client.IncompleteRead):
            raise BadAnswer("the authority's answer was cut off", fault.partial) from None
        if isinstance(fault, http.client.HTTPException):
            raise BadAnswer("the authority answered something else than HTTP") from None
        raise Refused("the authority could not be reached") from None
    finally:
        door.close()
    if late.is_set():
        raise TimedOut("the authority did not answer in time")
    return _answer(answer, raw)


def _answer(answer: http.client.HTTPResponse, raw: bytes) -> bytes:
    if len(raw) > LONGEST_ANSWER:
        raise BadAnswer("the authority's answer is too long", raw[:LONGEST_ANSWER])
    if answer.length:
        raise BadAnswer("the authority's answer was cut off", raw)
    if answer.status != http.client.OK:
        raise BadAnswer(f"the authority answered with HTTP status {answer.status}", raw)
    if answer.headers.get_content_type() != _REPLY:
        raise BadAnswer("the authority answered something else than a time stamp", raw)
    return raw


@contextmanager
def _ends(door: socket.socket, timeout_s: float, late: threading.Event) -> Iterator[None]:
    """Within it, the connection is cut after `timeout_s`: an answer that comes drop by drop would never run into a timeout."""

    def cut() -> None:
        late.set()
        with suppress(OSError):
            socket.socket.shutdown(door, socket.SHUT_RDWR)

    clock = threading.Timer(timeout_s, cut)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def _split(url: str) -> SplitResult:
    """The parts of an address. Control characters and spaces would end in the request."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadInput("this is no address") from None
    plain = url.isascii() and url.isprintable() and " " not in url
    if not plain or parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or parts.fragment:
        raise BadInput("the address must begin with http:// or https://, and hold neither spaces nor a #")
    if parts.username is not None or parts.password is not None:
        raise BadInput("the address must not hold a name or password")
    return parts


def _door(parts: SplitResult, timeout_s: float) -> http.client.HTTPConnection:
    host = str(parts.hostname)
    if parts.scheme == "https":
        return http.client.HTTPSConnection(host, parts.port, timeout=timeout_s, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, parts.port, timeout=timeout_s)
