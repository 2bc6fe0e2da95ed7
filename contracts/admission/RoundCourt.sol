// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase} from "../interfaces/IAdmission.sol";
import {CaseFile, IRoundCourt, SeatStatus, SeatView} from "../interfaces/IRoundCourt.sol";
import {SeatSet} from "../libraries/SeatSet.sol";
import {Stage, StoredRound} from "../types/StoredRound.sol";
import {RoundClock} from "./RoundClock.sol";
import {Roll, Settlement} from "./Settlement.sol";

/// @title RoundCourt
/// @notice What judges may do to a running round, and what they read of it.
/// @dev Judges are trusted to have checked their proofs, not with more: they can take no more than a seat's unit, send half
/// of it at most anywhere but to the treasury, and undo nothing that is final.
abstract contract RoundCourt is Settlement {
    using RoundClock for StoredRound;
    using SeatSet for uint8;
    using SeatSet for uint256;

    /// @dev open questions a round may have at once
    uint8 private constant MAX_HOLDS = 8;

    /// @inheritdoc IRoundCourt
    mapping(address account => bool) public isJudge;
    bool private _areJudgesConnected;
    address private immutable DEPLOYER = msg.sender;

    modifier onlyJudge() {
        require(isJudge[msg.sender], NotJudge(msg.sender));
        _;
    }

    /// @inheritdoc IAdmission
    function connectJudges(address[] calldata judges) external {
        require(msg.sender == DEPLOYER, NotDeployer(msg.sender));
        require(!_areJudgesConnected, JudgesAlreadyConnected());
        _areJudgesConnected = true;
        for (uint256 i = 0; i < judges.length; ++i) {
            require(judges[i].code.length != 0, NoCode(judges[i]));
            isJudge[judges[i]] = true;
        }
        emit JudgesConnected(judges);
    }

    /// @inheritdoc IRoundCourt
    /// @dev Only until the commits close, so that closed windows stay closed.
    function excludeSeat(uint256 roundId, uint8 seat, bytes32 reason) external onlyJudge {
        StoredRound storage round = _known(roundId);
        Phase phase = round.phaseOf();
        bool inTime = phase == Phase.Drawn || phase == Phase.Commit || phase == Phase.SecondCommit;
        require(inTime, WrongPhase(phase, Phase.Commit));
        SeatStatus status = _statusOf(round, seat);
        require(status == SeatStatus.Drawn, WrongSeat(seat, status));
        round.excluded = round.excluded.with(seat);
        if (phase == Phase.Commit) round.closeIfDone(round.primarySeats());
        if (phase == Phase.SecondCommit) round.closeIfDone(round.reserveSeats());
        emit SeatExcluded(roundId, seat, _evaluatorAt(round.stakers, seat), reason);
    }

    /// @inheritdoc IRoundCourt
    function markSelfSet(uint256 roundId) external onlyJudge {
        StoredRound storage round = _known(roundId);
        Phase phase = round.phaseOf();
        require(phase != Phase.Final && phase != Phase.Void, WrongPhase(phase, Phase.Finalizable));
        round.selfSet = true;
        emit SelfSetMarked(roundId, msg.sender);
    }

    /// @inheritdoc IRoundCourt
    /// @dev While a question is open the audit phase goes on past its window, so a judge can follow one question up by
    /// another; judges bound how many they ask.
    function holdFinal(uint256 roundId) external onlyJudge {
        StoredRound storage round = _heard(roundId);
        Phase phase = round.phaseOf();
        require(phase == Phase.Reveal || phase == Phase.Audit, WrongPhase(phase, Phase.Audit));
        uint8 held = round.held;
        require(held < MAX_HOLDS, TooManyHolds(roundId, MAX_HOLDS));
        round.held = held + 1;
        emit FinalHeld(roundId, msg.sender, held + 1);
    }

    /// @inheritdoc IRoundCourt
    /// @dev Also after another judge voided the round, so that no judge is stuck with a question it cannot close.
    function releaseFinal(uint256 roundId) external onlyJudge {
        StoredRound storage round = _known(roundId);
        uint8 held = round.held;
        require(held != 0, NothingHeld(roundId));
        round.held = held - 1;
        emit FinalReleased(roundId, msg.sender, held - 1);
    }

    /// @inheritdoc IRoundCourt
    function convict(uint256 roundId, uint8 seat, address bountyTo, bytes32 reason) external onlyJudge returns (uint256 bounty) {
        StoredRound storage round = _heard(roundId);
        SeatStatus status = _statusOf(round, seat);
        require(status == SeatStatus.Revealed, WrongSeat(seat, status));
        round.convicted = round.convicted.with(seat);
        uint32 stakerId = round.stakers.stakerAt(seat);
        // Whoever denounces itself still loses half.
        bounty = bountyTo == address(0) ? 0 : STAKE_UNIT / 2;
        emit SeatConvicted(roundId, seat, stake.accountOf(stakerId), bountyTo, bounty, reason);
        _credit(bountyTo, bounty);
        stake.slash(stakerId, roundId, bounty);
    }

    /// @inheritdoc IRoundCourt
    function noteAudit(uint256 roundId, uint8 auditor) external onlyJudge {
        StoredRound storage round = _heard(roundId);
        SeatStatus status = _statusOf(round, auditor);
        require(status == SeatStatus.Revealed, WrongSeat(auditor, status));
        round.audited = round.audited.with(auditor);
        emit AuditNoted(roundId, auditor);
    }

    /// @inheritdoc IRoundCourt
    function voidByCourt(uint256 roundId, bytes32 reason) external onlyJudge {
        StoredRound storage round = _heard(roundId);
        Roll memory roll = _rollOf(roundId, round);
        _void(roundId, round, reason, false);
        _settle(roll);
    }

    /// @inheritdoc IRoundCourt
    function caseFile(uint256 roundId) external view returns (CaseFile memory) {
        StoredRound storage round = _known(roundId);
        return CaseFile({
            modelId: round.modelId,
            datanetId: round.datanetId,
            version: round.version,
            batchId: round.batchId,
            paramSetId: round.paramSetId,
            itemsPerBatch: round.itemsPerBatch,
            seats: round.seats,
            reserves: round.reserves,
            reveals: round.revealed.size(),
            redraw: round.redraws
        });
    }

    /// @inheritdoc IRoundCourt
    function seatView(uint256 roundId, uint8 seat) external view returns (SeatView memory seen) {
        StoredRound storage round = _rounds[roundId];
        seen.status = _statusOf(round, seat);
        if (seen.status == SeatStatus.None) return seen;
        seen.stakerId = round.stakers.stakerAt(seat);
        seen.evaluator = stake.accountOf(seen.stakerId);
        if (round.committed.has(seat)) seen.result = round.results[seat];
    }

    /// @inheritdoc IRoundCourt
    function isHearing(uint256 roundId) public view returns (bool) {
        StoredRound storage round = _rounds[roundId];
        return round.stage == Stage.Keyed && round.revealed != 0;
    }

    /// @inheritdoc IRoundCourt
    function revealsClosedAt(uint256 roundId) external view returns (uint64) {
        StoredRound storage round = _rounds[roundId];
        Phase phase = round.phaseOf();
        bool areCommitsClosed = phase >= Phase.Reveal && phase <= Phase.Final;
        return areCommitsClosed ? round.revealsEnd() : 0;
    }

    function _heard(uint256 roundId) private view returns (StoredRound storage) {
        require(isHearing(roundId), NotHearing(roundId));
        return _rounds[roundId];
    }

    function _statusOf(StoredRound storage round, uint8 seat) private view returns (SeatStatus) {
        bool isDrawn = round.stage != Stage.Open && round.stakers.stakerAt(seat) != 0;
        if (!isDrawn) return SeatStatus.None;
        if (round.convicted.has(seat)) return SeatStatus.Convicted;
        if (round.revealed.has(seat)) return SeatStatus.Revealed;
        if (round.committed.has(seat)) return SeatStatus.Committed;
        return round.excluded.has(seat) ? SeatStatus.Excluded : SeatStatus.Drawn;
    }
}
