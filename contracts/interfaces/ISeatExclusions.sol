// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BatchProof, ShareProof} from "../types/TranscriptProof.sol";

/// @title ISeatExclusions
/// @notice Nobody judges what it has a part in: shown before a seat commits, a reserve takes the seat.
/// @dev Known limits: a proxy's address shows nothing; and a curator writes contributorsRoot, so it can name up to twenty
/// evaluators as contributors of its version. The signatures in the version's manifest convict such a list, off chain.
interface ISeatExclusions {
    event RoleExcluded(uint256 indexed roundId, uint8 indexed seat, address evaluator, bytes32 role);
    event ContributorExcluded(uint256 indexed roundId, uint8 indexed seat, address evaluator, uint256 weight, uint256 totalWeight);
    event SelfSetProven(uint256 indexed roundId, uint32 batchId, uint256 weight, uint256 totalWeight);

    /// @notice Only a seat that was drawn and has not committed can be excluded.
    error SeatNotDrawn(uint8 seat);
    error NoRole(address evaluator);
    error ShareTooSmall(uint256 weight, uint256 totalWeight);
    error NotDrawn(uint256 roundId);

    /// @notice The seat's evaluator is the model's publisher or trainer, or the datanet's curator or custodian. Anyone.
    function excludeRole(uint256 roundId, uint8 seat) external;
    /// @notice The seat's evaluator contributed at least 5% of the weight of the version that examines. Anyone.
    function excludeContributor(uint256 roundId, uint8 seat, ShareProof calldata share) external;
    /// @notice More than 25% of the exam batch's weight is the publisher's and the curator's. Anyone, before the final. A
    /// share of weight 0 is skipped; where publisher and curator are one, only `publishers` counts.
    function proveSelfSet(uint256 roundId, BatchProof calldata batch, ShareProof calldata publishers, ShareProof calldata curators) external;
}
