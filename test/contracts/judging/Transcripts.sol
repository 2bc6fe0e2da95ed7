// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TranscriptTree} from "../../../contracts/libraries/TranscriptTree.sol";
import {SumNode, TrialHashes, TrialPath} from "../../../contracts/types/TranscriptProof.sol";

/// @notice A seat's transcript in memory, every level kept, so that a test can lie in one node and rebuild what is above.
/// @param hashes hashes[h][i] is node i at height h
/// @param sums what the parent states for it
struct Transcript { uint256 items; uint64 mask; uint64[] bits; uint64[] passes; bytes32[][] hashes; uint256[][] sums; }

library Transcripts {
    /// @notice An honest transcript: the grade of (slot, position) is bit `position` of bits[slot].
    function honest(uint64[] memory bits, uint64 mask) internal pure returns (Transcript memory t) {
        return lying(bits, bits, mask);
    }

    /// @notice `bits` are stated, but the answers pass where `passes` says so.
    function lying(uint64[] memory bits, uint64[] memory passes, uint64 mask) internal pure returns (Transcript memory t) {
        uint256 depth = 0;
        while (2 ** depth < bits.length) ++depth;
        t.items = bits.length;
        t.mask = mask;
        t.bits = bits;
        t.passes = passes;
        t.hashes = new bytes32[][](depth + 1);
        t.sums = new uint256[][](depth + 1);
        for (uint256 h = 0; h <= depth; ++h) {
            t.hashes[h] = new bytes32[](2 ** (depth - h));
            t.sums[h] = new uint256[](2 ** (depth - h));
        }
        for (uint256 i = 0; i < bits.length; ++i) {
            t.hashes[0][i] = TranscriptTree.itemLeaf(uint16(i), bits[i], TranscriptTree.trialsRoot(leavesOf(t, uint16(i))));
            t.sums[0][i] = TranscriptTree.lanesOf(bits[i], mask);
        }
        for (uint256 h = 1; h <= depth; ++h) for (uint256 i = 0; i < t.hashes[h].length; ++i) join(t, h, i);
    }

    /// @notice Puts (hash, sums) at (height, index) and rebuilds the way up from there.
    function put(Transcript memory t, uint256 height, uint256 index, bytes32 hash, uint256 sum) internal pure {
        t.hashes[height][index] = hash;
        t.sums[height][index] = sum;
        for (uint256 h = height + 1; h < t.hashes.length; ++h) join(t, h, index >> (h - height));
    }

    function join(Transcript memory t, uint256 h, uint256 i) private pure {
        t.hashes[h][i] = TranscriptTree.inner(uint8(h), t.hashes[h - 1][2 * i], t.sums[h - 1][2 * i], t.hashes[h - 1][2 * i + 1], t.sums[h - 1][2 * i + 1]);
        unchecked {
            t.sums[h][i] = t.sums[h - 1][2 * i] + t.sums[h - 1][2 * i + 1];
        }
    }

    /// @notice What the seat's slot holds after revealing it.
    function result(Transcript memory t) internal pure returns (bytes32) {
        uint256 top = t.hashes.length - 1;
        return keccak256(abi.encode(t.hashes[top][0], t.sums[top][0]));
    }

    /// @notice Bytes of an inner node as it stands.
    function innerBytes(Transcript memory t, uint256 h, uint256 i) internal pure returns (bytes memory) {
        return abi.encode(TranscriptTree.TAG_INNER, h, t.hashes[h - 1][2 * i], t.sums[h - 1][2 * i], t.hashes[h - 1][2 * i + 1], t.sums[h - 1][2 * i + 1]);
    }

    /// @notice Bytes of an honest item.
    function itemBytes(Transcript memory t, uint16 slot) internal pure returns (bytes memory) {
        return abi.encode(TranscriptTree.TAG_ITEM, slot, t.bits[slot], TranscriptTree.trialsRoot(leavesOf(t, slot)));
    }

    function siblings(Transcript memory t, uint256 height, uint256 index) internal pure returns (SumNode[] memory way) {
        way = new SumNode[](t.hashes.length - 1 - height);
        for (uint256 i = 0; i < way.length; ++i) {
            uint256 other = (index >> i) ^ 1;
            way[i] = SumNode(t.hashes[height + i][other], t.sums[height + i][other]);
        }
    }

    function pathOf(Transcript memory t, uint16 slot, uint8 position) internal pure returns (TrialPath memory path) {
        path.trialBits = t.bits[slot];
        path.itemSiblings = siblings(t, 0, slot);
        bytes32[] memory nodes = leavesOf(t, slot);
        uint256 rank = 0;
        for (uint8 p = 0; p < position; ++p) rank += (t.mask >> p) & 1;
        uint256 levels = 0;
        while (2 ** levels < nodes.length) ++levels;
        path.trialSiblings = new bytes32[](levels);
        bytes32[] memory level = new bytes32[](2 ** levels);
        for (uint256 i = 0; i < nodes.length; ++i) level[i] = nodes[i];
        for (uint256 l = 0; l < levels; ++l) {
            path.trialSiblings[l] = level[(rank >> l) ^ 1];
            for (uint256 i = 0; i < level.length >> (l + 1); ++i) level[i] = keccak256(abi.encode(level[2 * i], level[2 * i + 1]));
        }
    }

    function leavesOf(Transcript memory t, uint16 slot) internal pure returns (bytes32[] memory leaves) {
        uint256 size = 0;
        for (uint256 p = 0; p < 64; ++p) size += (t.mask >> p) & 1;
        leaves = new bytes32[](size);
        uint256 next = 0;
        for (uint8 p = 0; p < 64; ++p) {
            if ((t.mask >> p) & 1 == 0) continue;
            TrialHashes memory trial = trialOf(t, slot, p);
            leaves[next++] = TranscriptTree.trialLeaf(trial.promptHash, trial.outIdsHash, trial.answerHash);
        }
    }

    function trialOf(Transcript memory t, uint16 slot, uint8 position) internal pure returns (TrialHashes memory) {
        bool passed = (t.passes[slot] >> position) & 1 == 1;
        bytes32 answer = passed ? keccak256(labelOf(slot)) : keccak256("other");
        return TrialHashes(keccak256(abi.encode("prompt", slot, position)), keccak256(idsOf(slot, position)), answer);
    }

    /// @notice Token ids of a trial, four bytes each.
    function idsOf(uint16 slot, uint8 position) internal pure returns (bytes memory) {
        return abi.encodePacked(uint32(slot), uint32(position), uint32(7));
    }

    /// @notice The label an exam expects at a slot; the canonical form of itself under all three graders.
    function labelOf(uint16 slot) internal pure returns (bytes memory) {
        return abi.encodePacked("label ", bytes1(uint8(0x61 + slot % 26)));
    }
}
