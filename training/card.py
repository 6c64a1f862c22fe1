"""docs/model-card.md, written from what was measured: data, licences, scores per source and language, calibration, limits."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from gawah.analysis.heads import MODELS, Heads
from training.data import HELD_BACK, LANGUAGES, LICENCES, SOURCES, Example
from training.measure import ALL, DRAWS, Figure, Measured
from training.plan import PLANS

FIVE_GOAL: Final = 0.75
CALIBRATION_GOAL: Final = 0.03
FALSE_ALARM_GOAL: Final = 0.02


def card(heads: Heads, texts: Sequence[Example], figures: Sequence[Measured], five: tuple[int, Figure], folder: Path) -> str:
    """The whole page."""
    files = {name: (folder / f"{name}.gwm").stat().st_size for name in MODELS}
    beside = Path(__file__).parent
    return (
        (beside / "card.md")
        .read_text("utf-8")
        .format(
            digest=heads.digest[:12],
            data=_data(texts),
            files=_files(heads, files),
            goals=_goals(figures, five),
            scores=_scores(heads, figures),
            held=round(100 * HELD_BACK),
            draws=f"{DRAWS:,}",
            tried=(beside / "tried.md").read_text("utf-8").strip() + "\n",
        )
    )


def _data(texts: Sequence[Example]) -> str:
    lines = [
        "## Data",
        "",
        "| source | licence as stated there | language | learnt from | held back |",
        "| --- | --- | --- | ---: | ---: |",
    ]
    for source in SOURCES:
        for language in LANGUAGES:
            own = [text for text in texts if text.source == source and text.language == language]
            held = sum(text.held_back for text in own)
            if own:
                lines.append(f"| {source} | {LICENCES[source]} | {language} | {len(own) - held:,} | {held:,} |")
    return "\n".join([*lines, ""])


def _files(heads: Heads, files: dict[str, int]) -> str:
    lines = ["## Files", "", "| file | bytes | answers |", "| --- | ---: | --- |"]
    for language in LANGUAGES:
        names = ", ".join(sorted(heads.assessed(language)))
        lines.append(f"| models/{language}.gwm | {files[language]:,} | {names} |")
    return "\n".join(
        [
            *lines,
            "",
            f"Together {sum(files.values()):,} bytes. These heads answer nothing else, and nothing of Urdu script and Hindi.",
            "",
            "Two files beside them learnt from other sentences: `written.gwm` (all eleven tactics in five languages, from our own;",
            "docs/triage-card.md says what it is worth) and `latin-letters.gwm` (the language of a text in Latin letters).",
            "",
        ]
    )


def _goals(figures: Sequence[Measured], five: tuple[int, Figure]) -> str:
    lines = ["## Goals", "", "| figure | goal | reached | met |", "| --- | ---: | --- | --- |"]
    by = {(one.source, one.head, one.language): one for one in figures}
    for (source, head, language), goal in _GOALS.items():
        one = by[source, head, language]
        lines.append(_goal(f"{source} ({language}), {head}: macro-F1", goal, one.macro_f1))
    lines.append(_goal("ruhsold, five classes: macro-F1", FIVE_GOAL, five[1]))
    for language in LANGUAGES:
        for head in PLANS[language].heads:
            found = by.get((ALL, head, language)) or next(one for one in figures if (one.head, one.language) == (head, language))
            met = "yes" if found.calibration <= CALIBRATION_GOAL else "no"
            lines.append(
                f"| {language}, {head}: calibration error, {found.source} | <= .030 | {_short(found.calibration)} | {met} |"
            )
    talk = by["cat_large", "abusive", "en"]
    met = "yes" if talk.false_alarms.value <= FALSE_ALARM_GOAL else "no"
    lines.append(f"| cat_large (en), abusive: false alarms on ordinary talk | <= .020 | {_figure(talk.false_alarms)} | {met} |")
    return "\n".join([*lines, ""])


def _goal(name: str, goal: float, figure: Figure) -> str:
    return f"| {name} | >= {_short(goal)} | {_figure(figure)} | {'yes' if figure.value >= goal else 'no'} |"


def _scores(heads: Heads, figures: Sequence[Measured]) -> str:
    lines = [
        "## Scores on texts that were held back",
        "",
        "| language | head | source | texts | yes | macro-F1 | AUROC | AUPRC | recall | false alarms | calibration error |",
        "| --- | --- | --- | ---: | ---: | --- | ---: | ---: | ---: | --- | ---: |",
    ]
    lines += [
        f"| {one.language} | {one.head} | {one.source} | {one.texts:,} | {one.yes:,} | {_figure(one.macro_f1)} "
        f"| {_short(one.auroc)} | {_short(one.auprc)} | {_short(one.recall)} | {_figure(one.false_alarms)} "
        f"| {_short(one.calibration)} |"
        for one in figures
    ]
    lines += [
        "",
        "Thresholds and where the band `high` begins, in thousandths:",
        "",
        "| language | head | threshold | high |",
        "| --- | --- | ---: | ---: |",
    ]
    for language in LANGUAGES:
        for name in PLANS[language].heads:
            head = heads.head(language, name)
            lines.append(f"| {language} | {name} | {head.threshold} | {head.high} |")
    return "\n".join([*lines, ""])


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _figure(figure: Figure) -> str:
    return f"{_short(figure.value)} ({_short(figure.low)}-{_short(figure.high)})"


_GOALS: Final = {
    ("ruhsold", "abusive", "ur-Latn"): 0.90,
    ("edos", "sexist", "en"): 0.80,
    ("mpold", "abusive", "ar"): 0.77,
    ("mlma", "abusive", "ar"): 0.76,
}
