"""Paths and words of the tree: pure rules, no table."""

from graphlib import CycleError

import pytest

from quantriet.org.rules import ancestor_ids, depth, is_within, level_label, level_order, moved_paths, path_of


def test_a_path_is_the_numbers_of_the_ancestors_and_its_own() -> None:
    assert ancestor_ids(path_of(path_of("", 7), 12)) == [7, 12]
    assert depth(path_of(path_of("", 7), 12)) == 2


def test_a_unit_is_within_itself_and_within_those_above() -> None:
    top, below = path_of("", 7), path_of(path_of("", 7), 12)
    assert is_within(below, top)
    assert is_within(top, top)
    assert not is_within(top, below)


def test_a_number_that_begins_alike_is_another_unit() -> None:
    assert not is_within(path_of("", 71), path_of("", 7))


def test_byte_order_of_paths_is_tree_order() -> None:
    parent = path_of("", 9)
    assert sorted([path_of("", 10), path_of(parent, 3), parent]) == [parent, path_of(parent, 3), path_of("", 10)]


def test_units_that_move_at_once_take_those_along_that_do_not_leave_them() -> None:
    root = path_of("", 1)
    left, right = path_of(root, 2), path_of(root, 3)
    places = {1: root, 2: left, 3: right, 4: path_of(left, 4), 5: path_of(path_of(left, 4), 5)}
    assert moved_paths({2: 3, 5: 1}, places) == {2: path_of(right, 2), 5: path_of(root, 5)}
    assert moved_paths({4: 1, 2: 5}, places)[2] == path_of(path_of(path_of(root, 4), 5), 2)


@pytest.mark.parametrize("parents", [{2: 2}, {2: 4}, {2: 3, 3: 4}])
def test_no_unit_moves_below_itself(parents: dict[int, int]) -> None:
    root = path_of("", 1)
    places = {1: root, 2: path_of(root, 2), 3: path_of(root, 3), 4: path_of(path_of(root, 2), 4)}
    with pytest.raises(CycleError):
        moved_paths(parents, places)


def test_a_level_of_ones_own_keeps_its_own_word() -> None:
    assert level_label("cụm thi đua") == "cụm thi đua"


def test_levels_stand_from_the_top_down_and_words_of_ones_own_last() -> None:
    levels = ["branch", "tổ đảng", "commune", "central", "district"]
    assert sorted(levels, key=level_order) == ["central", "district", "commune", "branch", "tổ đảng"]
