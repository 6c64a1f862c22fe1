r"""Files of weights: a header in JSON and plain arrays after it, with a digest over all of it that is checked before anything is
used.

    gawah-model 1\n            the format and its version
    {"arrays": ..., ...}\n     one line of JSON, sorted keys, spaces at its end so that what follows begins at a multiple of 64
    bytes array, array, ...          in the order of the header, each filled with zeros to a multiple of 64 bytes; little-endian
    64 hexadecimal digits      the SHA-256 of everything before it

Nothing in it can run, as a pickle can. The header names each array with its kind (as numpy writes it: `<i2`, `|u1`) and shape; all
else in it are facts of the model, whole numbers and words. The digest tells a file that was damaged or changed in part; that a file
is the one we published is told by the digest of the installed package, and by the model's name and digest in every suggestion.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gawah.records.digest import sha256
from gawah.records.errors import ModelAltered

FIRST_LINE: Final = b"gawah-model 1\n"
_DIGEST = 64
_STEP = 64
KINDS: Final = ("|i1", "|u1", "<i2", "<u2", "<i4", "<f2", "<f4", "<f8")
"""Kinds of number an array may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """A model as it was read.

    Attributes:
        name: Such as `ur-Latn`.
        version: Counted up when the weights change.
        facts: What the header says beside this: recipe, heads, data.
        arrays: The weights, by name; read-only.
        sha256: The digest over the file, 64 hexadecimal digits.
    """

    name: str
    version: int
    facts: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]
    sha256: str


def pack(name: str, version: int, facts: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """The bytes of a model file. Raises ValueError for an array of a kind that is not in `KINDS`."""
    laid = {key: np.ascontiguousarray(array) for key, array in arrays.items()}
    for key, array in laid.items():
        if array.dtype.str not in KINDS:
            raise ValueError(f"array {key} is of kind {array.dtype.str}")
    header = {
        "name": name,
        "version": version,
        "facts": facts,
        "arrays": [{"name": key, "kind": array.dtype.str, "shape": list(array.shape)} for key, array in laid.items()],
    }
    line = json.dumps(header, sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")
    line += b" " * (-(len(FIRST_LINE) + len(line) + 1) % _STEP) + b"\n"
    body = b"".join(_filled(array.tobytes()) for array in laid.values())
    whole = FIRST_LINE + line + body
    return whole + sha256(whole).encode("ascii")


def unpack(data: bytes) -> ModelFile:
    """The model in `data`. Raises ModelAltered unless its digest is right and every array is there in full."""
    whole, digest = data[:-_DIGEST], data[-_DIGEST:]
    if not whole.startswith(FIRST_LINE):
        raise ModelAltered("a file of weights does not begin as one")
    if sha256(whole).encode("ascii") != digest:
        raise ModelAltered("a file of weights does not have the digest that stands at its end")
    try:
        return _read(whole, digest.decode("ascii"))
    except (ValueError, KeyError, TypeError) as problem:
        raise ModelAltered("a file of weights has a header that cannot be used") from problem


def _read(whole: bytes, digest: str) -> ModelFile:
    end = whole.index(b"\n", len(FIRST_LINE)) + 1
    header = json.loads(whole[len(FIRST_LINE) : end])
    arrays: dict[str, NDArray[Any]] = {}
    for told in header["arrays"]:
        kind, shape = str(told["kind"]), tuple(map(int, told["shape"]))
        if kind not in KINDS or min(shape, default=0) < 0:
            raise ValueError("an array of another kind or shape")
        array = np.frombuffer(whole, kind, math.prod(shape), end).reshape(shape)
        arrays[str(told["name"])] = array
        end += array.nbytes + -array.nbytes % _STEP
    if end != len(whole):
        raise ValueError("arrays end where the file does not")
    return ModelFile(name=str(header["name"]), version=int(header["version"]), facts=header["facts"], arrays=arrays, sha256=digest)


def _filled(data: bytes) -> bytes:
    return data + bytes(-len(data) % _STEP)
