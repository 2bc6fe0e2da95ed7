// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission} from "../../../contracts/interfaces/IAdmission.sol";
import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {Exits} from "../../../contracts/stake/Exits.sol";
import {StakeManager} from "../../../contracts/stake/StakeManager.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {StakeBase} from "./StakeBase.sol";

contract UnitsTest is StakeBase {
    function setUp() public {
        deployStake();
    }

    function test_constructor_revertsWithZeroTreasury() public {
        address randomness = address(stake.randomness());
        bytes memory arguments = abi.encode(token, params, roles, roles, randomness, address(0));
        bytes memory code = bytes.concat(vm.getCode("contracts/stake/StakeManager.sol"), arguments);
        vm.expectRevert(Exits.ZeroTreasury.selector);
        this.create_(code);
    }

    /// @dev An outer call, because a failed creation by itself does not revert.
    function create_(bytes memory code) external {
        assembly ("memory-safe") {
            if iszero(create(0, add(code, 0x20), mload(code))) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
    }

    function test_constructor_takesTheUnitOfTheFirstSet() public view {
        assertEq(stake.stakeUnit(), UNIT, "unit");
        assertEq(stake.treasury(), TREASURY, "treasury");
    }

    function test_registerEvaluator_rotatesTheKey() public {
        vm.startPrank(ALICE);
        vm.expectEmit();
        emit IStakeManager.EvaluatorRegistered(ALICE, "key");
        stake.registerEvaluator("key");
        stake.registerEvaluator("key2");
        assertEq(stake.encryptionKeyOf(ALICE), "key2", "key");
        vm.expectRevert(IStakeManager.ZeroKey.selector);
        stake.registerEvaluator(0);
    }

    function test_stakeUnits_emits() public {
        register(ALICE, 5 * UNIT);
        vm.expectEmit();
        emit IStakeManager.EvaluatorStaked(ALICE, 1, 2, 2, 2 * UNIT, epochNow() + 1);
        vm.prank(ALICE);
        stake.stakeUnits(2);
        passEpoch();
        vm.expectEmit();
        emit IStakeManager.EvaluatorStaked(ALICE, 1, 3, 5, 3 * UNIT, epochNow() + 1);
        vm.prank(ALICE);
        stake.stakeUnits(3);
    }

    function test_stakeUnits_numbersStakersInOrder() public {
        assertEq(staked(ALICE, 1), 1, "alice");
        assertEq(staked(BOB, 2), 2, "bob");
        assertEq(stake.accountOf(1), ALICE, "account 1");
        assertEq(stake.accountOf(2), BOB, "account 2");
        assertEq(stake.accountOf(0), address(0), "account 0");
        assertEq(stake.accountOf(3), address(0), "account 3");
        assertEq(stake.stakerIdOf(CAROL), 0, "carol");
        assertUnits(CAROL, 0, 0, 0, 0);
    }

    function test_fuzz_stakeUnits_movesWholeUnits(uint64 units) public {
        units = uint64(bound(units, 1, 10_000_000));
        staked(ALICE, units);
        assertUnits(ALICE, units, 0, 0, 0);
        assertTotals(0, units);
        assertEq(token.balanceOf(address(stake)), units * UNIT, "balance");
        passEpoch();
        assertUnits(ALICE, units, units, 0, 0);
        assertTotals(units, units);
    }

    function test_stakeUnits_reverts() public {
        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotRegistered.selector, ALICE));
        stake.stakeUnits(1);
        stake.registerEvaluator("key");
        vm.expectRevert(IStakeManager.ZeroUnits.selector);
        stake.stakeUnits(0);
    }

    function test_unstakeUnits_leavesAfterTheCooldown() public {
        staked(ALICE, 5);
        passEpoch();
        uint64 availableAt = uint64(clock) + COOLDOWN;
        vm.startPrank(ALICE);
        vm.expectEmit();
        emit IStakeManager.EvaluatorUnstaked(ALICE, 2, 2 * UNIT, availableAt, epochNow() + 1);
        stake.unstakeUnits(2);
        assertUnits(ALICE, 5, 5, 0, 2);
        assertTotals(5, 3);
        vm.stopPrank();
        passEpoch();
        assertUnits(ALICE, 5, 3, 0, 2);
        vm.warp(availableAt - 1);
        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingToWithdraw.selector, ALICE, availableAt));
        stake.withdraw();
        vm.warp(availableAt);
        vm.expectEmit();
        emit IStakeManager.Withdrawn(ALICE, 2, 2 * UNIT, 0);
        stake.withdraw();
        assertUnits(ALICE, 3, 3, 0, 0);
        assertTotals(3, 3);
        assertEq(token.balanceOf(ALICE), 2 * UNIT, "paid");
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingToWithdraw.selector, ALICE, availableAt));
        stake.withdraw();
    }

    function test_withdraw_ofAStranger() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingToWithdraw.selector, STRANGER, 0));
        stake.withdraw();
    }

    function test_unstakeUnits_reverts() public {
        staked(ALICE, 5);
        vm.expectRevert(IStakeManager.ZeroUnits.selector);
        unstake(ALICE, 0);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientFreeUnits.selector, 6, 5));
        unstake(ALICE, 6);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientFreeUnits.selector, 1, 0));
        unstake(STRANGER, 1);
        passEpoch();
        draw("seed", 2, 7);
        unstake(ALICE, 1);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientFreeUnits.selector, 3, 2));
        unstake(ALICE, 3);
    }

    /// @dev All units are leaving and locked: nothing is free, and the figure does not wrap.
    function test_unstakeUnits_whenEverythingIsBusy() public {
        staked(ALICE, 3);
        passEpoch();
        unstake(ALICE, 3);
        draw("seed", 2, 7);
        assertUnits(ALICE, 3, 3, 2, 3);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientFreeUnits.selector, 1, 0));
        unstake(ALICE, 1);
    }

    function test_stakeUnits_whileLeaving() public {
        staked(ALICE, 5);
        passEpoch();
        unstake(ALICE, 4);
        staked(ALICE, 2);
        assertUnits(ALICE, 7, 5, 0, 4);
        assertTotals(5, 3);
    }

    function test_exit_aLaterExitExtendsTheCooldown() public {
        staked(ALICE, 5);
        passEpoch();
        unstake(ALICE, 1);
        passSeconds(COOLDOWN - 1);
        unstake(ALICE, 1);
        (, uint64 availableAt,) = stake.exitOf(ALICE);
        assertEq(availableAt, clock + COOLDOWN, "second cooldown");
        passEpoch();
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingToWithdraw.selector, ALICE, availableAt));
        vm.prank(ALICE);
        stake.withdraw();
    }

    function test_exit_aShorterCooldownDoesNotFreeAnEarlierExit() public {
        staked(ALICE, 5);
        unstake(ALICE, 1);
        uint256 first = clock + COOLDOWN;
        ParamSet memory set = LocalParams.set();
        set.unstakeCooldown = 1_700;
        params.add(set);
        unstake(ALICE, 1);
        (, uint64 availableAt,) = stake.exitOf(ALICE);
        assertEq(availableAt, first, "first cooldown");
    }

    /// @dev Locked units stay; once released, the same exit lets them out without a new cooldown.
    function test_withdraw_waitsForTheLastLock() public {
        staked(ALICE, 5);
        passEpoch();
        unstake(ALICE, 5);
        uint32[] memory seats = draw("seed", 3, 7);
        passSeconds(COOLDOWN);
        passEpoch();
        vm.prank(ALICE);
        stake.withdraw();
        assertUnits(ALICE, 3, 0, 3, 3);
        assertEq(token.balanceOf(ALICE), 2 * UNIT, "unlocked part");
        (, uint64 availableAt,) = stake.exitOf(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingToWithdraw.selector, ALICE, availableAt));
        vm.prank(ALICE);
        stake.withdraw();
        release(seats, 7);
        vm.prank(ALICE);
        stake.withdraw();
        assertUnits(ALICE, 0, 0, 0, 0);
        assertEq(token.balanceOf(ALICE), 5 * UNIT, "the rest");
    }

    /// @dev The cooldown is over but the epoch is not: the units still count in draws, so they stay.
    function test_withdraw_notInTheEpochThatStillDraws() public {
        staked(ALICE, 5);
        passEpoch();
        unstake(ALICE, 5);
        passSeconds(COOLDOWN);
        (, uint64 availableAt, uint32 effectiveEpoch) = stake.exitOf(ALICE);
        assertEq(effectiveEpoch, epochNow() + 1, "effective epoch");
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingToWithdraw.selector, ALICE, availableAt));
        vm.prank(ALICE);
        stake.withdraw();
        passEpoch();
        vm.prank(ALICE);
        stake.withdraw();
        assertEq(token.balanceOf(ALICE), 5 * UNIT, "paid");
    }

    /// @dev However stake and unstake alternate over epochs, weights follow one epoch later and the tokens add up.
    function test_fuzz_stakeAndUnstake(uint64[12] memory steps) public {
        staked(ALICE, 50);
        staked(BOB, 30);
        uint64 units = 50;
        uint64 leaving = 0;
        uint64 before = 0;
        for (uint256 i = 0; i < steps.length; ++i) {
            uint64 part = uint64(bound(steps[i], 1, 20));
            if (steps[i] % 3 == 0) {
                before = units - leaving;
                passEpoch();
            } else if (steps[i] % 3 == 1) {
                staked(ALICE, part);
                units += part;
            } else if (part <= units - leaving) {
                unstake(ALICE, part);
                leaving += part;
            }
            assertUnits(ALICE, units, before, 0, leaving);
            assertEq(stake.totalNextUnits(), units - leaving + 30, "total next");
            assertEq(token.balanceOf(address(stake)), (units + 30) * UNIT, "balance");
        }
    }

    function test_connectAdmission_once() public {
        vm.expectRevert();
        stake.connectAdmission(IAdmission(address(court)));
    }
}
