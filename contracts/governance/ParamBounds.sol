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
    /// @dev keeps the units of any supply far below 2^64
    uint256 private constant MIN_UNIT = 1e15;
    uint256 private constant BPS = 10_000;

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
        _within("attempt", attempt, 1, 4);
        _within("minPasses", minPasses, (uint256(items) * 4 + 4) / 5, items);
    }

    function _checkRound(ParamSet memory p) private pure {
        _within("seats", p.seats, 3, 15);
        // An even count has no middle seat.
        require(p.seats % 2 == 1, IProtocolParams.ParamOutOfBounds("seats", p.seats, 3, 15));
        _checkItems(p.itemsPerBatch);
        _within("keyWindow", p.keyWindow, MIN_WINDOW, MAX_WINDOW);
        _within("commitWindow", p.commitWindow, MIN_WINDOW, MAX_WINDOW);
        _within("revealWindow", p.revealWindow, MIN_WINDOW, MAX_WINDOW);
    }

    function _checkDelays(ParamSet memory p) private pure {
        _within("epochWindow", p.epochWindow, 1, MAX_DELAY);
        _within("withdrawDelay", p.withdrawDelay, 1, MAX_DELAY);
        // Whoever unstakes stays accountable for the longest round that could have drawn the unit (draw, keys, commit, reveal).
        uint256 longestRound = 2 * uint256(p.keyWindow) + p.commitWindow + p.revealWindow;
        _within("unstakeCooldown", p.unstakeCooldown, longestRound, MAX_DELAY);
        _within("attemptWindow", p.attemptWindow, longestRound, MAX_DELAY);
        _within("admissionTtl", p.admissionTtl, longestRound, MAX_DELAY);
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
        _within("evaluatorLockUnits", p.evaluatorLockUnits, 1, 1_000);
        _within("minPublisherStake", p.minPublisherStake, 0, MAX_AMOUNT);
        _within("roundFee", p.roundFee, 0, MAX_AMOUNT);
        _within("epochBond", p.epochBond, 0, MAX_AMOUNT);
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
