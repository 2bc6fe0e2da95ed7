// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, ModelState, Phase, SeatResult} from "../../../contracts/interfaces/IAdmission.sol";
import {Round} from "../../../contracts/admission/RoundBook.sol";
import {RoundStage} from "../base/RoundStage.sol";

contract DrawTest is RoundStage {
    uint256 private modelId;

    function setUp() public {
        modelId = setStage();
    }

    function seedAt(uint256 blockNumber, uint256 roundId) private view returns (bytes32) {
        return keccak256(abi.encode(hashAt(blockNumber), address(admission), roundId));
    }

    function test_draw_waitsForTheSeedBlock() public {
        uint256 roundId = opened(modelId);
        uint256 seedBlock = height + 2;
        passBlocks(2);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.SeedNotReady.selector, seedBlock, height));
        admission.draw(roundId);
        passBlocks(1);
        admission.draw(roundId);
        Round memory round = admission.roundOf(roundId);
        assertEq(round.seed, seedAt(seedBlock, roundId), "seed");
        assertTrue(admission.phaseOf(roundId) == Phase.Drawn, "phase");
    }

    function test_draw_usesTheMovedSeedBlock() public {
        uint256 roundId = opened(modelId);
        uint256 seedBlock = height + 2;
        passBlocks(600);
        admission.draw(roundId);
        assertEq(admission.roundOf(roundId).seed, seedAt(seedBlock + 512, roundId), "seed");
    }

    function test_draw_consumesABatchAndLocksSeats() public {
        uint256 roundId = drawn(modelId);
        assertEq(datanets.batchesLeft(1, 1), BATCHES - 1, "batches");
        uint256 locked = 0;
        for (uint160 i = 1; i <= 3; ++i) {
            (,, uint64 units) = stake.unitsOf(address(0xE0 + i));
            locked += units;
        }
        assertEq(locked, 3, "one unit a seat");
        assertEq(stake.pendingDraws(), 0, "thawed");
        assertTrue(evaluatorOf(roundId, 0) != address(0) && evaluatorOf(roundId, 3) == address(0), "three seats");
    }

    function test_draw_onlyOnce() public {
        uint256 roundId = drawn(modelId);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrongPhase.selector, Phase.Drawn, Phase.Open));
        admission.draw(roundId);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.UnknownRound.selector, 9));
        admission.draw(9);
    }

    function test_postKeys_startsTheCommitClock() public {
        uint256 roundId = drawn(modelId);
        passSeconds(5);
        bytes[] memory wraps = new bytes[](3);
        wraps[1] = "wrap";
        vm.expectEmit();
        emit IAdmission.KeysPosted(roundId, CUSTODIAN, wraps, uint64(clock) + 30);
        vm.prank(CUSTODIAN);
        admission.postKeys(roundId, wraps);
        assertTrue(admission.phaseOf(roundId) == Phase.Commit, "phase");
        vm.prank(CUSTODIAN);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrongPhase.selector, Phase.Commit, Phase.Drawn));
        admission.postKeys(roundId, wraps);
    }

    function test_postKeys_reverts() public {
        uint256 roundId = drawn(modelId);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotCustodian.selector, STRANGER, CUSTODIAN));
        admission.postKeys(roundId, new bytes[](3));
        vm.startPrank(CUSTODIAN);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrapCount.selector, 2, 3));
        admission.postKeys(roundId, new bytes[](2));
        passSeconds(21);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrongPhase.selector, Phase.Void, Phase.Drawn));
        admission.postKeys(roundId, new bytes[](3));
    }

    function test_voidRound_refundsWhenKeysNeverCame() public {
        uint256 roundId = drawn(modelId);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrongPhase.selector, Phase.Drawn, Phase.Void));
        admission.voidRound(roundId);
        passSeconds(21);
        vm.expectEmit();
        emit IAdmission.RoundVoided(roundId, modelId, "keys", FEE);
        vm.prank(STRANGER);
        admission.voidRound(roundId);
        assertRefunded(roundId);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrongPhase.selector, Phase.Void, Phase.Void));
        admission.voidRound(roundId);
    }

    function test_voidRound_refundsWhenNobodyDrew() public {
        uint256 roundId = opened(modelId);
        passSeconds(20);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrongPhase.selector, Phase.Open, Phase.Void));
        admission.voidRound(roundId);
        passSeconds(1);
        vm.expectEmit();
        emit IAdmission.RoundVoided(roundId, modelId, "undrawn", FEE);
        admission.voidRound(roundId);
        assertRefunded(roundId);
        assertEq(stake.pendingDraws(), 0, "thawed");
        assertEq(datanets.batchesLeft(1, 1), BATCHES, "batch kept");
    }

    function test_voidRound_notOnceKeysAreOut() public {
        uint256 roundId = keyed(modelId);
        passSeconds(1_000);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrongPhase.selector, Phase.Finalizable, Phase.Void));
        admission.voidRound(roundId);
    }

    function test_nobodyCommits_finalizeVoidsAndReleases() public {
        uint256 roundId = keyed(modelId);
        passSeconds(31);
        vm.expectEmit();
        emit IAdmission.SeatFailed(roundId, 0, evaluatorOf(roundId, 0), false);
        admission.finalize(roundId, new SeatResult[](0));
        assertRefunded(roundId);
    }

    function assertRefunded(uint256 roundId) private {
        assertTrue(admission.phaseOf(roundId) == Phase.Void, "void");
        assertTrue(admission.stateOf(modelId) == ModelState.Sandbox, "state kept");
        assertEq(admission.creditOf(PUBLISHER), FEE, "refund");
        assertTrue(!stake.modelInRound(modelId) && admission.openRoundOf(modelId) == 0, "model free");
        for (uint160 i = 1; i <= 3; ++i) {
            (uint64 staked,, uint64 locked) = stake.unitsOf(address(0xE0 + i));
            assertTrue(staked == 10 && locked == 0, "stake untouched");
        }
        assertTrue(!admission.isFinalFor(roundId, modelId), "not final");
        uint256 before = token.balanceOf(PUBLISHER);
        vm.expectEmit();
        emit IAdmission.CreditWithdrawn(PUBLISHER, FEE);
        vm.prank(PUBLISHER);
        admission.withdrawCredit();
        assertEq(token.balanceOf(PUBLISHER), before + FEE, "paid back");
        vm.prank(PUBLISHER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NothingToWithdraw.selector, PUBLISHER));
        admission.withdrawCredit();
    }
}
