"""The criteria of the fault tests say what differed, as the tests themselves do."""

import pytest

pytest.register_assert_rewrite("tests.faults.case", "tests.faults.breaking", "tests.faults.copies", "tests.faults.operations")
