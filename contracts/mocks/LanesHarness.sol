// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Lanes} from "../libraries/Lanes.sol";

/// @notice What decides a round, the medians and the gates, from outside, many cases per call, for the differential test.
contract LanesHarness {
    /// @param words one lanes word per seat
    /// @param gated lanes that must reach `minPasses`
    struct Case { uint256[] words; uint16 gated; uint16 minPasses; }

    /// @notice Medians of each case, and whether they pass.
    function judge(Case[] calldata cases) external pure returns (uint256[] memory medians, bool[] memory passed) {
        medians = new uint256[](cases.length);
        passed = new bool[](cases.length);
        for (uint256 i = 0; i < cases.length; ++i) {
            medians[i] = Lanes.lowerMedian(cases[i].words);
            passed[i] = Lanes.reaches(medians[i], cases[i].gated, cases[i].minPasses);
        }
    }
}
