import csv
import io
import json
from dataclasses import replace

import pytest

from gawah.dossier import annex
from gawah.records.digest import sha256
from tests.dossier import sample


def test_the_exact_text_stands_in_exhibits_json(case: sample.Case) -> None:
    tree = json.loads(annex.exhibits_json(case.document))
    assert tree["schema"] == "gawah.exhibits/1"
    texts = [each["text"] for each in tree["exhibits"]]
    assert texts[:5] == list(sample.TEXTS)
    assert texts[6] is None
    for each in tree["exhibits"][:6]:
        assert each["text_sha256"] == sha256(each["text"].encode())


def test_context_carries_both_sides_and_numbers(case: sample.Case) -> None:
    fourth = json.loads(annex.exhibits_json(case.document))["exhibits"][3]
    assert [line["exhibit"] for line in fourth["context"]["before"]] == ["E0002", "E0003"]
    assert [line["sender"] for line in fourth["context"]["after"]] == ["Sana K.", "Rafiq Mir · @rafiq.m"]


def test_each_exhibit_has_a_line_of_digests(case: sample.Case) -> None:
    lines = list(csv.DictReader(io.StringIO(annex.hash_report(case.document).decode())))
    assert [line["exhibit"] for line in lines] == [sheet.number for sheet in case.document.exhibits]
    assert lines[6]["sha256"] == sample.PICTURE.sha256
    assert lines[0]["source_sha256"] == sample.EXPORT.sha256


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_spreadsheet_runs_nothing(case: sample.Case, name: str) -> None:
    sheet = case.document.exhibits[0]
    hostile = replace(sheet, provenance=replace(sheet.provenance, file_name=name))
    report = annex.hash_report(replace(case.document, exhibits=(hostile,))).decode()
    (line,) = csv.DictReader(io.StringIO(report, newline=""))
    assert line["source_file"] == f"'{name}"
