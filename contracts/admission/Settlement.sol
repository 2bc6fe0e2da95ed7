// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase, SeatResult} from "../interfaces/IAdmission.sol";
import {Lanes} from "../libraries/Lanes.sol";
import {SeatSet} from "../libraries/SeatSet.sol";
import {Stage, StoredRound} from "../types/StoredRound.sol";
import {Credits} from "./Credits.sol";
import {ModelStates} from "./ModelStates.sol";
import {RoundClock} from "./RoundClock.sol";

/// @notice Who gets what at the end of a draw, taken from the round before its state changes. Sets as in SeatSet.
/// @param share token amount of one seat's pay
/// @param paid seats whose results count and who did their audits
/// @param standby reserves nobody needed
/// @param hidden committed and never revealed: their units are slashed
/// @param absent primaries who never acted: they are charged a share
/// @param freed seats whose locks are released
struct Roll {
    uint256 roundId;
    uint256 stakers;
    uint256 share;
    uint8 paid;
    uint8 standby;
    uint8 hidden;
    uint8 absent;
    uint8 freed;
}

/// @title Settlement
/// @notice How a round ends: verdict, another draw, or void; pay, charges, slashes and locks.
/// @dev The round's own state is written before any call that can move tokens. Pay is flat: disagreement costs nothing.
abstract contract Settlement is ModelStates, Credits {
    using RoundClock for StoredRound;
    using SeatSet for uint8;
    using SeatSet for uint256;

    /// @dev share of what is left of the fee for whoever draws, and for whoever finalizes
    uint256 private constant TIP_BPS = 200;
    uint256 private constant BPS = 10_000;
    /// @dev a reserve nobody needed earns 1 / STANDBY_PART of a share
    uint256 private constant STANDBY_PART = 10;
    uint8 internal constant MAX_REDRAWS = 2;

    /// @inheritdoc IAdmission
    function finalize(uint256 roundId, SeatResult[] calldata results) external {
        StoredRound storage round = _inPhase(roundId, Phase.Finalizable);
        uint256[] memory words = _checkResults(round, results);
        _tip(round.modelId);
        Roll memory roll = _rollOf(roundId, round);
        if (words.length >= RoundClock.quorum(round.seats)) {
            _decide(round, roll, words);
        } else {
            if (round.redraws < MAX_REDRAWS) _reopen(roundId, round);
            else _void(roundId, round, "quorum", false);
            _settle(roll);
        }
    }

    /// @dev Pays the caller for a transaction that moves the round on.
    function _tip(uint256 modelId) internal {
        uint256 escrow = _standings[modelId].escrow;
        uint256 tip = escrow * TIP_BPS / BPS;
        _standings[modelId].escrow = uint96(escrow - tip);
        _credit(msg.sender, tip);
    }

    /// @dev Ends a round without a verdict: what is left of the fee goes back, the model keeps its state. The caller settles
    /// the seats.
    function _void(uint256 roundId, StoredRound storage round, bytes32 reason, bool cutBond) internal {
        round.stage = Stage.Void;
        uint256 modelId = round.modelId;
        uint256 refund = _takeEscrow(modelId);
        emit RoundVoided(roundId, modelId, reason, refund);
        (address publisher,,,) = models.examOf(modelId);
        _credit(publisher, refund);
        (, uint96 bond) = params.closingRules(round.paramSetId);
        _freeBond(roundId, round, bond, cutBond);
    }

    /// @dev The custodian gave the seats no usable keys: its bond pays, and no seat is at fault.
    function _voidForKeys(uint256 roundId, StoredRound storage round, bytes32 reason) internal {
        uint32[] memory all = round.stakers.stakersOf(round.allSeats());
        _void(roundId, round, reason, true);
        stake.release(all, roundId);
    }

    /// @dev What a drawn and keyed round owes its seats. While reveals can still come, nobody has hidden a result.
    function _rollOf(uint256 roundId, StoredRound storage round) internal view returns (Roll memory roll) {
        uint8 all = round.allSeats();
        uint8 primaries = round.primarySeats();
        uint8 committed = round.committed;
        uint8 settled = round.settledSeats();
        bool areRevealsOver = block.timestamp >= round.revealsEnd();
        roll.roundId = roundId;
        roll.stakers = round.stakers;
        roll.share = _standings[round.modelId].escrow * STANDBY_PART / (STANDBY_PART * round.seats + round.reserves);
        roll.paid = round.audits ? round.liveSeats() & round.audited : round.liveSeats();
        if (committed.size() == round.seats) roll.standby = all & ~primaries & ~settled;
        if (areRevealsOver) roll.hidden = committed & ~round.revealed;
        roll.absent = primaries & ~settled;
        roll.freed = all & ~round.convicted & ~roll.hidden;
    }

    /// @dev Faults cost what they cost however the draw ended; then every lock that is left is released. A seat that never
    /// committed may never have seen the items, so it is charged and keeps its unit. A convicted seat's unit is gone.
    function _settle(Roll memory roll) internal {
        uint8 failed = roll.hidden | roll.absent;
        for (uint8 seat = 0; failed != 0 && seat < 8; ++seat) {
            if (!failed.has(seat)) continue;
            bool isHidden = roll.hidden.has(seat);
            emit SeatFailed(roll.roundId, seat, _evaluatorAt(roll.stakers, seat), isHidden);
            uint32 stakerId = roll.stakers.stakerAt(seat);
            // A share above a unit would be a fault dearer than a lie.
            uint256 due = roll.share < STAKE_UNIT ? roll.share : STAKE_UNIT;
            if (isHidden) stake.slash(stakerId, roll.roundId, 0);
            else if (due != 0) stake.charge(stakerId, due, roll.roundId);
        }
        stake.release(roll.stakers.stakersOf(roll.freed), roll.roundId);
    }

    function _decide(StoredRound storage round, Roll memory roll, uint256[] memory words) private {
        round.stage = Stage.Final;
        uint256 modelId = round.modelId;
        (address publisher,,,) = models.examOf(modelId);
        (uint32 ttl, uint96 bond) = params.closingRules(round.paramSetId);
        _judge(roll.roundId, round, words, publisher, ttl);
        uint256 escrow = _takeEscrow(modelId);
        _credit(publisher, escrow - _pay(roll));
        _settle(roll);
        _freeBond(roll.roundId, round, bond, false);
    }

    function _judge(uint256 roundId, StoredRound storage round, uint256[] memory words, address publisher, uint32 ttl) private {
        uint8 valid = uint8(words.length);
        uint256 medians = Lanes.lowerMedian(words);
        bool passed = Lanes.reaches(medians, round.gatedLanes, round.minPasses);
        emit RoundFinalized(roundId, round.modelId, passed, medians, round.gatedLanes, round.minPasses, valid);
        bool selfSet = passed && (round.selfSet || _isOwnExam(round.datanetId, publisher));
        _applyVerdict(round.modelId, roundId, passed, selfSet, uint40(block.timestamp) + ttl);
    }

    /// @dev Whoever curates the rows or holds the keys knows the answers. Rows it wrote under another name are shown by proof.
    function _isOwnExam(uint256 datanetId, address publisher) private view returns (bool) {
        return datanets.curatorOf(datanetId) == publisher || datanets.custodianOf(datanetId) == publisher;
    }

    /// @return paid token amount; rounding and the shares of seats without pay stay with the publisher
    function _pay(Roll memory roll) private returns (uint256 paid) {
        for (uint8 seat = 0; seat < 8; ++seat) {
            uint256 amount = 0;
            if (roll.paid.has(seat)) amount = roll.share;
            else if (roll.standby.has(seat)) amount = roll.share / STANDBY_PART;
            if (amount == 0) continue;
            paid += amount;
            _paySeat(roll.roundId, seat, _evaluatorAt(roll.stakers, seat), amount);
        }
    }

    /// @dev Every live seat once, in order, and equal to what it revealed; so nobody can choose whom to count.
    function _checkResults(StoredRound storage round, SeatResult[] calldata results) private view returns (uint256[] memory words) {
        uint8 live = round.liveSeats();
        require(results.length == live.size(), MissingResults(results.length, live.size()));
        words = new uint256[](results.length);
        for (uint256 i = 0; i < results.length; ++i) {
            SeatResult calldata result = results[i];
            require(i == 0 || result.seat > results[i - 1].seat, ResultOrder(result.seat));
            bool matches = live.has(result.seat) && round.results[result.seat] == _resultHash(result.root, result.lanes);
            require(matches, ResultMismatch(result.seat));
            words[i] = result.lanes;
        }
    }

    /// @dev The same batch is drawn for again, without those who failed, lied or were excluded.
    function _reopen(uint256 roundId, StoredRound storage round) private {
        uint8 failed = round.excluded | round.convicted | (round.committed & ~round.revealed);
        failed |= round.primarySeats() & ~round.settledSeats();
        uint32[] memory barred = round.stakers.stakersOf(failed);
        uint8 redraw = round.redraws + 1;
        uint32 epoch = randomness.currentEpoch();
        uint40 drawDeadline = uint40(block.timestamp) + round.keyWindow;
        round.barred[redraw - 1] = SeatSet.pack(barred);
        round.stage = Stage.Open;
        round.stageEnd = drawDeadline;
        round.closedAt = 0;
        round.committed = 0;
        round.revealed = 0;
        round.excluded = 0;
        round.convicted = 0;
        round.audited = 0;
        round.badKeys = 0;
        round.redraws = redraw;
        round.openEpoch = epoch;
        emit RoundReopened(roundId, redraw, epoch, barred, drawDeadline);
    }

    function _freeBond(uint256 roundId, StoredRound storage round, uint256 bond, bool cut) private {
        if (bond != 0) stake.freeBond(round.datanetId, bond, roundId, cut);
    }

    /// @dev What a revealed seat's slot holds; finalize checks its calldata against it.
    function _resultHash(bytes32 root, uint256 lanes) internal pure returns (bytes32) {
        return keccak256(abi.encode(root, lanes));
    }
}
