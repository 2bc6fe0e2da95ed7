// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IJury} from "../../../contracts/interfaces/IJury.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {Epoch, EpochInput, EpochState, IRewardDistributor} from "../../../contracts/interfaces/IRewardDistributor.sol";
import {FeeToken} from "../../../contracts/mocks/FeeToken.sol";
import {DeployerLink} from "../../../contracts/governance/DeployerLink.sol";
import {JuryLink} from "../../../contracts/reward/JuryLink.sol";
import {RewardDistributor} from "../../../contracts/reward/RewardDistributor.sol";
import {ExactTransfer} from "../../../contracts/token/ExactTransfer.sol";
import {Artifacts} from "../base/Artifacts.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {RewardsBase} from "./RewardsBase.sol";
import {TreeLib, Trees} from "./Trees.sol";

/// @notice Funding, posting, bonds and the jury's link.
contract EpochsTest is RewardsBase {
    using TreeLib for Trees;

    function test_fund_addsUpAndEmits() public {
        fund(5e18);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.FeesFunded(GATEWAY, 3e18, 8e18, "statement", "bafystatement");
        fund(3e18);
        assertEq(rewards.funded(), 8e18, "funded");
        assertEq(token.balanceOf(address(rewards)), 8e18, "balance");
    }

    function test_fund_revertsOnEmptyFields() public {
        vm.expectRevert(IRewardDistributor.ZeroAmount.selector);
        rewards.fund(0, "statement", "cid");
        vm.expectRevert(IRewardDistributor.EmptyRoot.selector);
        rewards.fund(1, 0, "cid");
        vm.expectRevert(IRewardDistributor.EmptyCid.selector);
        rewards.fund(1, "statement", "");
    }

    function test_fund_revertsAboveUint96() public {
        uint256 amount = uint256(type(uint96).max) + 1;
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 96, amount));
        rewards.fund(amount, "statement", "cid");
    }

    function test_attack_feeOnTransferTokenIsRefused() public {
        FeeToken fee = new FeeToken();
        RewardDistributor other = RewardDistributor(Artifacts.deploy("reward/RewardDistributor", abi.encode(fee, LocalParams.deploy(address(this), address(this)), TREASURY)));
        fee.mint(address(this), 100);
        fee.approve(address(other), 100);
        vm.expectRevert(abi.encodeWithSelector(ExactTransfer.TransferIncomplete.selector, 99, 100));
        other.fund(100, "statement", "cid");
    }

    function test_constructor_refusesNoTreasury() public {
        vm.expectRevert(IRewardDistributor.ZeroTreasury.selector);
        Artifacts.deploy("reward/RewardDistributor", abi.encode(token, params, address(0)));
    }

    function test_postEpoch_storesAndEmits() public {
        fund(5e18);
        Trees memory trees = pair(2e18, 3e18);
        Epoch memory expected;
        expected.root = keccak256(abi.encode(uint256(1), trees.top()));
        expected.sumRoot = trees.sums[1][0].hash;
        expected.attributionHash = "attribution";
        (expected.poster, expected.bond, expected.total) = (POSTER, uint96(BOND), 5e18);
        (expected.asOfBlock, expected.finalAt) = (uint40(HEIGHT - 1), uint40(START + WINDOW));
        (expected.depth, expected.paramSetId, expected.attempt) = (1, 1, 1);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.EpochPosted(1, POSTER, expected, "bafyepoch");
        assertEq(post(trees), 1, "epoch");
        assertEq(keccak256(abi.encode(rewards.epochOf(1))), keccak256(abi.encode(expected)), "stored");
        assertEq(rewards.factOf(1), keccak256(abi.encode(expected.root, expected.sumRoot, bytes32("attribution"))), "fact");
        assertEq(rewards.currentEpoch(), 1, "current");
        assertEq(rewards.owed(), BOND, "owed");
        assertBooks();
    }

    function test_postEpoch_becomesClaimableAtFinalAt() public {
        assertEq(rewards.claimableEpoch(), 0, "none");
        fund(5e18);
        post(pair(1, 1));
        vm.warp(START + WINDOW - 1);
        assertEq(rewards.claimableEpoch(), 0, "pending");
        assertEq(uint256(rewards.stateOf(1)), uint256(EpochState.Pending), "Pending");
        vm.warp(START + WINDOW);
        assertEq(rewards.claimableEpoch(), 1, "final");
        assertEq(uint256(rewards.stateOf(1)), uint256(EpochState.Final), "Final");
        post(pair(2, 2));
        assertEq(rewards.claimableEpoch(), 1, "the newest final one");
        assertEq(uint256(rewards.stateOf(0)), uint256(EpochState.None), "0");
        assertEq(uint256(rewards.stateOf(3)), uint256(EpochState.None), "3");
    }

    function test_postEpoch_revertsOnEmptyFields() public {
        EpochInput memory input = inputOf(pair(1, 1));
        input.top = 0;
        refused(input, abi.encodePacked(IRewardDistributor.EmptyRoot.selector));
        input = inputOf(pair(1, 1));
        input.attributionHash = 0;
        refused(input, abi.encodePacked(IRewardDistributor.EmptyRoot.selector));
        input = inputOf(pair(1, 1));
        input.cid = "";
        refused(input, abi.encodePacked(IRewardDistributor.EmptyCid.selector));
    }

    function test_postEpoch_revertsWithBadDepth() public {
        EpochInput memory input = inputOf(pair(1, 1));
        input.depth = 0;
        refused(input, abi.encodeWithSelector(IRewardDistributor.BadDepth.selector, 0, 32));
        input.depth = 33;
        refused(input, abi.encodeWithSelector(IRewardDistributor.BadDepth.selector, 33, 32));
    }

    function test_postEpoch_revertsWithBadBlock() public {
        fund(5e18);
        EpochInput memory input = inputOf(pair(1, 1));
        input.asOfBlock = uint64(HEIGHT);
        refused(input, abi.encodeWithSelector(IRewardDistributor.BadBlock.selector, HEIGHT, HEIGHT, 256));
        input.asOfBlock = uint64(HEIGHT - 257);
        refused(input, abi.encodeWithSelector(IRewardDistributor.BadBlock.selector, HEIGHT - 257, HEIGHT, 256));
        input.asOfBlock = uint64(HEIGHT - 256);
        vm.prank(POSTER);
        rewards.postEpoch(input);
    }

    function test_postEpoch_revertsWithPreviousNotFinal() public {
        fund(5e18);
        post(pair(1, 1));
        vm.warp(START + WINDOW - 1);
        refused(
            inputOf(pair(2, 2)),
            abi.encodeWithSelector(IRewardDistributor.PreviousNotFinal.selector, 1, START + WINDOW)
        );
    }

    function test_postEpoch_revertsWithTotalAboveFunded() public {
        fund(5e18);
        refused(
            inputOf(pair(5e18, 1)),
            abi.encodeWithSelector(IRewardDistributor.TotalAboveFunded.selector, 5e18 + 1, 5e18)
        );
    }

    /// @dev Children whose sums overflow must not look like a small total.
    function test_postEpoch_revertsWithTotalAboveFundedOnOverflow() public {
        fund(5e18);
        EpochInput memory input = inputOf(pair(1, 1));
        (input.left.sum, input.right.sum) = (type(uint256).max, 3);
        refused(
            input, abi.encodeWithSelector(IRewardDistributor.TotalAboveFunded.selector, type(uint256).max, 5e18)
        );
    }

    function test_postEpoch_revertsWithNothingNew() public {
        refused(inputOf(pair(0, 0)), abi.encodeWithSelector(IRewardDistributor.NothingNew.selector, 0, 0));
        fund(5e18);
        postFinal(pair(2e18, 1e18), START);
        refused(inputOf(pair(1e18, 2e18)), abi.encodeWithSelector(IRewardDistributor.NothingNew.selector, 3e18, 3e18));
        refused(inputOf(pair(1e18, 1e18)), abi.encodeWithSelector(IRewardDistributor.NothingNew.selector, 2e18, 3e18));
    }

    function test_postEpoch_revertsWithoutBond() public {
        fund(5e18);
        EpochInput memory input = inputOf(pair(1, 1));
        vm.expectRevert();
        rewards.postEpoch(input);
        assertEq(rewards.currentEpoch(), 0, "current");
    }

    function test_returnBond_paysThePosterOnce() public {
        fund(5e18);
        postFinal(pair(1, 1), START);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.BondReturned(1, POSTER, BOND);
        rewards.returnBond(1);
        assertEq(token.balanceOf(POSTER), PURSE, "poster");
        assertBooks();
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.AlreadySettled.selector, 1));
        rewards.returnBond(1);
    }

    /// @dev A new parameter set must not change what an open epoch has bonded.
    function test_returnBond_paysTheBondOfItsTime() public {
        fund(5e18);
        post(pair(1, 1));
        ParamSet memory changed = LocalParams.set();
        changed.epochBond = 99e18;
        params.add(changed);
        vm.warp(START + WINDOW);
        rewards.returnBond(1);
        assertEq(token.balanceOf(POSTER), PURSE, "poster");
    }

    function test_returnBond_revertsWhilePending() public {
        fund(5e18);
        post(pair(1, 1));
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.EpochNotFinal.selector, 1, START + WINDOW));
        rewards.returnBond(1);
    }

    function test_unknownEpoch_revertsWithNoEpoch() public {
        vm.expectRevert(IRewardDistributor.NoEpoch.selector);
        rewards.returnBond(1);
        vm.expectRevert(IRewardDistributor.NoEpoch.selector);
        rewards.epochOf(0);
        vm.expectRevert(IRewardDistributor.NoEpoch.selector);
        rewards.factOf(1);
    }

    function test_connectJury_onceByTheDeployer() public {
        RewardDistributor fresh = RewardDistributor(Artifacts.deploy("reward/RewardDistributor", abi.encode(token, params, TREASURY)));
        vm.expectRevert(abi.encodeWithSelector(DeployerLink.NoCode.selector, ALICE));
        fresh.connectJury(IJury(ALICE));
        vm.prank(MALLORY);
        vm.expectRevert(abi.encodeWithSelector(DeployerLink.NotDeployer.selector, MALLORY));
        fresh.connectJury(jury);
        vm.expectEmit(address(fresh));
        emit JuryLink.JuryConnected(address(jury));
        fresh.connectJury(jury);
        vm.expectRevert(abi.encodeWithSelector(DeployerLink.AlreadyConnected.selector, address(jury)));
        fresh.connectJury(jury);
    }

    function refused(EpochInput memory input, bytes memory reason) private {
        vm.prank(POSTER);
        vm.expectRevert(reason);
        rewards.postEpoch(input);
    }
}
