// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Epoch, IRewardDistributor} from "../../../contracts/interfaces/IRewardDistributor.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {FeeToken} from "../../../contracts/mocks/FeeToken.sol";
import {RewardDistributor} from "../../../contracts/reward/RewardDistributor.sol";
import {ExactTransfer} from "../../../contracts/token/ExactTransfer.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {RewardsBase} from "./RewardsBase.sol";

/// @notice Funding, posting and bonds.
contract EpochsTest is RewardsBase {
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
        revertsWithUint96(amount);
        rewards.fund(amount, "statement", "cid");
    }

    function test_fund_refusesFeeOnTransfer() public {
        FeeToken fee = new FeeToken();
        RewardDistributor other = new RewardDistributor(fee, LocalParams.deploy(address(this)));
        fee.mint(address(this), 100);
        fee.approve(address(other), 100);
        vm.expectRevert(abi.encodeWithSelector(ExactTransfer.TransferIncomplete.selector, 99, 100));
        other.fund(100, "statement", "cid");
    }

    function test_postEpoch_storesAndEmits() public {
        fund(5e18);
        bytes32 root = rootOf(2e18, 3e18);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.EpochPosted(
            1, root, "sums", 5e18, "attribution", "bafyepoch", POSTER, START + WINDOW
        );
        assertEq(post(2e18, 3e18), 1, "epoch");
        Epoch memory epoch = rewards.epochOf(1);
        assertEq(epoch.root, root, "root");
        assertEq(epoch.total, 5e18, "total");
        assertEq(epoch.poster, POSTER, "poster");
        assertEq(epoch.finalAt, START + WINDOW, "finalAt");
        assertTrue(!epoch.settled, "settled");
        assertEq(rewards.currentEpoch(), 1, "current");
        assertEq(token.balanceOf(address(rewards)), 5e18 + BOND, "balance");
    }

    function test_postEpoch_becomesClaimableAtFinalAt() public {
        assertEq(rewards.claimableEpoch(), 0, "none");
        fund(5e18);
        post(1, 1);
        vm.warp(START + WINDOW - 1);
        assertEq(rewards.claimableEpoch(), 0, "pending");
        vm.warp(START + WINDOW);
        assertEq(rewards.claimableEpoch(), 1, "final");
        post(2, 2);
        assertEq(rewards.claimableEpoch(), 1, "the newest final one");
    }

    function test_postEpoch_revertsOnEmptyFields() public {
        vm.expectRevert(IRewardDistributor.EmptyRoot.selector);
        rewards.postEpoch(0, "sums", 0, "attribution", "cid");
        vm.expectRevert(IRewardDistributor.EmptyRoot.selector);
        rewards.postEpoch("root", 0, 0, "attribution", "cid");
        vm.expectRevert(IRewardDistributor.EmptyRoot.selector);
        rewards.postEpoch("root", "sums", 0, 0, "cid");
        vm.expectRevert(IRewardDistributor.EmptyCid.selector);
        rewards.postEpoch("root", "sums", 0, "attribution", "");
    }

    function test_postEpoch_revertsWithPreviousNotFinal() public {
        fund(5e18);
        post(1, 1);
        vm.warp(START + WINDOW - 1);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.PreviousNotFinal.selector, 1, START + WINDOW));
        rewards.postEpoch("root", "sums", 2, "attribution", "cid");
    }

    function test_postEpoch_revertsWithTotalAboveFunded() public {
        fund(5e18);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.TotalAboveFunded.selector, 5e18 + 1, 5e18));
        rewards.postEpoch("root", "sums", 5e18 + 1, "attribution", "cid");
    }

    function test_postEpoch_revertsWithTotalFell() public {
        fund(5e18);
        post(2e18, 3e18);
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.TotalFell.selector, 4e18, 5e18));
        rewards.postEpoch("root", "sums", 4e18, "attribution", "cid");
    }

    function test_postEpoch_revertsWithoutBond() public {
        vm.expectRevert();
        rewards.postEpoch("root", "sums", 0, "attribution", "cid");
        assertEq(rewards.currentEpoch(), 0, "current");
    }

    function test_returnBond_paysThePosterOnce() public {
        fund(5e18);
        post(1, 1);
        vm.warp(START + WINDOW);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.BondReturned(1, POSTER, BOND);
        rewards.returnBond(1);
        assertEq(token.balanceOf(POSTER), 10_000e18, "poster");
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.AlreadySettled.selector, 1));
        rewards.returnBond(1);
    }

    /// @dev A new parameter set must not change what an open epoch has bonded.
    function test_returnBond_paysTheBondOfItsTime() public {
        post(0, 0);
        ParamSet memory changed = LocalParams.set();
        changed.epochBond = 99e18;
        params.add(changed);
        vm.warp(START + WINDOW);
        rewards.returnBond(1);
        assertEq(token.balanceOf(POSTER), 10_000e18, "poster");
        assertEq(token.balanceOf(address(rewards)), 0, "balance");
    }

    function test_returnBond_revertsWhilePending() public {
        post(0, 0);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.EpochNotFinal.selector, 1, START + WINDOW));
        rewards.returnBond(1);
    }

    function test_unknownEpoch_revertsWithNoEpoch() public {
        vm.expectRevert(IRewardDistributor.NoEpoch.selector);
        rewards.returnBond(1);
        vm.expectRevert(IRewardDistributor.NoEpoch.selector);
        rewards.epochOf(0);
    }

    function revertsWithUint96(uint256 amount) private {
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 96, amount));
    }
}
