// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRandomness} from "../interfaces/IRandomness.sol";
import {SeedBlock} from "../libraries/SeedBlock.sol";

/// @title BlockHashRandomness
/// @notice Epochs of a fixed number of blocks; the seed of an epoch is the hash of its first block.
/// @dev For local chains only. A block's producer knows the hash before it publishes the block and can withhold it, so
/// a block producer can choose between seeds. Public chains use VrfRandomness.
contract BlockHashRandomness is IRandomness {
    /// @notice An epoch needs a second block in which its seed can be used, and must end within the EVM's reach of 256.
    error BlocksOutOfBounds(uint256 blocksPerEpoch, uint256 min, uint256 max);

    uint256 private constant MIN_BLOCKS = 2;
    uint256 private constant MAX_BLOCKS = 200;

    /// @notice Length of an epoch in blocks.
    uint256 public immutable blocksPerEpoch;

    constructor(uint256 blocksPerEpoch_) {
        bool inBounds = blocksPerEpoch_ >= MIN_BLOCKS && blocksPerEpoch_ <= MAX_BLOCKS;
        require(inBounds, BlocksOutOfBounds(blocksPerEpoch_, MIN_BLOCKS, MAX_BLOCKS));
        blocksPerEpoch = blocksPerEpoch_;
    }

    /// @inheritdoc IRandomness
    function currentEpoch() external view returns (uint32) {
        return uint32(block.number / blocksPerEpoch + 1);
    }

    /// @inheritdoc IRandomness
    /// @dev Zero until the epoch's first block is past. Once that block is out of the EVM's reach, the seed is the hash of
    /// the block 256 * i after it: every past epoch has a seed at all times, but it moves every 256 blocks. No epoch is
    /// longer than 200 blocks, so the running epoch's seed never moves.
    function seedOf(uint32 epoch) external view returns (bytes32) {
        if (epoch == 0) return bytes32(0);
        return SeedBlock.hashOf((uint256(epoch) - 1) * blocksPerEpoch);
    }
}
