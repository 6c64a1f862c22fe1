import pytest

from gawah.analysis.language import Identifier
from gawah.analysis.normal import normalised
from gawah.analysis.target import hit, named, relations
from gawah.records.casework import Tactic
from gawah.records.judgement import Target


def whom(text: str, *tactics: Tactic, direct: bool | None = None) -> Target:
    normal = normalised(text)
    (identified,) = Identifier(None)([(text, normal)])
    return hit(tactics, named(normal, identified), [(0, len(normal.text))], direct=direct)


@pytest.mark.parametrize(
    ("text", "tactic", "target"),
    [
        ("میں تمہیں نہیں چھوڑوں گا", "threat", "addressee"),
        ("اسے کہو گھر سے نہ نکلے", "threat", "third_person"),
        ("تمہاری بہن کو بھی دیکھ لوں گا", "threat", "addressee"),
        ("بہن کو دیکھ لوں گا", "threat", "relative"),
        ("بہن کو دیکھ لوں گا", "family_target", "relative"),
        ("تم سب عورتیں ایک جیسی ہو", "insult", "group"),
        ("मैं तुझे छोड़ूंगा नहीं", "threat", "addressee"),
        ("उसका नंबर यह है", "doxxing", "third_person"),
        ("तेरी मां को बता दूंगा", "blackmail", "addressee"),
        ("سأنشر صورك", "blackmail", "addressee"),
        ("هناك بيت", "threat", "addressee"),
        ("هذا رقمها", "doxxing", "third_person"),
        ("0300", "incitement", "third_person"),
        ("0300", "insult", "addressee"),
    ],
)
def test_words_say_who_is_hit(text: str, tactic: Tactic, target: Target) -> None:
    assert whom(text, tactic) == target


def test_what_does_nothing_hits_nobody() -> None:
    assert whom("میں تمہیں") == "none"


def test_what_was_sent_to_one_person_hits_whoever_reads_it() -> None:
    assert whom("0300", "doxxing", direct=True) == "addressee"


def test_relations_are_told_once_each() -> None:
    text = "تمہارے بچے اور ماں اور ماں"
    normal = normalised(text)
    (identified,) = Identifier(None)([(text, normal)])
    assert relations(named(normal, identified)) == ["parent", "child"]
