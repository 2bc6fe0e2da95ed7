// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, ModelState, Phase, SeatResult} from "../../../contracts/interfaces/IAdmission.sol";
import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {Lanes} from "../../../contracts/libraries/Lanes.sol";
import {RoundStage} from "../base/RoundStage.sol";

contract FinalizeTest is RoundStage {
    uint256 private constant DRAW_TIP = FEE * 2 / 100;
    uint256 private constant TIP = (FEE - DRAW_TIP) * 2 / 100;
    uint256 private constant POT = FEE - DRAW_TIP - TIP;
    uint256 private constant SHARE = POT * 10 / 32;
    uint256 private modelId;

    function setUp() public {
        modelId = setStage();
    }

    function test_finalize_paysTipsSeatsAndStandby() public {
        uint256 roundId = finalizable(modelId, [uint16(30), 31, 32]);
        for (uint8 seat = 0; seat < ALL; ++seat) {
            vm.expectEmit();
            emit IAdmission.SeatPaid(roundId, seat, evaluatorOf(roundId, seat), seat < SEATS ? SHARE : SHARE / 10);
        }
        finalizeBy(roundId, resultsOf([uint16(30), 31, 32]));
        assertEq(creditOf(DRAWER), DRAW_TIP, "drawer");
        assertEq(creditOf(FINALIZER), TIP, "finalizer");
        assertEq(creditOf(PUBLISHER), POT - 3 * SHARE - 2 * (SHARE / 10), "rounding only");
        assertLe(creditOf(PUBLISHER), 10, "a few wei");
        assertEq(totalCredit(), FEE, "every wei of the fee");
        assertEq(token.balanceOf(address(admission)), FEE, "covered");
        (uint256 staked, uint256 locked) = totalUnits();
        assertTrue(staked == 30 && locked == 0, "released");
        assertEq(boundBond(), 0, "bond free");
    }

    function test_withdrawCredit_paysSeatsOutOnce() public {
        uint256 roundId = judged(modelId, 31);
        address evaluator = evaluatorOf(roundId, 0);
        uint256 credit = creditOf(evaluator);
        assertTrue(credit >= SHARE, "earned");
        vm.expectEmit();
        emit IAdmission.CreditWithdrawn(evaluator, credit);
        vm.prank(evaluator);
        admission.withdrawCredit();
        assertTrue(token.balanceOf(evaluator) == credit && creditOf(evaluator) == 0, "paid");
        vm.prank(evaluator);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NothingToWithdraw.selector, evaluator));
        admission.withdrawCredit();
    }

    function test_finalize_takesTheLowerMedianPerLane() public {
        uint256 roundId = keyed(modelId);
        uint256[3] memory words = [flatLanes(32), Lanes.set(flatLanes(31), 8, 9), Lanes.set(flatLanes(29), 8, 5)];
        for (uint8 seat = 0; seat < SEATS; ++seat) commitSeat(roundId, seat, words[seat]);
        for (uint8 seat = 0; seat < SEATS; ++seat) revealSeat(roundId, seat, words[seat]);
        passSeconds(AUDIT);
        SeatResult[] memory results = new SeatResult[](3);
        for (uint8 seat = 0; seat < SEATS; ++seat) results[seat] = resultOf(seat, words[seat]);
        vm.expectEmit();
        emit IAdmission.RoundFinalized(roundId, modelId, true, Lanes.set(flatLanes(31), 8, 5), 0x21, 30, 3);
        finalizeBy(roundId, results);
        assertPhase(roundId, Phase.Final, "final");
        assertTrue(admission.isFinalFor(roundId, modelId) && !admission.isFinalFor(roundId, modelId + 1), "for this model");
        assertTrue(admission.revealsClosedAt(roundId) != 0 && !admission.isHearing(roundId), "nothing more is heard");
    }

    function test_fuzz_finalize_passesExactlyAtTheGate(uint16 a, uint16 b, uint16 c) public {
        uint16[3] memory passes = [a % 33, b % 33, c % 33];
        uint256 roundId = finalizable(modelId, passes);
        finalizeBy(roundId, resultsOf(passes));
        uint256 reached = (passes[0] >= 30 ? 1 : 0) + (passes[1] >= 30 ? 1 : 0) + (passes[2] >= 30 ? 1 : 0);
        ModelState expected = reached >= 2 ? ModelState.Admitted : ModelState.Sandbox;
        assertTrue(admission.stateOf(modelId) == expected, "median decides");
    }

    function test_finalize_everyGatedLaneMustReach() public {
        uint256 word = Lanes.set(flatLanes(32), 5, 29);
        uint256 roundId = keyed(modelId);
        SeatResult[] memory results = new SeatResult[](3);
        for (uint8 seat = 0; seat < SEATS; ++seat) {
            commitSeat(roundId, seat, word);
            results[seat] = resultOf(seat, word);
        }
        for (uint8 seat = 0; seat < SEATS; ++seat) revealSeat(roundId, seat, word);
        passSeconds(AUDIT);
        finalizeBy(roundId, results);
        assertTrue(admission.stateOf(modelId) == ModelState.Sandbox, "lane 5 below the gate");
    }

    function test_finalize_revertsWithMissingResults() public {
        uint256 roundId = finalizable(modelId, [uint16(31), 31, 31]);
        SeatResult[] memory two = resultsOfSet(0x06, 31);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.MissingResults.selector, 2, 3));
        admission.finalize(roundId, two);
    }

    function test_finalize_revertsOnDuplicatesAndForeignResults() public {
        uint16[3] memory passes = [uint16(20), 31, 32];
        uint256 roundId = finalizable(modelId, passes);
        SeatResult[] memory results = resultsOf(passes);
        results[0] = results[1];
        vm.expectRevert(abi.encodeWithSelector(IAdmission.ResultOrder.selector, 1));
        admission.finalize(roundId, results);
        results = resultsOf(passes);
        results[2].seat = 3;
        vm.expectRevert(abi.encodeWithSelector(IAdmission.ResultMismatch.selector, 3));
        admission.finalize(roundId, results);
        results[2].seat = 255;
        vm.expectRevert(abi.encodeWithSelector(IAdmission.ResultMismatch.selector, 255));
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

    function test_finalize_onlyAfterTheAuditsAndOnlyOnce() public {
        uint256 roundId = committedAll(modelId, [uint16(31), 31, 31]);
        SeatResult[] memory results = resultsOf([uint16(31), 31, 31]);
        expectPhase(Phase.Reveal, Phase.Finalizable);
        admission.finalize(roundId, results);
        for (uint8 seat = 0; seat < SEATS; ++seat) revealSeat(roundId, seat, flatLanes(31));
        expectPhase(Phase.Audit, Phase.Finalizable);
        admission.finalize(roundId, results);
        passSeconds(AUDIT);
        admission.finalize(roundId, results);
        expectPhase(Phase.Final, Phase.Finalizable);
        admission.finalize(roundId, results);
    }

    /// @dev Two of three reveal: quorum holds, the seat that withholds loses its unit and its share returns to the publisher.
    function test_attack_revealWithheld_losesItsUnit() public {
        uint256 roundId = committedAll(modelId, [uint16(31), 31, 31]);
        revealSeat(roundId, 0, flatLanes(31));
        revealSeat(roundId, 1, flatLanes(31));
        passSeconds(REVEALS + AUDIT);
        address silent = evaluatorOf(roundId, 2);
        (uint64 before,,,) = stake.unitsOf(silent);
        vm.expectEmit();
        emit IAdmission.SeatFailed(roundId, 2, silent, true);
        vm.expectEmit();
        emit IStakeManager.EvaluatorSlashed(silent, address(admission), roundId, UNIT, 0);
        finalizeBy(roundId, resultsOfSet(0x03, 31));
        (uint64 left,,,) = stake.unitsOf(silent);
        assertEq(left, before - 1, "one unit gone");
        assertEq(token.balanceOf(TREASURY), UNIT, "slashed");
        assertEq(creditOf(PUBLISHER), POT - 2 * SHARE - 2 * (SHARE / 10), "share back");
        assertTrue(admission.stateOf(modelId) == ModelState.Admitted, "two seats decide");
        (, uint256 locked) = totalUnits();
        assertEq(locked, 0, "no lock left");
    }

    function test_finalize_theLowerOfTwoDecides() public {
        uint256 roundId = keyed(modelId);
        commitSeat(roundId, 0, flatLanes(31));
        commitSeat(roundId, 1, flatLanes(29));
        passSeconds(2 * COMMITS);
        revealSeat(roundId, 0, flatLanes(31));
        revealSeat(roundId, 1, flatLanes(29));
        passSeconds(AUDIT);
        SeatResult[] memory results = resultsOfSet(0x03, 31);
        results[1] = resultOf(1, flatLanes(29));
        finalizeBy(roundId, results);
        assertTrue(admission.stateOf(modelId) == ModelState.Sandbox, "29 decides");
    }

    function test_finalize_freesTheModel() public {
        judged(modelId, 20);
        assertTrue(admission.openRoundOf(modelId) == 0 && admission.escrowOf(modelId) == 0, "free");
        vm.prank(PUBLISHER);
        stake.unstakeModel(modelId, MODEL_STAKE);
    }
}
