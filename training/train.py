"""`make train`: reads ../shared/data, writes the weights of every language and the model card. Takes minutes.

`python -m training.train --only ar` trains one language; the card is written only when all were trained.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from threadpoolctl import threadpool_limits

from gawah.analysis.heads import MODELS, Heads, Model
from gawah.analysis.model_file import unpack
from training.calibration import Table, Whole, best_threshold, lifts, macro_f1, quiet_threshold, table
from training.card import card
from training.data import LANGUAGES, SEED, Example, digests, examples
from training.fit import UNKNOWN, Weights, answers, balance, fit, seen, unseen_scores, views
from training.measure import ALL, Figure, Measured, drawn, measured
from training.pack import packed
from training.plan import NORMAL, PLANS, Plan

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
        CARD.write_text(card(heads, texts, figures(heads, held), kinds(heads, held), FOLDER), "utf-8")
        told(f"card: {CARD.relative_to(ROOT)}")


def trained(language: str, texts: Sequence[Example], of: Mapping[str, str]) -> bytes:
    """The model file of one language by its plan, from texts none of which is held back."""
    plan = PLANS[language]
    own = [text for text in texts if text.language == language and text.source in plan.sources]
    return made(language, plan, few_enough(own, plan.most), of)


def few_enough(texts: Sequence[Example], most: Mapping[str, int]) -> list[Example]:
    """The texts, of each source no more harmless ones than `most` says, by a draw with a fixed seed; the others speak of `abusive`
    alone: of that head ordinary talk can never be too much.
    """
    draw = np.random.default_rng(SEED + 3)
    plain: set[int] = set()
    for source, limit in sorted(most.items()):
        harmless = [n for n, text in enumerate(texts) if text.source == source and not any(text.labels.values())]
        plain.update(draw.permutation(harmless)[limit:].tolist())
    return [replace(text, labels={"abusive": 0}) if n in plain else text for n, text in enumerate(texts)]


def made(language: str, plan: Plan, texts: Sequence[Example], of: Mapping[str, str]) -> bytes:
    """A model file from texts. `of` holds the digest of each source."""
    # On one thread sums are made in one order, whatever the machine has.
    with threadpool_limits(limits=1):
        return _made(language, plan, texts, of)


def _made(language: str, plan: Plan, texts: Sequence[Example], of: Mapping[str, str]) -> bytes:
    counts = seen(texts, plan)
    unseen = unseen_scores(texts, counts, plan)
    sources = np.array([text.source for text in texts])
    tables: dict[str, Table] = {}
    limits: dict[str, tuple[int, int]] = {}
    for head in plan.heads:
        answer = answers(texts, head)
        known = answer != UNKNOWN
        tables[head] = table(unseen[head][known], answer[known])
        limits[head] = _limits(tables[head].of(unseen[head]), answer, sources, plan.benign)
        said = (tables[head].of(unseen[head]) >= limits[head][0]).astype(np.int64)
        told(f"{language} {head}: {int((answer == 1).sum()):,} of {int(known.sum()):,}; cross-validated macro-F1 by source")
        for source in plan.sources:
            own = known & (sources == source)
            if 0 < answer[own].sum() < own.sum():
                auroc = roc_auc_score(answer[own], unseen[head][own])
                told(f"  {source} {macro_f1(answer[own], said[own], 2):.4f}, AUROC {auroc:.4f}")
    lifted = _lifts(plan, texts, {head: tables[head].of(unseen[head]) for head in plan.heads})
    rows = views(counts, np.ones(len(texts), np.bool_), plan)
    weights: dict[str, Weights] = {}
    for head, parts in plan.heads.items():
        answer = answers(texts, head)
        weights[head] = fit(rows, answer, balance(texts, answer != UNKNOWN), parts)
    return packed(language, plan, rows, weights, tables, limits, lifted, of)


def _limits(probabilities: Whole, answer: Whole, sources: NDArray[np.str_], benign: str | None) -> tuple[int, int]:
    """Threshold and `high` of a head."""
    harmless = answer == 0
    pairs = []
    for source in sorted(set(sources.tolist()) - {benign}):
        own = (answer != UNKNOWN) & (sources == source)
        if 0 < answer[own].sum() < own.sum():
            pairs.append((probabilities[own], answer[own]))
    talk = probabilities[harmless & (sources == benign)]
    threshold = min(1000, max(best_threshold(pairs), quiet_threshold(talk) if len(talk) else 0))
    return threshold, min(1000, max(threshold, quiet_threshold(probabilities[harmless])))


def _lifts(plan: Plan, texts: Sequence[Example], said: Mapping[str, Whole]) -> dict[str, int]:
    if not plan.kinds:
        return {}
    said = {NORMAL: 1000 - said["abusive"], **said}
    right = np.array([[text.labels[head] for head in plan.kinds].index(1) for text in texts])
    columns = np.stack([said[head] for head in plan.kinds], axis=1)
    found = lifts(columns, right)
    told(f"kinds, cross-validated macro-F1 {macro_f1(right, (columns + found).argmax(axis=1), len(plan.kinds)):.4f}")
    return dict(zip(plan.kinds, found, strict=True))


def figures(heads: Heads, held: Sequence[Example]) -> list[Measured]:
    """Each head on each source that says something about it with both answers, and on all of them together where there are more."""
    found: list[Measured] = []
    for language in LANGUAGES:
        own = [text for text in held if text.language == language]
        said = heads.judge([text.text for text in own], [language] * len(own))
        for head in PLANS[language].heads:
            known = [n for n, text in enumerate(own) if head in text.labels]
            answer = np.array([own[n].labels[head] for n in known])
            probability = np.array([said[n][head] for n in known])
            threshold = heads.head(language, head).threshold
            groups = {name: np.array([own[n].source == name for n in known]) for name in PLANS[language].sources}
            groups = {name: group for name, group in groups.items() if 0 < answer[group].sum() < group.sum()}
            if len(groups) > 1:
                groups[ALL] = np.ones(len(known), np.bool_)
            found += [
                measured(name, language, head, probability[group], answer[group], threshold) for name, group in groups.items()
            ]
    return found


def kinds(heads: Heads, held: Sequence[Example]) -> tuple[int, Figure]:
    """RUHSOLD's five classes: how many texts, and macro-F1 with its interval."""
    names = PLANS["ur-Latn"].kinds
    own = [text for text in held if text.source == "ruhsold"]
    judged = heads.judge([text.text for text in own], ["ur-Latn"] * len(own))
    said = np.array([names.index(heads.kind("ur-Latn", one) or "") for one in judged])
    right = np.array([[text.labels[name] for name in names].index(1) for text in own])
    return len(own), drawn(lambda n: macro_f1(right[n], said[n], len(names)), len(own))


def told(line: str) -> None:
    """Say how far it is; never a text of the data."""
    sys.stderr.write(f"gawah: {line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
