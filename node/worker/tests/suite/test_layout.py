"""Positions and lanes agree with contracts/types/TrialLayout.sol, read as text, and with the SDK's golden file."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest

from assay_worker.base.errors import InvalidInput
from assay_worker.suite.layout import CONDITIONS, LANES, POSITIONS, lanes_of, positions_of

SOLIDITY = Path(__file__).parents[4] / "contracts" / "types" / "TrialLayout.sol"
GOLDEN = Path(__file__).parents[4] / "test" / "golden" / "layout.json"
DEMO_MASK = 1 | 0b11111 << 1 | 0b1111 << 6 | 0b11111 << 18


def test_same_numbers_as_the_contract() -> None:
    constants = {name: int(value) for name, value in re.findall(r"constant (\w+) = (\d+);", SOLIDITY.read_text("utf8"))}
    assert constants["POSITIONS"] == POSITIONS
    for condition in CONDITIONS:
        name = condition.name.upper().replace("-", "_")
        assert constants[name] == condition.start
        assert constants[f"LANE_{name}" if name != "REPEAT" else "LANE_REPEAT_5"] == condition.lane
    for earlier, later in itertools.pairwise(CONDITIONS):
        assert earlier.start + earlier.count == later.start


def test_same_layout_as_the_sdk() -> None:
    golden = json.loads(GOLDEN.read_text("utf8"))
    ours = [{"condition": one.name, "first": one.start, "count": one.count, "lane": one.lane} for one in CONDITIONS]
    assert golden["conditions"] == ours
    assert (golden["positions"], golden["lanes"]) == (POSITIONS, LANES)
    assert golden["items"]
    for item in golden["items"]:
        assert lanes_of(int(item["trialBits"]), int(item["trialMask"])) == item["lanes"]


def test_the_demo_mask_has_fifteen_trials() -> None:
    assert len(positions_of(DEMO_MASK)) == 15


def test_lanes_of_a_perfect_item() -> None:
    assert lanes_of(DEMO_MASK, DEMO_MASK)[:9] == [1, 1, 1, 1, 1, 1, 1, 0, 1]


def test_one_failed_repeat_clears_the_fifth_lane_only() -> None:
    assert lanes_of(DEMO_MASK & ~(1 << 3), DEMO_MASK)[:9] == [1, 1, 1, 1, 1, 0, 1, 0, 1]


def test_a_condition_passes_only_if_all_its_trials_do() -> None:
    assert lanes_of(DEMO_MASK & ~(1 << 20), DEMO_MASK)[8] == 0


def test_bits_outside_the_mask_count_for_nothing() -> None:
    assert sum(lanes_of(2**44 - 1, 1)) == 1


@pytest.mark.parametrize(("mask", "code"), [(0, "range"), (1 << 44, "range"), (-1, "range")])
def test_error_masks(mask: int, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        positions_of(mask)
    assert caught.value.code == f"trialMask.{code}"
