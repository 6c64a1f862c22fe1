"""Shuts the worker that reads a stranger's file in: limits on what it may use, no network, no other programs, no writing.

Two nets: Python's audit hook (every system) and, on Linux, a seccomp filter that the process cannot take off again. What a system
does not offer is left out; `close_in` says what holds (decision 15, evidence-and-security.md T3).
"""

import ctypes
import platform
import struct
import sys
from dataclasses import dataclass

_REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "ctypes.dlopen",
    "webbrowser.",
)

_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 4, 38, 22, 2
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _EPERM, _ENOSYS = 0x7FFF0000, 0x00050001, 0x00050026
_CLONE_THREAD = 0x00010000

# Numbers of the system calls (Linux include/uapi/asm-generic/unistd.h and arch/x86/entry/syscalls/syscall_64.tbl):
# socket, connect, socketpair, execve, execveat, fork, vfork, ptrace, io_uring_setup; then clone and clone3.
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 53, 59, 322, 57, 58, 101, 425), 56, 435),
    "aarch64": (0xC00000B7, (198, 203, 199, 221, 281, 117, 425), 220, 435),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the worker may use.

    Attributes:
        memory: Bytes of address space.
        cpu_seconds: Seconds of processor time.
        open_files: Files open at once.
    """

    memory: int = 2 << 30
    cpu_seconds: int = 3600
    open_files: int = 128


def close_in(limits: Limits) -> frozenset[str]:
    """Apply every net that this system offers to the running process, for good.

    Returns:
        Which hold: `limits`, `audit`, `seccomp`.
    """
    held = set()
    if _set_limits(limits):
        held.add("limits")
    if sys.platform == "linux" and _filter_system_calls():
        held.add("seccomp")
    sys.addaudithook(_refuse)
    held.add("audit")
    return frozenset(held)


def _refuse(event: str, _: object) -> None:
    if event.startswith(_REFUSED_EVENTS):
        raise PermissionError("not allowed while a file is being read")


def _set_limits(limits: Limits) -> bool:
    try:
        import resource
    except ImportError:  # Windows has no rlimits
        return False
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_NOFILE: limits.open_files,
    }
    for which, value in wanted.items():
        hard = resource.getrlimit(which)[1]
        ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (ceiling, ceiling))
    return True


def _filter_system_calls() -> bool:
    known = _CALLS.get(platform.machine())
    if known is None:
        return False
    program = _program(*known)
    code = ctypes.create_string_buffer(b"".join(program), 8 * len(program))

    class Filter(ctypes.Structure):
        _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return False
    prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong)
    prctl(_PR_SET_DUMPABLE, 0, None, 0, 0)
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, None, 0, 0) != 0:
        return False
    whole = Filter(len(program), ctypes.addressof(code))
    return bool(prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(whole), 0, 0) == 0)


def _program(architecture: int, refused: tuple[int, ...], clone: int, clone3: int) -> list[bytes]:
    """A BPF program over `struct seccomp_data` (number at 0, architecture at 4, first argument at 16)."""

    def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("=HBBI", code, if_true, if_false, value)

    program = [step(_LOAD, 4), step(_EQUAL, architecture, 1, 0), step(_RETURN, _EPERM), step(_LOAD, 0)]
    for number in refused:
        program += [step(_EQUAL, number, 0, 1), step(_RETURN, _EPERM)]
    program += [step(_EQUAL, clone3, 0, 1), step(_RETURN, _ENOSYS)]  # the C library then falls back to clone
    program += [step(_EQUAL, clone, 0, 3), step(_LOAD, 16), step(_ANY_BIT, _CLONE_THREAD, 1, 0), step(_RETURN, _EPERM)]
    program += [step(_RETURN, _ALLOW)]
    return program
