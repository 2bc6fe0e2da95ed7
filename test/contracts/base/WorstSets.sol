// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {LocalParams} from "./LocalParams.sol";

/// @notice Sets at the ends of their bounds, for a deployment that began with LocalParams.
library WorstSets {
    /// @notice Every delay and price at its maximum.
    function dearest() internal pure returns (ParamSet memory set) {
        set = LocalParams.set();
        (set.keyWindow, set.commitWindow, set.revealWindow, set.auditWindow) = (7 days, 7 days, 7 days, 7 days);
        (set.answerWindow, set.juryWindow) = (7 days, 7 days);
        (set.epochWindow, set.withdrawDelay, set.acceptWindow) = (30 days, 30 days, 30 days);
        (set.unstakeCooldown, set.attemptWindow, set.admissionTtl) = (90 days, 365 days, 365 days);
        (set.minPublisherStake, set.roundFee, set.custodianBond, set.leaseBond) = (1e24, 1e24, 1e24, 1e24);
        (set.demandBond, set.challengeBond, set.epochBond) = (1_000e18, 1_000e18, 1_000e18);
        (set.auditLeaves, set.exposureBps) = (256, 100);
        set.splitBps = [uint16(7_500), 0, 0, 0, 0, 2_500];
    }

    /// @notice Every delay at its minimum and nothing costs anything.
    function cheapest() internal pure returns (ParamSet memory set) {
        set = LocalParams.set();
        (set.keyWindow, set.commitWindow, set.revealWindow, set.auditWindow) = (30, 150, 15, 5);
        (set.answerWindow, set.juryWindow, set.epochWindow, set.acceptWindow) = (8, 8, 5, 5);
        uint32 longest = 2 * 30 + 2 * 150 + 15 + 5 + 8 + 2 * 8;
        (set.unstakeCooldown, set.attemptWindow, set.admissionTtl) = (longest, longest, longest);
        (set.minPublisherStake, set.roundFee, set.custodianBond, set.leaseBond) = (0, 0, 0, 0);
        (set.demandBond, set.challengeBond, set.epochBond) = (0, 1e18, 1e18);
        (set.auditLeaves, set.exposureBps) = (0, 10_000_000);
    }
}
