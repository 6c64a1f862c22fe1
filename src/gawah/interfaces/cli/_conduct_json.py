"""What `gawah conduct --json` gives: every figure of the page and of the dossier, rates unrounded."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gawah.usecases._anchors import Anchor
    from gawah.usecases.conduct import Around, AroundAnchor, Compared, Conduct, Interval, LongGap, Side, Span
    from gawah.usecases.retention import Horizon, Origin

METHOD = {
    "confidence": 0.95,
    "rate": "exact Poisson limits, Garwood, Biometrika 28 (1936) 437-442",
    "ratio": "rate after divided by rate before, exact limits given the total, Clopper and Pearson, Biometrika 26 (1934) 404-413",
    "days": "recorded days only: from the first to the last message of each file as received",
}


def conduct_json(found: "Conduct", kept: "Sequence[Horizon]") -> dict[str, Any]:
    """All of it."""
    return {
        "window_days": found.days,
        "method": METHOD,
        "messages": found.messages,
        "undated": found.undated,
        "labelled": found.labelled,
        "log_entries": found.log,
        "reach": [{"platform": one, "spans": [_span(span) for span in spans]} for one, spans in sorted(found.reach.items())],
        "anchors": [_anchor(one) for one in found.anchors],
        "gaps": [_gap(one) for one in found.gaps],
        "labelled_by_month": [
            {
                "month": one.start.isoformat()[:7],
                "messages": one.messages,
                "labelled": one.labelled,
                "tactics": dict(one.tactics),
                "severities": list(one.severities),
                "severity_not_stated": one.unstated,
            }
            for one in found.months
        ],
        "labelled_in_order": [
            {"day": _day(one.day), "of": one.of, "what": one.what, "tactics": list(one.tactics), "severity": one.severity}
            for one in found.said
        ],
        "retention": [_horizon(one) for one in kept],
    }


def _anchor(one: "AroundAnchor") -> dict[str, Any]:
    gap = None if one.gap is None else _gap(one.gap)
    return {**_named(one.anchor), "near": _around(one.near), "whole": _around(one.whole), "longest_gap": gap}


def _gap(one: "LongGap") -> dict[str, Any]:
    return {"first": _day(one.first), "last": _day(one.last), "days": one.days, "recorded_days": one.recorded_days}


def _named(one: "Anchor") -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "day": _day(one.day),
        "stated": _day(one.stated),
        "to": one.to,
        "reference": one.reference,
    }


def _around(one: "Around") -> dict[str, Any]:
    return {
        "before": None if one.windows.before is None else _span(one.windows.before),
        "after": None if one.windows.after is None else _span(one.windows.after),
        "other_anchors": [other.id for other in one.others],
        "parts": [_part(part) for part in one.messages],
        "labelled": {
            "before": one.labelled_before,
            "after": one.labelled_after,
            "parts": [_part(part) for part in one.labelled],
        },
        "log": [_part(part) for part in one.log],
    }


def _part(one: "Compared") -> dict[str, Any]:
    ratio = one.ratio
    return {
        "kind": one.kind,
        "key": one.key or None,
        "label": one.label,
        "before": _side(one.before),
        "same_day": one.same_day,
        "after": _side(one.after),
        "ratio": None if ratio is None else {"value": ratio.value, **_interval(ratio.interval)},
        "no_ratio": one.no_ratio or None,
    }


def _side(side: "Side") -> dict[str, Any]:
    return {
        "count": side.count,
        "days_with": side.days_with,
        "recorded_days": side.recorded_days,
        "per_day": side.per_day,
        "per_30_days": None if side.per_day is None else side.per_day * 30,
        "per_day_interval": None if side.interval is None else _interval(side.interval),
    }


def _interval(found: "Interval") -> dict[str, Any]:
    return {"low": found.low, "high": found.high}


def _horizon(one: "Horizon") -> dict[str, Any]:
    kept = one.kept
    return {
        "id": kept.id,
        "territory": kept.territory,
        "holder": kept.holder,
        "data": kept.data,
        "days": kept.days,
        "cite": kept.cite,
        **_origin(kept.origin),
        "note": kept.note,
        "preserve": None
        if kept.preserving is None
        else {
            "by": kept.preserving.by,
            "days": kept.preserving.days,
            "longer": kept.preserving.longer,
            **_origin(kept.preserving.origin),
        },
        "today": _day(one.today),
        "may_be_gone_before": _day(one.day),
        "platforms": [
            {
                "platform": older.platform,
                "first": _day(older.first),
                "last": _day(older.last),
                "messages": older.messages,
                "older": older.older,
                "all_may_be_gone_from": _day(older.all_from),
            }
            for older in one.platforms
        ],
    }


def _origin(one: "Origin") -> dict[str, Any]:
    return {"source": one.source, "as_at": one.as_at, "seen": _day(one.seen), "confidence": one.confidence}


def _span(span: "Span") -> dict[str, Any]:
    return {"first": _day(span.first), "last": _day(span.last)}


def _day(day: date) -> str:
    return day.isoformat()
