// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title SeedBlock
/// @notice Randomness from the hash of a block that was still to come when the request was made.
/// @dev Known limit: a block's producer can withhold it, and a caller whom nobody hurries can wait for the next hop.
/// Profiles other than the local one need drand or a VRF behind the same two functions.
library SeedBlock {
    /// @dev how many past blocks the EVM can still hash
    uint256 internal constant REACH = 256;

    /// @notice The hash of `seedBlock`, or of the first block seedBlock + 256 * i that is still in reach.
    /// @return hash zero while the seed block is not past
    function hashOf(uint256 seedBlock) internal view returns (bytes32 hash) {
        if (block.number <= seedBlock) return bytes32(0);
        uint256 hops = (block.number - seedBlock - 1) / REACH;
        return blockhash(seedBlock + hops * REACH);
    }
}
