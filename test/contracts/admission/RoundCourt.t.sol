// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Admission} from "../../../contracts/admission/Admission.sol";
import {IAdmission, ModelState, Phase, SeatResult} from "../../../contracts/interfaces/IAdmission.sol";
import {CaseFile, SeatStatus} from "../../../contracts/interfaces/IRoundCourt.sol";
import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {RoundStage} from "../base/RoundStage.sol";

contract RoundCourtTest is RoundStage {
    uint256 private modelId;

    function setUp() public {
        modelId = setStage();
    }

    function revealed() private returns (uint256 roundId) {
        return revealedAll(modelId, [uint16(31), 31, 31]);
    }

    function expectWrongSeat(uint8 seat, SeatStatus status) private {
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrongSeat.selector, seat, status));
    }

    function test_connectJudges_onceByTheDeployer() public {
        bytes memory arguments = abi.encode(token, params, datanets, models, stake, randomness);
        Admission other = Admission(deploy("admission/Admission", arguments));
        address[] memory judges = new address[](1);
        judges[0] = STRANGER;
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NoCode.selector, STRANGER));
        other.connectJudges(judges);
        judges[0] = address(judge);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotDeployer.selector, STRANGER));
        other.connectJudges(judges);
        vm.expectEmit();
        emit IAdmission.JudgesConnected(judges);
        other.connectJudges(judges);
        assertTrue(other.isJudge(address(judge)) && !other.isJudge(STRANGER), "connected");
        vm.expectRevert(IAdmission.JudgesAlreadyConnected.selector);
        other.connectJudges(judges);
    }

    function test_everyAct_revertsWithNotJudge() public {
        bytes memory refusal = abi.encodeWithSelector(IAdmission.NotJudge.selector, address(this));
        vm.expectRevert(refusal);
        admission.excludeSeat(1, 0, "r");
        vm.expectRevert(refusal);
        admission.markSelfSet(1);
        vm.expectRevert(refusal);
        admission.holdFinal(1);
        vm.expectRevert(refusal);
        admission.releaseFinal(1);
        vm.expectRevert(refusal);
        admission.convict(1, 0, STRANGER, "r");
        vm.expectRevert(refusal);
        admission.noteAudit(1, 0);
        vm.expectRevert(refusal);
        admission.voidByCourt(1, "r");
    }

    function test_caseFile_tellsTheRound() public {
        uint256 roundId = revealed();
        CaseFile memory file = admission.caseFile(roundId);
        assertTrue(file.modelId == modelId && file.datanetId == 1 && file.version == 1, "subject");
        assertTrue(file.batchId == subjectOf(roundId).batchId && file.paramSetId == 1, "batch");
        assertEq(file.itemsPerBatch, 32, "rules");
        assertTrue(file.seats == 3 && file.reserves == 2 && file.reveals == 3 && file.redraw == 0, "seats");
        vm.expectRevert(abi.encodeWithSelector(IAdmission.UnknownRound.selector, 9));
        admission.caseFile(9);
    }

    function test_excludeSeat_beforeItsCommitOnly() public {
        uint256 roundId = drawn(modelId);
        vm.expectEmit();
        emit IAdmission.SeatExcluded(roundId, 1, evaluatorOf(roundId, 1), "contributor");
        judge.exclude(roundId, 1);
        assertTrue(seatAt(roundId, 1).status == SeatStatus.Excluded, "excluded");
        expectWrongSeat(1, SeatStatus.Excluded);
        judge.exclude(roundId, 1);
        expectWrongSeat(5, SeatStatus.None);
        judge.exclude(roundId, 5);
        postKeys(roundId);
        vm.prank(evaluatorOf(roundId, 1));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.SeatIsExcluded.selector, 1));
        admission.commit(roundId, 1, "c");
        commitSeat(roundId, 0, flatLanes(31));
        expectWrongSeat(0, SeatStatus.Committed);
        judge.exclude(roundId, 0);
        passSeconds(2 * COMMITS);
        expectPhase(Phase.Reveal, Phase.Commit);
        judge.exclude(roundId, 2);
    }

    function test_excludeSeat_notBeforeTheDraw() public {
        uint256 roundId = opened(modelId);
        expectPhase(Phase.Open, Phase.Commit);
        judge.exclude(roundId, 0);
    }

    function test_markSelfSet_capsThePassAtProbation() public {
        uint256 roundId = finalizable(modelId, [uint16(31), 31, 31]);
        vm.expectEmit();
        emit IAdmission.SelfSetMarked(roundId, address(judge));
        judge.markSelfSet(roundId);
        finalizeBy(roundId, resultsOf([uint16(31), 31, 31]));
        assertTrue(admission.stateOf(modelId) == ModelState.Probation, "probation");
        expectPhase(Phase.Final, Phase.Finalizable);
        judge.markSelfSet(roundId);
    }

    function test_holdFinal_keepsTheRoundInAudit() public {
        uint256 roundId = revealed();
        vm.expectEmit();
        emit IAdmission.FinalHeld(roundId, address(judge), 1);
        judge.hold(roundId);
        passSeconds(10 * AUDIT);
        assertPhase(roundId, Phase.Audit, "held");
        SeatResult[] memory results = resultsOf([uint16(31), 31, 31]);
        expectPhase(Phase.Audit, Phase.Finalizable);
        admission.finalize(roundId, results);
        // A question may be followed up while it is open, not after.
        judge.hold(roundId);
        judge.release(roundId);
        vm.expectEmit();
        emit IAdmission.FinalReleased(roundId, address(judge), 0);
        judge.release(roundId);
        assertPhase(roundId, Phase.Finalizable, "free");
        expectPhase(Phase.Finalizable, Phase.Audit);
        judge.hold(roundId);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NothingHeld.selector, roundId));
        judge.release(roundId);
        admission.finalize(roundId, results);
    }

    function test_holdFinal_revertsWithTooManyHolds() public {
        uint256 roundId = revealed();
        for (uint256 i = 0; i < 8; ++i) judge.hold(roundId);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.TooManyHolds.selector, roundId, 8));
        judge.hold(roundId);
    }

    function test_hearing_beginsWithTheFirstReveal() public {
        uint256 roundId = committedAll(modelId, [uint16(31), 31, 31]);
        bytes memory refusal = abi.encodeWithSelector(IAdmission.NotHearing.selector, roundId);
        vm.expectRevert(refusal);
        judge.hold(roundId);
        vm.expectRevert(refusal);
        judge.convict(roundId, 0, STRANGER);
        vm.expectRevert(refusal);
        judge.noteAudit(roundId, 0);
        vm.expectRevert(refusal);
        judge.voidRound(roundId);
        revealSeat(roundId, 1, flatLanes(31));
        assertTrue(admission.isHearing(roundId), "heard");
        expectWrongSeat(0, SeatStatus.Committed);
        judge.convict(roundId, 0, STRANGER);
        judge.convict(roundId, 1, STRANGER);
    }

    function test_convict_slashesOneUnitAndCreditsHalf() public {
        uint256 roundId = revealed();
        address accused = evaluatorOf(roundId, 1);
        (uint64 before,,,) = stake.unitsOf(accused);
        vm.expectEmit();
        emit IAdmission.SeatConvicted(roundId, 1, accused, STRANGER, UNIT / 2, "fraud");
        vm.expectEmit();
        emit IStakeManager.EvaluatorSlashed(accused, address(admission), roundId, UNIT, UNIT / 2);
        judge.convict(roundId, 1, STRANGER);
        (uint64 left,,,) = stake.unitsOf(accused);
        assertEq(left, before - 1, "one unit");
        assertEq(creditOf(STRANGER), UNIT / 2, "bounty");
        assertEq(token.balanceOf(TREASURY), UNIT / 2, "the rest");
        assertTrue(seatAt(roundId, 1).status == SeatStatus.Convicted, "status");
        expectWrongSeat(1, SeatStatus.Convicted);
        judge.convict(roundId, 1, STRANGER);
        vm.prank(STRANGER);
        admission.withdrawCredit();
        assertEq(token.balanceOf(STRANGER), UNIT / 2, "paid from the slash, not from fees");
    }

    /// @dev The median is taken again without the convicted seat, which earns nothing and has no lock to release.
    function test_convict_removesTheSeatFromTheDecision() public {
        uint256 roundId = finalizable(modelId, [uint16(31), 32, 29]);
        judge.convict(roundId, 0, address(0));
        assertEq(token.balanceOf(TREASURY), UNIT, "no bounty");
        SeatResult[] memory results = resultsOf([uint16(31), 32, 29]);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.MissingResults.selector, 3, 2));
        admission.finalize(roundId, results);
        SeatResult[] memory two = new SeatResult[](2);
        (two[0], two[1]) = (results[1], results[2]);
        vm.expectEmit();
        emit IAdmission.RoundFinalized(roundId, modelId, false, flatLanes(29), 0x21, 30, 2);
        finalizeBy(roundId, two);
        (uint256 staked, uint256 locked) = totalUnits();
        assertTrue(staked == 29 && locked == 0, "nothing left locked");
        assertEq(totalCredit(), FEE, "every wei of the fee");
    }

    function test_voidByCourt_refundsAndReleases() public {
        uint256 roundId = revealed();
        judge.hold(roundId);
        uint256 left = admission.escrowOf(modelId);
        vm.expectEmit();
        emit IAdmission.RoundVoided(roundId, modelId, "jury", left);
        judge.voidRound(roundId);
        assertPhase(roundId, Phase.Void, "void");
        assertEq(creditOf(PUBLISHER), left, "refund");
        (uint256 staked, uint256 locked) = totalUnits();
        assertTrue(staked == 30 && locked == 0 && boundBond() == 0, "all free");
        // Another judge's question can still be closed.
        judge.release(roundId);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotHearing.selector, roundId));
        judge.voidRound(roundId);
    }

    function test_voidByCourt_stillSlashesAWithheldResult() public {
        uint256 roundId = committedAll(modelId, [uint16(31), 31, 31]);
        revealSeat(roundId, 0, flatLanes(31));
        revealSeat(roundId, 1, flatLanes(31));
        passSeconds(REVEALS);
        judge.voidRound(roundId);
        assertEq(token.balanceOf(TREASURY), UNIT, "withheld");
        (uint256 staked, uint256 locked) = totalUnits();
        assertTrue(staked == 29 && locked == 0, "one unit gone");
    }

    function test_voidByCourt_duringTheRevealsSlashesNobody() public {
        uint256 roundId = committedAll(modelId, [uint16(31), 31, 31]);
        revealSeat(roundId, 0, flatLanes(31));
        judge.voidRound(roundId);
        (uint256 staked, uint256 locked) = totalUnits();
        assertTrue(staked == 30 && locked == 0, "who could still reveal hid nothing");
    }
}
