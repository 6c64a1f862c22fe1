"""The suite runs with sockets refused; these tests show that the refusal works."""

import socket

import pytest

from tests.conftest import SocketRefused


def test_a_connection_is_refused() -> None:
    with socket.socket() as door, pytest.raises(SocketRefused):
        door.connect(("127.0.0.1", 9))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(SocketRefused):
        socket.getaddrinfo("example.invalid", 443)
