"""The figures of a report on tables small enough to count by hand."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_worker.evaluate.scores import Outcome, score
from assay_worker.suite.layout import POSITIONS, lanes_of
from assay_worker.suite.trials import SuiteSeed

SEED = SuiteSeed("ab", 0)
DEFAULT = 0x7C03FF
FULL = 2**POSITIONS - 1


def outcome(position: int, passed: bool, **changes: Any) -> Outcome:
    form = "one" if passed else "two"
    fields: dict[str, Any] = {"applies": True, "formed": True, "form": form, "correct": passed, **changes}
    return Outcome(position, passed, **fields)


def table(mask: int, passed: list[list[int]]) -> list[list[Outcome]]:
    """One row of 0 and 1 per item, over the positions of the mask in order."""
    positions = [at for at in range(POSITIONS) if mask >> at & 1]
    return [[outcome(at, bool(bit)) for at, bit in zip(positions, row, strict=True)] for row in passed]


def scored(mask: int, passed: list[list[int]], **changes: Any) -> dict[str, Any]:
    return score(table(mask, passed), mask, gated_lanes=0x161, seed=SEED, **changes)


def test_conditions_count_items_whose_trials_all_pass() -> None:
    passed = [[1] * 15, [1, 1, 1, 1, 1, 0, *[1] * 9], [0] * 15]
    by_name = {one["condition"]: one for one in scored(DEFAULT, passed)["conditions"]}
    assert [(name, one["lane"], one["passes"], one["total"]) for name, one in by_name.items()] == [
        ("first", 0, 2, 3), ("repeat", 5, 1, 3), ("carry-over", 6, 2, 3), ("format", 8, 2, 3),
    ]  # fmt: skip
    assert by_name["repeat"]["lowerBound"] == pytest.approx(0.016952, abs=1e-6)


@given(st.lists(st.integers(0, FULL), min_size=1, max_size=6), st.integers(1, FULL))
def test_counts_are_those_of_the_lanes(bits: list[int], mask: int) -> None:
    outcomes = [[outcome(at, bool(word >> at & 1)) for at in range(POSITIONS) if mask >> at & 1] for word in bits]
    found = score(outcomes, mask, gated_lanes=0x161, seed=SEED, first_correct=[True] * len(bits))
    lanes = np.sum([lanes_of(word & mask, mask) for word in bits], axis=0)
    assert all(one["passes"] == lanes[one["lane"]] for one in found["conditions"])
    for name in ("tail", "formatSpread", "multiTurnDrop", "selfAgreement"):
        if name in found:
            assert found[name]["lower"] <= found[name]["upper"]
            assert found[name]["lower"] >= -1 and found[name]["upper"] <= 1
    shares = [one["value"] for one in found.get("passHat", [])]
    assert all(later <= earlier + 1e-9 for earlier, later in itertools.pairwise(shares))


def test_what_does_not_apply_passes_but_is_no_evidence() -> None:
    items = [[outcome(0, True), *[outcome(at, True, applies=False) for at in range(14, 18)]] for _ in range(3)]
    items.append([outcome(0, True), *[outcome(at, at != 15) for at in range(14, 18)]])
    sharded = score(items, 1 | 0b1111 << 14, gated_lanes=0x161, seed=SEED)["conditions"][1]
    assert (sharded["passes"], sharded["total"], sharded["applicable"], sharded["applicablePasses"]) == (3, 4, 1, 0)
    assert (sharded["lowerBound"], sharded["upperBound"]) == (0.0, 0.95)


def test_tail_is_the_mean_of_the_worst_fifth() -> None:
    rows = [[1, 1, 1, 1, 1, 1]] * 8 + [[0, 0, 0, 0, 0, 0], [1, 1, 1, 0, 0, 0]]
    tail = scored(0b111111, rows)["tail"]
    assert tail["value"] == 0.25
    assert tail["lower"] <= 0.25 <= tail["upper"]


def test_tail_takes_a_part_of_an_item_where_a_fifth_is_no_whole_number() -> None:
    assert scored(0b1, [[0], [1], [1]])["tail"]["value"] == 0.0
    assert scored(0b1, [[0]] + [[1]] * 7)["tail"]["value"] == pytest.approx(0.6 / 1.6)


def test_format_spread_is_best_less_worst() -> None:
    mask = 1 | 0b11111 << 18
    spread = scored(mask, [[1, 1, 1, 1, 1, 1], [1, 0, 1, 1, 1, 1], [1, 0, 1, 0, 1, 1], [1, 1, 1, 1, 1, 1]])
    assert spread["formatSpread"]["value"] == 0.5
    same = scored(mask, [[1] * 6, [0] * 6])["formatSpread"]
    assert (same["value"], same["lower"], same["upper"]) == (0.0, 0.0, 0.0)


def test_multi_turn_drop_is_first_less_turns() -> None:
    mask = 1 | 0b1111 << 6
    assert scored(mask, [[1, 1, 0, 0, 0], [1, 1, 1, 0, 0]])["multiTurnDrop"]["value"] == pytest.approx(1 - 3 / 8)


def test_self_agreement_counts_pairs_of_the_same_form() -> None:
    forms = ["a", "a", "a", "b", "b"]
    items = [[outcome(1 + at, False, form=form) for at, form in enumerate(forms)]]
    assert score(items, 0b111110, gated_lanes=0x161, seed=SEED)["selfAgreement"]["value"] == 0.4


def test_pass_hat_is_unbiased() -> None:
    """The mean of the estimate over all draws of 5 repeats is p^k: enumerated for p = 3/4."""
    for k in (1, 2, 3, 4, 5):
        mean = 0.0
        for draw in itertools.product((0, 1), repeat=5):
            found = scored(0b111110, [list(draw)])["passHat"][k - 1]
            assert found["k"] == k
            mean += found["value"] * 0.75 ** sum(draw) * 0.25 ** (5 - sum(draw))
        assert mean == pytest.approx(0.75**k, abs=1e-5)


def test_ranking_counts_first_and_log_pass_hat_second() -> None:
    good, fair = [1] * 15, [1, 1, 1, 1, 1, 0, *[1] * 9]
    poor = [1, 0, 0, 0, 0, 0, *[1] * 9]

    def rank(*rows: list[int]) -> dict[str, float]:
        return scored(DEFAULT, list(rows))["ranking"]

    assert rank(good, good)["worstCount"] == 2
    assert rank(good, fair)["worstCount"] == rank(good, poor)["worstCount"] == 1
    assert rank(good, fair)["scalar"] > rank(good, poor)["scalar"]
    assert rank(good, good)["scalar"] > rank(good, fair)["scalar"]
    assert rank(good, fair)["meanLogPassHat5"] == pytest.approx(5 * (np.log(5.5 / 6) + np.log(4.5 / 6)) / 2, abs=1e-6)


def test_ranking_looks_at_gated_conditions_only() -> None:
    mask = DEFAULT | 0xFF << 26
    row = [*[1] * 15, *[0] * 8]
    assert scored(mask, [row, row])["ranking"]["worstCount"] == 2


def test_hallucinated_format_leaves_out_edge_and_other_models() -> None:
    items = [
        [outcome(0, True), outcome(18, False, formed=False), outcome(26, False, formed=False)],
        [outcome(0, True), outcome(18, True), outcome(26, True)],
    ]
    found = score(items, 1 | 1 << 18 | 1 << 26, gated_lanes=0x161, seed=SEED)["hallucinatedFormat"]
    assert (found["answers"], found["outside"], found["rate"], found["items"]) == (4, 1, 0.25, 1)


def test_degradation_curves_name_their_largest_step() -> None:
    mask = 1 | 1 << 6 | 1 << 7 | 1 << 10 | 0b111 << 23
    rows = [[1, 1, 1, 0, 1, 1, 0], [1, 1, 0, 0, 1, 0, 0], [1, 1, 1, 0, 1, 1, 1], [1, 1, 0, 0, 1, 1, 0]]
    turns, noise = scored(mask, rows)["degradation"]
    assert [(point["dose"], point["passes"]) for point in turns["points"]] == [(0, 4), (1, 4), (2, 2), (4, 0)]
    assert turns["largestStep"] == {"from": 1, "to": 2, "fall": 0.5}
    assert [(point["dose"], point["passes"]) for point in noise["points"]] == [(0, 4), (5, 4), (10, 3), (20, 1)]
    assert noise["largestStep"] == {"from": 10, "to": 20, "fall": 0.5}


def test_regression_counts_losses_and_wins() -> None:
    other = [True, True, True, False, False]
    own = [True, False, False, True, False]
    items = [[outcome(42, right or not was, correct=was)] for was, right in zip(other, own, strict=True)]
    found = score(items, 1 << 42, gated_lanes=0x161, seed=SEED, first_correct=own)["regression"]
    assert found == [
        {"against": "parent", "compared": 5, "losses": 2, "wins": 1, "pWorse": 0.5, "pTwoSided": 1.0},
    ]


def test_bounds_are_a_function_of_round_and_seat() -> None:
    rng = np.random.default_rng(1)
    rows = [[int(rng.random() < share) for _ in range(15)] for share in rng.random(31)]
    seats = [score(table(DEFAULT, rows), DEFAULT, gated_lanes=0x161, seed=SuiteSeed("ab", seat)) for seat in (0, 0, 1)]
    assert seats[0] == seats[1] != seats[2]
    assert seats[0]["conditions"] == seats[2]["conditions"]
    assert seats[0]["tail"]["value"] == seats[2]["tail"]["value"]
