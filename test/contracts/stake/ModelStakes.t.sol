// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {StakeBase} from "./StakeBase.sol";

contract ModelStakesTest is StakeBase {
    uint256 private constant AMOUNT = 500e18;

    function setUp() public {
        deployStake();
    }

    function test_stakeModel_onlyByItsPublisher() public {
        modelStaked(AMOUNT);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotPublisher.selector, STRANGER, PUBLISHER));
        stake.stakeModel(MODEL, 1);
        token.transfer(PUBLISHER, 7);
        vm.startPrank(PUBLISHER);
        vm.expectRevert(IStakeManager.ZeroAmount.selector);
        stake.stakeModel(MODEL, 0);
        token.approve(address(stake), 7);
        vm.expectEmit();
        emit IStakeManager.ModelStaked(MODEL, PUBLISHER, 7, AMOUNT + 7);
        stake.stakeModel(MODEL, 7);
        assertEq(stake.modelStake(MODEL), AMOUNT + 7, "stake");
    }

    function test_unstakeModel_reverts() public {
        modelStaked(AMOUNT);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotPublisher.selector, STRANGER, PUBLISHER));
        stake.unstakeModel(MODEL, 1);
        vm.startPrank(PUBLISHER);
        vm.expectRevert(IStakeManager.ZeroAmount.selector);
        stake.unstakeModel(MODEL, 0);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientModelStake.selector, AMOUNT + 1, AMOUNT));
        stake.unstakeModel(MODEL, AMOUNT + 1);
        court.setOpenRound(MODEL, 9);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.ModelInRound.selector, MODEL));
        stake.unstakeModel(MODEL, 1);
        court.setOpenRound(MODEL, 0);
        stake.unstakeModel(MODEL, AMOUNT);
        assertEq(stake.modelStake(MODEL), 0, "stake");
    }

    function test_unstakeModel_startsTheCooldown() public {
        modelStaked(AMOUNT);
        uint64 availableAt = uint64(clock) + COOLDOWN;
        vm.startPrank(PUBLISHER);
        vm.expectEmit();
        emit IStakeManager.ModelUnstaked(MODEL, PUBLISHER, 7, availableAt);
        stake.unstakeModel(MODEL, 7);
        passSeconds(COOLDOWN - 1);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingToWithdraw.selector, PUBLISHER, availableAt));
        stake.withdraw();
        passSeconds(1);
        vm.expectEmit();
        emit IStakeManager.Withdrawn(PUBLISHER, 0, 7, 0);
        stake.withdraw();
        assertEq(token.balanceOf(PUBLISHER), 7, "paid");
        (uint128 amount,,) = stake.exitOf(PUBLISHER);
        assertEq(amount, 0, "nothing left");
    }

    /// @dev One account with units, model stake and a bond: one withdrawal takes what each of them let go, and pays the
    /// account's debt from all of it.
    function test_withdraw_takesEverythingThatCooledDown() public {
        roles.setPublisher(MODEL, ALICE);
        roles.setCustodian(DATANET, ALICE);
        uint32 alice = staked(ALICE, 4);
        token.transfer(ALICE, 30e18);
        vm.startPrank(ALICE);
        stake.stakeModel(MODEL, 10e18);
        stake.postBond(DATANET, 20e18);
        stake.unstakeModel(MODEL, 10e18);
        stake.exitBond(DATANET, 15e18);
        stake.unstakeUnits(1);
        vm.stopPrank();
        charge(alice, 5e18);
        passSeconds(COOLDOWN);
        passEpoch();
        vm.expectEmit();
        emit IStakeManager.Withdrawn(ALICE, 1, UNIT + 20e18, 5e18);
        vm.prank(ALICE);
        stake.withdraw();
        assertEq(token.balanceOf(ALICE), UNIT + 20e18, "paid");
        assertEq(token.balanceOf(TREASURY), 5e18, "debt");
        assertEq(token.balanceOf(address(stake)), 3 * UNIT + 5e18, "what stays");
    }

    /// @dev Money that cooled down need not wait for units that still count in this epoch's draws.
    function test_withdraw_paysMoneyWhileUnitsStillCount() public {
        roles.setPublisher(MODEL, ALICE);
        staked(ALICE, 4);
        passEpoch();
        token.transfer(ALICE, 10e18);
        vm.startPrank(ALICE);
        stake.stakeModel(MODEL, 10e18);
        stake.unstakeUnits(4);
        stake.unstakeModel(MODEL, 10e18);
        passSeconds(COOLDOWN);
        stake.withdraw();
        vm.stopPrank();
        assertUnits(ALICE, 4, 4, 0, 4);
        assertEq(token.balanceOf(ALICE), 10e18, "model stake");
        passEpoch();
        vm.prank(ALICE);
        stake.withdraw();
        assertEq(token.balanceOf(ALICE), 10e18 + 4 * UNIT, "units");
    }

    function test_fuzz_modelStakeAddsUp(uint96[8] memory steps) public {
        uint256 total = 0;
        uint256 leaving = 0;
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 amount = bound(steps[i], 1, 1e24);
            if (steps[i] % 2 == 0) {
                modelStaked(amount);
                total += amount;
            } else if (amount <= total) {
                vm.prank(PUBLISHER);
                stake.unstakeModel(MODEL, amount);
                total -= amount;
                leaving += amount;
            }
            (uint128 exiting,,) = stake.exitOf(PUBLISHER);
            assertEq(stake.modelStake(MODEL), total, "stake");
            assertEq(exiting, leaving, "exit");
            assertEq(token.balanceOf(address(stake)), total + leaving, "balance");
        }
    }
}
