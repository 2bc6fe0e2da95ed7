// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CaseState, IJury} from "../../../contracts/interfaces/IJury.sol";
import {Epoch, EpochState, IRewardDistributor, Objection, Outcome} from "../../../contracts/interfaces/IRewardDistributor.sol";
import {MockJury} from "../../../contracts/mocks/MockJury.sol";
import {RewardDistributor} from "../../../contracts/reward/RewardDistributor.sol";
import {Artifacts} from "../base/Artifacts.sol";
import {RewardsBase} from "./RewardsBase.sol";
import {TreeLib, Trees} from "./Trees.sol";

/// @notice What a jury decides: every outcome, and that an epoch waits for it and for nothing else.
contract ObjectionsTest is RewardsBase {
    using TreeLib for Trees;

    bytes32 private constant TRUTH = "what the jurors found";

    function setUp() public override {
        super.setUp();
        fund(100e18);
    }

    function test_object_opensACaseAndHoldsTheEpoch() public {
        post(pair(1e18, 2e18));
        bytes32 fact = rewards.factOf(1);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.EpochObjected(1, 1, WATCHER, 1, TRUTH, CHALLENGE, PAY, "bafyevidence");
        assertEq(objected(), 1, "case");
        MockJury.Case memory opened = jury.caseOf(1);
        assertEq(opened.subject, keccak256(abi.encode(block.chainid, address(rewards), 1, 1, fact)), "subject");
        assertEq(opened.jurors, 7, "2k + 1");
        assertEq(opened.pay, PAY, "pay");
        assertEq(opened.excluded[0], POSTER, "poster");
        assertEq(opened.excluded[1], WATCHER, "objector");
        assertEq(opened.excluded.length, 2, "excluded");
        Objection memory o = rewards.objectionOf(1);
        assertEq(o.objector, WATCHER, "objector");
        assertEq(o.bond, CHALLENGE - PAY, "bond");
        assertEq(token.balanceOf(address(jury)), PAY, "jury");
        assertBooks();
        vm.warp(START + 1_000 * WINDOW);
        assertEq(uint256(rewards.stateOf(1)), uint256(EpochState.Objected), "state");
        assertEq(rewards.claimableEpoch(), 0, "claimable");
        vm.expectRevert(
            abi.encodeWithSelector(IRewardDistributor.EpochNotFinal.selector, 1, uint64(type(uint40).max))
        );
        rewards.returnBond(1);
    }

    function test_settle_upheld_paysThePosterAndTheEpochIsFinal() public {
        Trees memory trees = pair(1e18, 2e18);
        post(trees);
        objected();
        bytes32 fact = rewards.factOf(1);
        vm.warp(START + 2 * WINDOW);
        jury.decide(1, CaseState.Decided, fact, 0);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.ObjectionSettled(1, 1, 1, Outcome.Upheld, fact, 0);
        assertEq(uint256(rewards.settleObjection(1)), uint256(Outcome.Upheld), "outcome");
        assertEq(rewards.creditOf(POSTER), CHALLENGE - PAY, "poster");
        assertEq(rewards.claimableEpoch(), 1, "final");
        assertEq(claim(trees, 1), 2e18, "claim");
        assertBooks();
    }

    /// @dev Inside the window the epoch is pending again, and a proof still discards it.
    function test_settle_upheld_insideTheWindowGoesOn() public {
        post(pair(1e18, 2e18));
        objected();
        jury.decide(1, CaseState.Decided, rewards.factOf(1), 0);
        rewards.settleObjection(1);
        assertEq(uint256(rewards.stateOf(1)), uint256(EpochState.Pending), "state");
        vm.warp(START + WINDOW);
        assertEq(rewards.claimableEpoch(), 1, "final");
    }

    function test_settle_overturned_discardsAndPaysTheObjector() public {
        post(pair(1e18, 2e18));
        objected();
        jury.decide(1, CaseState.Decided, TRUTH, 0);
        uint256 toTreasury = (BOND - PAY) / 2;
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.ObjectionSettled(1, 1, 1, Outcome.Overturned, TRUTH, 0);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.EpochDiscarded(1, 1, WATCHER, "objection", BOND - toTreasury, toTreasury);
        rewards.settleObjection(1);
        assertEq(rewards.creditOf(WATCHER), CHALLENGE + (BOND - PAY) / 2, "objector");
        assertEq(rewards.creditOf(TREASURY), toTreasury, "treasury");
        assertEq(rewards.creditOf(POSTER), 0, "poster");
        assertEq(rewards.currentEpoch(), 0, "current");
        assertEq(post(pair(1e18, 1e18)), 1, "posted again");
        assertBooks();
    }

    function test_settle_hung_discardsAndGivesBothBondsBack() public {
        post(pair(1e18, 2e18));
        objected();
        jury.decide(1, CaseState.Hung, 0, PAY);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.ObjectionSettled(1, 1, 1, Outcome.Hung, 0, PAY);
        vm.expectEmit(address(rewards));
        emit IRewardDistributor.EpochDiscarded(1, 1, address(this), "hung", 0, 0);
        rewards.settleObjection(1);
        assertEq(rewards.creditOf(WATCHER), CHALLENGE, "objector");
        assertEq(rewards.creditOf(POSTER), BOND, "poster");
        assertEq(rewards.currentEpoch(), 0, "current");
        assertBooks();
    }

    /// @dev A jury that never closes holds nothing for ever.
    function test_settle_aCaseNobodyClosedCountsAsHung() public {
        post(pair(1e18, 2e18));
        objected();
        vm.warp(START + 30 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.CaseOpen.selector, 1));
        rewards.settleObjection(1);
        vm.warp(START + 30 days);
        assertEq(uint256(rewards.settleObjection(1)), uint256(Outcome.Hung), "outcome");
        assertEq(rewards.creditOf(WATCHER), CHALLENGE - PAY, "the pay is still with the jury");
        assertEq(post(pair(1e18, 1e18)), 1, "posted again");
        assertBooks();
    }

    /// @dev What the jury gives back must not count as fees for a claim that the root does not cover.
    function test_settle_hung_takesTheRefundOutOfTheFees() public {
        post(pair(1e18, 2e18));
        objected();
        uint256 before = rewards.totalClaimed();
        jury.decide(1, CaseState.Hung, 0, PAY);
        rewards.settleObjection(1);
        assertEq(rewards.totalClaimed(), before, "claimed");
        assertEq(rewards.owed(), BOND + CHALLENGE, "owed");
    }

    function test_settle_moot_afterADiscardByProof() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        (trees.leaves[1], trees.leaves[2]) = (trees.leaves[2], trees.leaves[1]);
        trees = TreeLib.build(trees.leaves, 2);
        post(trees);
        objected();
        rewards.discardOrder(1, trees.proofOf(1), trees.proofOf(2));
        assertEq(post(pair(1e18, 1e18)), 1, "the honest one waits for no jury of another");
        jury.decide(1, CaseState.Decided, TRUTH, 0);
        assertEq(uint256(rewards.settleObjection(1)), uint256(Outcome.Moot), "outcome");
        assertEq(rewards.creditOf(WATCHER), CHALLENGE - PAY, "objector");
        assertEq(rewards.currentEpoch(), 1, "current");
        vm.warp(START + WINDOW);
        assertEq(rewards.claimableEpoch(), 1, "final");
        assertBooks();
    }

    function test_settle_manyObjections_oneAgainstIsEnough() public {
        post(pair(1e18, 2e18));
        bytes32 fact = rewards.factOf(1);
        for (uint256 i; i < 3; ++i) objected();
        vm.prank(WATCHER);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.TooManyObjections.selector, 3));
        rewards.object(fact, TRUTH, "bafyevidence");
        jury.decide(1, CaseState.Decided, fact, 0);
        jury.decide(2, CaseState.Decided, TRUTH, 0);
        jury.decide(3, CaseState.Hung, 0, PAY);
        vm.warp(START + WINDOW);
        rewards.settleObjection(1);
        assertEq(uint256(rewards.stateOf(1)), uint256(EpochState.Objected), "still open");
        rewards.settleObjection(2);
        assertEq(rewards.currentEpoch(), 0, "discarded");
        rewards.settleObjection(3);
        assertEq(rewards.creditOf(WATCHER), CHALLENGE + (BOND - PAY) / 2 + CHALLENGE, "objector");
        assertBooks();
    }

    function test_object_reverts() public {
        bytes32 fact;
        vm.expectRevert(IRewardDistributor.NoEpoch.selector);
        rewards.object(fact, TRUTH, "cid");
        post(pair(1e18, 2e18));
        fact = rewards.factOf(1);
        vm.expectRevert(IRewardDistributor.EmptyCid.selector);
        rewards.object(fact, TRUTH, "");
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.WrongFact.selector, TRUTH, fact));
        rewards.object(TRUTH, TRUTH, "cid");
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.SameFact.selector, fact));
        rewards.object(fact, fact, "cid");
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.EpochIsFinal.selector, 1, START + WINDOW));
        rewards.object(fact, TRUTH, "cid");
    }

    /// @dev A held epoch is not final, but its window is over: the last objection cannot breed another.
    function test_object_revertsWithWindowClosed() public {
        post(pair(1e18, 2e18));
        objected();
        bytes32 fact = rewards.factOf(1);
        vm.warp(START + WINDOW);
        vm.prank(WATCHER);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.WindowClosed.selector, 1, START + WINDOW));
        rewards.object(fact, TRUTH, "cid");
    }

    function test_object_revertsWithNoJury() public {
        RewardDistributor alone = RewardDistributor(Artifacts.deploy("reward/RewardDistributor", abi.encode(token, params, TREASURY)));
        vm.expectRevert(IRewardDistributor.NoJury.selector);
        alone.object("posted", TRUTH, "cid");
    }

    function test_settle_revertsWithNoObjection() public {
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.NoObjection.selector, 1));
        rewards.settleObjection(1);
        post(pair(1e18, 2e18));
        objected();
        jury.decide(1, CaseState.Decided, TRUTH, 0);
        rewards.settleObjection(1);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.NoObjection.selector, 1));
        rewards.settleObjection(1);
    }

    function objected() private returns (uint256) {
        bytes32 fact = rewards.factOf(rewards.currentEpoch());
        vm.prank(WATCHER);
        return rewards.object(fact, TRUTH, "bafyevidence");
    }
}
