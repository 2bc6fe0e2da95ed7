// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, ModelState, Phase, SeatResult} from "../../../contracts/interfaces/IAdmission.sol";
import {Outcome, Round} from "../../../contracts/admission/RoundBook.sol";
import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {Lanes} from "../../../contracts/libraries/Lanes.sol";
import {RoundStage} from "../base/RoundStage.sol";

contract FinalizeTest is RoundStage {
    uint256 private constant TIP = FEE * 2 / 100;
    uint256 private constant SHARE = (FEE - 2 * TIP) / 3;
    uint256 private modelId;

    function setUp() public {
        modelId = setStage();
    }

    function totalCredit(uint256 roundId) private view returns (uint256 sum) {
        sum = admission.creditOf(DRAWER) + admission.creditOf(FINALIZER) + admission.creditOf(PUBLISHER);
        for (uint8 seat = 0; seat < 3; ++seat) {
            address evaluator = evaluatorOf(roundId, seat);
            bool seen = false;
            for (uint8 other = 0; other < seat; ++other) seen = seen || evaluatorOf(roundId, other) == evaluator;
            if (!seen) sum += admission.creditOf(evaluator);
        }
    }

    function test_finalize_paysTipsAndSeats() public {
        uint256 roundId = revealedAll(modelId, [uint16(30), 31, 32]);
        for (uint8 seat = 0; seat < 3; ++seat) {
            vm.expectEmit();
            emit IAdmission.SeatPaid(roundId, seat, evaluatorOf(roundId, seat), SHARE);
        }
        finalizeBy(roundId, resultsOf([uint16(30), 31, 32]));
        assertEq(admission.creditOf(DRAWER), TIP, "drawer");
        assertEq(admission.creditOf(FINALIZER), TIP, "finalizer");
        assertEq(admission.creditOf(PUBLISHER), FEE - 2 * TIP - 3 * SHARE, "rounding only");
        assertEq(totalCredit(roundId), FEE, "every wei of the fee");
        assertEq(token.balanceOf(address(admission)), FEE, "covered");
        for (uint160 i = 1; i <= 3; ++i) {
            (uint64 staked,, uint64 locked) = stake.unitsOf(address(0xE0 + i));
            assertTrue(staked == 10 && locked == 0, "released");
        }
    }

    /// @dev Rounds are stored packed: each field must come back from the place it was written to.
    function test_roundOf_returnsEveryField() public {
        uint256 openedAt = clock;
        uint256 seedBlock = height + 2;
        uint256 roundId = opened(modelId);
        passBlocks(3);
        vm.prank(DRAWER);
        admission.draw(roundId);
        uint256 drawnAt = clock;
        passSeconds(5);
        vm.prank(CUSTODIAN);
        admission.postKeys(roundId, new bytes[](3));
        uint256 keyedAt = clock;
        passSeconds(5);
        for (uint8 seat = 0; seat < 3; ++seat) commitSeat(roundId, seat, flatLanes(30));
        for (uint8 seat = 0; seat < 2; ++seat) revealSeat(roundId, seat, flatLanes(30));
        Round memory round = admission.roundOf(roundId);
        assertTrue(round.modelId == modelId && round.datanetId == 1 && round.version == 1, "subject");
        assertTrue(round.paramSetId == 1 && round.attempt == 1 && round.seats == 3, "rules");
        assertTrue(round.publisher == PUBLISHER && round.drawer == DRAWER && round.feePaid == FEE, "payers");
        assertTrue(round.openedAt == openedAt && round.seedBlock == seedBlock && round.seed != 0, "opening");
        assertTrue(round.keyDeadline == drawnAt + 20 && round.commitDeadline == keyedAt + 30, "deadlines");
        assertTrue(round.commitClosedAt == clock && round.commits == 3 && round.reveals == 2, "work");
        assertTrue(round.keyWindow == 20 && round.commitWindow == 30 && round.revealWindow == 20, "windows");
        assertTrue(round.itemsPerBatch == 32 && round.lockUnits == 1, "batch");
        assertTrue(round.minPasses == 30 && round.gatedLanes == 0x21, "gate");
        assertTrue(round.batchId < BATCHES && round.outcome == Outcome.Running, "running");
    }

    function test_finalize_takesTheLowerMedianPerLane() public {
        uint256 roundId = keyed(modelId);
        uint256[3] memory words = [flatLanes(32), Lanes.set(flatLanes(31), 8, 9), Lanes.set(flatLanes(29), 8, 5)];
        for (uint8 seat = 0; seat < 3; ++seat) commitSeat(roundId, seat, words[seat]);
        for (uint8 seat = 0; seat < 3; ++seat) revealSeat(roundId, seat, words[seat]);
        SeatResult[] memory results = new SeatResult[](3);
        for (uint8 seat = 0; seat < 3; ++seat) results[seat] = SeatResult(seat, rootOf(seat), words[seat]);
        vm.expectEmit();
        emit IAdmission.RoundFinalized(roundId, modelId, true, Lanes.set(flatLanes(31), 8, 5), 0x21, 30, 3);
        finalizeBy(roundId, results);
        assertTrue(admission.phaseOf(roundId) == Phase.Final, "final");
        assertTrue(admission.isFinalFor(roundId, modelId) && !admission.isFinalFor(roundId, modelId + 1), "for this model");
    }

    function test_fuzz_finalize_passesExactlyAtTheGate(uint16 a, uint16 b, uint16 c) public {
        uint16[3] memory passes = [a % 33, b % 33, c % 33];
        uint256 roundId = revealedAll(modelId, passes);
        finalizeBy(roundId, resultsOf(passes));
        uint256 reached = (passes[0] >= 30 ? 1 : 0) + (passes[1] >= 30 ? 1 : 0) + (passes[2] >= 30 ? 1 : 0);
        ModelState expected = reached >= 2 ? ModelState.Admitted : ModelState.Sandbox;
        assertTrue(admission.stateOf(modelId) == expected, "median decides");
    }

    function test_finalize_everyGatedLaneMustReach() public {
        uint256 word = Lanes.set(flatLanes(32), 5, 29);
        uint256 roundId = keyed(modelId);
        SeatResult[] memory results = new SeatResult[](3);
        for (uint8 seat = 0; seat < 3; ++seat) {
            commitSeat(roundId, seat, word);
            results[seat] = SeatResult(seat, rootOf(seat), word);
        }
        for (uint8 seat = 0; seat < 3; ++seat) revealSeat(roundId, seat, word);
        finalizeBy(roundId, results);
        assertTrue(admission.stateOf(modelId) == ModelState.Sandbox, "lane 5 below the gate");
    }

    function test_finalize_revertsWithMissingResults() public {
        uint256 roundId = revealedAll(modelId, [uint16(20), 31, 32]);
        SeatResult[] memory two = new SeatResult[](2);
        two[0] = resultsOf([uint16(20), 31, 32])[1];
        two[1] = resultsOf([uint16(20), 31, 32])[2];
        vm.expectRevert(abi.encodeWithSelector(IAdmission.MissingResults.selector, 2, 3));
        admission.finalize(roundId, two);
    }

    function test_finalize_revertsOnDuplicatesAndForeignResults() public {
        uint16[3] memory passes = [uint16(20), 31, 32];
        uint256 roundId = revealedAll(modelId, passes);
        SeatResult[] memory results = resultsOf(passes);
        results[0] = results[1];
        vm.expectRevert(abi.encodeWithSelector(IAdmission.ResultOrder.selector, 1));
        admission.finalize(roundId, results);
        results = resultsOf(passes);
        results[2].seat = 3;
        vm.expectRevert(abi.encodeWithSelector(IAdmission.ResultMismatch.selector, 3));
        admission.finalize(roundId, results);
        results = resultsOf(passes);
        results[0].lanes = flatLanes(32);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.ResultMismatch.selector, 0));
        admission.finalize(roundId, results);
        results = resultsOf(passes);
        results[1].root = "other";
        vm.expectRevert(abi.encodeWithSelector(IAdmission.ResultMismatch.selector, 1));
        admission.finalize(roundId, results);
    }

    function test_finalize_notBeforeTheRevealsEndAndOnlyOnce() public {
        uint256 roundId = keyed(modelId);
        for (uint8 seat = 0; seat < 3; ++seat) commitSeat(roundId, seat, flatLanes(31));
        revealSeat(roundId, 0, flatLanes(31));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrongPhase.selector, Phase.Reveal, Phase.Finalizable));
        admission.finalize(roundId, new SeatResult[](0));
        revealSeat(roundId, 1, flatLanes(31));
        revealSeat(roundId, 2, flatLanes(31));
        SeatResult[] memory results = resultsOf([uint16(31), 31, 31]);
        admission.finalize(roundId, results);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrongPhase.selector, Phase.Final, Phase.Finalizable));
        admission.finalize(roundId, results);
    }

    /// @dev Two of three reveal: quorum holds, the hidden seat loses its lock and its share returns to the publisher.
    function test_finalize_slashesACommitWithoutReveal() public {
        uint256 roundId = keyed(modelId);
        for (uint8 seat = 0; seat < 3; ++seat) commitSeat(roundId, seat, flatLanes(31));
        revealSeat(roundId, 0, flatLanes(31));
        revealSeat(roundId, 1, flatLanes(31));
        passSeconds(21);
        SeatResult[] memory results = firstTwo([uint16(31), 31, 31]);
        address silent = evaluatorOf(roundId, 2);
        vm.expectEmit();
        emit IAdmission.SeatFailed(roundId, 2, silent, true);
        vm.expectEmit();
        emit IStakeManager.EvaluatorSlashed(silent, roundId, 1, UNIT);
        finalizeBy(roundId, results);
        assertEq(token.balanceOf(TREASURY), UNIT, "slashed");
        assertEq(admission.creditOf(PUBLISHER), FEE - 2 * TIP - 2 * SHARE, "share back");
        assertTrue(admission.stateOf(modelId) == ModelState.Admitted, "two seats decide");
    }

    function test_finalize_doesNotSlashAMissingCommit() public {
        uint256 roundId = keyed(modelId);
        commitSeat(roundId, 0, flatLanes(31));
        commitSeat(roundId, 1, flatLanes(29));
        passSeconds(31);
        revealSeat(roundId, 0, flatLanes(31));
        revealSeat(roundId, 1, flatLanes(29));
        finalizeBy(roundId, firstTwo([uint16(31), 29, 0]));
        assertEq(token.balanceOf(TREASURY), 0, "nothing slashed");
        assertEq(stake.totalActiveUnits(), 30, "stake whole");
        assertTrue(admission.stateOf(modelId) == ModelState.Sandbox, "the lower of two decides");
    }

    function test_finalize_voidsBelowQuorumAndStillSlashes() public {
        uint256 roundId = keyed(modelId);
        commitSeat(roundId, 0, flatLanes(31));
        commitSeat(roundId, 1, flatLanes(31));
        passSeconds(31);
        revealSeat(roundId, 0, flatLanes(31));
        passSeconds(21);
        SeatResult[] memory results = new SeatResult[](1);
        results[0] = SeatResult(0, rootOf(0), flatLanes(31));
        vm.expectEmit();
        emit IAdmission.RoundVoided(roundId, modelId, "quorum", FEE);
        finalizeBy(roundId, results);
        assertTrue(admission.phaseOf(roundId) == Phase.Void, "void");
        assertEq(admission.creditOf(PUBLISHER), FEE, "whole fee back");
        assertEq(totalCredit(roundId), FEE, "nobody else is paid");
        assertEq(token.balanceOf(TREASURY), UNIT, "the hidden result is slashed");
        assertEq(stake.totalActiveUnits(), 29, "one unit gone");
    }

    function test_finalize_freesTheModel() public {
        judged(modelId, 20);
        assertTrue(!stake.modelInRound(modelId) && admission.openRoundOf(modelId) == 0, "free");
        vm.prank(PUBLISHER);
        stake.unstakeModel(modelId, MODEL_STAKE);
    }

    function firstTwo(uint16[3] memory passes) private pure returns (SeatResult[] memory two) {
        SeatResult[] memory all = resultsOf(passes);
        two = new SeatResult[](2);
        (two[0], two[1]) = (all[0], all[1]);
    }
}
