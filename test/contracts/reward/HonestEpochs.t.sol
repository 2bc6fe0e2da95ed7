// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRewardDistributor, LeafProof, NodeProof, RewardLeaf, SumNode} from "../../../contracts/interfaces/IRewardDistributor.sol";
import {RewardsBase} from "./RewardsBase.sol";
import {TreeLib, Trees} from "./Trees.sol";

/// @notice True statements about an honest epoch that look like a fault: each condition of a ground, alone.
contract HonestEpochsTest is RewardsBase {
    using TreeLib for Trees;

    function setUp() public override {
        super.setUp();
        fund(100e18);
    }

    /// @dev The root has no parent that states its sum, so opened as a node it would show any sum that is wrong.
    function test_attack_theRootIsNoNode() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        post(trees);
        NodeProof memory root = NodeProof(2, 0, 7, new SumNode[](0));
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.discardNode(root, 2, trees.sums[1][0], trees.sums[1][1]);
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.discardNode(root, 1, trees.sums[1][0], trees.sums[1][1]);
    }

    function test_discardOrder_noFaultBeforePadding() public {
        Trees memory trees = TreeLib.build(trio(1e18, 2e18, 3e18).leaves, 3);
        post(trees);
        noFault();
        rewards.discardOrder(2, trees.proofOf(2), trees.proofOf(3));
        noFault();
        rewards.discardOrder(4, trees.proofOf(4), trees.proofOf(5));
    }

    function test_discardMismatch_noFaultOfPadding() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        post(trees);
        noFault();
        rewards.discardMismatch(3, trees.proofOf(3), 0, trees.plainPath(3));
    }

    /// @dev An empty place opens as all zeros and as nothing else.
    function test_padding_isAllZeros() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        post(trees);
        bytes32[] memory path = trees.plainPath(3);
        for (uint256 field; field < 3; ++field) {
            LeafProof memory empty = trees.proofOf(3);
            if (field == 0) empty.leaf.account = ALICE;
            else if (field == 1) empty.leaf.token = address(token);
            else empty.leaf.cumulative = 1;
            vm.expectRevert(IRewardDistributor.BadProof.selector);
            rewards.discardMismatch(3, empty, 0, path);
        }
    }

    /// @dev Another account has less than this one had; neither fell.
    function test_discardFallen_noFaultOfAnotherAccount() public {
        Trees memory before = trio(5e18, 2e18, 3e18);
        postFinal(before, START);
        Trees memory trees = trio(5e18, 2e18, 4e18);
        post(trees);
        noFault();
        rewards.discardFallen(0, before.proofOf(0), 1, trees.proofOf(1));
        noFault();
        rewards.discardFallen(2, before.proofOf(2), 2, trees.proofOf(2));
    }

    function test_discardMissing_noFaultOfWhoIsThere() public {
        Trees memory before = trio(1e18, 2e18, 3e18);
        postFinal(before, START);
        Trees memory trees = trio(1e18, 2e18, 4e18);
        post(trees);
        for (uint256 i; i < 3; ++i) {
            // Right of the gap, left of it, and behind the last leaf, where the tree is only padded.
            noFault();
            rewards.discardMissing(i, before.proofOf(i), i, i == 0 ? noLeaf() : trees.proofOf(i - 1), trees.proofOf(i));
            noFault();
            rewards.discardMissing(i, before.proofOf(i), i + 1, trees.proofOf(i), trees.proofOf(i + 1));
            noFault();
            rewards.discardMissing(i, before.proofOf(i), 4, trees.proofOf(3), noLeaf());
        }
    }

    /// @dev A leaf of zero may go: its account loses nothing.
    function test_discardMissing_noFaultOfWhoHadNothing() public {
        Trees memory before = trio(1e18, 0, 3e18);
        postFinal(before, START);
        RewardLeaf[] memory leaves = new RewardLeaf[](2);
        (leaves[0], leaves[1]) = (leaf(ALICE, 2e18), leaf(CAROL, 3e18));
        Trees memory trees = TreeLib.build(leaves, 2);
        post(trees);
        noFault();
        rewards.discardMissing(1, before.proofOf(1), 1, trees.proofOf(0), trees.proofOf(1));
    }

    /// @dev Whoever is said to be missing or fallen must have been in the epoch before.
    function test_attack_inventedAccountOfTheEpochBefore() public {
        Trees memory before = trio(1e18, 2e18, 3e18);
        postFinal(before, START);
        Trees memory trees = trio(1e18, 2e18, 4e18);
        post(trees);
        LeafProof memory invented = before.proofOf(2);
        invented.leaf.account = MALLORY;
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.discardMissing(2, invented, 3, trees.proofOf(2), trees.proofOf(3));
        invented.leaf = leaf(CAROL, 5e18);
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.discardFallen(2, invented, 2, trees.proofOf(2));
        // A true leaf of the epoch before at another place is none either.
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.discardFallen(1, before.proofOf(2), 2, trees.proofOf(2));
    }

    function noFault() private {
        vm.expectRevert(IRewardDistributor.NoFault.selector);
    }
}
