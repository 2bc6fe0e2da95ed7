// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProtocolParams, ParamSet} from "../interfaces/IProtocolParams.sol";
import {TranscriptTree} from "../libraries/TranscriptTree.sol";
import {Lanes} from "../libraries/Lanes.sol";
import {TrialLayout} from "../types/TrialLayout.sol";

/// @title ParamBounds
/// @notice Immutable bounds and cross-bounds of a parameter set: what even the owner cannot do.
library ParamBounds {
    /// @dev shortest and longest window of a round, seconds; short ones are for local chains
    uint256 private constant MIN_WINDOW = 5;
    uint256 private constant MAX_WINDOW = 7 days;
    uint256 private constant MAX_DELAY = 365 days;
    uint256 private constant MAX_AMOUNT = 100_000_000e18;
    /// @dev keeps the units of the whole supply below the 2^28 that one weight of the sum tree holds
    uint256 private constant MIN_UNIT = 10e18;
    uint256 private constant BPS = 10_000;
    uint256 private constant MAX_SEATS = 7;

    /// @notice Reverts with the first field outside its bounds.
    function check(ParamSet memory p) internal pure {
        _checkRound(p);
        _checkDelays(p);
        _checkSuite(p.trialMask, p.gatedLanes);
        _checkMoney(p);
    }

    /// @notice A gate row asks for a batch size that exists and at least 80% of its items.
    function checkGate(uint16 items, uint8 attempt, uint16 minPasses) internal pure {
        _checkItems(items);
        _within("attempt", attempt, 1, 8);
        _within("minPasses", minPasses, (uint256(items) * 4 + 4) / 5, items);
    }

    function _checkRound(ParamSet memory p) private pure {
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
        _within("auditLeaves", p.auditLeaves, 0, 256);
    }

    function _checkDelays(ParamSet memory p) private pure {
        _within("epochWindow", p.epochWindow, MIN_WINDOW, MAX_DELAY);
        _within("withdrawDelay", p.withdrawDelay, MIN_WINDOW, MAX_DELAY);
        _within("acceptWindow", p.acceptWindow, MIN_WINDOW, MAX_DELAY);
        // Whoever unstakes stays accountable for the longest round that could have drawn the unit, to the end of a demand
        // and a jury that began in its last second.
        uint256 round = 2 * uint256(p.keyWindow) + 2 * uint256(p.commitWindow) + p.revealWindow + p.auditWindow;
        uint256 longest = round + p.answerWindow + 2 * uint256(p.juryWindow);
        _within("unstakeCooldown", p.unstakeCooldown, longest, MAX_DELAY);
        _within("attemptWindow", p.attemptWindow, longest, MAX_DELAY);
        _within("admissionTtl", p.admissionTtl, longest, MAX_DELAY);
    }

    /// @dev A gated lane without trials would stay at zero and no model could ever pass.
    function _checkSuite(uint64 trialMask, uint16 gatedLanes) private pure {
        _within("trialMask", trialMask, 1, (1 << TrialLayout.POSITIONS) - 1);
        uint256 reachable = TranscriptTree.lanesOf(trialMask, trialMask);
        uint256 allowed = 0;
        for (uint8 lane = 0; lane < Lanes.COUNT; ++lane) allowed |= uint256(Lanes.get(reachable, lane)) << lane;
        require(gatedLanes != 0 && gatedLanes & ~allowed == 0, IProtocolParams.ParamOutOfBounds("gatedLanes", gatedLanes, 1, allowed));
    }

    function _checkMoney(ParamSet memory p) private pure {
        _within("stakeUnit", p.stakeUnit, MIN_UNIT, MAX_AMOUNT);
        _within("minPublisherStake", p.minPublisherStake, 0, MAX_AMOUNT);
        _within("roundFee", p.roundFee, 0, MAX_AMOUNT);
        _within("epochBond", p.epochBond, 0, MAX_AMOUNT);
        _within("custodianBond", p.custodianBond, 0, MAX_AMOUNT);
        _within("demandBond", p.demandBond, 0, MAX_AMOUNT);
        _within("challengeBond", p.challengeBond, 0, MAX_AMOUNT);
        _within("leaseBond", p.leaseBond, 0, MAX_AMOUNT);
        _within("exposureBps", p.exposureBps, BPS / 100, 1_000 * BPS);
        uint256 sum = 0;
        for (uint256 i = 0; i < p.splitBps.length; ++i) sum += p.splitBps[i];
        require(sum == BPS, IProtocolParams.SplitSum(sum));
    }

    function _checkItems(uint16 n) private pure {
        bool known = n == 24 || n == 32 || n == 48 || n == 64 || n == 96 || n == 128;
        require(known, IProtocolParams.ParamOutOfBounds("itemsPerBatch", n, 24, 128));
    }

    function _within(bytes32 field, uint256 value, uint256 min, uint256 max) private pure {
        require(value >= min && value <= max, IProtocolParams.ParamOutOfBounds(field, value, min, max));
    }
}
