// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase} from "../interfaces/IAdmission.sol";
import {CaseFile, IRoundCourt, SeatStatus, SeatView} from "../interfaces/IRoundCourt.sol";
import {SeatSet} from "../libraries/SeatSet.sol";
import {Clock, Stage} from "../types/Clock.sol";
import {StoredRound, Subject} from "../types/StoredRound.sol";
import {RoundClock} from "./RoundClock.sol";
import {Finalisation, Roll} from "./Finalisation.sol";

/// @title RoundCourt
/// @notice What judges may do to a running round, and what they read of it.
/// @dev Judges are trusted to have checked their proofs, not with more: they can take no more than a seat's unit, send half
/// of it at most anywhere but to the treasury, and undo nothing that is final.
abstract contract RoundCourt is Finalisation {
    using RoundClock for Clock;
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
        (StoredRound storage round, Clock clock) = _known(roundId);
        Phase phase = clock.phaseOf();
        bool inTime = phase == Phase.Drawn || phase == Phase.Commit || phase == Phase.SecondCommit;
        require(inTime, WrongPhase(phase, Phase.Commit));
        _checkSeat(round, clock, seat, SeatStatus.Drawn);
        clock = clock.withExcluded(seat);
        if (phase == Phase.Commit) clock = clock.closedIfDone(clock.primarySeats());
        if (phase == Phase.SecondCommit) clock = clock.closedIfDone(clock.reserveSeats());
        round.clock = clock;
        emit SeatExcluded(roundId, seat, _accountOf(round.stakers.stakerAt(seat)), reason);
    }

    /// @inheritdoc IRoundCourt
    function markSelfSet(uint256 roundId) external onlyJudge {
        (StoredRound storage round, Clock clock) = _known(roundId);
        bool isRunning = clock.stage() != Stage.Final && clock.stage() != Stage.Void;
        require(isRunning, WrongPhase(clock.phaseOf(), Phase.Finalizable));
        round.clock = clock.withSelfSet();
        emit SelfSetMarked(roundId, msg.sender);
    }

    /// @inheritdoc IRoundCourt
    /// @dev While a question is open the audit phase goes on past its window, so a judge can follow one question up by
    /// another; judges bound how many they ask.
    function holdFinal(uint256 roundId) external onlyJudge {
        (StoredRound storage round, Clock clock) = _heard(roundId);
        Phase phase = clock.phaseOf();
        require(phase != Phase.Finalizable, WrongPhase(phase, Phase.Audit));
        require(clock.held() < MAX_HOLDS, TooManyHolds(roundId, MAX_HOLDS));
        round.clock = clock.withHeld(clock.held() + 1);
        emit FinalHeld(roundId, msg.sender, clock.held() + 1);
    }

    /// @inheritdoc IRoundCourt
    /// @dev Also after another judge voided the round, so that no judge is stuck with a question it cannot close.
    function releaseFinal(uint256 roundId) external onlyJudge {
        (StoredRound storage round, Clock clock) = _known(roundId);
        require(clock.held() != 0, NothingHeld(roundId));
        round.clock = clock.withHeld(clock.held() - 1);
        emit FinalReleased(roundId, msg.sender, clock.held() - 1);
    }

    /// @inheritdoc IRoundCourt
    function convict(uint256 roundId, uint8 seat, address bountyTo, bytes32 reason) external onlyJudge returns (uint256 bounty) {
        (StoredRound storage round, Clock clock) = _heard(roundId);
        _checkSeat(round, clock, seat, SeatStatus.Revealed);
        round.clock = clock.withConvicted(seat);
        uint32 stakerId = round.stakers.stakerAt(seat);
        // A seat that denounces itself still loses half.
        bounty = bountyTo == address(0) ? 0 : STAKE_UNIT / 2;
        emit SeatConvicted(roundId, seat, _accountOf(stakerId), bountyTo, bounty, reason);
        _credit(bountyTo, bounty);
        stake.slash(stakerId, roundId, bounty);
    }

    /// @inheritdoc IRoundCourt
    function noteAudit(uint256 roundId, uint8 auditor) external onlyJudge {
        (StoredRound storage round, Clock clock) = _heard(roundId);
        _checkSeat(round, clock, auditor, SeatStatus.Revealed);
        round.clock = clock.withAudited(auditor);
        emit AuditNoted(roundId, auditor);
    }

    /// @inheritdoc IRoundCourt
    function voidByCourt(uint256 roundId, bytes32 reason) external onlyJudge {
        (StoredRound storage round, Clock clock) = _heard(roundId);
        Roll memory roll = _rollOf(roundId, round, clock, round.subject.modelId);
        _void(roundId, round, reason, false);
        _settle(roll);
    }

    /// @inheritdoc IRoundCourt
    function caseFile(uint256 roundId) external view returns (CaseFile memory) {
        (StoredRound storage round, Clock clock) = _known(roundId);
        Subject memory subject = round.subject;
        return CaseFile({
            modelId: subject.modelId,
            datanetId: subject.datanetId,
            version: subject.version,
            batchId: subject.batchId,
            paramSetId: subject.paramSetId,
            itemsPerBatch: clock.itemsPerBatch(),
            seats: clock.seats(),
            reserves: clock.reserves(),
            reveals: clock.revealed().size(),
            redraw: subject.redraws
        });
    }

    /// @inheritdoc IRoundCourt
    function seatView(uint256 roundId, uint8 seat) external view returns (SeatView memory seen) {
        StoredRound storage round = _rounds[roundId];
        Clock clock = round.clock;
        seen.status = _statusOf(round, clock, seat);
        if (seen.status == SeatStatus.None) return seen;
        seen.stakerId = round.stakers.stakerAt(seat);
        seen.evaluator = _accountOf(seen.stakerId);
        if (clock.committed().has(seat)) seen.result = round.results[seat];
    }

    /// @inheritdoc IRoundCourt
    function isHearing(uint256 roundId) external view returns (bool) {
        return _isHearing(_rounds[roundId].clock);
    }

    /// @inheritdoc IRoundCourt
    function revealsClosedAt(uint256 roundId) external view returns (uint64) {
        Clock clock = _rounds[roundId].clock;
        Phase phase = clock.phaseOf();
        bool areCommitsClosed = phase >= Phase.Reveal && phase <= Phase.Final;
        return areCommitsClosed ? clock.revealsEnd() : 0;
    }

    function _heard(uint256 roundId) private view returns (StoredRound storage round, Clock clock) {
        round = _rounds[roundId];
        clock = round.clock;
        require(_isHearing(clock), NotHearing(roundId));
    }

    function _isHearing(Clock clock) private pure returns (bool) {
        return clock.stage() == Stage.Keyed && clock.revealed() != 0;
    }

    function _checkSeat(StoredRound storage round, Clock clock, uint8 seat, SeatStatus expected) private view {
        SeatStatus status = _statusOf(round, clock, seat);
        require(status == expected, WrongSeat(seat, status));
    }

    function _statusOf(StoredRound storage round, Clock clock, uint8 seat) private view returns (SeatStatus) {
        bool isDrawn = clock.stage() != Stage.Open && round.stakers.stakerAt(seat) != 0;
        if (!isDrawn) return SeatStatus.None;
        if (clock.convicted().has(seat)) return SeatStatus.Convicted;
        if (clock.revealed().has(seat)) return SeatStatus.Revealed;
        if (clock.committed().has(seat)) return SeatStatus.Committed;
        return clock.excluded().has(seat) ? SeatStatus.Excluded : SeatStatus.Drawn;
    }
}
