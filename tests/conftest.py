"""What holds for every test: no network, no deadline on generated examples, and samples of others only where they are."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The criteria of the fault tests say what differed, as the tests themselves do; here, since other tests use them too.
pytest.register_assert_rewrite("tests.faults.case", "tests.faults.breaking", "tests.faults.copies", "tests.faults.upkeep")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "samples"

# The same examples at every run, so that a red test is the change's own doing; `make fuzz` goes looking for new ones.
settings.register_profile("default", deadline=None, derandomize=True)
settings.register_profile(
    "fuzz", deadline=None, derandomize=False, print_blob=True, max_examples=5_000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("default")

DOORS = frozenset(
    {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}
)


LOOPBACK = "127.0.0.1"
"""The one address that a test may reach, within `loopback`."""

_loopback = [False]


class SocketRefused(RuntimeError):
    """A test, or the code under it, tried to reach beyond this process."""


def refuse_sockets(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse what opens a connection or looks up a name, in every test (audit events of PEP 578)."""
    if event in DOORS and not (_loopback[0] and LOOPBACK in (arguments[0], *_address(arguments))):
        raise SocketRefused(event)


def _address(arguments: tuple[object, ...]) -> tuple[object, ...]:
    """The address among the arguments of `connect` and `bind`: host and port."""
    return arguments[1] if len(arguments) > 1 and isinstance(arguments[1], tuple) else ()


@contextmanager
def loopback() -> Iterator[None]:
    """Within it, this machine's own address may be reached, and no other."""
    _loopback[0] = True
    try:
        yield
    finally:
        _loopback[0] = False


def pytest_configure() -> None:
    """Close the door before the first test is collected. An audit hook stays until the process ends."""
    sys.addaudithook(refuse_sockets)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what reads the samples of others where they do not lie beside the repository."""
    if SHARED.is_dir():
        return
    absent = pytest.mark.skip(reason="the samples of others are not beside this repository")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(absent)


@pytest.fixture(scope="session")
def shared_samples() -> Path:
    """The folder of other people's sample exports; for tests marked `shared` only."""
    return SHARED
