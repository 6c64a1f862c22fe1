"""What a process does to a folder, call by call, as strace(1) sees it: SQLite's own files too."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias

from tests.faults.drive import Drive, File, Folder

ROOT = Path(__file__).resolve().parents[2]
SAID = "said"
"""The file in the place into which acknowledgements are written."""

Step: TypeAlias = Callable[[Drive], None]

_CALLS = (
    "open,openat,creat,close,dup,dup2,dup3,write,pwrite64,writev,pwritev,pwritev2,lseek,fsync,fdatasync,sync,syncfs,rename,renameat,"
    "renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,truncate,ftruncate,fallocate,link,linkat,symlink,symlinkat,copy_file_range,"
    "sendfile,mmap"
)
_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)")
_UNFINISHED = re.compile(r"(\d+) +(\w+\(.*) <unfinished \.\.\.>")
_RESUMED = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)")
_TEXT = r'"((?:\\x[0-9a-f]{2})*)"'
_OPENED = r"(?:-?\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>"
_STRINGS = re.compile(_TEXT)
_PATHS = re.compile(_OPENED)
_FROM_FOLDER = re.compile(rf"(?:{_OPENED}, )?{_TEXT}")


@cache
def possible() -> bool:
    """Whether strace is here and may trace."""
    program = shutil.which("strace")
    return (
        program is not None
        and subprocess.run([program, "-o", os.devnull, "true"], check=False, capture_output=True).returncode == 0
    )


def record(log: Path, *arguments: str) -> None:
    """Run `python -m ARGUMENTS` under strace, which writes to `log`."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]), "PYTHONDONTWRITEBYTECODE": "1"}
    watch = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", str(1 << 24), "-e", f"trace={_CALLS}", "-o", str(log)]
    subprocess.run([*watch, "--", sys.executable, "-m", *arguments], check=True, cwd=ROOT, env=environment)


