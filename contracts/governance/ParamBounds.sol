// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProtocolParams, ParamSet} from "../interfaces/IProtocolParams.sol";
import {TranscriptTree} from "../libraries/TranscriptTree.sol";
import {Lanes} from "../libraries/Lanes.sol";
import {TrialLayout} from "../types/TrialLayout.sol";

/// @title ParamBounds
/// @notice Immutable bounds and cross-bounds of a parameter set: what even the owner cannot do.
/// @dev Three kinds of bound. Absolute ones hold for every deployment and keep each state machine finite. Cross-bounds
/// keep the figures of one set consistent. `checkChange` ties later sets to the first one, so that a deployment for people
/// in all time zones can never be given the windows of a chain of one machine.
library ParamBounds {
    /// @dev Seconds. Below this a window can pass between two blocks, so that an account that must act in it has no block to
    /// act in.
    uint256 private constant MIN_WINDOW = 5;
    /// @dev Seconds. A phase that nobody ends early holds units, a bond and a fee for this long at most; nine such windows
    /// (see `_longest`) stay below MAX_COOLDOWN.
    uint256 private constant MAX_WINDOW = 7 days;
    /// @dev Seconds. How long a proposal can make anybody wait for what is theirs: a payer for what was not spent, an
    /// earner for a posted reward epoch, a trainer for silent acceptance.
    uint256 private constant MAX_WAIT = 30 days;
    /// @dev Seconds. How long a proposal can keep a staker after the exit began; above the longest round with its jury.
    uint256 private constant MAX_COOLDOWN = 90 days;
    /// @dev Seconds. Attempts older than a year say nothing of today's model, and no admission outlives its exam by more.
    uint256 private constant MAX_MEMORY = 365 days;
    /// @dev wei. A price of entry can keep newcomers out but never holds what is inside; a thousandth of the supply, so that
    /// the fee of the eighth attempt (128 times) exists at all.
    uint256 private constant MAX_ENTRY = 1_000_000e18;
    /// @dev Units. A defender of the protocol (a demand, a challenge, a posted reward epoch) puts down at most this many
    /// units: with a bond nobody can afford, faults would stand and reward epochs would stay unposted.
    uint256 private constant MAX_DEFENCE_UNITS = 10;
    /// @dev wei. Keeps the units of the whole supply below the 2^28 that one weight of the sum tree holds.
    uint256 private constant MIN_UNIT = 10e18;
    /// @dev wei. The supply holds at least 10,000 units, so the smallest seat is not a privilege.
    uint256 private constant MAX_UNIT = 100_000e18;
    /// @dev Basis points of a whole.
    uint256 private constant BPS = 10_000;
    /// @dev Basis points. What is not for those who did the work is at most a quarter.
    uint256 private constant MAX_TREASURY_BPS = 2_500;
    /// @dev place of the treasury in splitBps
    uint256 private constant TREASURY = 5;
    /// @dev Seven seats leave a place for a reserve in the word of eight staker ids.
    uint256 private constant MAX_SEATS = 7;

    /// @notice Reverts with the first field outside its bounds.
    function check(ParamSet memory p) internal pure {
        _checkRound(p);
        _checkDelays(p);
        _checkSuite(p.trialMask, p.gatedLanes);
        _checkMoney(p);
    }

    /// @notice Reverts where a later set breaks with what the deployment began with: the unit stays, and a window in which
    /// silence costs something keeps at least a quarter of its first length.
    function checkChange(ParamSet memory p, ParamSet memory first) internal pure {
        // Units already staked are worth one fixed amount.
        _within("stakeUnit", p.stakeUnit, first.stakeUnit, first.stakeUnit);
        // A silent custodian loses its bond, a silent seat its unit, a silent juror its pay, a silent requester its say.
        _atLeastAQuarter("keyWindow", p.keyWindow, first.keyWindow, MAX_WINDOW);
        _atLeastAQuarter("commitWindow", p.commitWindow, first.commitWindow, MAX_WINDOW);
        _atLeastAQuarter("revealWindow", p.revealWindow, first.revealWindow, MAX_WINDOW);
        _atLeastAQuarter("auditWindow", p.auditWindow, first.auditWindow, MAX_WINDOW);
        _atLeastAQuarter("answerWindow", p.answerWindow, first.answerWindow, MAX_WINDOW);
        _atLeastAQuarter("juryWindow", p.juryWindow, first.juryWindow, MAX_WINDOW);
        _atLeastAQuarter("epochWindow", p.epochWindow, first.epochWindow, MAX_WAIT);
        _atLeastAQuarter("acceptWindow", p.acceptWindow, first.acceptWindow, MAX_WAIT);
        // Payees gave credit trusting in this delay: it never falls below the first one, which is a day in production.
        _within("withdrawDelay", p.withdrawDelay, first.withdrawDelay, MAX_WAIT);
    }

    /// @notice A gate row asks for a batch size that exists and at least 80% of its items.
    function checkGate(uint16 items, uint8 attempt, uint16 minPasses) internal pure {
        _checkItems(items);
        // Eight attempts: beyond them alpha / 2^(j-1) is below 1 in 2,560, which no batch of these sizes can show.
        _within("attempt", attempt, 1, 8);
        _within("minPasses", minPasses, (uint256(items) * 4 + 4) / 5, items);
    }

    function _checkRound(ParamSet memory p) private pure {
        // Below three seats one dishonest evaluator is the median.
        _within("seats", p.seats, 3, MAX_SEATS);
        // An even count has no middle seat.
        require(p.seats % 2 == 1, IProtocolParams.ParamOutOfBounds("seats", p.seats, 3, MAX_SEATS));
        // Seats and reserves share one word of eight staker ids.
        _within("reserves", p.reserves, 0, 8 - p.seats);
        _checkItems(p.itemsPerBatch);
        _within("keyWindow", p.keyWindow, MIN_WINDOW, MAX_WINDOW);
        _within("commitWindow", p.commitWindow, MIN_WINDOW, MAX_WINDOW);
        _within("revealWindow", p.revealWindow, MIN_WINDOW, MAX_WINDOW);
        _within("auditWindow", p.auditWindow, MIN_WINDOW, MAX_WINDOW);
        _within("answerWindow", p.answerWindow, MIN_WINDOW, MAX_WINDOW);
        _within("juryWindow", p.juryWindow, MIN_WINDOW, MAX_WINDOW);
        // An audit is a spot check: above this it would cost more than the seat's own work is paid for.
        _within("auditLeaves", p.auditLeaves, 0, 256);
    }

    function _checkDelays(ParamSet memory p) private pure {
        _within("epochWindow", p.epochWindow, MIN_WINDOW, MAX_WAIT);
        _within("withdrawDelay", p.withdrawDelay, MIN_WINDOW, MAX_WAIT);
        _within("acceptWindow", p.acceptWindow, MIN_WINDOW, MAX_WAIT);
        // A staker that unstakes stays accountable for the longest round that could have drawn the unit; attempts are counted
        // and admissions last at least as long, or the next round could not be judged against the one before.
        uint256 longest = _longest(p);
        _within("unstakeCooldown", p.unstakeCooldown, longest, MAX_COOLDOWN);
        _within("attemptWindow", p.attemptWindow, longest, MAX_MEMORY);
        _within("admissionTtl", p.admissionTtl, longest, MAX_MEMORY);
    }

    /// @dev Seconds of the longest round, to the end of a demand and a jury that began in its last second.
    function _longest(ParamSet memory p) private pure returns (uint256) {
        uint256 round = 2 * uint256(p.keyWindow) + 2 * uint256(p.commitWindow) + p.revealWindow + p.auditWindow;
        return round + p.answerWindow + 2 * uint256(p.juryWindow);
    }

    /// @dev A gated lane without trials would stay at zero and no model could ever pass.
    function _checkSuite(uint64 trialMask, uint16 gatedLanes) private pure {
        _within("trialMask", trialMask, 1, (1 << TrialLayout.POSITIONS) - 1);
        uint256 reachable = TranscriptTree.lanesOf(trialMask, trialMask);
        uint256 allowed = 0;
        for (uint8 lane = 0; lane < Lanes.COUNT; ++lane) allowed |= uint256(Lanes.get(reachable, lane)) << lane;
        require(gatedLanes != 0 && gatedLanes & ~allowed == 0, IProtocolParams.ParamOutOfBounds("gatedLanes", gatedLanes, 1, allowed));
    }

    /// @dev Prices and bonds may be zero: giving entry away invites spam, whose number is bounded elsewhere, but takes
    /// nothing from anybody. The bonds of reward epochs and challenges may not be zero: a junk epoch must cost something.
    function _checkMoney(ParamSet memory p) private pure {
        _within("stakeUnit", p.stakeUnit, MIN_UNIT, MAX_UNIT);
        _within("minPublisherStake", p.minPublisherStake, 0, MAX_ENTRY);
        _within("roundFee", p.roundFee, 0, MAX_ENTRY);
        _within("custodianBond", p.custodianBond, 0, MAX_ENTRY);
        _within("leaseBond", p.leaseBond, 0, MAX_ENTRY);
        uint256 defence = MAX_DEFENCE_UNITS * p.stakeUnit;
        _within("demandBond", p.demandBond, 0, defence);
        uint256 least = p.stakeUnit / 100;
        _within("challengeBond", p.challengeBond, least, defence);
        _within("epochBond", p.epochBond, least, defence);
        // From a hundredth of the stake, below which no model could earn, to a thousandfold, above which stake means nothing.
        _within("exposureBps", p.exposureBps, BPS / 100, 1_000 * BPS);
        _within("treasuryBps", p.splitBps[TREASURY], 0, MAX_TREASURY_BPS);
        uint256 sum = 0;
        for (uint256 i = 0; i < p.splitBps.length; ++i) sum += p.splitBps[i];
        require(sum == BPS, IProtocolParams.SplitSum(sum));
    }

    /// @dev The sizes the gate table was computed for.
    function _checkItems(uint16 n) private pure {
        bool known = n == 24 || n == 32 || n == 48 || n == 64 || n == 96 || n == 128;
        require(known, IProtocolParams.ParamOutOfBounds("itemsPerBatch", n, 24, 128));
    }

    function _atLeastAQuarter(bytes32 field, uint256 value, uint256 first, uint256 max) private pure {
        _within(field, value, (first + 3) / 4, max);
    }

    function _within(bytes32 field, uint256 value, uint256 min, uint256 max) private pure {
        require(value >= min && value <= max, IProtocolParams.ParamOutOfBounds(field, value, min, max));
    }
}
