// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CaseState} from "../../../contracts/interfaces/IJury.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {EpochInput, IRewardDistributor, LeafProof, NodeProof, RewardLeaf, SumNode} from "../../../contracts/interfaces/IRewardDistributor.sol";
import {ReentrantToken} from "../../../contracts/mocks/ReentrantToken.sol";
import {RewardDistributor} from "../../../contracts/reward/RewardDistributor.sol";
import {Artifacts} from "../base/Artifacts.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {RewardsBase} from "./RewardsBase.sol";
import {TreeLib, Trees} from "./Trees.sol";

/// @notice What somebody would try, and what it gets them.
contract RewardAttacksTest is RewardsBase {
    using TreeLib for Trees;

    function setUp() public override {
        super.setUp();
        fund(100e18);
    }

    /// @dev Sums of the honest leaves beside a claim tree that pays Mallory. Shown by the two paths to one place, or by a
    /// jury, whose fact holds both roots.
    function test_attack_rootSubstitution() public {
        Trees memory honest = trio(1e18, 2e18, 3e18);
        postFinal(honest, START);
        honest = trio(2e18, 3e18, 4e18);
        Trees memory trees = trio(2e18, 3e18, 4e18);
        trees.plain[0][3] = TreeLib.plainLeaf(leaf(MALLORY, 94e18));
        trees.refresh();
        post(trees);
        bytes32 fact = rewards.factOf(2);
        rewards.discardMismatch(3, trees.proofOf(3), trees.plain[0][3], trees.plainPath(3));
        assertEq(rewards.claimableEpoch(), 1, "the final one stays");
        assertEq(rewards.owed(), 2 * BOND, "the bonds of the first epoch and of the substituted one");
        assertEq(rewards.creditOf(address(this)), BOND / 2, "half of it is the finder's");
        assertEq(rewards.creditOf(TREASURY), BOND / 2, "half the treasury's");
        assertEq(rewards.creditOf(POSTER), 0, "nothing the poster's");
        post(honest);
        assertTrue(fact != rewards.factOf(2), "the same sums with another claim tree are another fact");
        vm.warp(START + 2 * WINDOW);
        bytes32[] memory proof = trees.plainPath(3);
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.claim(MALLORY, 3, 94e18, proof);
        assertEq(token.balanceOf(MALLORY), 0, "mallory");
    }

    function test_attack_doubleClaim() public {
        // One account at two places, and nobody looked inside the window: the larger leaf is all it ever gets.
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.leaves[1].account = ALICE;
        trees = TreeLib.build(trees.leaves, 2);
        postFinal(trees, START);
        claim(trees, 0);
        assertEq(claim(trees, 1), 1e18, "the increase");
        bytes32[] memory proof = trees.plainPath(0);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.NothingToClaim.selector, ALICE));
        rewards.claim(ALICE, 0, 1e18, proof);
        assertEq(token.balanceOf(ALICE), 2e18, "alice");
    }

    function test_attack_claimAnotherIndex() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        postFinal(trees, START);
        for (uint256 index = 1; index < 9; ++index) {
            for (uint256 from; from < 4; ++from) {
                bytes32[] memory proof = trees.plainPath(from);
                vm.expectRevert(IRewardDistributor.BadProof.selector);
                rewards.claim(ALICE, index, 1e18, proof);
            }
        }
    }

    /// @dev A junk epoch over everything funded used to stop the honest for good, because totals must not fall.
    function test_attack_totalAtFundedHaltsNobody() public {
        RewardLeaf[] memory greedy = new RewardLeaf[](2);
        (greedy[0], greedy[1]) = (leaf(MALLORY, 100e18), leaf(ALICE, 0));
        Trees memory trees = TreeLib.build(greedy, 1);
        post(trees);
        rewards.discardOrder(0, trees.proofOf(0), trees.proofOf(1));
        Trees memory honest = trio(1e18, 2e18, 3e18);
        assertEq(post(honest), 1, "a lower total");
        vm.warp(START + WINDOW);
        assertEq(claim(honest, 2), 3e18, "claim");
    }

    function test_attack_junkEpochIsDiscardedAndPaid() public {
        Trees memory before = trio(1e18, 2e18, 3e18);
        postFinal(before, START);
        RewardLeaf[] memory junk = new RewardLeaf[](1);
        junk[0] = leaf(MALLORY, 100e18);
        Trees memory trees = TreeLib.build(junk, 1);
        EpochInput memory input = inputOf(trees);
        equip(MALLORY);
        vm.prank(MALLORY);
        rewards.postEpoch(input);
        vm.prank(WATCHER);
        rewards.discardMissing(0, before.proofOf(0), 0, noLeaf(), trees.proofOf(0));
        assertEq(rewards.creditOf(WATCHER), BOND / 2, "watcher");
        assertEq(rewards.creditOf(MALLORY), 0, "mallory");
        vm.expectRevert(IRewardDistributor.NoEpoch.selector);
        rewards.returnBond(2);
        assertEq(post(trio(1e18, 2e18, 4e18)), 2, "honest");
    }

    /// @dev Every ground with every place and any stranger's fields against an honest epoch.
    function test_fuzz_attack_discardAnHonestEpoch_fails(uint256 seed, RewardLeaf memory other, SumNode memory node) public {
        Trees memory before = trio(1e18, 2e18, 3e18);
        postFinal(before, START);
        Trees memory trees = trio(1e18, 3e18, 3e18);
        post(trees);
        uint256 i = seed % 4;
        uint256 j = (seed >> 8) % 4;
        LeafProof memory forged = trees.proofOf(i);
        forged.leaf = other;
        refusedOrder(i, trees.proofOf(i), trees.proofOf(j));
        refusedOrder(i, forged, trees.proofOf((i + 1) % 4));
        refusedFall(before, trees, i, j);
        refusedGap(before, trees, i, j);
        refusedMismatch(trees, i, j, node.hash);
        refusedNodes(trees, seed, other, node);
        assertEq(rewards.currentEpoch(), 2, "stands");
        assertEq(rewards.owed(), 2 * BOND, "owed");
    }

    /// @dev Whoever discards its own junk to save the bond still loses half of it.
    function test_attack_selfDiscardLosesHalf() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plant(0, 3, SumNode(0, 1e18));
        post(trees);
        vm.prank(POSTER);
        rewards.discardBlank(nodeAt(trees, 0, 3));
        vm.prank(POSTER);
        rewards.withdrawCredit();
        assertEq(token.balanceOf(POSTER), PURSE - BOND / 2, "poster");
    }

    /// @dev Objecting to one's own junk is no way out either.
    function test_attack_selfObjectionLosesHalf() public {
        post(pair(1e18, 2e18));
        bytes32 fact = rewards.factOf(1);
        vm.prank(POSTER);
        rewards.object(fact, "truth", "cid");
        jury.decide(1, CaseState.Decided, "truth", 0);
        rewards.settleObjection(1);
        vm.prank(POSTER);
        rewards.withdrawCredit();
        assertLe(token.balanceOf(POSTER), PURSE - BOND / 2, "poster");
    }

    function test_attack_reentrantToken() public {
        ReentrantToken re = new ReentrantToken();
        RewardDistributor other = RewardDistributor(Artifacts.deploy("reward/RewardDistributor", abi.encode(re, LocalParams.deploy(address(this), address(this)), TREASURY)));
        re.mint(address(this), 200e18);
        re.approve(address(other), 200e18);
        other.fund(50e18, "statement", "cid");
        RewardLeaf[] memory leaves = new RewardLeaf[](2);
        (leaves[0], leaves[1]) = (RewardLeaf(ALICE, address(re), 1e18), RewardLeaf(BOB, address(re), 60e18));
        Trees memory trees = TreeLib.build(leaves, 1);
        Trees memory small = pair(1e18, 1e18);
        trees.sums = small.sums;
        other.postEpoch(inputOf(trees));
        vm.warp(START + WINDOW);
        re.arm(address(other), abi.encodeCall(IRewardDistributor.claim, (BOB, 1, 60e18, trees.plainPath(1))));
        bytes32[] memory proof = trees.plainPath(0);
        vm.expectRevert();
        other.claim(ALICE, 0, 1e18, proof);
        re.arm(address(other), abi.encodeCall(IRewardDistributor.returnBond, (1)));
        vm.expectRevert();
        other.claim(ALICE, 0, 1e18, proof);
        assertEq(re.balanceOf(address(other)), 60e18, "nothing moved");
    }

    /// @dev The smallest bond has no half: the odd wei is the treasury's, and nobody gets one that was not there.
    function test_fuzz_attack_roundingOfTheBond(uint96 bond) public {
        RewardDistributor other = withBond(uint96(bound(bond, 1e18, 1_000e18)));
        token.approve(address(other), type(uint256).max);
        other.fund(10e18, "statement", "cid");
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plant(0, 3, SumNode(0, 1e18));
        uint256 before = token.balanceOf(address(this));
        other.postEpoch(inputOf(trees));
        uint256 paid = before - token.balanceOf(address(this));
        other.discardBlank(nodeAt(trees, 0, 3));
        assertEq(other.creditOf(address(this)), paid / 2, "half");
        assertEq(other.creditOf(TREASURY), paid - paid / 2, "the rest");
        assertEq(other.owed(), paid, "owed");
    }

    /// @dev Objecting cannot outlast the posting: a jury asked about junk says nothing about the honest epoch after it.
    function test_attack_oldCaseAgainstTheNewEpoch() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plant(0, 3, SumNode(0, 1e18));
        post(trees);
        bytes32 fact = rewards.factOf(1);
        vm.prank(WATCHER);
        rewards.object(fact, "truth", "cid");
        rewards.discardBlank(nodeAt(trees, 0, 3));
        postFinal(trio(1e18, 2e18, 3e18), START);
        jury.decide(1, CaseState.Decided, "truth", 0);
        rewards.settleObjection(1);
        assertEq(rewards.claimableEpoch(), 1, "stands");
        assertEq(rewards.owed(), 2 * BOND + CHALLENGE - PAY, "owed");
    }

    function withBond(uint96 bond) private returns (RewardDistributor) {
        ParamSet memory set = LocalParams.set();
        set.epochBond = bond;
        params.add(set);
        return RewardDistributor(Artifacts.deploy("reward/RewardDistributor", abi.encode(token, params, TREASURY)));
    }

    function refusedOrder(uint256 index, LeafProof memory left, LeafProof memory right) private {
        vm.expectRevert();
        rewards.discardOrder(index, left, right);
    }

    function refusedFall(Trees memory before, Trees memory trees, uint256 i, uint256 j) private {
        vm.expectRevert();
        rewards.discardFallen(i, before.proofOf(i), j, trees.proofOf(j));
    }

    function refusedGap(Trees memory before, Trees memory trees, uint256 i, uint256 j) private {
        LeafProof memory left = j == 0 ? noLeaf() : trees.proofOf(j - 1);
        vm.expectRevert();
        rewards.discardMissing(i, before.proofOf(i), j, left, trees.proofOf(j));
        vm.expectRevert();
        rewards.discardMissing(i, before.proofOf(i), 4, trees.proofOf(3), noLeaf());
    }

    function refusedMismatch(Trees memory trees, uint256 i, uint256 j, bytes32 other) private {
        vm.expectRevert();
        rewards.discardMismatch(i, trees.proofOf(i), trees.plain[0][j], trees.plainPath(j));
        vm.assume(other != trees.plain[0][i]);
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.discardMismatch(i, trees.proofOf(i), other, trees.plainPath(i));
    }

    function refusedNodes(Trees memory trees, uint256 seed, RewardLeaf memory other, SumNode memory node) private {
        uint8 level = uint8(seed >> 16) % 2;
        NodeProof memory proof = nodeAt(trees, level, (seed >> 24) % (4 >> level));
        vm.expectRevert();
        rewards.discardNode(proof, level, trees.sums[0][proof.index * 2 % 4], trees.sums[0][(proof.index * 2 + 1) % 4]);
        vm.expectRevert(IRewardDistributor.BadProof.selector);
        rewards.discardNode(proof, uint8(seed >> 32), node, node);
        vm.expectRevert();
        rewards.discardLeaf(proof, other);
        vm.expectRevert();
        rewards.discardBlank(proof);
        proof.sum = node.sum;
        vm.expectRevert();
        rewards.discardBlank(proof);
    }
}