class Trace:
    """The steps that change the folder `place`, in order. A call that this does not understand raises ValueError."""

    def __init__(self, log: Path, place: Path) -> None:
        self._place = place.resolve()
        self._at: dict[int, int] = {}  # where a file that is written from its beginning stands, by its number
        self.steps = list(self._steps(log))

    def _steps(self, log: Path) -> Iterator[Step]:
        for name, arguments, result in _calls(log):
            if result < 0:
                continue
            call = getattr(self, f"_{name}", None)
            if call is not None:
                step = call(arguments, result)
                if step is not None:
                    yield step

    # --- Names

    def _openat(self, arguments: str, result: int) -> Step | None:
        path = self._named(arguments)
        self._at[result] = 0
        if path is None:
            return None
        if "O_APPEND" in arguments:
            raise ValueError(f"{path} is appended to")

        def step(drive: Drive) -> None:
            if path not in drive:
                drive.name(path, File())
            elif "O_TRUNC" in arguments:
                drive.file(path).change(0)

        return step if "O_CREAT" in arguments or "O_TRUNC" in arguments else None

    _open = _openat

    def _mkdirat(self, arguments: str, _result: int) -> Step | None:
        path = self._named(arguments)
        return None if path is None else lambda drive: drive.name(path, Folder())

    _mkdir = _mkdirat

    def _unlinkat(self, arguments: str, _result: int) -> Step | None:
        path = self._named(arguments)
        return None if path is None else lambda drive: drive.name(path, None)

    _unlink = _rmdir = _unlinkat

    def _renameat(self, arguments: str, _result: int) -> Step | None:
        old, new = (self._inside(_join(*found)) for found in _FROM_FOLDER.findall(arguments))
        if old is None and new is None:
            return None
        if old is None or new is None:
            raise ValueError("something was moved into the folder, or out of it")
        return lambda drive: drive.rename(old, new)

    _rename = _renameat2 = _renameat

    def _linkat(self, arguments: str, _result: int) -> Step | None:
        old, new = (self._inside(_join(*found)) for found in _FROM_FOLDER.findall(arguments))
        if new is None:
            return None
        if old is None:
            raise ValueError("something outside got a second name in the folder")
        return lambda drive: drive.name(new, drive.find(old))

    _link = _linkat

    def _symlinkat(self, arguments: str, _result: int) -> None:
        if self._inside(_join(*_FROM_FOLDER.findall(arguments)[-1])) is not None:
            raise ValueError("a symbolic link was made")

    _symlink = _symlinkat

    # --- Bytes

    def _write(self, arguments: str, result: int) -> Step | None:
        number = int(arguments.partition("<")[0])
        at = self._at.get(number, 0)
        self._at[number] = at + result
        return self._change(arguments, at, result)

    _writev = _write

    def _pwrite64(self, arguments: str, result: int) -> Step | None:
        return self._change(arguments, int(arguments.rpartition(", ")[2]), result)

    _pwritev = _pwrite64

    def _change(self, arguments: str, at: int, size: int) -> Step | None:
        path = self._open_path(arguments)
        data = b"".join(map(_bytes, _STRINGS.findall(arguments)))[:size]
        return None if path is None else lambda drive: drive.file(path).change((at, data))

    def _sendfile(self, arguments: str, result: int) -> Step | None:
        path, source = (self._inside(_text(found)) for found in _PATHS.findall(arguments)[:2])
        number = int(arguments.partition("<")[0])
        at = self._at.get(number, 0)
        self._at[number] = at + result
        start = re.search(r"\[(\d+)\]", arguments)
        if path is None:
            return None
        if source is None or start is None:
            raise ValueError(f"{path} was copied from somewhere else")
        first = int(start[1])
        return lambda drive: drive.file(path).change((at, bytes(drive.file(source).seen[first : first + result])))

    def _copy_file_range(self, arguments: str, _result: int) -> None:
        if any(self._inside(_text(found)) for found in _PATHS.findall(arguments)):
            raise ValueError("copy_file_range is not understood")

    _pwritev2 = _fallocate = _sync = _creat = _copy_file_range

    def _ftruncate(self, arguments: str, _result: int) -> Step | None:
        path, size = self._open_path(arguments), int(arguments.rpartition(", ")[2])
        return None if path is None else lambda drive: drive.file(path).change(size)

    def _truncate(self, arguments: str, _result: int) -> Step | None:
        path, size = self._named(arguments), int(arguments.rpartition(", ")[2])
        return None if path is None else lambda drive: drive.file(path).change(size)

    def _lseek(self, arguments: str, result: int) -> None:
        self._at[int(arguments.partition("<")[0])] = result

    def _mmap(self, arguments: str, _result: int) -> None:
        if "MAP_SHARED" in arguments and "PROT_WRITE" in arguments and self._open_path(arguments) is not None:
            raise ValueError("a file was written through memory")

    # --- Certainty

    def _fsync(self, arguments: str, _result: int) -> Step | None:
        path = self._open_path(arguments)
        return None if path is None else lambda drive: drive.find(path).sync()

    _fdatasync = _fsync

    def _syncfs(self, arguments: str, _result: int) -> Step | None:
        path = self._open_path(arguments)
        return None if path is None else lambda drive: drive.sync_all()

    # --- Paths

    def _named(self, arguments: str) -> str | None:
        found = _FROM_FOLDER.search(arguments)
        assert found is not None
        return self._inside(_join(found[1] or "", found[2]))

    def _open_path(self, arguments: str) -> str | None:
        found = _PATHS.search(arguments)
        return None if found is None or "(deleted)" in arguments else self._inside(_text(found[1]))

    def _inside(self, path: str) -> str | None:
        """The path relative to the place; None when it lies elsewhere."""
        whole = Path(os.path.normpath(path))
        return str(whole.relative_to(self._place)) if whole.is_relative_to(self._place) else None


def _calls(log: Path) -> Iterator[tuple[str, str, int]]:
    """Name, arguments and result of every call, in the order in which they ended."""
    begun: dict[str, str] = {}
    with log.open(encoding="ascii") as lines:
        for line in lines:
            if (part := _UNFINISHED.match(line)) is not None:
                begun[part[1]] = part[2]
            else:
                if (rest := _RESUMED.match(line)) is not None:
                    line = f"{rest[1]} {begun.pop(rest[1])}{rest[2]}"  # noqa: PLW2901 - the two halves are one line
                if (call := _LINE.match(line)) is not None:
                    yield call[2], call[3], int(call[4])


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _text(text: str) -> str:
    return os.fsdecode(_bytes(text))


def _join(folder: str, path: str) -> str:
    return os.path.join(_text(folder), _text(path))  # noqa: PTH118 - as the system joins them
