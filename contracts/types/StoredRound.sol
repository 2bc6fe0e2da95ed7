// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Clock} from "./Clock.sol";

/// @dev batchId before the first draw; DatanetRegistry numbers batches below it
uint16 constant NO_BATCH = type(uint16).max;

/// @notice What a round is about and is judged by, in one slot. Ids are counters of transactions and fit 40 bits.
/// @param minPasses the gate, fixed at opening
/// @param openEpoch stake epoch of the opening or newest reopening; a later one draws the seats
/// @param keyWindow seconds
struct Subject {
    uint40 modelId;
    uint40 datanetId;
    uint32 version;
    uint16 batchId;
    uint24 paramSetId;
    uint8 minPasses;
    uint16 gatedLanes;
    uint8 attempt;
    uint32 openEpoch;
    uint24 keyWindow;
    uint8 redraws;
}

/// @notice A round as it is stored.
/// @param stakers eight staker numbers of 32 bits, seat 0 in the lowest
/// @param results keccak256(abi.encode(root, lanes)) of a revealed seat, the commitment of a committed one; else meaningless
/// @param barred staker numbers that the first and second redraw must not draw, eight per word, 0 for none
struct StoredRound {
    Clock clock;
    Subject subject;
    uint256 stakers;
    bytes32[8] results;
    uint256[2] barred;
}
