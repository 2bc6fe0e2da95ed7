// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title SeatSet
/// @notice Sets of at most eight seats in a byte (bit i is seat i), and their eight staker numbers in a word.
library SeatSet {
    /// @notice Seats 0..count-1.
    function first(uint256 count) internal pure returns (uint8) {
        return uint8((1 << count) - 1);
    }

    /// @notice Whether `seat` is in the set; seats from 8 on are in none.
    function has(uint8 set, uint8 seat) internal pure returns (bool) {
        return (uint256(set) >> seat) & 1 == 1;
    }

    /// @notice The set with `seat` (0..7).
    function with(uint8 set, uint8 seat) internal pure returns (uint8) {
        return set | uint8(1 << seat);
    }

    /// @notice Number of seats in the set.
    function size(uint8 set) internal pure returns (uint8 count) {
        unchecked {
            // Each step clears the lowest seat.
            for (; set != 0; set &= set - 1) ++count;
        }
    }

    /// @notice Number of the staker in `seat`; 0 for seats from 8 on.
    function stakerAt(uint256 stakers, uint8 seat) internal pure returns (uint32) {
        return uint32(stakers >> (32 * uint256(seat)));
    }

    /// @notice The staker numbers of the seats of a set, in seat order.
    function stakersOf(uint256 stakers, uint8 set) internal pure returns (uint32[] memory ids) {
        ids = new uint32[](size(set));
        uint256 found = 0;
        for (uint8 seat = 0; seat < 8; ++seat) {
            if (has(set, seat)) ids[found++] = stakerAt(stakers, seat);
        }
    }

    /// @notice Packs at most eight staker numbers, seat 0 in the lowest bits.
    function pack(uint32[] memory ids) internal pure returns (uint256 stakers) {
        for (uint256 i = 0; i < ids.length; ++i) stakers |= uint256(ids[i]) << (32 * i);
    }
}
