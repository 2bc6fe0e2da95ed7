// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TrialLayout} from "../types/TrialLayout.sol";

/// @title Lanes
/// @notice Sixteen uint16 counts of items in one word, lane 0 in the lowest bits.
/// @dev A batch has at most 128 items, so the top bit of every lane is free. That lets one subtraction compare all sixteen
/// lanes: where `a` and `b` are below 2^15 in each lane, the lane of (a | TOPS) - b is 2^15 + a - b. It lies between 1 and
/// 2^16 - 1, so nothing is borrowed from the next lane, and its top bit is set exactly where a >= b.
library Lanes {
    /// @dev number of lanes in a word
    uint8 internal constant COUNT = 16;
    /// @dev 1 in every lane
    uint256 private constant ONES = 0x0001000100010001000100010001000100010001000100010001000100010001;
    /// @dev the top bit of every lane
    uint256 private constant TOPS = ONES << 15;
    /// @dev the top bits of the four repeat lanes whose next lane is one too: lanes 1..4
    uint256 private constant REPEAT_TOPS = (TOPS & ((1 << 64) - 1)) << (16 * uint256(TrialLayout.LANE_REPEAT_1));

    /// @notice Count in `lane`; lanes from 16 on read 0.
    function get(uint256 lanes, uint8 lane) internal pure returns (uint16) {
        return uint16(lanes >> (uint256(lane) * 16));
    }

    /// @notice `lanes` with `value` in `lane` (0..15).
    function set(uint256 lanes, uint8 lane, uint16 value) internal pure returns (uint256) {
        uint256 shift = uint256(lane) * 16;
        return (lanes & ~(uint256(type(uint16).max) << shift)) | (uint256(value) << shift);
    }

    /// @notice True when the lanes of `left` and `right` can be added without a carry into the next lane, each sum is at
    /// most `items` (below 2^15), and no repeat lane of the sum is above the one before it.
    function isCount(uint256 left, uint256 right, uint16 items) internal pure returns (bool) {
        unchecked {
            // Two numbers below 2^15 add to less than 2^16, so with free top bits nothing carries.
            if ((left | right) & TOPS != 0) return false;
            uint256 sum = left + right;
            if (sum & TOPS != 0) return false;
            if ((((ONES * items) | TOPS) - sum) & TOPS != TOPS) return false;
            // Passing at least j + 1 repeats implies passing at least j.
            return ((sum | TOPS) - (sum >> 16)) & REPEAT_TOPS == REPEAT_TOPS;
        }
    }

    /// @notice First lane of left + right that breaks its limit: a sum above `items`, or a repeat lane above the one before
    /// it. For the message of a refusal; isCount decides the same at a tenth of the gas.
    /// @return ok true when no lane does; the other values are then 0
    function check(uint256 left, uint256 right, uint16 items) internal pure returns (bool ok, uint8 lane, uint32 value, uint32 limit) {
        uint32 previous = 0;
        for (lane = 0; lane < COUNT; ++lane) {
            value = uint32(get(left, lane)) + get(right, lane);
            bool isRepeat = lane > TrialLayout.LANE_REPEAT_1 && lane <= TrialLayout.LANE_REPEAT_5;
            limit = isRepeat ? previous : items;
            if (value > limit) return (false, lane, value, limit);
            previous = value;
        }
        return (true, 0, 0, 0);
    }

    /// @notice The lower median of each lane on its own: the value at index (n - 1) / 2 of the sorted counts.
    /// @dev An exchange sort that stops at the middle, in all lanes at once: after step i, words[i] holds the value of rank
    /// i of every lane. Five words take nine exchanges.
    /// @param words one lanes word per seat, at least one, every lane below 2^15; they are left mixed up
    function lowerMedian(uint256[] memory words) internal pure returns (uint256) {
        unchecked {
            uint256 middle = (words.length - 1) / 2;
            for (uint256 i = 0; i <= middle; ++i) {
                uint256 low = words[i];
                for (uint256 j = i + 1; j < words.length; ++j) {
                    uint256 high = words[j];
                    uint256 swapped = (low ^ high) & _atLeast(low, high);
                    low ^= swapped;
                    words[j] = high ^ swapped;
                }
                words[i] = low;
            }
            return words[middle];
        }
    }

    /// @notice True when every lane whose bit is set in `gated` holds at least `minPasses`.
    function reaches(uint256 lanes, uint16 gated, uint16 minPasses) internal pure returns (bool) {
        unchecked {
            for (; gated != 0; gated >>= 1) {
                if (gated & 1 == 1 && uint16(lanes) < minPasses) return false;
                lanes >>= 16;
            }
            return true;
        }
    }

    /// @dev All sixteen bits of each lane where a >= b, none elsewhere: the top bit, and the fifteen below it.
    function _atLeast(uint256 a, uint256 b) private pure returns (uint256) {
        unchecked {
            uint256 tops = ((a | TOPS) - b) & TOPS;
            return tops | (tops - (tops >> 15));
        }
    }
}
