import json

import pytest

from tests.interfaces.program import bare

LINES = [
    {"id": "1", "text": "canary: send me money or i will post your photos everywhere"},
    {
        "id": "2",
        "text": "canary: send me the money or i'll post ur photos everywhere!!",
        "reply_to_text": "no",
        "sender_is_owner": True,
    },
    {"id": "3", "text": ""},
]


def spoken(*lines: object) -> str:
    return "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines)


def answers(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_every_line_is_judged_in_order() -> None:
    ran = bare("assess", typed=spoken(*LINES))
    found = answers(ran.out)
    assert ran.code == 0
    assert [one["id"] for one in found] == ["1", "2", "3"]
    assert set(found[0]) >= {
        "id",
        "language",
        "script",
        "abusive",
        "probability",
        "tactics",
        "target",
        "stance",
        "severity",
        "spans",
        "model",
    }
    assert found[0]["abusive"] == 1
    assert "blackmail" in {one["tactic"] for one in found[0]["tactics"]}  # type: ignore[attr-defined]
    assert 0 <= found[0]["probability"] <= 1  # type: ignore[operator]
    assert (found[2]["abusive"], found[2]["language"]) == (0, "none")


def test_near_copies_are_named_best_first() -> None:
    ran = bare("match", typed=spoken(*LINES))
    found = answers(ran.out)
    assert ran.code == 0
    assert [one["id"] for one in found[0]["near"]] == ["2"]  # type: ignore[attr-defined]
    assert found[2]["near"] == []


@pytest.mark.parametrize("command", ["assess", "match"])
@pytest.mark.parametrize(
    "line",
    [
        "no json\n",
        '{"id": "4"}\n',
        '{"id": 4, "text": "canary"}\n',
        '{"id": "4", "text": "canary", "kind": 1}\n',
        "[" * 100_000 + "\n",
    ],
)
def test_a_line_that_cannot_be_read_is_named_by_its_number_and_the_rest_goes_on(command: str, line: str) -> None:
    ran = bare(command, typed=spoken(LINES[0], line, LINES[1]))
    found = answers(ran.out)
    assert ran.code == 3
    assert [one["id"] for one in found] == ["1", None, "2"]
    assert found[1]["line"] == 2
    assert "canary" not in json.dumps(found[1])


@pytest.mark.parametrize("text", ["\ud83d", "\u202e\u2066", "a" * 1_000_000, "😡", "z" + "\u0336" * 2000, "\x00\x07"])
def test_odd_texts_are_judged(text: str) -> None:
    ran = bare("assess", typed=spoken({"id": "odd", "text": text}))
    assert ran.code == 0
    assert answers(ran.out)[0]["id"] == "odd"
