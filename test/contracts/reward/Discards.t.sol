// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRewardDistributor, LeafProof, NodeProof, RewardLeaf, SumNode} from "../../../contracts/interfaces/IRewardDistributor.sol";
import {RewardsBase} from "./RewardsBase.sol";
import {TreeLib, Trees} from "./Trees.sol";

/// @notice Each ground: the proof that holds discards and pays, the honest epoch stands.
contract DiscardsTest is RewardsBase {
    using TreeLib for Trees;

    function setUp() public override {
        super.setUp();
        fund(100e18);
    }

    function test_discardNode_whereTheSumsDoNotAdd() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plant(1, 0, SumNode(trees.sums[1][0].hash, 9e18));
        post(trees);
        discards("node");
        rewards.discardNode(nodeAt(trees, 1, 0), 1, trees.sums[0][0], trees.sums[0][1]);
        dropped();
    }

    /// @dev Sums that add up only because they overflow.
    function test_discardNode_whereTheSumsOverflow() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        SumNode memory left = SumNode("left", type(uint256).max);
        SumNode memory right = SumNode("right", 2);
        trees.plant(1, 0, TreeLib.parent(1, left, right));
        post(trees);
        discards("node");
        rewards.discardNode(nodeAt(trees, 1, 0), 1, left, right);
    }

    function test_discardNode_ofAnotherLevel() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plant(1, 0, TreeLib.parent(3, trees.sums[0][0], trees.sums[0][1]));
        post(trees);
        discards("node");
        rewards.discardNode(nodeAt(trees, 1, 0), 3, trees.sums[0][0], trees.sums[0][1]);
    }

    /// @dev Leaves below the leaves, which no claim could prove and no order proof could reach.
    function test_discardNode_whereALeafBelongs() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        SumNode memory left = trees.sums[0][0];
        SumNode memory right = trees.sums[0][1];
        trees.plant(0, 2, TreeLib.parent(0, left, right));
        post(trees);
        discards("node");
        rewards.discardNode(nodeAt(trees, 0, 2), 0, left, right);
    }

    function test_discardLeaf_ofAnotherToken() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.leaves[1].token = ALICE;
        trees = TreeLib.build(trees.leaves, 2);
        post(trees);
        discards("leaf");
        rewards.discardLeaf(nodeAt(trees, 0, 1), trees.leaves[1]);
    }

    function test_discardLeaf_ofTheZeroAccount() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.leaves[0].account = address(0);
        trees = TreeLib.build(trees.leaves, 2);
        post(trees);
        discards("leaf");
        rewards.discardLeaf(nodeAt(trees, 0, 0), trees.leaves[0]);
    }

    function test_discardLeaf_whoseSumIsAnother() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plant(0, 2, SumNode(trees.sums[0][2].hash, 2e18));
        post(trees);
        discards("leaf");
        rewards.discardLeaf(nodeAt(trees, 0, 2), trees.leaves[2]);
    }

    function test_discardLeaf_whereAnInnerNodeBelongs() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plant(1, 1, TreeLib.sumLeaf(trees.leaves[2]));
        post(trees);
        discards("leaf");
        rewards.discardLeaf(nodeAt(trees, 1, 1), trees.leaves[2]);
    }

    function test_discardBlank_whereAnInnerNodeBelongs() public {
        Trees memory trees = trio(1e18, 2e18, 0);
        trees.plant(1, 1, SumNode(0, 0));
        post(trees);
        discards("blank");
        rewards.discardBlank(nodeAt(trees, 1, 1));
    }

    function test_discardBlank_withASum() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plant(0, 3, SumNode(0, 1e18));
        post(trees);
        discards("blank");
        rewards.discardBlank(nodeAt(trees, 0, 3));
    }

    function test_discardOrder_ofTwoAccounts() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        (trees.leaves[1], trees.leaves[2]) = (trees.leaves[2], trees.leaves[1]);
        trees = TreeLib.build(trees.leaves, 2);
        post(trees);
        discards("order");
        rewards.discardOrder(1, trees.proofOf(1), trees.proofOf(2));
    }

    function test_discardOrder_ofOneAccountTwice() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.leaves[2].account = BOB;
        trees = TreeLib.build(trees.leaves, 2);
        post(trees);
        discards("order");
        rewards.discardOrder(1, trees.proofOf(1), trees.proofOf(2));
    }

    function test_discardOrder_ofALeafAfterPadding() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        delete trees.leaves[1];
        trees.plant(0, 1, SumNode(0, 0));
        post(trees);
        discards("order");
        rewards.discardOrder(1, trees.proofOf(1), trees.proofOf(2));
    }

    function test_discardMismatch_ofALeaf() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plain[0][1] = TreeLib.plainLeaf(leaf(MALLORY, 2e18));
        SumNode[][] memory honest = trees.sums;
        trees.refresh();
        trees.sums = honest;
        post(trees);
        discards("mismatch");
        rewards.discardMismatch(1, trees.proofOf(1), trees.plain[0][1], trees.plainPath(1));
    }

    /// @dev A leaf of the claim tree where the sums have none.
    function test_discardMismatch_ofPadding() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plain[0][3] = TreeLib.plainLeaf(leaf(MALLORY, 94e18));
        trees.refresh();
        post(trees);
        discards("mismatch");
        rewards.discardMismatch(3, trees.proofOf(3), trees.plain[0][3], trees.plainPath(3));
    }

    function test_discardFallen() public {
        Trees memory before = trio(1e18, 2e18, 3e18);
        postFinal(before, START);
        Trees memory trees = trio(50e18, 2e18 - 1, 3e18);
        post(trees);
        discards("fallen");
        rewards.discardFallen(1, before.proofOf(1), 1, trees.proofOf(1));
        assertEq(rewards.currentEpoch(), 1, "the final one stays");
        assertEq(rewards.claimableEpoch(), 1, "claimable");
        assertEq(claim(before, 1), 2e18, "claims go on");
    }

    function test_discardMissing_atEveryPlace() public {
        Trees memory before = trio(1e18, 2e18, 3e18);
        postFinal(before, START);
        for (uint256 gone; gone < 3; ++gone) {
            for (uint8 depth = 1; depth < 4; ++depth) {
                Trees memory trees = without(gone, depth);
                post(trees);
                LeafProof memory left = gone == 0 ? noLeaf() : trees.proofOf(gone - 1);
                LeafProof memory right = gone == 1 << depth ? noLeaf() : trees.proofOf(gone);
                rewards.discardMissing(gone, before.proofOf(gone), gone, left, right);
                assertEq(rewards.currentEpoch(), 1, "discarded");
            }
        }
        assertEq(rewards.creditOf(address(this)), 9 * BOND / 2, "nine bounties");
        assertBooks();
    }

    function test_discards_revertWithBadProof() public {
        Trees memory before = trio(1e18, 2e18, 3e18);
        postFinal(before, START);
        Trees memory trees = trio(1e18, 2e18, 4e18);
        post(trees);
        NodeProof memory node = nodeAt(trees, 1, 0);
        node.index = 1;
        badProof();
        rewards.discardNode(node, 1, trees.sums[0][0], trees.sums[0][1]);
        node = nodeAt(trees, 0, 0);
        node.level = 1;
        badProof();
        rewards.discardLeaf(node, trees.leaves[0]);
        badProof();
        rewards.discardBlank(nodeAt(trees, 0, 0));
        badProof();
        rewards.discardOrder(0, trees.proofOf(1), trees.proofOf(0));
        badProof();
        rewards.discardMismatch(0, trees.proofOf(0), trees.plain[0][1], trees.plainPath(1));
        badProof();
        rewards.discardFallen(2, trees.proofOf(2), 2, before.proofOf(2));
        badProof();
        rewards.discardMissing(1, before.proofOf(1), 2, trees.proofOf(0), trees.proofOf(2));
        // An index beyond the tree with the same low bits.
        badProof();
        rewards.discardOrder(4, trees.proofOf(0), trees.proofOf(1));
    }

    /// @dev Every ground with a true proof about an honest epoch.
    function test_discards_revertWithNoFault() public {
        Trees memory before = trio(1e18, 2e18, 3e18);
        postFinal(before, START);
        Trees memory trees = trio(1e18, 2e18, 4e18);
        post(trees);
        noFault();
        rewards.discardNode(nodeAt(trees, 1, 0), 1, trees.sums[0][0], trees.sums[0][1]);
        noFault();
        rewards.discardLeaf(nodeAt(trees, 0, 0), trees.leaves[0]);
        noFault();
        rewards.discardBlank(nodeAt(trees, 0, 3));
        noFault();
        rewards.discardOrder(0, trees.proofOf(0), trees.proofOf(1));
        noFault();
        rewards.discardMismatch(0, trees.proofOf(0), trees.plain[0][0], trees.plainPath(0));
        noFault();
        rewards.discardFallen(2, before.proofOf(2), 2, trees.proofOf(2));
        noFault();
        rewards.discardMissing(1, before.proofOf(1), 2, trees.proofOf(1), trees.proofOf(2));
        assertEq(rewards.currentEpoch(), 2, "stands");
    }

    function noFault() private {
        vm.expectRevert(IRewardDistributor.NoFault.selector);
    }

    function test_discards_revertWithNoEpoch() public {
        vm.expectRevert(IRewardDistributor.NoEpoch.selector);
        rewards.discardBlank(nodeAt(trio(1, 1, 1), 0, 3));
        Trees memory trees = trio(1, 1, 1);
        post(trees);
        // There is no epoch before the first to compare with.
        vm.expectRevert(IRewardDistributor.NoEpoch.selector);
        rewards.discardFallen(0, trees.proofOf(0), 0, trees.proofOf(0));
    }

    function test_discards_revertWithEpochIsFinal() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plant(0, 3, SumNode(0, 1e18));
        postFinal(trees, START);
        NodeProof memory node = nodeAt(trees, 0, 3);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.EpochIsFinal.selector, 1, START + WINDOW));
        rewards.discardBlank(node);
    }

    function test_withdrawCredit_paysOnce() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plant(0, 3, SumNode(0, 1e18));
        post(trees);
        vm.prank(WATCHER);
        rewards.discardBlank(nodeAt(trees, 0, 3));
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.CreditWithdrawn(WATCHER, BOND / 2);
        vm.prank(WATCHER);
        assertEq(rewards.withdrawCredit(), BOND / 2, "amount");
        assertEq(token.balanceOf(WATCHER), PURSE + BOND / 2, "watcher");
        assertBooks();
        vm.prank(WATCHER);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.NothingToWithdraw.selector, WATCHER));
        rewards.withdrawCredit();
    }

    function without(uint256 gone, uint8 depth) private view returns (Trees memory) {
        RewardLeaf[] memory leaves = new RewardLeaf[](2);
        leaves[0] = gone == 0 ? leaf(BOB, 2e18) : leaf(ALICE, 10e18);
        leaves[1] = gone == 2 ? leaf(BOB, 20e18) : leaf(CAROL, 30e18);
        return TreeLib.build(leaves, depth);
    }

    function badProof() private {
        vm.expectRevert(IRewardDistributor.BadProof.selector);
    }

    function discards(bytes32 ground) private {
        uint256 epoch = rewards.currentEpoch();
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.EpochDiscarded(epoch, epoch, address(this), ground, BOND / 2, BOND / 2);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.CreditAdded(address(this), BOND / 2);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.CreditAdded(TREASURY, BOND / 2);
    }

    function dropped() private {
        assertEq(rewards.currentEpoch(), 0, "current");
        assertEq(rewards.creditOf(TREASURY), BOND / 2, "treasury");
        vm.expectRevert(IRewardDistributor.NoEpoch.selector);
        rewards.epochOf(1);
        assertEq(post(trio(1e18, 2e18, 3e18)), 1, "posted again");
        assertEq(rewards.epochOf(1).attempt, 2, "attempt");
        assertBooks();
    }
}
