"""The worker that reads a stranger's file reaches no network, starts no program, writes no file. Each try has its own process."""

import platform
import subprocess
import sys

import pytest

CLOSED = (
    "import ctypes, os, socket, sys, threading\n"
    "from gawah.usecases._sandbox import Limits, close_in\n"
    "libc = ctypes.CDLL(None, use_errno=True)\n"
    "held = close_in(Limits())\n"
)

linux_only = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="seccomp filters are written for Linux on x86-64 and ARM",
)


def _try(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", CLOSED + code], capture_output=True, text=True, check=False, timeout=60)
    return done.stdout.strip()


@pytest.mark.parametrize(
    "act",
    [
        "socket.socket()",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "__import__('subprocess').run(['true'])",
        "os.system('true')",
    ],
)
def test_python_itself_refuses(act: str) -> None:
    assert _try(f"\ntry:\n  {act}\n  print('done')\nexcept PermissionError:\n  print('refused')") == "refused"


@linux_only
@pytest.mark.parametrize(
    ("call", "x86_64", "aarch64", "arguments"),
    [
        ("socket", 41, 198, "2, 1, 0"),
        ("connect", 42, 203, "0, None, 0"),
        ("execve", 59, 221, "b'/bin/true', None, None"),
        ("clone", 56, 220, "17, None, None, None, None"),
        ("io_uring_setup", 425, 425, "1, None"),
    ],
)
def test_the_system_refuses_what_goes_past_python(call: str, x86_64: int, aarch64: int, arguments: str) -> None:
    number = x86_64 if platform.machine() == "x86_64" else aarch64
    told = _try(f"result = libc.syscall({number}, {arguments}); print('seccomp' in held, result, ctypes.get_errno())")
    assert told == "True -1 1", f"{call} was not refused with EPERM"


def test_threads_still_run() -> None:
    assert _try("t = threading.Thread(target=lambda: print('ran')); t.start(); t.join()") == "ran"


def test_no_file_can_be_written(tmp_path: object) -> None:
    told = _try(
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"try:\n  f = open({str(tmp_path)!r} + '/x', 'wb', buffering=0); f.write(b'x')\n"
        "  print('written')\nexcept OSError:\n  print('refused')"
    )
    assert told == "refused"


def test_memory_is_limited() -> None:
    assert _try("\ntry:\n  bytearray(3 << 30)\n  print('taken')\nexcept MemoryError:\n  print('refused')") == "refused"
