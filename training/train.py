"""`make train`: reads ../shared/data, writes the weights of every language and the model card. Takes minutes.

`python -m training.train --only ar` trains one language; the card is written only when all were trained.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from gawah.analysis.heads import MODELS, Heads, Model
from gawah.analysis.model_file import unpack
from training.calibration import Floats, Table, Whole, best_threshold, quiet_threshold, table
from training.card import card
from training.data import LANGUAGES, SEED, Example, digests, examples
from training.fit import UNKNOWN, Flags, answers, balance, fit, seen, unseen_scores, views
from training.measure import Figure, Measured, drawn, five_classes, macro_f1, measured
from training.pack import packed
from training.plan import FIVE_CLASSES, PLANS, Plan

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = ROOT / "src" / "gawah" / "analysis" / "models"
CARD: Final = ROOT / "docs" / "model-card.md"


def main(arguments: Sequence[str]) -> None:
    """Train what was asked for; all languages when nothing was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=LANGUAGES, help="a language; may be given again")
    parser.add_argument("--card-only", action="store_true", help="measure the weights that are there, and write the card")
    chosen = parser.parse_args(arguments)
    texts, of = examples(), digests()
    FOLDER.mkdir(exist_ok=True)
    for language in [] if chosen.card_only else chosen.only or LANGUAGES:
        data = trained(language, [text for text in texts if not text.held_back], of)
        (FOLDER / f"{language}.gwm").write_bytes(data)
        told(f"{language}: {len(data):,} bytes, {unpack(data).sha256[:12]}")
    if not chosen.only:
        heads = Heads({name: Model(unpack((FOLDER / f"{name}.gwm").read_bytes())) for name in MODELS})
        held = [text for text in texts if text.held_back]
        CARD.write_text(card(heads, texts, figures(heads, held), five(heads, held), FOLDER), "utf-8")
        told(f"card: {CARD.relative_to(ROOT)}")


def trained(language: str, texts: Sequence[Example], of: Mapping[str, str]) -> bytes:
    """The model file of one language by its plan, from texts none of which is held back."""
    plan = PLANS[language]
    own = [text for text in texts if text.language == language and text.source in plan.sources]
    return made(language, plan, few_enough(own, plan.most), of)


def few_enough(texts: Sequence[Example], most: Mapping[str, int]) -> list[Example]:
    """The texts, of each source no more than `most` says, by a draw with a fixed seed; what is called yes anywhere is kept."""
    draw = np.random.default_rng(SEED + 3)
    dropped: set[int] = set()
    for source, limit in sorted(most.items()):
        own = [n for n, text in enumerate(texts) if text.source == source]
        harmless = [n for n in own if not any(texts[n].labels.values())]
        dropped.update(draw.permutation(harmless)[: max(0, len(own) - limit)].tolist())
    return [text for n, text in enumerate(texts) if n not in dropped]


def made(language: str, plan: Plan, texts: Sequence[Example], of: Mapping[str, str]) -> bytes:
    """A model file from texts. `of` holds the digest of each source."""
    counts = seen(texts, plan)
    unseen = unseen_scores(texts, counts, plan)
    tables: dict[str, Table] = {}
    limits: dict[str, tuple[int, int]] = {}
    for head in plan.heads:
        answer = answers(texts, head)
        known = answer != UNKNOWN
        weight = balance(texts, known)
        tables[head] = table(unseen[head][known], answer[known], weight[known])
        limits[head] = _limits(
            tables[head].of(unseen[head]), answer, weight, np.array([text.source == plan.benign for text in texts])
        )
        said = (tables[head].of(unseen[head]) >= limits[head][0]).astype(np.int64)
        told(f"{language} {head}: {int((answer == 1).sum()):,} of {int(known.sum()):,}; cross-validated macro-F1 by source")
        for source in plan.sources:
            own = known & np.array([text.source == source for text in texts])
            if 0 < answer[own].sum() < own.sum():
                told(f"  {source} {macro_f1(answer[own], said[own], 2):.4f}")
    rows = views(counts, np.ones(len(texts), np.bool_), plan)
    weights = {
        head: fit(rows, answers(texts, head), balance(texts, answers(texts, head) != UNKNOWN), how)
        for head, how in plan.heads.items()
    }
    return packed(language, plan, rows, weights, tables, limits, of)


def _limits(probabilities: Whole, answer: Whole, weight: Floats, talk: Flags) -> tuple[int, int]:
    """Threshold and `high` of a head. `talk` says which texts are ordinary talk."""
    known, harmless = answer != UNKNOWN, answer == 0
    threshold = best_threshold(probabilities[known], answer[known], weight[known])
    if (talk & harmless).any():
        threshold = max(threshold, quiet_threshold(probabilities[talk & harmless]))
    threshold = min(threshold, 1000)
    return threshold, min(1000, max(threshold, quiet_threshold(probabilities[harmless])))


def figures(heads: Heads, held: Sequence[Example]) -> list[Measured]:
    """Each head on each source that says something about it with both answers."""
    found: list[Measured] = []
    for language in LANGUAGES:
        own = [text for text in held if text.language == language]
        said = heads.judge([text.text for text in own], [language] * len(own))
        for head in PLANS[language].heads:
            for source in PLANS[language].sources:
                known = [n for n, text in enumerate(own) if text.source == source and head in text.labels]
                answer = np.array([own[n].labels[head] for n in known])
                if 0 < answer.sum() < len(answer):
                    probability = np.array([said[n][head] for n in known])
                    found.append(measured(source, language, head, probability, answer, heads.head(language, head).threshold))
    return found


def five(heads: Heads, held: Sequence[Example]) -> tuple[int, Figure]:
    """RUHSOLD's five classes: how many texts, and macro-F1 with its interval."""
    own = [text for text in held if text.source == "ruhsold"]
    said = five_classes(heads.judge([text.text for text in own], ["ur-Latn"] * len(own)), FIVE_CLASSES)
    answer = five_classes([dict(text.labels) for text in own], FIVE_CLASSES)
    return len(own), drawn(lambda n: macro_f1(answer[n], said[n], len(FIVE_CLASSES)), len(own))


def told(line: str) -> None:
    """Say how far it is; never a text of the data."""
    sys.stderr.write(f"gawah: {line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
