// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {FeeToken} from "../../../contracts/mocks/FeeToken.sol";
import {LyingToken} from "../../../contracts/mocks/LyingToken.sol";
import {ReentrantToken} from "../../../contracts/mocks/ReentrantToken.sol";
import {ExactTransfer} from "../../../contracts/token/ExactTransfer.sol";
import {StakeBase} from "./StakeBase.sol";

/// @notice The stake manager with tokens that nobody should deploy it with.
contract TokenAttacksTest is StakeBase {
    ReentrantToken private hostile;
    bytes[] private attacks;

    /// @dev Alice is everything at once, so that every deposit can be tried.
    function equip(address token_) private {
        deployStakeFor(token_);
        roles.setPublisher(MODEL, ALICE);
        roles.setCustodian(DATANET, ALICE);
        vm.startPrank(ALICE);
        IERC20(token_).approve(address(stake), type(uint256).max);
        stake.registerEvaluator("key");
        vm.stopPrank();
    }

    function assertDepositsRefused(uint256 arriving) private {
        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(ExactTransfer.TransferIncomplete.selector, arriving, UNIT));
        stake.stakeUnits(1);
        vm.expectRevert(abi.encodeWithSelector(ExactTransfer.TransferIncomplete.selector, arriving, UNIT));
        stake.stakeModel(MODEL, UNIT);
        vm.expectRevert(abi.encodeWithSelector(ExactTransfer.TransferIncomplete.selector, arriving, UNIT));
        stake.postBond(DATANET, UNIT);
        vm.stopPrank();
        assertEq(stake.stakerIdOf(ALICE), 0, "nothing booked");
    }

    function test_attack_feeOnTransferTokenIsRefused() public {
        FeeToken fee = new FeeToken();
        equip(address(fee));
        fee.mint(ALICE, 10 * UNIT);
        assertDepositsRefused(UNIT - UNIT / 100);
        fee.setFee(false);
        vm.prank(ALICE);
        stake.stakeUnits(1);
        assertUnits(ALICE, 1, 0, 0, 0);
    }

    function test_attack_lyingTokenIsRefused() public {
        equip(address(new LyingToken()));
        assertDepositsRefused(0);
    }

    /// @dev A token whose transfers call back, as the account that stakes: the token itself.
    function equipHostile() private {
        hostile = new ReentrantToken();
        equip(address(hostile));
        hostile.mint(ALICE, 100 * UNIT);
        hostile.mint(address(hostile), 100 * UNIT);
        roles.setPublisher(2, address(hostile));
        roles.setCustodian(2, address(hostile));
        court.setJudge(address(hostile), true);
        vm.startPrank(address(hostile));
        hostile.approve(address(stake), type(uint256).max);
        stake.registerEvaluator("key");
        stake.stakeUnits(5);
        vm.stopPrank();
        attacks.push(abi.encodeCall(IStakeManager.stakeUnits, (1)));
        attacks.push(abi.encodeCall(IStakeManager.withdraw, ()));
        attacks.push(abi.encodeCall(IStakeManager.stakeModel, (2, 1)));
        attacks.push(abi.encodeCall(IStakeManager.postBond, (2, 1)));
        attacks.push(abi.encodeCall(IStakeManager.slash, (1, 1, 0)));
    }

    /// @dev Every function that moves tokens, from within every transfer that another one makes.
    function test_attack_reentrantToken() public {
        equipHostile();
        vm.startPrank(ALICE);
        stake.stakeUnits(5);
        stake.postBond(DATANET, 10);
        stake.exitBond(DATANET, 5);
        vm.stopPrank();
        passEpoch();
        passSeconds(COOLDOWN);
        draw("seed", 4, 7);
        vm.prank(address(court));
        stake.bindBond(DATANET, 5);
        bytes memory refused = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        for (uint256 i = 0; i < attacks.length; ++i) {
            hostile.arm(address(stake), attacks[i]);
            vm.startPrank(ALICE);
            vm.expectRevert(refused);
            stake.stakeUnits(1);
            vm.expectRevert(refused);
            stake.stakeModel(MODEL, 1);
            vm.expectRevert(refused);
            stake.postBond(DATANET, 1);
            vm.expectRevert(refused);
            stake.withdraw();
            vm.stopPrank();
            uint32 seat = lockedStaker();
            vm.startPrank(address(court));
            vm.expectRevert(refused);
            stake.slash(seat, 7, 0);
            vm.expectRevert(refused);
            stake.freeBond(DATANET, 5, 1, true);
            vm.stopPrank();
        }
        hostile.arm(address(0), "");
        vm.prank(ALICE);
        stake.withdraw();
        assertEq(hostile.balanceOf(address(stake)), 10 * UNIT + 5, "the books are whole");
    }

    function lockedStaker() private view returns (uint32) {
        (,, uint64 locked,) = stake.unitsOf(ALICE);
        return stake.stakerIdOf(locked != 0 ? ALICE : address(hostile));
    }

    /// @dev What is not guarded moves no tokens: leaving in the middle of a deposit changes nothing that the deposit relies on.
    function test_attack_unstakeInsideADeposit() public {
        equipHostile();
        hostile.arm(address(stake), abi.encodeCall(IStakeManager.unstakeUnits, (5)));
        vm.prank(ALICE);
        stake.stakeUnits(3);
        assertUnits(address(hostile), 5, 0, 0, 5);
        assertUnits(ALICE, 3, 0, 0, 0);
        assertTotals(0, 3);
        assertEq(hostile.balanceOf(address(stake)), 8 * UNIT, "balance");
    }
}
