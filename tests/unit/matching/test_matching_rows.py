"""Lists of unequal length in two arrays do what lists of lists do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.rows import Rows

lists = st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=6)
filled = st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=6)
masks = st.lists(st.booleans(), min_size=10, max_size=10).map(lambda bits: np.array(bits, bool))


@given(lists, st.data())
def test_rows_are_taken_in_any_order_and_more_than_once(rows: list[list[int]], data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=8)) if rows else []
    assert Rows.of(rows).take(np.array(places, np.int32)).lists() == [rows[place] for place in places]


@given(lists, lists)
def test_rows_follow_each_other(rows: list[list[int]], more: list[list[int]]) -> None:
    assert Rows.of(rows).followed_by(Rows.of(more)).lists() == rows + more


@given(st.lists(st.integers(0, 4), max_size=9))
def test_grouped_lists_where_each_number_stands(row_of: list[int]) -> None:
    expected = [[place for place, row in enumerate(row_of) if row == number] for number in range(5)]
    assert Rows.grouped(np.array(row_of, np.int32), 5).lists() == expected


@given(filled, masks)
def test_any_all_and_only(rows: list[list[int]], mask: np.ndarray) -> None:
    columns = Rows.of(rows)
    assert columns.any_in(mask).tolist() == [any(mask[one] for one in row) for row in rows]
    assert columns.all_in(mask).tolist() == [all(mask[one] for one in row) for row in rows]
    assert columns.only(mask).lists() == [[one for one in row if mask[one]] for row in rows]


@given(filled, st.lists(st.sampled_from((0.1, 0.2, 0.3)), min_size=10, max_size=10))
def test_the_first_of_the_least_is_found_in_each_row(rows: list[list[int]], costs: list[float]) -> None:
    least = Rows.of(rows).first_least(np.array(costs))
    assert least.tolist() == [min(row, key=lambda one: costs[one]) for row in rows]


@given(filled, filled)
def test_a_row_is_found_among_others_where_it_stands(rows: list[list[int]], asked: list[list[int]]) -> None:
    distinct = [list(row) for row in dict.fromkeys(map(tuple, rows))]
    places = Rows.of(distinct).places_of(Rows.of(asked)).tolist()
    assert places == [distinct.index(row) if row in distinct else -1 for row in asked]


@pytest.mark.parametrize("mask", [np.zeros(3, bool)])
def test_no_rows_at_all(mask: np.ndarray) -> None:
    nothing = Rows.of(())
    assert nothing.any_in(mask).tolist() == nothing.all_in(mask).tolist() == nothing.lists() == []
    assert nothing.places_of(Rows.of([[1]])).tolist() == [-1]
    assert Rows.of([[1]]).places_of(nothing).tolist() == []
