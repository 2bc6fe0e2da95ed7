// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {WorstSets} from "../base/WorstSets.sol";
import {RewardsBase} from "../reward/RewardsBase.sol";
import {Trees} from "../reward/Trees.sol";

/// @notice What the worst set a vote can pass does to earners: final epochs stay claimable at once, the next epoch can still
/// be posted and claimed after the longest window, and a pause stops none of it.
contract WorstRewardsTest is RewardsBase {
    uint64 private constant MAX_WAIT = 30 days;

    function test_attack_proposalThatWouldKeepEarnings() public {
        fund(100e18);
        Trees memory trees = pair(2e18, 3e18);
        postFinal(trees, START);
        params.add(WorstSets.dearest());
        params.setGuardian(address(this));
        params.pauseEntries();
        assertEq(claim(trees, 0), 2e18, "final is final");
        Trees memory next = pair(7e18, 3e18);
        vm.warp(START + WINDOW + 1);
        post(next);
        vm.warp(START + WINDOW + 1 + MAX_WAIT);
        assertEq(claim(next, 0), 5e18, "the next one too");
        assertEq(claim(next, 1), 3e18, "and all of it");
    }
}
