// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {StakeBase} from "./StakeBase.sol";

contract BondsTest is StakeBase {
    uint256 private constant BOND = 50e18;

    function setUp() public {
        deployStake();
    }

    function bind(uint256 amount) private {
        vm.prank(address(court));
        stake.bindBond(DATANET, amount);
    }

    function free(uint256 amount, bool cut) private {
        vm.prank(address(court));
        stake.freeBond(DATANET, amount, 3, cut);
    }

    function assertBond(uint256 total, uint256 bound_) private view {
        (uint256 t, uint256 b) = stake.bondOf(DATANET);
        assertEq(t, total, "total");
        assertEq(b, bound_, "bound");
    }

    function test_postBond_adds() public {
        bonded(BOND);
        token.transfer(CUSTODIAN, 7);
        vm.startPrank(CUSTODIAN);
        token.approve(address(stake), 7);
        vm.expectEmit();
        emit IStakeManager.BondPosted(DATANET, CUSTODIAN, 7, BOND + 7);
        stake.postBond(DATANET, 7);
        assertBond(BOND + 7, 0);
        assertEq(token.balanceOf(address(stake)), BOND + 7, "balance");
    }

    function test_postBond_reverts() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotCustodian.selector, STRANGER, CUSTODIAN));
        stake.postBond(DATANET, 1);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotCustodian.selector, STRANGER, address(0)));
        stake.postBond(2, 1);
        vm.prank(CUSTODIAN);
        vm.expectRevert(IStakeManager.ZeroAmount.selector);
        stake.postBond(DATANET, 0);
    }

    function test_exitBond_leavesWhatIsBound() public {
        bonded(3 * BOND);
        bind(BOND);
        vm.startPrank(CUSTODIAN);
        vm.expectRevert(IStakeManager.ZeroAmount.selector);
        stake.exitBond(DATANET, 0);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientBond.selector, 2 * BOND + 1, 2 * BOND));
        stake.exitBond(DATANET, 2 * BOND + 1);
        vm.expectEmit();
        emit IStakeManager.BondExited(DATANET, CUSTODIAN, 2 * BOND, uint64(clock) + COOLDOWN);
        stake.exitBond(DATANET, 2 * BOND);
        assertBond(BOND, BOND);
        vm.stopPrank();
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotCustodian.selector, STRANGER, CUSTODIAN));
        stake.exitBond(DATANET, 1);
        passSeconds(COOLDOWN);
        vm.expectEmit();
        emit IStakeManager.Withdrawn(CUSTODIAN, 0, 2 * BOND, 0);
        vm.prank(CUSTODIAN);
        stake.withdraw();
        assertEq(token.balanceOf(CUSTODIAN), 2 * BOND, "paid");
    }

    function test_bindBond_untilNothingIsFree() public {
        bonded(2 * BOND);
        bind(BOND);
        bind(BOND);
        assertBond(2 * BOND, 2 * BOND);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientBond.selector, 1, 0));
        bind(1);
        bind(0);
    }

    function test_freeBond_returnsOrCuts() public {
        bonded(2 * BOND);
        bind(2 * BOND);
        free(BOND, false);
        assertBond(2 * BOND, BOND);
        assertEq(token.balanceOf(TREASURY), 0, "nothing cut");
        vm.expectEmit();
        emit IStakeManager.BondCut(DATANET, 3, BOND);
        free(BOND, true);
        assertBond(BOND, 0);
        assertEq(token.balanceOf(TREASURY), BOND, "cut");
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientBond.selector, 1, 0));
        free(1, true);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientBond.selector, 1, 0));
        free(1, false);
    }

    function test_fuzz_boundNeverExceedsTotal(uint256[10] memory steps) public {
        bonded(1_000);
        for (uint256 i = 0; i < steps.length; ++i) {
            (uint256 total, uint256 tied) = stake.bondOf(DATANET);
            uint256 step = steps[i] % 4;
            uint256 amount = bound(steps[i] >> 2, 0, step == 0 || step == 3 ? total - tied : tied);
            if (step == 0) bind(amount);
            else if (step == 1) free(amount, false);
            else if (step == 2) free(amount, true);
            else if (amount != 0) exit(amount);
            (total, tied) = stake.bondOf(DATANET);
            assertLe(tied, total, "bound");
            (uint128 leaving,,) = stake.exitOf(CUSTODIAN);
            assertEq(token.balanceOf(address(stake)), total + leaving, "balance");
        }
    }

    function exit(uint256 amount) private {
        vm.prank(CUSTODIAN);
        stake.exitBond(DATANET, amount);
    }
}
