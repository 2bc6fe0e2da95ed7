// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {StakeBase} from "./StakeBase.sol";

contract SlashTest is StakeBase {
    uint32 private alice;

    function setUp() public {
        deployStake();
        alice = staked(ALICE, 10);
        passEpoch();
    }

    function withdraw(address who) private {
        vm.prank(who);
        stake.withdraw();
    }

    function passCooldown() private {
        passSeconds(COOLDOWN);
        passEpoch();
    }

    function test_slash_takesOneLockedUnit() public {
        draw("seed", 3, 7);
        vm.expectEmit();
        emit IStakeManager.EvaluatorSlashed(ALICE, address(court), 7, UNIT, 0);
        slash(alice, 7, 0);
        assertUnits(ALICE, 9, 10, 2, 0);
        assertTotals(10, 9);
        assertEq(token.balanceOf(TREASURY), UNIT, "treasury");
        assertEq(token.balanceOf(address(stake)), 9 * UNIT, "balance");
    }

    function test_slash_paysAtMostHalfToTheCaller() public {
        draw("seed", 2, 7);
        vm.expectEmit();
        emit IStakeManager.EvaluatorSlashed(ALICE, address(court), 7, UNIT, UNIT / 2);
        slash(alice, 7, UNIT / 2);
        assertEq(token.balanceOf(address(court)), UNIT / 2, "bounty");
        assertEq(token.balanceOf(TREASURY), UNIT / 2, "treasury");
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.BountyTooHigh.selector, UNIT / 2 + 1, UNIT / 2));
        slash(alice, 7, UNIT / 2 + 1);
    }

    function test_slash_revertsWithNothingLocked() public {
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingLocked.selector, alice));
        slash(alice, 7, 0);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingLocked.selector, 0));
        slash(0, 7, 0);
    }

    /// @dev Nine of ten units leave, three are locked: slashes take locks and, in the end, what was leaving.
    function test_slash_capsWhatIsLeaving() public {
        draw("seed", 3, 7);
        unstake(ALICE, 7);
        slash(alice, 7, 0);
        assertUnits(ALICE, 9, 10, 2, 7);
        assertTotals(10, 2);
        slash(alice, 7, 0);
        slash(alice, 7, 0);
        assertUnits(ALICE, 7, 10, 0, 7);
        assertTotals(10, 0);
    }

    function test_slash_ofALeavingUnit() public {
        unstake(ALICE, 10);
        draw("seed", 2, 7);
        slash(alice, 7, 0);
        assertUnits(ALICE, 9, 10, 1, 9);
        assertTotals(10, 0);
        passCooldown();
        withdraw(ALICE);
        assertUnits(ALICE, 1, 0, 1, 1);
        assertEq(token.balanceOf(ALICE), 8 * UNIT, "what was neither slashed nor locked");
    }

    function test_charge_isTakenFromTheNextWithdrawal() public {
        vm.expectEmit();
        emit IStakeManager.EvaluatorCharged(ALICE, address(court), 7, 3e18);
        charge(alice, 3e18);
        charge(alice, 4e18);
        assertEq(stake.debtOf(ALICE), 7e18, "debt");
        unstake(ALICE, 1);
        passCooldown();
        vm.expectEmit();
        emit IStakeManager.Withdrawn(ALICE, 1, UNIT - 7e18, 7e18);
        withdraw(ALICE);
        assertEq(stake.debtOf(ALICE), 0, "paid");
        assertEq(token.balanceOf(TREASURY), 7e18, "treasury");
        assertEq(token.balanceOf(ALICE), UNIT - 7e18, "alice");
    }

    function test_charge_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.UnknownStaker.selector, 2));
        charge(2, 1);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.UnknownStaker.selector, 0));
        charge(0, 1);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.ChargeTooHigh.selector, UNIT + 1, UNIT));
        charge(alice, UNIT + 1);
    }

    function test_fuzz_charge_neverTakesMoreThanIsOwedOrThere(uint256[6] memory fees, uint64 units) public {
        uint256 debt = 0;
        for (uint256 i = 0; i < fees.length; ++i) {
            uint256 fee = bound(fees[i], 0, UNIT);
            charge(alice, fee);
            debt += fee;
        }
        units = uint64(bound(units, 1, 10));
        unstake(ALICE, units);
        passCooldown();
        withdraw(ALICE);
        uint256 charged = debt < units * UNIT ? debt : units * UNIT;
        assertEq(token.balanceOf(TREASURY), charged, "treasury");
        assertEq(token.balanceOf(ALICE), units * UNIT - charged, "alice");
        assertEq(stake.debtOf(ALICE), debt - charged, "still owed");
    }

    /// @dev A debt above what is withdrawn takes it all, and the rest follows the account into its next withdrawal.
    function test_charge_theRestStaysOwed() public {
        for (uint256 i = 0; i < 3; ++i) charge(alice, UNIT);
        unstake(ALICE, 2);
        passCooldown();
        vm.expectEmit();
        emit IStakeManager.Withdrawn(ALICE, 2, 0, 2 * UNIT);
        withdraw(ALICE);
        assertEq(stake.debtOf(ALICE), UNIT, "still owed");
        unstake(ALICE, 2);
        passCooldown();
        withdraw(ALICE);
        assertEq(token.balanceOf(ALICE), UNIT, "the second unit");
        assertEq(token.balanceOf(TREASURY), 3 * UNIT, "treasury");
    }

    function test_exitForDebt_takesWholeUnitsOutOfTheDraws() public {
        charge(alice, UNIT);
        charge(alice, UNIT - 1);
        uint64 availableAt = uint64(clock) + COOLDOWN;
        vm.expectEmit();
        emit IStakeManager.EvaluatorUnstaked(ALICE, 1, UNIT, availableAt, epochNow() + 1);
        vm.prank(STRANGER);
        stake.exitForDebt(ALICE);
        assertUnits(ALICE, 10, 10, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NoUnitDue.selector, ALICE, 2 * UNIT - 1));
        stake.exitForDebt(ALICE);
        charge(alice, 1);
        stake.exitForDebt(ALICE);
        assertUnits(ALICE, 10, 10, 0, 2);
        passCooldown();
        assertUnits(ALICE, 10, 8, 0, 2);
        withdraw(ALICE);
        assertEq(token.balanceOf(TREASURY), 2 * UNIT, "treasury");
        assertEq(token.balanceOf(ALICE), 0, "alice");
    }

    function test_exitForDebt_refusesWhoOwesNothing() public {
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NoUnitDue.selector, ALICE, 0));
        stake.exitForDebt(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NoUnitDue.selector, STRANGER, 0));
        stake.exitForDebt(STRANGER);
    }

    /// @dev Units that leave already count towards the debt; so nobody can extend a debtor's cooldown at will.
    function test_exitForDebt_countsWhatIsLeaving() public {
        unstake(ALICE, 3);
        for (uint256 i = 1; i <= 3; ++i) {
            charge(alice, UNIT);
            vm.expectRevert(abi.encodeWithSelector(IStakeManager.NoUnitDue.selector, ALICE, i * UNIT));
            stake.exitForDebt(ALICE);
        }
        charge(alice, UNIT);
        stake.exitForDebt(ALICE);
        assertUnits(ALICE, 10, 10, 0, 4);
    }

    /// @dev The silent owner of one unit, drawn again and again: its only unit is always locked when a charge comes.
    function test_exitForDebt_reachesLockedUnits() public {
        uint32 bob = staked(BOB, 1);
        passEpoch();
        drawWithout("seed", 1, list(alice), 7);
        charge(bob, UNIT);
        stake.exitForDebt(BOB);
        assertUnits(BOB, 1, 1, 1, 1);
        passCooldown();
        assertUnits(BOB, 1, 0, 1, 1);
        vm.expectRevert(IStakeManager.NoFreeUnit.selector);
        drawWithout("again", 1, list(alice), 8);
        release(list(bob), 7);
        withdraw(BOB);
        assertEq(token.balanceOf(TREASURY), UNIT, "treasury");
    }
}
