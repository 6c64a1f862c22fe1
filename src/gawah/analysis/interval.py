"""Exact 95 % intervals for counts: of a rate, of a share, and of the ratio of two rates. Standard library only.

* A rate, from a count over a number of days: the limits that Garwood gave for the Poisson distribution (F. Garwood, "Fiducial
  limits for the Poisson distribution", Biometrika 28, 1936, 437-442). With chi-square quantiles: half of that of 2k degrees of
  freedom at 2.5 %, half of that of 2k + 2 at 97.5 %, each divided by the days.
* A share, from hits among trials: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the
  case of the binomial", Biometrika 26, 1934, 404-413, as quantiles of the beta distribution.
* The ratio of two rates: given how many fell into either time, the number that fell into the later one is binomial
  (J. Przyborowski and H. Wilenski, "Homogeneity of results in testing samples from Poisson series", Biometrika 31, 1940, 313-323).
  The limits of that share are turned into limits of the ratio.

Exact means that the interval holds the true value at least 95 times in 100 where messages come one by one at a steady pace. They
come in bursts, so that the true spread is wider; whatever prints an interval says so.

The two distribution functions are summed as the NIST Digital Library of Mathematical Functions has them: the incomplete gamma
function by 8.11.4 (series) and the even part of 8.9.2 (continued fraction), the incomplete beta function by 8.17.22 (continued
fraction), continued fractions by Lentz's method (its section 3.10). The quantile is then found by Newton's steps, kept between
bounds.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count as counting

CONFIDENCE = 0.95
_CLOSE = 1e-15
_NEAR = 1e-13
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both 0 or more; `high` is None where there is no upper limit."""

    low: float
    high: float | None


@lru_cache(maxsize=1 << 16)
def poisson(count: int, confidence: float = CONFIDENCE) -> Interval:
    """The limits of the expected number of which `count` were seen. Raises ValueError for a negative count."""
    if count < 0:
        raise ValueError("a count is 0 or more")
    tail = (1 - confidence) / 2
    low = _gamma_quantile(count, tail) if count else 0.0
    return Interval(low, _gamma_quantile(count + 1, 1 - tail))


def rate(count: int, days: int, confidence: float = CONFIDENCE) -> Interval:
    """The limits of the rate a day of which `count` were seen in `days` days, 1 or more."""
    found = poisson(count, confidence)
    assert found.high is not None
    return Interval(found.low / days, found.high / days)


def share(hits: int, trials: int, confidence: float = CONFIDENCE) -> Interval:
    """The limits of the share of which `hits` of `trials` were seen. Raises ValueError unless 0 <= hits <= trials, trials > 0."""
    if not 0 <= hits <= trials or not trials:
        raise ValueError("hits are 0 to trials, of which there is one or more")
    tail = (1 - confidence) / 2
    low = _beta_quantile(hits, trials - hits + 1, tail) if hits else 0.0
    high = _beta_quantile(hits + 1, trials - hits, 1 - tail) if hits < trials else 1.0
    return Interval(low, high)


def ratio(before: int, before_days: int, after: int, after_days: int, confidence: float = CONFIDENCE) -> Interval | None:
    """The limits of the later rate divided by the earlier; None when nothing was seen in either. Days are 1 or more."""
    if not before + after:
        return None
    tail, scale = (1 - confidence) / 2, before_days / after_days
    # Of either share the low limit: the high one is 1 less the low one of the other, and no digits are lost near 1.
    later = _beta_quantile(after, before + 1, tail) if after else 0.0
    earlier = _beta_quantile(before, after + 1, tail) if before else 0.0
    return Interval(scale * later / (1 - later), scale * (1 - earlier) / earlier if earlier else None)


def figure(value: float) -> str:
    """A figure with three digits that count, without an exponent: 0.0123, 1.23, 12.3, 123, 1,234."""
    if value >= 100:
        return f"{value:,.0f}"
    places = 1 if value >= 10 else 2 if value >= 1 else 3 if value >= 0.1 else 4
    return f"{value:.{places}f}" if value else "0"


def gamma_below(shape: float, x: float) -> float:
    """The regularised lower incomplete gamma function P(shape, x): the chance that a gamma variable is at most `x`."""
    if x <= 0:
        return 0.0
    head = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x >= shape + 1:
        return 1 - head * _fraction(x + 1 - shape, ((-n * (n - shape), x + 2 * n + 1 - shape) for n in counting(1)))
    term = total = 1 / shape
    for n in counting(1):
        term *= x / (shape + n)
        total += term
        if term < total * _CLOSE:
            break
    return head * total


def beta_below(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b): the chance that a beta variable is at most `x`."""
    if not 0 < x < 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_below(b, a, 1 - x)
    head = math.exp(a * math.log(x) + b * math.log1p(-x) - _log_beta(a, b))
    return head / a * _fraction(1.0, ((part, 1.0) for part in _beta_parts(a, b, x)))


def _beta_parts(a: float, b: float, x: float) -> Iterator[float]:
    """The numerators of DLMF 8.17.22, d1, d2 and on."""
    for m in counting(0):
        if m:
            yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))


def _fraction(first: float, parts: Iterator[tuple[float, float]]) -> float:
    """1 / (first + n1 / (d1 + n2 / (d2 + ...))) for parts (n, d), until it no longer changes."""
    value = upper = first or _TINY
    lower = 0.0
    for numerator, denominator in parts:
        lower = 1 / ((denominator + numerator * lower) or _TINY)
        upper = (denominator + numerator / upper) or _TINY
        change = upper * lower
        value *= change
        if abs(change - 1) < _CLOSE:
            break
    return 1 / value


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _gamma_quantile(shape: int, chance: float) -> float:
    def density(x: float) -> float:
        return math.exp((shape - 1) * math.log(x) - x - math.lgamma(shape))

    beyond = shape + 20 * math.sqrt(shape) + 60
    return _quantile(lambda x: gamma_below(shape, x), density, chance, (0.0, beyond), float(shape))


@lru_cache(maxsize=1 << 16)
def _beta_quantile(a: int, b: int, chance: float) -> float:
    def density(x: float) -> float:
        return math.exp((a - 1) * math.log(x) + (b - 1) * math.log1p(-x) - _log_beta(a, b))

    return _quantile(lambda x: beta_below(a, b, x), density, chance, (0.0, 1.0), a / (a + b))


def _quantile(
    below: Callable[[float], float], density: Callable[[float], float], chance: float, bounds: tuple[float, float], start: float
) -> float:
    """Where the distribution function `below` is `chance`. Newton's step, or half of the way where that leaves the bounds."""
    low, high = bounds
    x = start
    for _ in range(200):
        miss = below(x) - chance
        low, high = (low, x) if miss > 0 else (x, high)
        slope = density(x)
        step = x - miss / slope if slope > 0 else low
        following = step if low < step < high else (low + high) / 2
        if abs(following - x) <= _NEAR * x:
            return following
        x = following
    return x
