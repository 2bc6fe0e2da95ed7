// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {WorstSets} from "../base/WorstSets.sol";
import {StakeBase} from "../stake/StakeBase.sol";

/// @notice What the worst set a vote can pass does to stakers: those who left before it keep their date, those who leave
/// under it wait for the longest cooldown there is, and a pause stops neither.
contract WorstStakeTest is StakeBase {
    uint256 private constant MAX_COOLDOWN = 90 days;

    function setUp() public {
        deployStake();
        params.setGuardian(address(this));
        staked(ALICE, 5);
        staked(BOB, 5);
        passEpoch();
    }

    function withdraw(address who) private {
        vm.prank(who);
        stake.withdraw();
        assertEq(token.balanceOf(who), 5 * UNIT, "all of it");
    }

    function test_attack_proposalThatWouldKeepStake() public {
        unstake(ALICE, 5);
        params.add(WorstSets.dearest());
        params.pauseEntries();
        unstake(BOB, 5);
        passSeconds(COOLDOWN);
        passEpoch();
        withdraw(ALICE);
        passSeconds(MAX_COOLDOWN);
        withdraw(BOB);
    }

    /// @notice Lowering the cooldown does not let anybody out before the longest round that could have drawn its unit.
    function test_attack_proposalThatWouldFreeStakeEarly() public {
        params.add(WorstSets.cheapest());
        unstake(ALICE, 5);
        vm.expectRevert();
        vm.prank(ALICE);
        stake.withdraw();
        passSeconds(WorstSets.cheapest().unstakeCooldown);
        passEpoch();
        withdraw(ALICE);
    }
}
