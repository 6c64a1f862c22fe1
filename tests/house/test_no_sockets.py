"""The suite runs with sockets refused; these tests show that the refusal works."""

import socket

import pytest

from tests.conftest import SocketRefused, loopback


def test_a_connection_is_refused() -> None:
    with socket.socket() as door, pytest.raises(SocketRefused):
        door.connect(("127.0.0.1", 9))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(SocketRefused):
        socket.getaddrinfo("example.invalid", 443)


def test_within_loopback_nothing_else_is_reached() -> None:
    with loopback(), socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        for address in ("192.0.2.1", "0.0.0.0", "localhost"):
            with pytest.raises(SocketRefused):
                door.connect((address, 9))
        with pytest.raises(SocketRefused):
            socket.getaddrinfo("example.invalid", 443)
