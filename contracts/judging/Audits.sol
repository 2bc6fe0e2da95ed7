// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAudits} from "../interfaces/IAudits.sol";
import {LeafRef} from "../interfaces/IAvailability.sol";
import {ILeafChallenges} from "../interfaces/ILeafChallenges.sol";
import {IProtocolParams, ParamSet} from "../interfaces/IProtocolParams.sol";
import {IRandomness} from "../interfaces/IRandomness.sol";
import {CaseFile, IRoundCourt, SeatStatus} from "../interfaces/IRoundCourt.sol";
import {Sitting} from "../libraries/Sitting.sol";
import {TranscriptPath} from "../libraries/TranscriptPath.sol";
import {TrialHashes, TrialPath} from "../types/TranscriptProof.sol";

/// @title Audits
/// @notice The duty of every revealed seat to run a few trials of another seat again.
contract Audits is IAudits {
    /// @dev `posted`: bit i is set once the seat i did its duty
    struct Draw { bytes32 seed; uint32 epoch; uint8 posted; }

    IRoundCourt public immutable court;
    IProtocolParams public immutable params;
    IRandomness public immutable randomness;
    ILeafChallenges public immutable challenges;

    mapping(uint256 sitting => Draw) private _draws;

    constructor(IRoundCourt court_, IProtocolParams params_, IRandomness randomness_, ILeafChallenges challenges_) {
        court = court_;
        params = params_;
        randomness = randomness_;
        challenges = challenges_;
    }

    /// @inheritdoc IAudits
    function requestAudit(uint256 roundId) external {
        ParamSet memory set = _rulesOf(roundId);
        uint256 closedAt = court.revealsClosedAt(roundId);
        require(closedAt != 0 && block.timestamp > closedAt, RevealsOpen(closedAt));
        require(block.timestamp <= closedAt + set.auditWindow, AuditWindowOver(closedAt + set.auditWindow));
        Draw storage draw = _drawOf(roundId);
        require(draw.epoch == 0, AlreadyRequested(roundId));
        uint32 epoch = randomness.currentEpoch() + 1;
        draw.epoch = epoch;
        emit AuditRequested(roundId, epoch);
    }

    /// @inheritdoc IAudits
    function drawAudit(uint256 roundId) public returns (bytes32 seed) {
        Draw storage draw = _drawOf(roundId);
        if (draw.seed != bytes32(0)) return draw.seed;
        seed = _seedOf(roundId);
        draw.seed = seed;
        emit AuditDrawn(roundId, seed, uint64(court.revealsClosedAt(roundId) + _rulesOf(roundId).auditWindow));
    }

    /// @inheritdoc IAudits
    function postAudit(uint256 roundId, uint8 auditedSeat, bytes32 resultHash, string calldata cid) external {
        (uint8 auditor,) = _doDuty(roundId, auditedSeat, resultHash);
        emit AuditPosted(roundId, auditedSeat, auditor, resultHash, cid, 0);
        court.noteAudit(roundId, auditor);
    }

    /// @inheritdoc IAudits
    function postFinding(
        uint256 roundId,
        uint8 auditedSeat,
        bytes32 resultHash,
        uint256 index,
        TrialHashes calldata trial,
        TrialPath calldata path,
        string calldata cid
    ) external returns (uint256 challengeId) {
        (uint8 auditor, ParamSet memory set) = _doDuty(roundId, auditedSeat, resultHash);
        LeafRef memory leaf = _leafAt(roundId, auditedSeat, index, set);
        challengeId = challenges.challengeFor(msg.sender, leaf, trial, path, cid);
        emit AuditPosted(roundId, auditedSeat, auditor, resultHash, cid, challengeId);
        court.noteAudit(roundId, auditor);
    }

    /// @inheritdoc IAudits
    function drawOf(uint256 roundId) external view returns (bytes32 seed, uint32 epoch, uint8 posted) {
        Draw storage draw = _drawOf(roundId);
        return (draw.seed, draw.epoch, draw.posted);
    }

    /// @inheritdoc IAudits
    function auditLeaf(uint256 roundId, uint8 seat, uint256 index) external view returns (uint16 slot, uint8 position) {
        LeafRef memory leaf = _leafAt(roundId, seat, index, _rulesOf(roundId));
        return (leaf.slot, leaf.position);
    }

    /// @inheritdoc IAudits
    function auditorOf(uint256 roundId, uint8 auditedSeat) public view returns (uint8 auditor) {
        CaseFile memory file = court.caseFile(roundId);
        uint8 seats = file.seats + file.reserves;
        require(auditedSeat < seats && _hasRevealed(roundId, auditedSeat), SeatNotRevealed(auditedSeat));
        for (uint8 step = 1; step < seats; ++step) {
            auditor = (auditedSeat + step) % seats;
            if (_hasRevealed(roundId, auditor)) return auditor;
        }
        revert NoAuditor(auditedSeat);
    }

    /// @dev Everything a posted audit must satisfy; marks the duty done.
    function _doDuty(uint256 roundId, uint8 auditedSeat, bytes32 resultHash) private returns (uint8 auditor, ParamSet memory set) {
        require(resultHash != bytes32(0), EmptyHash());
        set = _rulesOf(roundId);
        drawAudit(roundId);
        uint256 end = court.revealsClosedAt(roundId) + set.auditWindow;
        require(block.timestamp <= end, AuditWindowOver(end));
        auditor = auditorOf(roundId, auditedSeat);
        address evaluator = court.seatView(roundId, auditor).evaluator;
        require(msg.sender == evaluator, NotAuditor(msg.sender, evaluator));
        Draw storage draw = _drawOf(roundId);
        uint8 bit = uint8(1 << auditor);
        require(draw.posted & bit == 0, AlreadyAudited(auditor));
        draw.posted |= bit;
    }

    function _leafAt(uint256 roundId, uint8 seat, uint256 index, ParamSet memory set) private view returns (LeafRef memory leaf) {
        require(index < set.auditLeaves, LeafOutside(index, set.auditLeaves));
        bytes32 seed = _drawOf(roundId).seed;
        if (seed == bytes32(0)) seed = _seedOf(roundId);
        uint256 word = uint256(keccak256(abi.encode(seed, seat, index)));
        leaf.roundId = roundId;
        leaf.seat = seat;
        leaf.slot = uint16(word % set.itemsPerBatch);
        uint64 rest = set.trialMask;
        // The upper half is independent of the slot; the bias of both remainders is below 2^-120.
        for (uint256 skip = (word >> 128) % TranscriptPath.count(rest); skip != 0; --skip) rest &= rest - 1;
        while ((rest >> leaf.position) & 1 == 0) ++leaf.position;
    }

    function _seedOf(uint256 roundId) private view returns (bytes32) {
        uint32 epoch = _drawOf(roundId).epoch;
        require(epoch != 0, NotRequested(roundId));
        bytes32 seed = randomness.currentEpoch() < epoch ? bytes32(0) : randomness.seedOf(epoch);
        require(seed != bytes32(0), SeedNotReady(epoch));
        return keccak256(abi.encode(seed, address(this), roundId));
    }

    function _hasRevealed(uint256 roundId, uint8 seat) private view returns (bool) {
        SeatStatus status = court.seatView(roundId, seat).status;
        return status == SeatStatus.Revealed || status == SeatStatus.Convicted;
    }

    /// @dev Every draw of the round has its own audits.
    function _drawOf(uint256 roundId) private view returns (Draw storage) {
        return _draws[Sitting.id(roundId, court.caseFile(roundId).redraw)];
    }

    function _rulesOf(uint256 roundId) private view returns (ParamSet memory set) {
        set = params.get(court.caseFile(roundId).paramSetId);
        require(set.auditLeaves != 0, NoAuditAsked(roundId));
    }
}
