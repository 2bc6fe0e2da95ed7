// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title SeatSet
/// @notice Sets of at most eight seats in a byte (bit i is seat i), and their eight staker numbers in a word.
library SeatSet {
    /// @notice Seats 0..count-1.
    function first(uint256 count) internal pure returns (uint8) {
        unchecked {
            return uint8((1 << count) - 1);
        }
    }

    /// @notice Whether `seat` is in the set; seats from 8 on are in none.
    function has(uint8 set, uint8 seat) internal pure returns (bool) {
        return (uint256(set) >> seat) & 1 == 1;
    }

    /// @notice Number of seats in the set.
    function size(uint8 set) internal pure returns (uint8) {
        unchecked {
            // The usual bit count: pairs, then nibbles, then the byte.
            uint256 pairs = set - ((uint256(set) >> 1) & 0x55);
            uint256 nibbles = (pairs & 0x33) + ((pairs >> 2) & 0x33);
            return uint8((nibbles + (nibbles >> 4)) & 0x0f);
        }
    }

    /// @notice Number of the staker in `seat`; 0 for seats from 8 on.
    function stakerAt(uint256 stakers, uint8 seat) internal pure returns (uint32) {
        return uint32(stakers >> (uint256(seat) << 5));
    }

    /// @notice The staker numbers of the seats of a set, in seat order.
    function stakersOf(uint256 stakers, uint8 set) internal pure returns (uint32[] memory ids) {
        unchecked {
            ids = new uint32[](size(set));
            uint256 found = 0;
            for (; set != 0; set >>= 1) {
                if (set & 1 == 1) ids[found++] = uint32(stakers);
                stakers >>= 32;
            }
        }
    }

    /// @notice Packs at most eight staker numbers, seat 0 in the lowest bits.
    function pack(uint32[] memory ids) internal pure returns (uint256 stakers) {
        unchecked {
            for (uint256 i = ids.length; i != 0; --i) stakers = (stakers << 32) | ids[i - 1];
        }
    }
}
