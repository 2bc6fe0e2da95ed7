"""The fixed meaning of every trial position and lane: the Python twin of contracts/types/TrialLayout.sol.

Lanes are a pure function of an item's trial bits and the suite's mask: a condition's lane is 1 when it has trials in
the mask and all of them passed. Lane 1 to 5 is 1 when the item passed at least 1 to 5 of its repeats; lane 5 is gated.
test/golden/layout.json binds this file and sdk/src/hashing/layout.ts.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..base.errors import InvalidInput

POSITIONS = 44
LANES = 16
FIRST_POSITION = 0
REPEAT_START = 1


@dataclass(frozen=True)
class Condition:
    """A range of positions [start, start + count); `lane` is its gated lane."""

    name: str
    start: int
    count: int
    lane: int


CONDITIONS: tuple[Condition, ...] = (
    Condition("first", 0, 1, 0),
    Condition("repeat", 1, 5, 5),
    Condition("carry-over", 6, 8, 6),
    Condition("sharded", 14, 4, 7),
    Condition("format", 18, 8, 8),
    Condition("edge", 26, 8, 9),
    Condition("retry", 34, 4, 10),
    Condition("load", 38, 4, 11),
    Condition("regression", 42, 2, 12),
)


DEFAULT_MASK = 0x7C03FF
"""first, five repeats, carry-over x4, format x5: what ignition/parameters/trials.ts asks for."""


def condition_at(position: int) -> Condition:
    """The condition that owns `position` (0..43)."""
    return next(item for item in CONDITIONS if item.start <= position < item.start + item.count)


def positions_of(mask: int) -> list[int]:
    """The positions a mask asks for, ascending; raises InvalidInput for a bit outside the layout."""
    if mask <= 0 or mask >> POSITIONS:
        raise InvalidInput(
            "trialMask.range",
            f"trialMask: {mask} must be a number with bits 0 to {POSITIONS - 1} only.",
            field="trialMask",
        )
    return [position for position in range(POSITIONS) if mask >> position & 1]


def lanes_of(bits: int, mask: int) -> list[int]:
    """The 16 lanes (0 or 1 each) of one item."""
    lanes = [0] * LANES
    for condition in CONDITIONS:
        span = ((1 << condition.count) - 1) << condition.start & mask
        if span == 0:
            continue
        if condition.name == "repeat":
            passed = (bits & span).bit_count()
            for wanted in range(1, condition.count + 1):
                lanes[wanted] = int(passed >= wanted)
        else:
            lanes[condition.lane] = int(bits & span == span)
    return lanes
