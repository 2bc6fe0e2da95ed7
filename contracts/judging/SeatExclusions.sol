// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {CaseFile, IRoundCourt, SeatStatus, SeatView} from "../interfaces/IRoundCourt.sol";
import {ISeatExclusions} from "../interfaces/ISeatExclusions.sol";
import {ExamLeaf} from "../libraries/ExamLeaf.sol";
import {BatchProof, ShareProof} from "../types/TranscriptProof.sol";

/// @title SeatExclusions
/// @notice Conflicts of interest that addresses and Merkle proofs can show.
contract SeatExclusions is ISeatExclusions {
    /// @dev a contributor of one twentieth of a version's weight may not examine with it
    uint256 private constant CONTRIBUTOR_PART = 20;
    /// @dev an exam is self-set where more than one fourth of its weight is its examinee's
    uint256 private constant SELF_SET_PART = 4;

    IRoundCourt public immutable court;
    IDatanetRegistry public immutable datanets;
    IModelRegistry public immutable models;

    constructor(IRoundCourt court_, IDatanetRegistry datanets_, IModelRegistry models_) {
        court = court_;
        datanets = datanets_;
        models = models_;
    }

    /// @inheritdoc ISeatExclusions
    function excludeRole(uint256 roundId, uint8 seat) external {
        address evaluator = _drawnSeat(roundId, seat);
        bytes32 role = _roleOf(evaluator, court.caseFile(roundId));
        require(role != bytes32(0), NoRole(evaluator));
        emit RoleExcluded(roundId, seat, evaluator, role);
        court.excludeSeat(roundId, seat, role);
    }

    /// @inheritdoc ISeatExclusions
    function excludeContributor(uint256 roundId, uint8 seat, ShareProof calldata share) external {
        address evaluator = _drawnSeat(roundId, seat);
        CaseFile memory file = court.caseFile(roundId);
        (, bytes32 contributorsRoot,) = datanets.rootsOf(file.datanetId, file.version);
        uint256 total = ExamLeaf.totalWeight(contributorsRoot, evaluator, share);
        uint256 weight = share.weight;
        require(weight != 0 && weight * CONTRIBUTOR_PART >= total, ShareTooSmall(weight, total));
        emit ContributorExcluded(roundId, seat, evaluator, weight, total);
        court.excludeSeat(roundId, seat, "contributor");
    }

    /// @inheritdoc ISeatExclusions
    function proveSelfSet(uint256 roundId, BatchProof calldata batch, ShareProof calldata publishers, ShareProof calldata curators) external {
        // Before the draw no batch is chosen, and batch 0 would pass for it.
        require(court.seatView(roundId, 0).status != SeatStatus.None, NotDrawn(roundId));
        CaseFile memory file = court.caseFile(roundId);
        (,, bytes32 holdoutRoot) = datanets.rootsOf(file.datanetId, file.version);
        ExamLeaf.requireBatch(holdoutRoot, file.batchId, batch);
        address publisher = models.publisherOf(file.modelId);
        address curator = datanets.curatorOf(file.datanetId);
        uint256 weight = publishers.weight;
        uint256 total = 0;
        if (weight != 0) total = ExamLeaf.totalWeight(batch.contributorsRoot, publisher, publishers);
        if (curators.weight != 0 && curator != publisher) {
            weight += curators.weight;
            total = ExamLeaf.totalWeight(batch.contributorsRoot, curator, curators);
        }
        require(weight * SELF_SET_PART > total, ShareTooSmall(weight, total));
        emit SelfSetProven(roundId, file.batchId, weight, total);
        court.markSelfSet(roundId);
    }

    function _drawnSeat(uint256 roundId, uint8 seat) private view returns (address) {
        SeatView memory drawn = court.seatView(roundId, seat);
        require(drawn.status == SeatStatus.Drawn, SeatNotDrawn(seat));
        return drawn.evaluator;
    }

    function _roleOf(address evaluator, CaseFile memory file) private view returns (bytes32) {
        if (evaluator == models.publisherOf(file.modelId)) return "publisher";
        if (evaluator == models.trainerOf(file.modelId)) return "trainer";
        if (evaluator == datanets.curatorOf(file.datanetId)) return "curator";
        if (evaluator == datanets.custodianOf(file.datanetId)) return "custodian";
        return bytes32(0);
    }
}
