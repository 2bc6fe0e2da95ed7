// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase, SeatResult} from "../interfaces/IAdmission.sol";
import {Lanes} from "../libraries/Lanes.sol";
import {SeatSet} from "../libraries/SeatSet.sol";
import {Clock, Stage} from "../types/Clock.sol";
import {StoredRound, Subject} from "../types/StoredRound.sol";
import {Credits} from "./Credits.sol";
import {ModelStates} from "./ModelStates.sol";
import {RoundClock} from "./RoundClock.sol";

/// @notice Who gets what at the end of a draw, taken from the round before its state changes. Sets as in SeatSet.
/// @param share token amount of one seat's pay
/// @param paid seats whose results count and who did their audits
/// @param standby reserves nobody needed
/// @param withheld seats that committed and never revealed: each loses its unit
/// @param absent primaries who never acted: they are charged a share
/// @param freed seats whose locks are released
struct Roll {
    uint256 roundId;
    uint256 stakers;
    uint256 share;
    uint8 paid;
    uint8 standby;
    uint8 withheld;
    uint8 absent;
    uint8 freed;
}

/// @title Finalisation
/// @notice How a round ends: decision, one more draw, or void; and the pay, charges, slashes and locks that follow.
/// @dev The round's own state is written before any call that can move tokens. Pay is flat: disagreement costs nothing.
abstract contract Finalisation is ModelStates, Credits {
    using RoundClock for Clock;
    using SeatSet for uint8;
    using SeatSet for uint256;

    /// @dev share of what is left of the fee for the account that draws, and again for the one that finalizes
    uint256 private constant TIP_BPS = 200;
    uint256 private constant BPS = 10_000;
    /// @dev a reserve nobody needed earns 1 / STANDBY_PART of a share
    uint256 private constant STANDBY_PART = 10;
    uint8 internal constant MAX_REDRAWS = 2;

    /// @inheritdoc IAdmission
    function finalize(uint256 roundId, SeatResult[] calldata results) external {
        (StoredRound storage round, Clock clock) = _inPhase(roundId, Phase.Finalizable);
        uint256[] memory words = _checkResults(round, clock.liveSeats(), results);
        Subject memory subject = round.subject;
        _tip(subject.modelId);
        Roll memory roll = _rollOf(roundId, round, clock, subject.modelId);
        if (words.length >= RoundClock.quorum(clock.seats())) {
            _decide(round, clock, subject, roll, words);
            return;
        }
        if (subject.redraws < MAX_REDRAWS) _reopen(roundId, round, clock, subject);
        else _void(roundId, round, "quorum", false);
        _settle(roll);
    }

    /// @dev Pays the caller for a transaction that moves the round on.
    function _tip(uint256 modelId) internal {
        uint256 escrow = _standings[modelId].escrow;
        uint256 tip = escrow * TIP_BPS / BPS;
        _standings[modelId].escrow = uint96(escrow - tip);
        _credit(msg.sender, tip);
    }

    /// @dev Ends a round without a decision: what is left of the fee goes back, the model keeps its state. The caller settles
    /// the seats.
    function _void(uint256 roundId, StoredRound storage round, bytes32 reason, bool cutBond) internal {
        round.clock = round.clock.withStage(Stage.Void);
        Subject memory subject = round.subject;
        uint256 refund = _takeEscrow(subject.modelId);
        emit RoundVoided(roundId, subject.modelId, reason, refund);
        _credit(_publisherOf(subject.modelId), refund);
        (, uint96 bond) = params.closingRules(subject.paramSetId);
        _freeBond(roundId, subject.datanetId, bond, cutBond);
    }

    /// @dev The custodian gave the seats no usable keys: its bond pays, and no seat is at fault.
    function _voidForKeys(uint256 roundId, StoredRound storage round, Clock clock, bytes32 reason) internal {
        uint32[] memory all = round.stakers.stakersOf(clock.allSeats());
        _void(roundId, round, reason, true);
        stake.release(all, roundId);
    }

    /// @dev What a drawn and keyed round owes its seats. While reveals can still come, nobody has withheld a result.
    function _rollOf(uint256 roundId, StoredRound storage round, Clock clock, uint256 modelId) internal view returns (Roll memory roll) {
        uint8 all = clock.allSeats();
        uint8 primaries = clock.primarySeats();
        uint8 settled = clock.settledSeats();
        roll.roundId = roundId;
        roll.stakers = round.stakers;
        roll.share = _standings[modelId].escrow * STANDBY_PART / (STANDBY_PART * clock.seats() + clock.reserves());
        roll.paid = clock.audits() ? clock.liveSeats() & clock.audited() : clock.liveSeats();
        if (clock.committed().size() == clock.seats()) roll.standby = all & ~primaries & ~settled;
        if (block.timestamp >= clock.revealsEnd()) roll.withheld = clock.committed() & ~clock.revealed();
        roll.absent = primaries & ~settled;
        roll.freed = all & ~clock.convicted() & ~roll.withheld;
    }

    /// @dev A fault costs the same however the draw ended. Then every lock that is left is released. A seat that never
    /// committed may never have seen the items, so it is charged and keeps its unit. A convicted seat's unit is gone.
    function _settle(Roll memory roll) internal {
        uint8 failed = roll.withheld | roll.absent;
        for (uint8 seat = 0; failed >> seat != 0; ++seat) {
            if (failed.has(seat)) _settleFault(roll, seat, roll.withheld.has(seat));
        }
        stake.release(roll.stakers.stakersOf(roll.freed), roll.roundId);
    }

    function _settleFault(Roll memory roll, uint8 seat, bool isWithheld) private {
        uint32 stakerId = roll.stakers.stakerAt(seat);
        emit SeatFailed(roll.roundId, seat, _accountOf(stakerId), isWithheld);
        // A share above a unit would make silence dearer than a lie.
        uint256 due = roll.share < STAKE_UNIT ? roll.share : STAKE_UNIT;
        if (isWithheld) stake.slash(stakerId, roll.roundId, 0);
        else if (due != 0) stake.charge(stakerId, due, roll.roundId);
    }

    function _decide(StoredRound storage round, Clock clock, Subject memory subject, Roll memory roll, uint256[] memory words) private {
        round.clock = clock.withStage(Stage.Final);
        address publisher = _publisherOf(subject.modelId);
        (uint32 ttl, uint96 bond) = params.closingRules(subject.paramSetId);
        bool passed = _announce(roll.roundId, subject, words);
        bool selfSet = passed && (clock.selfSet() || _isOwnExam(subject.datanetId, publisher));
        _applyDecision(subject.modelId, roll.roundId, passed, selfSet, uint40(block.timestamp) + ttl);
        uint256 escrow = _takeEscrow(subject.modelId);
        _credit(publisher, escrow - _pay(roll));
        _settle(roll);
        _freeBond(roll.roundId, subject.datanetId, bond, false);
    }

    function _announce(uint256 roundId, Subject memory subject, uint256[] memory words) private returns (bool passed) {
        uint8 valid = uint8(words.length);
        uint256 medians = Lanes.lowerMedian(words);
        passed = Lanes.reaches(medians, subject.gatedLanes, subject.minPasses);
        emit RoundFinalized(roundId, subject.modelId, passed, medians, subject.gatedLanes, subject.minPasses, valid);
    }

    /// @dev The account that curates the rows or holds the keys knows the answers. A proof shows rows that it wrote under a
    /// different name.
    function _isOwnExam(uint256 datanetId, address publisher) private view returns (bool) {
        return datanets.curatorOf(datanetId) == publisher || datanets.custodianOf(datanetId) == publisher;
    }

    /// @return total token amount; rounding and the shares of seats without pay stay with the publisher
    function _pay(Roll memory roll) private returns (uint256 total) {
        uint8 due = roll.paid | roll.standby;
        for (uint8 seat = 0; due >> seat != 0; ++seat) {
            if (!due.has(seat)) continue;
            uint256 amount = roll.paid.has(seat) ? roll.share : roll.share / STANDBY_PART;
            total += amount;
            _paySeat(roll.roundId, seat, roll.stakers.stakerAt(seat), amount);
        }
    }

    /// @dev Every live seat once, in order, and equal to what it revealed; so nobody can choose whom to count.
    function _checkResults(StoredRound storage round, uint8 live, SeatResult[] calldata results) private view returns (uint256[] memory words) {
        require(results.length == live.size(), MissingResults(results.length, live.size()));
        words = new uint256[](results.length);
        uint256 next = 0;
        for (uint256 i = 0; i < results.length; ++i) {
            uint8 seat = results[i].seat;
            uint256 lanes = results[i].lanes;
            require(seat >= next, ResultOrder(seat));
            next = uint256(seat) + 1;
            bool matches = live.has(seat) && round.results[seat] == _resultHash(results[i].root, lanes);
            require(matches, ResultMismatch(seat));
            words[i] = lanes;
        }
    }

    /// @dev The same batch is drawn for again, without those who failed, lied or were excluded.
    function _reopen(uint256 roundId, StoredRound storage round, Clock clock, Subject memory subject) private {
        uint8 failed = clock.excluded() | clock.convicted() | (clock.committed() & ~clock.revealed());
        failed |= clock.primarySeats() & ~clock.settledSeats();
        uint32[] memory barred = round.stakers.stakersOf(failed);
        round.barred[subject.redraws] = SeatSet.pack(barred);
        subject.redraws += 1;
        subject.openEpoch = randomness.currentEpoch();
        round.subject = subject;
        clock = clock.cleared().entered(Stage.Open, block.timestamp + subject.keyWindow);
        round.clock = clock;
        emit RoundReopened(roundId, subject.redraws, subject.openEpoch, barred, clock.stageEnd());
    }

    function _freeBond(uint256 roundId, uint256 datanetId, uint256 bond, bool cut) private {
        if (bond != 0) stake.freeBond(datanetId, bond, roundId, cut);
    }

    /// @dev What a revealed seat's slot holds; finalize checks its calldata against it.
    function _resultHash(bytes32 root, uint256 lanes) internal pure returns (bytes32) {
        return keccak256(abi.encode(root, lanes));
    }
}
