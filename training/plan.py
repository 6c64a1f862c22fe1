"""Which heads are trained for each language, on which sources, and how: what cross-validation inside the training texts chose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from gawah.analysis.features import Recipe


@dataclass(frozen=True, slots=True)
class ViewPlan:
    """A view that the heads of a language share.

    Attributes:
        features: `words` or `pieces`.
        often: Whether a feature counts by how often it stands in the text and how rare it is in all (tf-idf), or once each.
        rarest: Texts in which a feature must stand.
    """

    features: str
    often: bool
    rarest: int = 2


@dataclass(frozen=True, slots=True)
class HeadPlan:
    """How one head is trained.

    Attributes:
        views: The views it looks at, by number.
        penalty: C of the logistic regression: how freely weights grow.
        ratios: Whether features are weighed by log-count ratios first (S. Wang, C. Manning, "Baselines and bigrams: simple, good
            sentiment and topic classification", ACL 2012).
    """

    views: tuple[int, ...]
    penalty: float
    ratios: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The heads of one language.

    Attributes:
        sources: What they learn from.
        folds: Into how many parts the texts are cut for cross-validation.
        most: Texts of a source that are learnt from, where there are more: the first of a draw.
        benign: Source whose harmless texts are ordinary talk: the threshold lets through 2 in 100 of these at most.
    """

    recipe: Recipe
    sources: tuple[str, ...]
    views: tuple[ViewPlan, ...]
    heads: Mapping[str, HeadPlan]
    folds: int = 5
    most: Mapping[str, int] = field(default_factory=dict)
    benign: str | None = None


_TWO: Final = (ViewPlan("words", often=True), ViewPlan("pieces", often=True))
_RATIOS: Final = HeadPlan((0, 1), 2.0, ratios=True)

PLANS: Final[Mapping[str, Plan]] = {
    "ar": Plan(
        recipe=Recipe(bits=17),
        sources=("mpold", "mlma"),
        views=(ViewPlan("pieces", often=True), ViewPlan("pieces", often=False)),
        heads={
            "abusive": HeadPlan((0,), 16.0, ratios=False),
            "insult": HeadPlan((0,), 16.0, ratios=False),
            "identity": HeadPlan((0,), 16.0, ratios=False),
        },
    ),
    "en": Plan(
        recipe=Recipe(bits=18),
        sources=("cat_large", "davidson", "eacl_misogyny", "edos", "mlma", "toxic_spans"),
        views=_TWO,
        heads=dict.fromkeys(("abusive", "insult", "sexual", "identity", "threat", "sexist"), _RATIOS),
        folds=3,
        most={"cat_large": 8_000},
        benign="cat_large",
    ),
    "ur-Latn": Plan(
        recipe=Recipe(bits=18),
        sources=("ruhsold",),
        views=_TWO,
        heads=dict.fromkeys(("abusive", "insult", "sexual", "identity", "profane", "normal"), _RATIOS),
    ),
}

FIVE_CLASSES: Final = ("normal", "insult", "identity", "sexual", "profane")
"""The heads that answer RUHSOLD's five classes between them: the highest probability is the class."""
