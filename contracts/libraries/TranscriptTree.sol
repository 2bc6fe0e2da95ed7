// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TrialLayout} from "../types/TrialLayout.sol";
import {Lanes} from "./Lanes.sol";

/// @title TranscriptTree
/// @notice Hash shapes of a transcript. Item-major; an item's lanes follow from its trial bits, and every inner node
/// carries the sums of its children, so the root's own sums decide the gates.
library TranscriptTree {
    uint8 internal constant TAG_TRIAL = 0;
    uint8 internal constant TAG_ITEM = 1;
    uint8 internal constant TAG_INNER = 2;

    /// @notice One trial: the rendered prompt, the token ids it produced and the canonical answer that was graded.
    function trialLeaf(bytes32 promptHash, bytes32 outIdsHash, bytes32 answerHash) internal pure returns (bytes32) {
        return keccak256(abi.encode(TAG_TRIAL, promptHash, outIdsHash, answerHash));
    }

    /// @notice Root of an item's present trials in position order, padded with zero words to a power of two.
    /// @param trials 1..44 trial leaves
    function trialsRoot(bytes32[] memory trials) internal pure returns (bytes32) {
        uint256 width = 1;
        while (width < trials.length) width *= 2;
        bytes32[] memory nodes = new bytes32[](width);
        for (uint256 i = 0; i < trials.length; ++i) nodes[i] = trials[i];
        for (; width > 1; width /= 2) {
            for (uint256 i = 0; i < width / 2; ++i) {
                nodes[i] = keccak256(abi.encode(nodes[2 * i], nodes[2 * i + 1]));
            }
        }
        return nodes[0];
    }

    /// @notice One item of the batch.
    function itemLeaf(uint16 slot, uint64 trialBits, bytes32 itemTrialsRoot) internal pure returns (bytes32) {
        return keccak256(abi.encode(TAG_ITEM, slot, trialBits, itemTrialsRoot));
    }

    /// @notice Parent of two nodes. `level` of an item's parent is 1; padding is (0, 0).
    function inner(uint8 level, bytes32 left, uint256 lanesLeft, bytes32 right, uint256 lanesRight) internal pure returns (bytes32) {
        return keccak256(abi.encode(TAG_INNER, level, left, lanesLeft, right, lanesRight));
    }

    /// @notice Level of the root over `items` items, padded to a power of two: 5 for 24 or 32 items.
    function rootLevel(uint16 items) internal pure returns (uint8 level) {
        while (uint256(1) << level < items) ++level;
    }

    /// @notice Lanes of one item: 1 where the condition has trials in `trialMask` and all passed; lanes 1..5 are 1 where
    /// at least that many repeats passed. Bits outside the mask never count.
    function lanesOf(uint64 trialBits, uint64 trialMask) internal pure returns (uint256 lanes) {
        lanes = _whole(lanes, TrialLayout.LANE_FIRST, trialBits, trialMask, TrialLayout.FIRST, TrialLayout.REPEAT);
        uint256 passes = _countRepeats(trialBits & trialMask);
        for (uint8 lane = TrialLayout.LANE_REPEAT_1; lane <= TrialLayout.LANE_REPEAT_5; ++lane) {
            if (passes >= lane) lanes = Lanes.set(lanes, lane, 1);
        }
        lanes = _whole(lanes, TrialLayout.LANE_CARRY_OVER, trialBits, trialMask, TrialLayout.CARRY_OVER, TrialLayout.SHARDED);
        lanes = _whole(lanes, TrialLayout.LANE_SHARDED, trialBits, trialMask, TrialLayout.SHARDED, TrialLayout.FORMAT);
        lanes = _whole(lanes, TrialLayout.LANE_FORMAT, trialBits, trialMask, TrialLayout.FORMAT, TrialLayout.EDGE);
        lanes = _whole(lanes, TrialLayout.LANE_EDGE, trialBits, trialMask, TrialLayout.EDGE, TrialLayout.RETRY);
        lanes = _whole(lanes, TrialLayout.LANE_RETRY, trialBits, trialMask, TrialLayout.RETRY, TrialLayout.LOAD);
        lanes = _whole(lanes, TrialLayout.LANE_LOAD, trialBits, trialMask, TrialLayout.LOAD, TrialLayout.REGRESSION);
        lanes = _whole(lanes, TrialLayout.LANE_REGRESSION, trialBits, trialMask, TrialLayout.REGRESSION, TrialLayout.POSITIONS);
    }

    /// @dev Sets `lane` when positions [from, to) hold trials under the mask and each of them passed.
    function _whole(uint256 lanes, uint8 lane, uint64 bits, uint64 mask, uint8 from, uint8 to) private pure returns (uint256) {
        uint64 present = mask & uint64((uint256(1) << to) - (uint256(1) << from));
        return present != 0 && bits & present == present ? Lanes.set(lanes, lane, 1) : lanes;
    }

    function _countRepeats(uint64 passed) private pure returns (uint256 passes) {
        for (uint8 position = TrialLayout.REPEAT; position < TrialLayout.CARRY_OVER; ++position) {
            passes += (passed >> position) & 1;
        }
    }
}
