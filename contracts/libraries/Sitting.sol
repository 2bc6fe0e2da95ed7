// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Sitting
/// @notice A round that misses its quorum is drawn again under its old number. What judges note about its seats belongs to
/// one draw and must not be taken for the next one's.
library Sitting {
    /// @notice One number for a draw of a round.
    function id(uint256 roundId, uint8 redraw) internal pure returns (uint256) {
        return (roundId << 8) | redraw;
    }
}
