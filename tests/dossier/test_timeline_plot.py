import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.dossier import timeline_plot, wording
from gawah.dossier.glyphs import covered
from gawah.dossier.timeline_plot import Lane, Mark, Plot, Stretch
from gawah.dossier.words import Language, load
from tests.dossier import sample

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter(f"{SVG}text")]


def test_it_says_everything_in_words() -> None:
    plot = sample.plot()
    shown = texts(timeline_plot.draw(plot))
    assert plot.title in shown
    assert plot.gaps[0].words in shown
    assert "Report to the platform, 18 May 2025" in shown
    assert "Own event 0a1b2c3d, 9 February 2025" in shown
    assert "192 messages" in shown
    assert "After the first complaint" in shown


def test_it_has_a_title_and_a_description() -> None:
    root = ET.fromstring(timeline_plot.draw(sample.plot()))
    assert root[0].tag == f"{SVG}title"
    assert root[1].tag == f"{SVG}desc"
    assert "39 days without messages" in (root[1].text or "")
    assert root.get("role") == "img"


def test_nothing_runs_and_nothing_is_fetched() -> None:
    svg = timeline_plot.draw(sample.plot())
    tags = {each.tag.removeprefix(SVG) for each in ET.fromstring(svg).iter()}
    assert tags == {"svg", "title", "desc", "rect", "line", "text", "circle"}
    assert not re.search(r"href|style=|url\(|on\w+=", svg)


def test_all_inks_are_grey() -> None:
    for r, g, b in re.findall(r"#(..)(..)(..)\b", timeline_plot.draw(sample.plot())):
        assert r == g == b


def test_bars_are_as_high_as_their_counts() -> None:
    plot = Plot(title="t", periods=("a", "b"), lanes=(Lane(label="l", counts=(10, 40)),))
    bars = [
        float(each.get("height", "0"))
        for each in ET.fromstring(timeline_plot.draw(plot)).iter(f"{SVG}rect")
        if each.get("fill") == "#3f3f3f"
    ]
    assert len(bars) == 2
    assert abs(bars[1] - 4 * bars[0]) < 0.2


def test_signs_in_labels_stay_signs() -> None:
    plot = Plot(title="<script>&\u202e", periods=("a",), lanes=(Lane(label='"<b>"', counts=(1,)),))
    assert "<script>&[U+202E]" in texts(timeline_plot.draw(plot))


def test_the_table_has_the_same_counts() -> None:
    rows = timeline_plot.rows(sample.plot())
    assert rows[0] == ("", "WhatsApp · Chat with Rafiq", "Instagram · رفیق میر", "Reports, notices and own events")
    assert rows[5] == ("May 2025", "44", "21", "2")
    assert ("39 days without messages, 3 March to 10 April 2025",) in rows


def test_shapes_and_words_are_apart_for_the_page() -> None:
    layers = timeline_plot.layers(sample.plot(), covered())
    assert "<text" not in layers.svg
    assert sample.plot().title in [label.words for label in layers.labels]


@given(
    st.integers(0, 160),
    st.integers(0, 4),
    st.lists(st.floats(0, 160, allow_nan=False), max_size=12),
    st.lists(st.tuples(st.floats(0, 150), st.floats(0, 9)), max_size=6),
)
def test_any_plot_is_xml_and_stays_on_its_paper(
    periods: int, lanes: int, marks: list[float], gaps: list[tuple[float, float]]
) -> None:
    plot = Plot(
        title="t",
        periods=tuple(map(str, range(periods))),
        lanes=tuple(Lane(label=str(n), counts=tuple(range(periods))) for n in range(lanes)),
        marks=tuple(Mark(at=min(at, periods), kind="report", words="w") for at in marks),
        gaps=tuple(Stretch(start=min(a, periods), end=min(a + b, periods), words="some words for it") for a, b in gaps),
    )
    root = ET.fromstring(timeline_plot.draw(plot))
    height = float(root.get("height", "0"))
    for each in root.iter(f"{SVG}text"):
        assert 0 <= float(each.get("x", "-1")) <= 600
        assert 0 <= float(each.get("y", "-1")) <= height


COUNTED = st.integers(1, 30).flatmap(
    lambda periods: st.builds(
        Plot,
        title=st.just("t"),
        periods=st.just(tuple(f"p{n}" for n in range(periods))),
        lanes=st.lists(
            st.lists(st.integers(0, 900), min_size=periods, max_size=periods).map(lambda c: Lane(label="lane", counts=tuple(c))),
            min_size=1,
            max_size=3,
        ).map(tuple),
        marks=st.lists(
            st.builds(
                Mark,
                at=st.floats(0, periods, allow_nan=False),
                kind=st.sampled_from(["report", "notice", "event"]),
                words=st.just("a mark"),
            ),
            max_size=60,
        ).map(tuple),
    )
)


@given(COUNTED)
def test_every_number_of_picture_and_table_is_that_of_a_recount(plot: Plot) -> None:
    rows = timeline_plot.rows(plot)
    cells = rows[1 : 1 + len(plot.periods)]
    for at, row in enumerate(cells):
        assert row[1:-1] == tuple(str(lane.counts[at]) for lane in plot.lanes)
        last = at == len(plot.periods) - 1
        assert int(row[-1]) == sum(at <= mark.at < at + 1 or (last and mark.at >= at + 1) for mark in plot.marks)
    said = texts(timeline_plot.draw(plot))
    for lane in plot.lanes:
        total = sum(lane.counts)
        assert f"{total:,} message{'' if total == 1 else 's'}" in said
    drawn = [
        float(each.get("height", "0"))
        for each in ET.fromstring(timeline_plot.draw(plot)).iter(f"{SVG}rect")
        if each.get("fill") == "#3f3f3f"
    ]
    assert len(drawn) == sum(count > 0 for lane in plot.lanes for count in lane.counts)
    if plot.marks:
        assert f"{len(plot.marks)} entr{'y' if len(plot.marks) == 1 else 'ies'}" in said
        assert "Reports, notices and own events" in said


def test_too_many_marks_are_ticks_and_stand_in_the_table() -> None:
    marks = tuple(Mark(at=n / 40, kind="event" if n else "notice", words=f"mark {n}") for n in range(40))
    plot = Plot(title="t", periods=("a",), lanes=(Lane(label="l", counts=(1,)),), marks=marks)
    said = texts(timeline_plot.draw(plot))
    assert "mark 0" in said
    assert "mark 1" not in said
    assert "39 more are ticks above; the table names them" in said
    assert [row[0] for row in timeline_plot.rows(plot)[2:]] == [f"mark {n}" for n in range(40)]


@pytest.mark.parametrize("language", ["en", "ur", "hi", "ar"])
@given(st.integers(1, 80), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.booleans())
def test_labels_of_the_axis_stand_apart_and_on_the_paper(language: Language, count: int, first: date, weeks: bool) -> None:  # noqa: FBT001
    starts = [first + timedelta(days=(7 if weeks else 31) * at) for at in range(count)]
    short = wording.short_day if weeks else wording.short_month
    plot = Plot(title="t", periods=tuple(map(short, starts)), lanes=(Lane(label="l", counts=(1,) * count),))
    words = load(language)
    axis = [one for one in timeline_plot.layers(plot, covered(), words).labels if one.size == 8.5]
    ends = [one.x + 4.5 * len(words.again(one.words)) for one in axis]
    assert axis[0].words == plot.periods[0]
    assert all(end < after.x for end, after in zip(ends, axis[1:], strict=False))
    assert all(end <= 600 for end in ends)
