// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title TrialLayout
/// @notice Fixed meaning of every trial position and every lane. Position is meaning: a transcript cannot express a
/// duplicate or an omission, and the lanes of an item are a pure function of its trial bits.
/// @dev These constants can never change: committed transcript roots depend on them.
/// Bit `i` of `trialBits` is 1 when the trial at position `i` passed. `trialMask` says which positions a suite runs.
library TrialLayout {
    /// @dev position ranges inside `trialBits`: [FIRST, FIRST + count)
    uint8 internal constant FIRST = 0; // 1 position
    uint8 internal constant REPEAT = 1; // 5 positions
    uint8 internal constant CARRY_OVER = 6; // 8 positions
    uint8 internal constant SHARDED = 14; // 4 positions
    uint8 internal constant FORMAT = 18; // 8 positions
    uint8 internal constant EDGE = 26; // 8 positions
    uint8 internal constant RETRY = 34; // 4 positions
    uint8 internal constant LOAD = 38; // 4 positions
    uint8 internal constant REGRESSION = 42; // 2 positions
    uint8 internal constant POSITIONS = 44;

    /// @dev lane numbers inside the packed lanes word (16 lanes of uint16, lane 0 in the lowest bits)
    uint8 internal constant LANE_FIRST = 0;
    /// @dev lanes 1..5: the item passed at least 1..5 of its repeats; lane 5 is the gated one
    uint8 internal constant LANE_REPEAT_1 = 1;
    uint8 internal constant LANE_REPEAT_5 = 5;
    uint8 internal constant LANE_CARRY_OVER = 6;
    uint8 internal constant LANE_SHARDED = 7;
    uint8 internal constant LANE_FORMAT = 8;
    uint8 internal constant LANE_EDGE = 9;
    uint8 internal constant LANE_RETRY = 10;
    uint8 internal constant LANE_LOAD = 11;
    uint8 internal constant LANE_REGRESSION = 12;
}
