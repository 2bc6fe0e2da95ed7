// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TrialLayout} from "../types/TrialLayout.sol";

/// @title Lanes
/// @notice Sixteen uint16 counts of items in one word, lane 0 in the lowest bits.
library Lanes {
    /// @dev number of lanes in a word
    uint8 internal constant COUNT = 16;

    /// @notice Count in `lane`; lanes from 16 on read 0.
    function get(uint256 lanes, uint8 lane) internal pure returns (uint16) {
        return uint16(lanes >> (uint256(lane) * 16));
    }

    /// @notice `lanes` with `value` in `lane` (0..15).
    function set(uint256 lanes, uint8 lane, uint16 value) internal pure returns (uint256) {
        uint256 shift = uint256(lane) * 16;
        return (lanes & ~(uint256(type(uint16).max) << shift)) | (uint256(value) << shift);
    }

    /// @notice First lane that breaks its limit: a count above `items`, or a repeat lane above the one before it.
    /// @return ok true when no lane does; the other values are then 0
    function check(uint256 lanes, uint16 items) internal pure returns (bool ok, uint8 lane, uint16 value, uint16 limit) {
        for (lane = 0; lane < COUNT; ++lane) {
            value = get(lanes, lane);
            limit = items;
            // Passing at least j + 1 repeats implies passing at least j.
            if (lane > TrialLayout.LANE_REPEAT_1 && lane <= TrialLayout.LANE_REPEAT_5) limit = get(lanes, lane - 1);
            if (value > limit) return (false, lane, value, limit);
        }
        return (true, 0, 0, 0);
    }

    /// @notice The lower median of each lane on its own: the value at index (n - 1) / 2 of the sorted counts.
    /// @param words one lanes word a seat; at least one, at most a round's seats
    function lowerMedian(uint256[] memory words) internal pure returns (uint256 medians) {
        uint256 used = 0;
        for (uint256 i = 0; i < words.length; ++i) used |= words[i];
        for (uint8 lane = 0; lane < COUNT; ++lane) {
            // A lane that no seat counted in has the median 0 already.
            if (get(used, lane) != 0) medians = set(medians, lane, _lowerMedianOf(words, lane));
        }
    }

    /// @notice True when every lane whose bit is set in `gated` holds at least `minPasses`.
    function reaches(uint256 lanes, uint16 gated, uint16 minPasses) internal pure returns (bool) {
        for (uint8 lane = 0; lane < COUNT; ++lane) {
            if ((gated >> lane) & 1 == 1 && get(lanes, lane) < minPasses) return false;
        }
        return true;
    }

    /// @dev Selection by rank: the value with at most (n - 1) / 2 values below it and more than that not above it. It is
    /// one of the values, so the loop always returns. n is at most 15.
    function _lowerMedianOf(uint256[] memory words, uint8 lane) private pure returns (uint16 candidate) {
        uint256 rank = (words.length - 1) / 2;
        for (uint256 i = 0; i < words.length; ++i) {
            candidate = get(words[i], lane);
            uint256 below = 0;
            uint256 notAbove = 0;
            for (uint256 j = 0; j < words.length; ++j) {
                uint16 value = get(words[j], lane);
                if (value < candidate) ++below;
                if (value <= candidate) ++notAbove;
            }
            if (below <= rank && notAbove > rank) return candidate;
        }
    }
}
