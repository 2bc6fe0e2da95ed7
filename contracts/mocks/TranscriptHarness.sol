// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TranscriptPath} from "../libraries/TranscriptPath.sol";
import {TranscriptTree} from "../libraries/TranscriptTree.sol";
import {TrialPath} from "../types/TranscriptProof.sol";

/// @notice The transcript libraries from outside, many cases per call, for the differential test.
contract TranscriptHarness {
    /// @param seed word from which the hashes of the trials are counted up
    /// @param bits grades by slot
    struct Case { uint256 seed; uint64 mask; uint64[] bits; }

    /// @notice Root and lanes of each case, built with the library alone.
    function rootsOf(Case[] calldata cases) external pure returns (bytes32[] memory roots, uint256[] memory lanes) {
        roots = new bytes32[](cases.length);
        lanes = new uint256[](cases.length);
        for (uint256 i = 0; i < cases.length; ++i) (roots[i], lanes[i]) = _root(cases[i]);
    }

    /// @notice Result hash that a trial's path leads to.
    function resultOfTrial(bytes32 leaf, uint16 slot, uint8 position, uint64 mask, uint256 items, TrialPath calldata path)
        external
        pure
        returns (bytes32)
    {
        return TranscriptPath.resultOfTrial(leaf, slot, position, mask, items, path);
    }

    function _root(Case calldata c) private pure returns (bytes32, uint256) {
        uint256 width = uint256(1) << TranscriptPath.depthOf(c.bits.length);
        bytes32[] memory nodes = new bytes32[](width);
        uint256[] memory sums = new uint256[](width);
        for (uint16 slot = 0; slot < c.bits.length; ++slot) {
            bytes32 root = TranscriptTree.trialsRoot(_trials(c.seed, slot, c.mask));
            nodes[slot] = TranscriptTree.itemLeaf(slot, c.bits[slot], root);
            sums[slot] = TranscriptTree.lanesOf(c.bits[slot], c.mask);
        }
        for (uint8 level = 1; width > 1; ++level) {
            width /= 2;
            for (uint256 i = 0; i < width; ++i) {
                nodes[i] = TranscriptTree.inner(level, nodes[2 * i], sums[2 * i], nodes[2 * i + 1], sums[2 * i + 1]);
                sums[i] = sums[2 * i] + sums[2 * i + 1];
            }
        }
        return (nodes[0], sums[0]);
    }

    function _trials(uint256 seed, uint256 slot, uint64 mask) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](TranscriptPath.count(mask));
        uint256 next = 0;
        unchecked {
            for (uint256 position = 0; position < 64; ++position) {
                if ((mask >> position) & 1 == 0) continue;
                uint256 base = seed + slot * 1_000 + position * 3;
                leaves[next++] = TranscriptTree.trialLeaf(bytes32(base), bytes32(base + 1), bytes32(base + 2));
            }
        }
    }
}
