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
        for (uint8 lane = 0; lane < COUNT; ++lane) {
            medians = set(medians, lane, _lowerMedianOf(words, lane));
        }
    }

    /// @notice True when every lane whose bit is set in `gated` holds at least `minPasses`.
    function reaches(uint256 lanes, uint16 gated, uint16 minPasses) internal pure returns (bool) {
        for (uint8 lane = 0; lane < COUNT; ++lane) {
            if ((gated >> lane) & 1 == 1 && get(lanes, lane) < minPasses) return false;
        }
        return true;
    }

    /// @dev Selection by rank: the smallest value with more than (n - 1) / 2 values not above it. n is at most 15.
    function _lowerMedianOf(uint256[] memory words, uint8 lane) private pure returns (uint16 median) {
        uint256 rank = (words.length - 1) / 2;
        median = type(uint16).max;
        for (uint256 i = 0; i < words.length; ++i) {
            uint16 candidate = get(words[i], lane);
            uint256 notAbove = 0;
            for (uint256 j = 0; j < words.length; ++j) {
                if (get(words[j], lane) <= candidate) ++notAbove;
            }
            if (notAbove > rank && candidate < median) median = candidate;
        }
    }
}
