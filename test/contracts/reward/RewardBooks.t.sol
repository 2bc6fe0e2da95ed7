// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CaseState} from "../../../contracts/interfaces/IJury.sol";
import {Epoch, EpochInput, EpochState, IRewardDistributor, NodeProof, Objection, Outcome, SumNode} from "../../../contracts/interfaces/IRewardDistributor.sol";
import {RewardsBase} from "./RewardsBase.sol";
import {TreeLib, Trees} from "./Trees.sol";

/// @notice Edges of the books: the last wei, the deepest tree, several cases about one epoch.
contract RewardBooksTest is RewardsBase {
    using TreeLib for Trees;

    function setUp() public override {
        super.setUp();
        fund(100e18);
    }

    function test_constructor_namesItsParts() public view {
        assertEq(address(rewards.TOKEN()), address(token), "token");
        assertEq(address(rewards.PARAMS()), address(params), "params");
        assertEq(rewards.TREASURY(), TREASURY, "treasury");
        assertEq(address(rewards.jury()), address(jury), "jury");
    }

    function test_postEpoch_ofTheDeepestTree() public {
        EpochInput memory input = inputOf(pair(1, 1));
        input.depth = 32;
        vm.prank(POSTER);
        rewards.postEpoch(input);
        assertEq(rewards.epochOf(1).depth, 32, "depth");
    }

    function test_claim_downToTheLastWei() public {
        Trees memory trees = pair(99e18, 1e18);
        postFinal(trees, START);
        claim(trees, 0);
        claim(trees, 1);
        assertEq(rewards.totalClaimed(), 100e18, "claimed");
        assertEq(token.balanceOf(address(rewards)), BOND, "only the bond is left");
    }

    /// @dev Whoever sends tokens by mistake stops nobody.
    function test_totalClaimed_staysReadableAfterAGift() public {
        token.transfer(address(rewards), 5);
        assertEq(rewards.totalClaimed(), 0, "claimed");
    }

    function test_objectionOf_isWhatWasBooked() public {
        post(pair(1e18, 2e18));
        object();
        Objection memory o = rewards.objectionOf(1);
        assertEq(o.pay, PAY, "pay");
        assertEq(o.epoch, 1, "epoch");
        assertEq(o.attempt, 1, "attempt");
        assertEq(o.openedAt, START, "openedAt");
        assertEq(rewards.owed(), BOND + CHALLENGE - PAY, "owed");
        assertEq(rewards.epochOf(1).objections, 1, "objections");
    }

    function test_settle_everyCaseUpheld() public {
        post(pair(1e18, 2e18));
        object();
        object();
        Epoch memory e = rewards.epochOf(1);
        assertEq(e.objections, 2, "objections");
        assertEq(e.open, 2, "open");
        bytes32 fact = rewards.factOf(1);
        jury.decide(1, CaseState.Decided, fact, 0);
        jury.decide(2, CaseState.Decided, fact, 0);
        rewards.settleObjection(2);
        assertEq(uint256(rewards.stateOf(1)), uint256(EpochState.Objected), "one is open");
        rewards.settleObjection(1);
        assertEq(uint256(rewards.stateOf(1)), uint256(EpochState.Pending), "none is");
        assertEq(rewards.epochOf(1).open, 0, "open");
        assertEq(rewards.creditOf(POSTER), 2 * (CHALLENGE - PAY), "poster");
        vm.warp(START + WINDOW);
        rewards.returnBond(1);
        assertEq(rewards.owed(), 2 * (CHALLENGE - PAY), "owed");
        assertBooks();
    }

    /// @dev The case is moot and hung: what the jury gave back is the objector's all the same.
    function test_settle_mootAndHung() public {
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plant(0, 3, SumNode(0, 1e18));
        post(trees);
        object();
        rewards.discardBlank(nodeAt(trees, 0, 3));
        jury.decide(1, CaseState.Hung, 0, PAY);
        assertEq(uint256(rewards.settleObjection(1)), uint256(Outcome.Moot), "outcome");
        assertEq(rewards.creditOf(WATCHER), CHALLENGE, "bond and pay");
        assertBooks();
    }

    /// @dev The refund is the pay, also where the balance happens to be six times what is owed.
    function test_settle_refundIsThePayOutOfAnyBalance() public {
        fund(20e18);
        post(pair(1e18, 2e18));
        object();
        jury.decide(1, CaseState.Hung, 0, PAY);
        assertEq(token.balanceOf(address(rewards)), 6 * rewards.owed(), "six times");
        rewards.settleObjection(1);
        assertEq(rewards.creditOf(WATCHER), CHALLENGE, "bond and pay");
    }

    /// @dev A jury that says hung and keeps the pay: the refund ends where other people's money begins.
    function test_settle_refundIsAtMostWhatNobodyOwns() public {
        Trees memory trees = pair(60e18, 40e18);
        postFinal(trees, START);
        claim(trees, 0);
        claim(trees, 1);
        fund(1);
        post(pair(60e18, 40e18 + 1));
        object();
        jury.decide(1, CaseState.Hung, 0, 0);
        rewards.settleObjection(1);
        assertEq(rewards.creditOf(WATCHER), CHALLENGE - PAY + 1, "watcher");
        assertEq(rewards.owed(), token.balanceOf(address(rewards)), "all of the balance is owed");
    }

    /// @dev An epoch discarded in the second place leaves the first final and claimable as before.
    function test_discard_goesBackToTheFinalEpoch() public {
        Trees memory before = pair(1e18, 2e18);
        postFinal(before, START);
        Trees memory trees = trio(1e18, 2e18, 3e18);
        trees.plant(0, 3, SumNode(0, 1e18));
        post(trees);
        rewards.discardBlank(nodeAt(trees, 0, 3));
        assertEq(uint256(rewards.stateOf(1)), uint256(EpochState.Final), "1");
        assertEq(uint256(rewards.stateOf(2)), uint256(EpochState.None), "2");
        NodeProof memory again = nodeAt(trees, 0, 3);
        vm.expectRevert(abi.encodeWithSelector(IRewardDistributor.EpochIsFinal.selector, 1, START + WINDOW));
        rewards.discardBlank(again);
        rewards.returnBond(1);
        assertEq(claim(before, 1), 2e18, "claim");
        assertBooks();
    }

    function object() private {
        bytes32 fact = rewards.factOf(rewards.currentEpoch());
        vm.prank(WATCHER);
        rewards.object(fact, "truth", "bafyevidence");
    }
}
