// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRewardDistributor, RewardLeaf} from "../../../contracts/interfaces/IRewardDistributor.sol";
import {RewardsBase} from "./RewardsBase.sol";
import {TreeLib, Trees} from "./Trees.sol";

/// @notice Claims against the newest final epoch.
contract ClaimTest is RewardsBase {
    using TreeLib for Trees;

    function setUp() public override {
        super.setUp();
        fund(100e18);
    }

    function test_claim_paysTheAccountWhoeverCalls() public {
        Trees memory trees = pair(2e18, 3e18);
        postFinal(trees, START);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.Claimed(ALICE, 2e18, 2e18, 1);
        vm.prank(BOB);
        assertEq(claim(trees, 0), 2e18, "amount");
        assertEq(token.balanceOf(ALICE), 2e18, "alice");
        assertEq(rewards.claimedBy(ALICE), 2e18, "claimedBy");
        assertEq(rewards.totalClaimed(), 2e18, "totalClaimed");
        assertEq(rewards.owed(), BOND, "owed");
    }

    function test_claim_paysOnlyTheIncreaseOfALaterEpoch() public {
        Trees memory trees = pair(2e18, 3e18);
        postFinal(trees, START);
        claim(trees, 0);
        trees = pair(7e18, 3e18);
        postFinal(trees, START + WINDOW);
        assertEq(claim(trees, 0), 5e18, "increase");
        assertEq(token.balanceOf(ALICE), 7e18, "alice");
    }

    function test_claim_usesTheFinalEpochWhileTheNextIsPending() public {
        Trees memory trees = pair(2e18, 3e18);
        postFinal(trees, START);
        Trees memory next = pair(7e18, 3e18);
        post(next);
        badProof(next, 0, 0, 7e18);
        assertEq(claim(trees, 0), 2e18, "amount");
    }

    function test_claim_revertsWithNoEpoch() public {
        vm.expectRevert(IRewardDistributor.NoEpoch.selector);
        rewards.claim(ALICE, 0, 1, new bytes32[](0));
    }

    function test_claim_revertsWithEpochNotFinalForTheFirst() public {
        post(pair(2e18, 3e18));
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.EpochNotFinal.selector, 1, START + WINDOW));
        rewards.claim(ALICE, 0, 2e18, new bytes32[](0));
    }

    function test_claim_revertsWithNothingToClaim() public {
        Trees memory trees = pair(2e18, 3e18);
        postFinal(trees, START);
        claim(trees, 0);
        bytes32[] memory proof = trees.plainPath(0);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.NothingToClaim.selector, ALICE));
        rewards.claim(ALICE, 0, 2e18, proof);
    }

    /// @dev A claim root may promise more than the sums say, and if nobody looks it becomes final: bonds stay out of reach.
    function test_claim_revertsWithClaimAboveFunded() public {
        Trees memory trees = pair(100e18 + 1, 0);
        trees.sums = pair(100e18, 0).sums;
        postFinal(trees, START);
        bytes32[] memory proof = trees.plainPath(0);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.ClaimAboveFunded.selector, 100e18 + 1, 100e18));
        rewards.claim(ALICE, 0, 100e18 + 1, proof);
        rewards.returnBond(1);
        assertEq(token.balanceOf(POSTER), PURSE, "poster");
    }

    /// @dev A leaf proves its own place and nothing else: not another index, not a shorter or longer path.
    function test_claim_bindsIndexAndDepth() public {
        Trees memory trees = trio(2e18, 3e18, 4e18);
        postFinal(trees, START);
        badProof(trees, 0, 1, 2e18);
        badProof(trees, 0, 2, 2e18);
        badProof(trees, 0, 4, 2e18); // the same low bits
        bytes32[] memory short = new bytes32[](1);
        short[0] = trees.plainPath(0)[0];
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.claim(ALICE, 0, 2e18, short);
        bytes32[] memory long = new bytes32[](3);
        (long[0], long[1]) = (trees.plainPath(0)[0], trees.plainPath(0)[1]);
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.claim(ALICE, 0, 2e18, long);
        for (uint256 i; i < 3; ++i) claim(trees, i);
        assertEq(rewards.totalClaimed(), 9e18, "all");
    }

    function test_fuzz_claim_refusesAChangedLeaf(uint96 alice, uint96 claimed, address who) public {
        uint256 cumulative = bound(alice, 1, 50e18);
        Trees memory trees = pair(cumulative, 3e18);
        postFinal(trees, START);
        vm.assume(who != ALICE || claimed != cumulative);
        bytes32[] memory proof = trees.plainPath(0);
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.claim(who, 0, claimed, proof);
    }

    function test_fuzz_claim_sumsToTheCumulative(uint96[3] memory steps) public {
        uint256 cumulative;
        for (uint64 i; i < 3; ++i) {
            cumulative += bound(steps[i], 1, 30e18);
            Trees memory trees = pair(cumulative, 0);
            postFinal(trees, START + i * WINDOW);
            claim(trees, 0);
            assertEq(token.balanceOf(ALICE), cumulative, "alice");
        }
        assertEq(rewards.totalClaimed(), cumulative, "totalClaimed");
    }

    /// @dev Every account of a tree of any size claims at its own place; at any other nobody does.
    function test_fuzz_claim_everyPlace(uint96[7] memory amounts, uint8 count, uint8 place) public {
        uint256 size = bound(count, 1, 7);
        RewardLeaf[] memory leaves = new RewardLeaf[](size);
        for (uint160 i; i < size; ++i) leaves[i] = leaf(address(0x100 + i), bound(amounts[i], 1, 10e18));
        Trees memory trees = TreeLib.build(leaves, 3);
        postFinal(trees, START);
        for (uint256 i; i < size; ++i) {
            uint256 wrong = bound(place, 0, 7);
            if (wrong != i) badProof(trees, i, wrong, leaves[i].cumulative);
            assertEq(claim(trees, i), leaves[i].cumulative, "amount");
        }
        assertBooks();
    }

    function badProof(Trees memory trees, uint256 from, uint256 index, uint256 cumulative) private {
        bytes32[] memory proof = trees.plainPath(from);
        address who = trees.leaves[from].account;
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.claim(who, index, cumulative, proof);
    }
}
