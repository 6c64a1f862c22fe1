"""The sample bundle, written once and copied for each test that damages it."""

import shutil
from pathlib import Path

import pytest

from gawah.dossier import bundle
from tests.dossier import sample


@pytest.fixture(scope="session")
def case() -> sample.Case:
    return sample.case()


@pytest.fixture(scope="session")
def written(case: sample.Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle") / "dossier"
    bundle.write(folder, case.bundle, sample.KEY.sign)
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "dossier"))
