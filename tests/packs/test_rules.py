"""Every rule on its own sentences, and files of rules that are not of their shape. Tests are named by rule and number."""

from collections.abc import Iterator
from typing import Any

import pytest

from gawah.analysis.rules import Rules, made, rules
from gawah.packs.rule_classes import MOST_FORMS, RulesInvalid, spelt_out
from gawah.packs.rules import EXAMPLES, languages, pack, parsed

Tables = dict[str, Any]


def tables(**more: Any) -> Tables:
    return {
        "pack": {"language": "xx"},
        "class": {"i": ["i will"], "harm": ["zap(|s)"], "you": ["you"]},
        "rule": [rule(**more)],
    }


def rule(**more: Any) -> Tables:
    return {
        "id": "threat.zap",
        "tactic": "threat",
        "strength": "strong",
        "why": "Says that somebody will be zapped.",
        "any": ["<i> ~2 <harm> <you>"],
        "yes": ["i will zap you"] * 5,
        "no": ["hello"] * 5,
    } | more


def sentences(wanted: str) -> Iterator[Any]:
    for one in pack().rules:
        for number, messages in enumerate(getattr(one, wanted)):
            yield pytest.param(one.id, messages, id=f"{one.file}-{one.id}-{number}")


def texts(wanted: str) -> Iterator[Any]:
    for one in pack().guards:
        for number, text in enumerate(getattr(one, wanted)):
            yield pytest.param(one.id, text, id=f"{one.file}-{one.id}-{number}")


def caught(rule_id: str, messages: tuple[str, ...]) -> bool:
    if len(messages) > 1:
        return any(one.rule == rule_id for one in rules().across(messages))
    return any(one.rule == rule_id and one.stands for one in rules().read(messages[0]).matches)


@pytest.mark.parametrize(("rule_id", "messages"), list(sentences("yes")))
def test_a_rule_catches(rule_id: str, messages: tuple[str, ...]) -> None:
    assert caught(rule_id, messages)


@pytest.mark.parametrize(("rule_id", "messages"), list(sentences("no")))
def test_a_rule_leaves_alone(rule_id: str, messages: tuple[str, ...]) -> None:
    assert not caught(rule_id, messages)


@pytest.mark.parametrize(("guard_id", "text"), list(texts("yes")))
def test_a_guard_is_found(guard_id: str, text: str) -> None:
    assert guard_id in {one.guard for one in rules().read(text).guards}


@pytest.mark.parametrize(("guard_id", "text"), list(texts("no")))
def test_a_guard_is_not_found(guard_id: str, text: str) -> None:
    assert guard_id not in {one.guard for one in rules().read(text).guards}


def test_every_rule_has_its_sentences_and_no_two_are_one() -> None:
    assert {"en", "ur-latn"} <= set(languages())
    for one in pack().rules:
        assert min(len(set(one.yes)), len(set(one.no))) >= EXAMPLES, one.id
        assert not set(one.yes) & set(one.no), one.id


def test_the_version_changes_with_any_word() -> None:
    files = {"xx/a": tables()}
    first = parsed(files).version
    assert parsed({"xx/a": tables()}).version == first
    files["xx/a"]["class"]["harm"].append("zop")
    assert parsed(files).version != first


def test_an_entry_is_spelt_out() -> None:
    assert spelt_out("ki(l|ll) (you|u)?") == ["kil you", "kil u", "kil", "kill you", "kill u", "kill"]
    assert spelt_out("(a (b|c)|d)e?") == ["a be", "a b", "a ce", "a c", "de", "d"]
    assert spelt_out("{verb}( )?{ending}", {"verb": ["mar", "kat"], "ending": ["dunga"]}) == [
        "mar dunga", "mardunga", "kat dunga", "katdunga",
    ]  # fmt: skip


@pytest.mark.parametrize("entry", ["a)", "(a", "(a|b", "{none}", "(0|1|2|3|4|5|6|7|8|9)" * 5])
def test_an_entry_that_is_none_is_refused(entry: str) -> None:
    assert MOST_FORMS < 10**5
    with pytest.raises(RulesInvalid):
        spelt_out(entry, {})


@pytest.mark.parametrize(
    "change",
    [
        {"tactic": "rudeness"},
        {"strength": "certain"},
        {"why": "no sentence"},
        {"yes": ["i will zap you"] * 4},
        {"all": [["<i>"]]},
        {"any": []},
        {"any": [""]},
        {"within": "book"},
        {"colour": "red"},
        {"id": "Zap"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_rule_that_is_not_of_its_shape_is_refused(change: Tables) -> None:
    with pytest.raises(RulesInvalid, match="xx/a"):
        parsed({"xx/a": tables(**change)})


@pytest.mark.parametrize("pattern", ["<none>", "<i> ~3", "<i>? ~2 <you>?", "<i> ~13 <you>", "<>", "~2"])
def test_a_pattern_that_is_none_is_refused(pattern: str) -> None:
    with pytest.raises(RulesInvalid, match=r"threat\.zap"):
        made(parsed({"xx/a": tables(any=[pattern])}))


@pytest.mark.parametrize("regex", ["(a+)+", "\\d*", "a.*b", "(", "(a{1,3}){2,4}"])
def test_a_shape_that_could_be_slow_or_is_none_is_refused(regex: str) -> None:
    with pytest.raises(RulesInvalid, match="shape"):
        parsed({"xx/a": tables() | {"shape": {"odd": regex}}})


def test_names_that_are_there_twice_are_refused() -> None:
    with pytest.raises(RulesInvalid, match=r"threat\.zap"):
        parsed({"xx/a": tables(), "xx/b": {"pack": {"language": "xx"}, "rule": [rule()]}})


def test_a_name_means_the_class_of_its_file_then_of_classes_then_the_only_one_of_the_folder() -> None:
    head = {"pack": {"language": "xx"}}
    other = {"pack": {"language": "yy"}, "class": {"harm": ["blast"]}, "rule": [rule(id="threat.other", any=["<harm> <xx:you>"])]}
    files = {"xx/a": tables(), "xx/b": head | {"class": {"harm": ["zip"]}}, "yy/a": other}
    assert [one.rule for one in made(parsed(files)).read("i will zap you. blast you").matches] == ["threat.zap", "threat.other"]
    files["xx/c"] = head | {"rule": [rule(id="threat.c", any=["<harm> <you>"])]}
    with pytest.raises(RulesInvalid, match="more than one class xx:harm"):
        made(parsed(files))
    files["xx/classes"] = head | {"class": {"harm": ["hit"]}}
    assert [one.rule for one in made(parsed(files)).read("hit you").matches] == ["threat.c"]


def test_a_class_cannot_take_itself_in() -> None:
    with pytest.raises(RulesInvalid, match="itself"):
        parsed({"xx/a": {"pack": {"language": "xx"}, "class": {"a": ["@b"], "b": ["@a"]}}})


def test_a_language_is_that_of_its_folder() -> None:
    with pytest.raises(RulesInvalid, match="language"):
        parsed({"yy/a": tables()})


def small(**more: Any) -> Rules:
    return made(parsed({"xx/a": tables(**more)}))


def test_a_rule_of_a_pack_of_ones_own_works() -> None:
    assert [one.rule for one in small().read("I will surely zap you").matches] == ["threat.zap"]
    assert not small().read("I will zap nobody").matches
