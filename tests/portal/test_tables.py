"""CSV that no spreadsheet takes for a program."""

import csv
import io

import pytest

from kmsportal.portal.tables import csv_text


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_never_begins_as_a_formula(cell: str) -> None:
    (row,) = csv.DictReader(io.StringIO(csv_text(["a"], [{"a": cell}]), newline=""))
    assert row["a"] == f"'{cell}"


def test_texts_are_quoted_and_what_is_missing_is_empty() -> None:
    text = csv_text(["a", "b", "c"], [{"a": 'x,"y"\nz', "c": True}])
    assert text == 'a,b,c\r\n"x,""y""\nz",,true\r\n'
