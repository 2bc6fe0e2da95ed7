// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BatchProof, ExamItemProof, ShareProof, SumNode} from "../../../contracts/types/TranscriptProof.sol";
import {Transcripts} from "./Transcripts.sol";

/// @notice A sealed exam of batches whose items expect Transcripts.labelOf, as the custodian would commit it.
library Exams {
    address internal constant CONTRIBUTOR = address(0xD0);

    struct Exam { uint256 items; uint8 graderId; bytes32 contributorsRoot; }

    function itemLeaf(Exam memory exam, uint16 slot) internal pure returns (bytes32) {
        bytes32 expectedHash = keccak256(bytes.concat(saltOf(slot), Transcripts.labelOf(slot)));
        return keccak256(bytes.concat(keccak256(abi.encode(slot, promptOf(slot), expectedHash, exam.graderId, CONTRIBUTOR))));
    }

    function itemLeaves(Exam memory exam) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](exam.items);
        for (uint16 i = 0; i < leaves.length; ++i) leaves[i] = itemLeaf(exam, i);
    }

    function itemOf(Exam memory exam, uint16 slot) internal pure returns (ExamItemProof memory item) {
        item.promptHash = promptOf(slot);
        item.graderId = exam.graderId;
        item.contributor = CONTRIBUTOR;
        item.salt = saltOf(slot);
        item.label = Transcripts.labelOf(slot);
        item.siblings = proofOf(itemLeaves(exam), slot);
    }

    /// @notice The batch's fields; its siblings lead to holdoutRootOf.
    function batchOf(Exam memory exam, uint32 batchId) internal pure returns (BatchProof memory batch) {
        batch.ciphertextHash = keccak256(abi.encode("ciphertext", batchId));
        batch.keyHash = keccak256(abi.encode("key", batchId));
        batch.itemsRoot = rootOf(itemLeaves(exam));
        batch.contributorsRoot = exam.contributorsRoot;
        batch.siblings = proofOf(batchLeaves(exam), batchId);
    }

    function holdoutRootOf(Exam memory exam) internal pure returns (bytes32) {
        return rootOf(batchLeaves(exam));
    }

    /// @dev Four batches of the same items: only their ids, keys and ciphertexts differ.
    function batchLeaves(Exam memory exam) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](4);
        bytes32 items = rootOf(itemLeaves(exam));
        for (uint32 i = 0; i < 4; ++i) {
            bytes memory fields = abi.encode(i, keccak256(abi.encode("ciphertext", i)), keccak256(abi.encode("key", i)), items, exam.contributorsRoot);
            leaves[i] = keccak256(bytes.concat(keccak256(fields)));
        }
    }

    /// @notice Root of a plain tree with sorted pairs; an odd node moves up alone.
    function rootOf(bytes32[] memory nodes) internal pure returns (bytes32) {
        while (nodes.length > 1) nodes = up(nodes);
        return nodes[0];
    }

    function proofOf(bytes32[] memory nodes, uint256 index) internal pure returns (bytes32[] memory proof) {
        bytes32[] memory way = new bytes32[](16);
        uint256 length = 0;
        for (; nodes.length > 1; index /= 2) {
            if (index ^ 1 < nodes.length) way[length++] = nodes[index ^ 1];
            nodes = up(nodes);
        }
        proof = new bytes32[](length);
        for (uint256 i = 0; i < length; ++i) proof[i] = way[i];
    }

    function up(bytes32[] memory nodes) private pure returns (bytes32[] memory parents) {
        parents = new bytes32[]((nodes.length + 1) / 2);
        for (uint256 i = 0; i < parents.length; ++i) {
            if (2 * i + 1 == nodes.length) parents[i] = nodes[2 * i];
            else parents[i] = pair(nodes[2 * i], nodes[2 * i + 1]);
        }
    }

    function pair(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
    }

    function promptOf(uint16 slot) internal pure returns (bytes32) {
        return keccak256(abi.encode("exam prompt", slot));
    }

    function saltOf(uint16 slot) internal pure returns (bytes32) {
        return keccak256(abi.encode("salt", slot));
    }

    /// @notice Sum tree of contributors with these weights (one row a weight unit), as sdk contributorsSumTree.
    function sharesRoot(address[] memory who, uint64[] memory weights) internal pure returns (bytes32 root) {
        (SumNode[] memory nodes) = shareLeaves(who, weights);
        for (uint8 level = 1; nodes.length > 1; ++level) nodes = sumUp(nodes, level);
        return nodes[0].hash;
    }

    function shareOf(address[] memory who, uint64[] memory weights, uint256 index) internal pure returns (ShareProof memory share) {
        (share.rows, share.weight, share.index) = (uint32(weights[index]), weights[index], index);
        SumNode[] memory nodes = shareLeaves(who, weights);
        SumNode[] memory way = new SumNode[](16);
        uint8 level = 1;
        for (uint256 place = index; nodes.length > 1; place /= 2) {
            if (place ^ 1 < nodes.length) way[level - 1] = nodes[place ^ 1];
            nodes = sumUp(nodes, level++);
        }
        share.siblings = new SumNode[](level - 1);
        for (uint256 i = 0; i < share.siblings.length; ++i) share.siblings[i] = way[i];
    }

    function shareLeaves(address[] memory who, uint64[] memory weights) private pure returns (SumNode[] memory nodes) {
        nodes = new SumNode[](who.length);
        for (uint256 i = 0; i < who.length; ++i) {
            nodes[i] = SumNode(keccak256(abi.encode(uint8(1), who[i], uint32(weights[i]), weights[i])), (uint256(weights[i]) << 128) | weights[i]);
        }
    }

    function sumUp(SumNode[] memory nodes, uint8 level) private pure returns (SumNode[] memory parents) {
        parents = new SumNode[]((nodes.length + 1) / 2);
        for (uint256 i = 0; i < parents.length; ++i) {
            SumNode memory right = 2 * i + 1 < nodes.length ? nodes[2 * i + 1] : SumNode(0, 0);
            SumNode memory left = nodes[2 * i];
            parents[i] = SumNode(keccak256(abi.encode(uint8(2), level, left.hash, left.sums, right.hash, right.sums)), left.sums + right.sums);
        }
    }
}
