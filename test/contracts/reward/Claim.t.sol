// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRewardDistributor} from "../../../contracts/interfaces/IRewardDistributor.sol";
import {ReentrantToken} from "../../../contracts/mocks/ReentrantToken.sol";
import {RewardDistributor} from "../../../contracts/reward/RewardDistributor.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {RewardsBase} from "./RewardsBase.sol";

/// @notice Claims against the newest final epoch.
contract ClaimTest is RewardsBase {
    function setUp() public override {
        super.setUp();
        fund(100e18);
    }

    function test_claim_paysTheAccountWhoeverCalls() public {
        _postFinal(2e18, 3e18, START);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.Claimed(ALICE, 2e18, 2e18, 1);
        vm.prank(BOB);
        assertEq(_claimAlice(2e18, 3e18), 2e18, "amount");
        assertEq(token.balanceOf(ALICE), 2e18, "alice");
        assertEq(rewards.claimedBy(ALICE), 2e18, "claimedBy");
        assertEq(rewards.totalClaimed(), 2e18, "totalClaimed");
    }

    function test_claim_paysOnlyTheIncreaseOfALaterEpoch() public {
        _postFinal(2e18, 3e18, START);
        _claimAlice(2e18, 3e18);
        _postFinal(7e18, 3e18, START + WINDOW);
        assertEq(_claimAlice(7e18, 3e18), 5e18, "increase");
        assertEq(token.balanceOf(ALICE), 7e18, "alice");
    }

    function test_claim_usesTheFinalEpochWhileTheNextIsPending() public {
        _postFinal(2e18, 3e18, START);
        post(7e18, 3e18);
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.claim(ALICE, 7e18, proofWith(leafOf(BOB, 3e18)));
        assertEq(_claimAlice(2e18, 3e18), 2e18, "amount");
    }

    function test_claim_revertsWithNoEpoch() public {
        vm.expectRevert(IRewardDistributor.NoEpoch.selector);
        rewards.claim(ALICE, 1, new bytes32[](0));
    }

    function test_claim_revertsWithEpochNotFinalForTheFirst() public {
        post(2e18, 3e18);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.EpochNotFinal.selector, 1, START + WINDOW));
        rewards.claim(ALICE, 2e18, new bytes32[](0));
    }

    function test_claim_revertsWithNothingToClaim() public {
        _postFinal(2e18, 3e18, START);
        _claimAlice(2e18, 3e18);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.NothingToClaim.selector, ALICE));
        rewards.claim(ALICE, 2e18, proofWith(leafOf(BOB, 3e18)));
    }

    /// @dev A root may promise more than its total says; the money of bonds stays out of reach.
    function test_claim_revertsWithTotalAboveFunded() public {
        postWithTotal(100e18 + 1, 0, 100e18);
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.TotalAboveFunded.selector, 100e18 + 1, 100e18));
        rewards.claim(ALICE, 100e18 + 1, proofWith(leafOf(BOB, 0)));
        rewards.returnBond(1);
        assertEq(token.balanceOf(POSTER), 10_000e18, "poster");
    }

    function test_claim_refusesReentry() public {
        ReentrantToken re = new ReentrantToken();
        RewardDistributor other = new RewardDistributor(re, LocalParams.deploy(address(this)));
        re.mint(address(this), 100e18);
        re.approve(address(other), 100e18);
        other.fund(50e18, "statement", "cid");
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(ALICE, address(re), 1e18))));
        other.postEpoch(leaf, "sums", 1e18, "attribution", "cid");
        vm.warp(START + WINDOW);
        re.arm(address(other), abi.encodeCall(IRewardDistributor.claim, (ALICE, 1e18, new bytes32[](0))));
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.NothingToClaim.selector, ALICE));
        other.claim(ALICE, 1e18, new bytes32[](0));
    }

    function test_fuzz_claim_refusesAChangedLeaf(uint96 alice, uint96 claimed, address who) public {
        uint256 cumulative = bound(alice, 1, 50e18);
        _postFinal(cumulative, 3e18, START);
        vm.assume(who != ALICE || claimed != cumulative);
        vm.assume(leafOf(who, claimed) != leafOf(BOB, 3e18));
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.claim(who, claimed, proofWith(leafOf(BOB, 3e18)));
    }

    function test_fuzz_claim_sumsToTheCumulative(uint96[3] memory steps) public {
        uint256 cumulative;
        for (uint64 i; i < 3; ++i) {
            cumulative += bound(steps[i], 1, 30e18);
            _postFinal(cumulative, 0, START + i * WINDOW);
            _claimAlice(cumulative, 0);
            assertEq(token.balanceOf(ALICE), cumulative, "alice");
        }
        assertEq(rewards.totalClaimed(), cumulative, "totalClaimed");
    }

    function _postFinal(uint256 alice, uint256 bob, uint64 time) private {
        vm.warp(time);
        post(alice, bob);
        vm.warp(time + WINDOW);
    }

    function _claimAlice(uint256 alice, uint256 bob) private returns (uint256) {
        return rewards.claim(ALICE, alice, proofWith(leafOf(BOB, bob)));
    }
}
