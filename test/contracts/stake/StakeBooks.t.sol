// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProtocolParams} from "../../../contracts/interfaces/IProtocolParams.sol";
import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {StakeBase} from "./StakeBase.sol";

/// @notice Edges of the stake's books: what a pause stops, large figures, late withdrawals, payments of nothing.
contract StakeBooksTest is StakeBase {
    uint256 private constant MAX_TRIES = 64;

    function setUp() public {
        deployStake();
    }

    function test_constructor_namesItsParts() public view {
        assertEq(address(stake.token()), address(token), "token");
        assertEq(address(stake.params()), address(params), "params");
        assertEq(address(stake.models()), address(roles), "models");
        assertEq(address(stake.datanets()), address(roles), "datanets");
        assertEq(address(stake.admission()), address(court), "admission");
    }

    function test_pause_stopsStakesAndNothingElse() public {
        staked(ALICE, 2);
        modelStaked(7);
        register(ALICE, UNIT);
        params.pauseEntries();
        uint64 until = params.entriesPausedUntil();
        bytes memory refusal = abi.encodeWithSelector(IProtocolParams.EntriesArePaused.selector, until);
        vm.prank(ALICE);
        vm.expectRevert(refusal);
        stake.stakeUnits(1);
        vm.prank(PUBLISHER);
        vm.expectRevert(refusal);
        stake.stakeModel(MODEL, 1);
        bonded(9);
        unstake(ALICE, 2);
        vm.prank(PUBLISHER);
        stake.unstakeModel(MODEL, 7);
        passSeconds(until - clock);
        vm.prank(ALICE);
        stake.stakeUnits(1);
        assertUnits(ALICE, 3, 0, 0, 2);
    }

    /// @dev Nobody has to come back in the very epoch in which the units stopped counting.
    function test_withdraw_anyTimeLater() public {
        staked(ALICE, 5);
        passEpoch();
        unstake(ALICE, 5);
        passSeconds(COOLDOWN);
        for (uint256 i = 0; i < 3; ++i) passEpoch();
        vm.prank(ALICE);
        stake.withdraw();
        assertEq(token.balanceOf(ALICE), 5 * UNIT, "paid");
    }

    /// @dev More units than two bytes can count go all the way in and out, and an absurd request is named in full.
    function test_units_beyondSmallNumbers() public {
        staked(ALICE, 70_000);
        passEpoch();
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientFreeUnits.selector, type(uint64).max, 70_000));
        unstake(ALICE, type(uint64).max);
        vm.expectEmit();
        emit IStakeManager.EvaluatorUnstaked(ALICE, 70_000, 70_000 * UNIT, uint64(clock) + COOLDOWN, epochNow() + 1);
        unstake(ALICE, 70_000);
        passSeconds(COOLDOWN);
        passEpoch();
        vm.expectEmit();
        emit IStakeManager.Withdrawn(ALICE, 70_000, 70_000 * UNIT, 0);
        vm.prank(ALICE);
        stake.withdraw();
        assertUnits(ALICE, 0, 0, 0, 0);
        assertTotals(0, 0);
        assertEq(token.balanceOf(ALICE), 70_000 * UNIT, "paid");
    }

    /// @dev One unit among 64, the others barred: a seed that finds it at the last try draws it, and one that would need
    /// another try does not.
    function test_drawSeats_triesAsOftenAsDocumented() public {
        uint32 alice = staked(ALICE, 1);
        uint32 bob = staked(BOB, 63);
        passEpoch();
        bytes32 last = seedThatHitsAt(MAX_TRIES - 1);
        bytes32 late = seedThatHitsAt(MAX_TRIES);
        assertEq(drawWithout(last, 1, list(bob), 7)[0], alice, "alice");
        uint32[] memory seats = list(alice);
        release(seats, 7);
        vm.expectRevert(IStakeManager.NoFreeUnit.selector);
        drawWithout(late, 1, list(bob), 8);
    }

    /// @notice A seed whose first seat falls on unit 0 of 64 at that attempt and not before.
    function seedThatHitsAt(uint256 wanted) private pure returns (bytes32 seed) {
        for (uint256 i = 0; ; ++i) {
            seed = bytes32(i);
            uint256 attempt = 0;
            while (attempt <= wanted && uint256(keccak256(abi.encode(seed, uint256(0), attempt))) % 64 != 0) ++attempt;
            if (attempt == wanted) return seed;
        }
    }

    /// @dev A token may refuse to move nothing, so nothing is never sent.
    function test_pay_sendsNoEmptyTransfers() public {
        uint32 alice = staked(ALICE, 4);
        bonded(9);
        passEpoch();
        draw("seed", 1, 7);
        vm.recordLogs();
        slash(alice, 7, 0);
        assertLogs(2, "slash without bounty");
        vm.startPrank(address(court));
        stake.bindBond(DATANET, 9);
        stake.freeBond(DATANET, 0, 3, true);
        assertLogs(1, "cut of nothing");
        stake.freeBond(DATANET, 4, 3, false);
        assertLogs(0, "no cut");
        stake.freeBond(DATANET, 5, 3, true);
        assertLogs(2, "cut");
        vm.stopPrank();
        unstake(ALICE, 1);
        passSeconds(COOLDOWN);
        passEpoch();
        vm.getRecordedLogs();
        vm.prank(ALICE);
        stake.withdraw();
        assertLogs(2, "no debt");
        unstake(ALICE, 1);
        charge(alice, UNIT);
        passSeconds(COOLDOWN);
        passEpoch();
        vm.getRecordedLogs();
        vm.prank(ALICE);
        stake.withdraw();
        assertLogs(2, "all of it a debt");
    }

    function assertLogs(uint256 count, string memory what) private {
        assertEq(vm.getRecordedLogs().length, count, what);
    }
}
