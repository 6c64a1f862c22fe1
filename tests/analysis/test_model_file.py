"""A file of weights comes back as it was packed; one that is damaged, cut or changed is refused before anything is used."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gawah.analysis.model_file import FIRST_LINE, KINDS, pack, unpack
from gawah.records.digest import sha256
from gawah.records.errors import ModelAltered

FACTS: dict[str, Any] = {"heads": [{"name": "insult", "threshold": 500}], "recipe": {"bits": 18}}
ARRAYS = {"weight": np.arange(-6, 6, dtype="<i2").reshape(3, 4), "bias": np.array([0.25, -1.5], "<f8"), "none": np.zeros(0, "|u1")}
PACKED = pack("ur-Latn", 3, FACTS, ARRAYS)


def resealed(whole: bytes) -> bytes:
    return whole + sha256(whole).encode("ascii")


def test_it_comes_back() -> None:
    model = unpack(PACKED)
    assert (model.name, model.version, model.facts) == ("ur-Latn", 3, FACTS)
    assert model.sha256 == sha256(PACKED[:-64])
    for name, array in ARRAYS.items():
        assert model.arrays[name].dtype == array.dtype
        assert np.array_equal(model.arrays[name], array)


@given(st.sampled_from(KINDS).flatmap(lambda kind: arrays(kind, st.tuples(st.integers(0, 5), st.integers(0, 5)))))
def test_any_array_comes_back_bit_for_bit(array: np.ndarray[Any, Any]) -> None:
    back = unpack(pack("x", 1, {}, {"one": array, "two": array})).arrays
    assert back["one"].tobytes() == back["two"].tobytes() == np.ascontiguousarray(array).tobytes()
    assert back["one"].shape == array.shape


def test_the_same_parts_give_the_same_bytes() -> None:
    assert pack("ur-Latn", 3, dict(reversed(FACTS.items())), ARRAYS) == PACKED


def test_weights_cannot_be_changed_in_passing() -> None:
    with pytest.raises(ValueError, match="read-only"):
        unpack(PACKED).arrays["bias"][0] = 9


@given(st.integers(0, len(PACKED) - 1), st.integers(1, 255))
def test_any_changed_byte_is_noticed(place: int, change: int) -> None:
    altered = bytearray(PACKED)
    altered[place] ^= change
    with pytest.raises(ModelAltered):
        unpack(bytes(altered))


@given(st.integers(0, len(PACKED) - 1))
def test_any_cut_is_noticed(length: int) -> None:
    with pytest.raises(ModelAltered):
        unpack(PACKED[:length])


@pytest.mark.parametrize(
    "header",
    [
        b"not json",
        b"[]",
        b"{}",
        b'{"arrays":[{"kind":"<i2","name":"a","shape":[9]}],"facts":{},"name":"x","version":1}',
        b'{"arrays":[{"kind":"<i2","name":"a","shape":[-1]}],"facts":{},"name":"x","version":1}',
        b'{"arrays":[{"kind":"|O8","name":"a","shape":[0]}],"facts":{},"name":"x","version":1}',
    ],
)
def test_a_right_digest_does_not_save_a_wrong_header(header: bytes) -> None:
    with pytest.raises(ModelAltered):
        unpack(resealed(FIRST_LINE + header + b"\n"))


def test_arrays_of_objects_cannot_be_packed() -> None:
    with pytest.raises(ValueError, match="kind"):
        pack("x", 1, {}, {"a": np.array([{}], dtype=object)})
