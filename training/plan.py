"""Which heads are trained for each language, on which sources, and how: what cross-validation inside the training texts chose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from gawah.analysis.features import Recipe


@dataclass(frozen=True, slots=True)
class ViewPlan:
    """A view that the heads of a language share.

    Attributes:
        features: One of the kinds of `gawah.analysis.features`.
        often: Whether a feature counts by how often it stands in the text and how rare it is in all (tf-idf), or once each.
        rarest: Texts in which a feature must stand.
    """

    features: str
    often: bool
    rarest: int = 2


@dataclass(frozen=True, slots=True)
class Part:
    """One regression; a head is the sum of one or more, each divided by the spread of its scores.

    Attributes:
        penalty: C of the logistic regression: how freely weights grow.
        ratios: Whether features are weighed by log-count ratios first (S. Wang, C. Manning, "Baselines and bigrams: simple, good
            sentiment and topic classification", ACL 2012).
        views: The views it looks at, by number.
    """

    penalty: float
    ratios: bool
    views: tuple[int, ...] = (0, 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """The heads of one language.

    Attributes:
        sources: What they learn from.
        heads: The parts of each.
        kinds: Heads that answer one question between them, the highest is the answer; `normal` is what is left of `abusive`.
        benign: Source whose harmless texts are ordinary talk: the threshold lets through 2 in 100 of these at most.
        most: Harmless texts of a source that heads other than `abusive` learn from, where there are more, by a draw.
        folds: Into how many parts the texts are cut for cross-validation.
    """

    recipe: Recipe
    sources: tuple[str, ...]
    views: tuple[ViewPlan, ...]
    heads: Mapping[str, tuple[Part, ...]]
    kinds: tuple[str, ...] = ()
    benign: str | None = None
    most: Mapping[str, int] = field(default_factory=dict)
    folds: int = 5


NORMAL: Final = "normal"
_VIEWS: Final = (ViewPlan("words", often=True), ViewPlan("pieces", often=True))
_RATIOS: Final = Part(2.0, ratios=True)
_BOTH: Final = (_RATIOS, Part(8.0, ratios=False))
_SOUNDS: Final = Part(2.0, ratios=True, views=(0, 1, 2))

PLANS: Final[Mapping[str, Plan]] = {
    "ar": Plan(
        recipe=Recipe(bits=17),
        sources=("mpold", "mlma"),
        views=_VIEWS,
        heads=dict.fromkeys(("abusive", "insult", "identity"), (_RATIOS, Part(16.0, ratios=False))),
    ),
    "en": Plan(
        recipe=Recipe(bits=18),
        sources=("cat_large", "davidson", "eacl_misogyny", "edos", "mlma", "toxic_spans"),
        views=_VIEWS,
        heads=dict.fromkeys(("abusive", "insult", "sexual", "identity", "sexist"), _BOTH) | {"threat": (Part(8.0, ratios=False),)},
        benign="cat_large",
        most={"cat_large": 4_000},
        folds=3,
    ),
    "ur-Latn": Plan(
        recipe=Recipe(bits=17),
        sources=("ruhsold",),
        views=(*_VIEWS, ViewPlan("sounds", often=True)),
        heads={"abusive": (_SOUNDS,)}
        | dict.fromkeys(("insult", "identity", "sexual", "profane"), (_SOUNDS, Part(8.0, ratios=False, views=(0, 1, 2)))),
        kinds=(NORMAL, "insult", "identity", "sexual", "profane"),
    ),
}
