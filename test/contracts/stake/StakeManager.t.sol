// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {Sortition} from "../../../contracts/stake/Sortition.sol";
import {StakeManager} from "../../../contracts/stake/StakeManager.sol";
import {ProtocolStage} from "../base/ProtocolStage.sol";

contract StakeManagerTest is ProtocolStage {
    address private constant ALICE = address(0xE1);
    uint32 private constant COOLDOWN = 100;

    function setUp() public {
        deployAll();
        sealedDatanet();
    }

    function assertUnits(address who, uint64 staked, uint64 active, uint64 locked) private view {
        (uint64 s, uint64 a, uint64 l) = stake.unitsOf(who);
        assertEq(s, staked, "staked");
        assertEq(a, active, "active");
        assertEq(l, locked, "locked");
    }

    function test_constructor_revertsWithZeroTreasury() public {
        vm.expectRevert(Sortition.ZeroTreasury.selector);
        new StakeManager(token, params, models, address(0));
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

    function test_fuzz_stakeUnits_movesWholeUnits(uint64 units) public {
        units = uint64(bound(units, 1, 1_000_000));
        evaluatorWith(ALICE, units);
        assertUnits(ALICE, units, units, 0);
        assertEq(stake.totalActiveUnits(), units, "total");
        assertEq(token.balanceOf(address(stake)), units * UNIT, "balance");
    }

    function test_stakeUnits_emitsBothEvents() public {
        evaluatorWith(ALICE, 2);
        token.transfer(ALICE, 3 * UNIT);
        vm.expectEmit();
        emit IStakeManager.EvaluatorStaked(ALICE, 3, 5, 3 * UNIT);
        vm.expectEmit();
        emit IStakeManager.WeightChanged(ALICE, 5, 5);
        vm.prank(ALICE);
        stake.stakeUnits(3);
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
        evaluatorWith(ALICE, 5);
        uint64 availableAt = uint64(clock) + COOLDOWN;
        vm.startPrank(ALICE);
        vm.expectEmit();
        emit IStakeManager.EvaluatorUnstaked(ALICE, 2, 2 * UNIT, availableAt);
        stake.unstakeUnits(2);
        assertUnits(ALICE, 3, 3, 0);
        passSeconds(COOLDOWN - 1);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingToWithdraw.selector, ALICE, availableAt));
        stake.withdraw();
        passSeconds(1);
        vm.expectEmit();
        emit IStakeManager.Withdrawn(ALICE, 2 * UNIT);
        stake.withdraw();
        assertEq(token.balanceOf(ALICE), 2 * UNIT, "paid");
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingToWithdraw.selector, ALICE, 0));
        stake.withdraw();
    }

    function test_unstakeUnits_reverts() public {
        evaluatorWith(ALICE, 5);
        vm.startPrank(ALICE);
        vm.expectRevert(IStakeManager.ZeroUnits.selector);
        stake.unstakeUnits(0);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientFreeUnits.selector, 6, 5));
        stake.unstakeUnits(6);
    }

    function test_exit_aShorterCooldownDoesNotFreeAnEarlierExit() public {
        evaluatorWith(ALICE, 5);
        vm.prank(ALICE);
        stake.unstakeUnits(1);
        ParamSet memory set = defaultSet();
        set.unstakeCooldown = 90;
        vm.prank(OWNER);
        params.add(set);
        vm.prank(ALICE);
        stake.unstakeUnits(1);
        (, uint64 availableAt) = stake.exitOf(ALICE);
        assertEq(availableAt, clock + COOLDOWN, "first cooldown");
    }

    function test_stakeModel_onlyByItsPublisher() public {
        uint256 id = stakedModel();
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotPublisher.selector, STRANGER, PUBLISHER));
        stake.stakeModel(id, 1);
        vm.startPrank(PUBLISHER);
        vm.expectRevert(IStakeManager.ZeroAmount.selector);
        stake.stakeModel(id, 0);
        vm.expectEmit();
        emit IStakeManager.ModelStaked(id, PUBLISHER, 7, MODEL_STAKE + 7);
        stake.stakeModel(id, 7);
        assertEq(stake.modelStake(id), MODEL_STAKE + 7, "stake");
    }

    function test_unstakeModel_reverts() public {
        uint256 id = stakedModel();
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotPublisher.selector, STRANGER, PUBLISHER));
        stake.unstakeModel(id, 1);
        vm.startPrank(PUBLISHER);
        vm.expectRevert(IStakeManager.ZeroAmount.selector);
        stake.unstakeModel(id, 0);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientModelStake.selector, MODEL_STAKE + 1, MODEL_STAKE));
        stake.unstakeModel(id, MODEL_STAKE + 1);
        vm.stopPrank();
        vm.prank(address(admission));
        stake.setModelInRound(id, true);
        vm.prank(PUBLISHER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.ModelInRound.selector, id));
        stake.unstakeModel(id, 1);
    }

    function test_unstakeModel_startsTheCooldown() public {
        uint256 id = stakedModel();
        vm.startPrank(PUBLISHER);
        vm.expectEmit();
        emit IStakeManager.ModelUnstaked(id, PUBLISHER, 7, uint64(clock) + COOLDOWN);
        stake.unstakeModel(id, 7);
        passSeconds(COOLDOWN);
        uint256 before = token.balanceOf(PUBLISHER);
        stake.withdraw();
        assertEq(token.balanceOf(PUBLISHER), before + 7, "paid");
    }
}
