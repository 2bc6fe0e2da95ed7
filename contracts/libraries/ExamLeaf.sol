// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {BatchProof, ExamItemProof, ShareProof} from "../types/TranscriptProof.sol";
import {TranscriptPath} from "./TranscriptPath.sol";

/// @title ExamLeaf
/// @notice Leaves of an exam as the custodian sealed it (sdk/src/hashing/exam.ts): batches in holdoutRoot, items in a
/// batch's itemsRoot, contributors in a contributorsRoot.
library ExamLeaf {
    /// @dev tag of a leaf in a contributors' sum tree
    uint8 private constant TAG_SHARE = 1;
    /// @dev no version has more than 2^32 contributors
    uint256 private constant MAX_SHARE_DEPTH = 32;

    error BadBatchProof();
    error BadItemProof(uint16 slot);
    error BadShareProof(address contributor);

    /// @notice Reverts unless the batch is in `holdoutRoot`.
    function requireBatch(bytes32 holdoutRoot, uint32 batchId, BatchProof calldata batch) internal pure {
        bytes32 leaf = keccak256(
            bytes.concat(
                keccak256(abi.encode(batchId, batch.ciphertextHash, batch.keyHash, batch.itemsRoot, batch.contributorsRoot))
            )
        );
        require(MerkleProof.verifyCalldata(batch.siblings, holdoutRoot, leaf), BadBatchProof());
    }

    /// @notice Reverts unless the opened item stands at `slot` in `itemsRoot`: its expectedHash is keccak256(salt || label).
    function requireItem(bytes32 itemsRoot, uint16 slot, ExamItemProof calldata item) internal pure {
        bytes32 expectedHash = keccak256(bytes.concat(item.salt, item.label));
        bytes32 leaf =
            keccak256(bytes.concat(keccak256(abi.encode(slot, item.promptHash, expectedHash, item.graderId, item.contributor))));
        require(MerkleProof.verifyCalldata(item.siblings, itemsRoot, leaf), BadItemProof(slot));
    }

    /// @notice The total weight of a contributorsRoot that holds the contributor's share; reverts where it does not.
    function totalWeight(bytes32 contributorsRoot, address contributor, ShareProof calldata share) internal pure returns (uint256) {
        require(share.siblings.length <= MAX_SHARE_DEPTH, TranscriptPath.PathLength(share.siblings.length, MAX_SHARE_DEPTH));
        bytes32 leaf = keccak256(abi.encode(TAG_SHARE, contributor, share.rows, share.weight));
        uint256 packed = (uint256(share.rows) << 128) | share.weight;
        (bytes32 root, uint256 sums) = TranscriptPath.fold(leaf, packed, 0, share.index, share.siblings);
        require(root == contributorsRoot, BadShareProof(contributor));
        return uint128(sums);
    }
}
