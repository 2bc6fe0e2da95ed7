// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A sibling on a path through a sum tree: its hash and the sums its parent states for it.
struct SumNode { bytes32 hash; uint256 sums; }

/// @notice One trial by its hashes (TranscriptTree.trialLeaf).
struct TrialHashes { bytes32 promptHash; bytes32 outIdsHash; bytes32 answerHash; }

/// @notice Way from a trial to the root of its transcript.
/// @param trialBits grades of the item's trials
/// @param trialSiblings path inside the item, leaves first
/// @param itemSiblings path from the item to the root, leaves first
struct TrialPath { uint64 trialBits; bytes32[] trialSiblings; SumNode[] itemSiblings; }

/// @notice A node of a transcript, its place, and the way from it to the root.
/// @param height levels above the items; items have 0
/// @param index position on its level, from 0 at the left
/// @param hash hash of the node
/// @param lanes what its parent (for the root: the reveal) states for it
/// @param preimage bytes whose keccak256 is `hash`; empty where only place and hash matter
/// @param siblings way to the root
struct NodeProof { uint8 height; uint256 index; bytes32 hash; uint256 lanes; bytes preimage; SumNode[] siblings; }

/// @notice The fields of a hold-out leaf beside the batch id, and its way to the version's holdoutRoot.
struct BatchProof { bytes32 ciphertextHash; bytes32 keyHash; bytes32 itemsRoot; bytes32 contributorsRoot; bytes32[] siblings; }

/// @notice One exam item, opened: its leaf in itemsRoot, and salt and text behind its expectedHash.
struct ExamItemProof { bytes32 promptHash; uint8 graderId; address contributor; bytes32 salt; bytes label; bytes32[] siblings; }

/// @notice One contributor's leaf in a contributorsRoot, and its way there.
struct ShareProof { uint32 rows; uint64 weight; uint256 index; SumNode[] siblings; }
