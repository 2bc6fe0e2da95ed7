// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase} from "../../../contracts/interfaces/IAdmission.sol";
import {IDatanetRegistry, VersionState} from "../../../contracts/interfaces/IDatanetRegistry.sol";
import {IProtocolParams} from "../../../contracts/interfaces/IProtocolParams.sol";
import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {ModelInput} from "../../../contracts/interfaces/IModelRegistry.sol";
import {Clock, Stage} from "../../../contracts/types/Clock.sol";
import {NO_BATCH, Subject} from "../../../contracts/types/StoredRound.sol";
import {RoundStage} from "../base/RoundStage.sol";

contract OpenRoundTest is RoundStage {
    uint256 private modelId;

    function setUp() public {
        modelId = setStage();
    }

    function test_openRound_takesTheFeeAndBindsTheBond() public {
        uint256 before = token.balanceOf(PUBLISHER);
        vm.expectEmit();
        emit IAdmission.RoundOpened(1, modelId, PUBLISHER, 1, 1, FEE, epochNow());
        uint256 roundId = opened(modelId);
        assertEq(before - token.balanceOf(PUBLISHER), FEE, "fee");
        assertEq(admission.escrowOf(modelId), FEE, "escrow");
        assertEq(boundBond(), BOND, "bond");
        assertPhase(roundId, Phase.Open, "phase");
        assertEq(admission.openRoundOf(modelId), roundId, "open round");
    }

    /// @dev Rounds are stored packed: each field must come back from the place it was written to.
    function test_openRound_storesEveryField() public {
        uint256 roundId = opened(modelId);
        (Clock held, Subject memory subject, uint256 stakers) = admission.roundOf(roundId);
        assertTrue(held.stage() == Stage.Open && held.seats() == 3 && held.reserves() == 2, "seats");
        assertTrue(held.itemsPerBatch() == 32 && !held.audits() && !held.selfSet(), "flags");
        assertTrue(held.stageEnd() == clock + KEYS && held.closedAt() == 0 && held.held() == 0, "times");
        assertTrue(held.commitWindow() == COMMITS && held.revealWindow() == REVEALS, "windows");
        assertTrue(held.auditWindow() == AUDIT && subject.keyWindow == KEYS, "other windows");
        uint8 acted = held.committed() | held.revealed() | held.excluded() | held.convicted() | held.audited() | held.badKeys();
        assertEq(acted, 0, "nobody acted");
        assertTrue(subject.modelId == modelId && subject.datanetId == 1 && subject.version == 1, "subject");
        assertTrue(subject.batchId == NO_BATCH && subject.paramSetId == 1 && subject.redraws == 0, "rules");
        assertTrue(subject.minPasses == 30 && subject.gatedLanes == 0x21 && subject.attempt == 1, "gate");
        assertTrue(subject.openEpoch == epochNow() && stakers == 0, "no draw yet");
    }

    function test_openRound_revertsWithNotPublisher() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotPublisher.selector, STRANGER, PUBLISHER));
        admission.openRound(modelId, FEE);
    }

    function test_openRound_revertsWithRoundAlreadyOpen() public {
        opened(modelId);
        vm.prank(PUBLISHER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.RoundAlreadyOpen.selector, modelId, 1));
        admission.openRound(modelId, type(uint256).max);
    }

    function test_openRound_revertsWithStakeTooLow() public {
        vm.startPrank(PUBLISHER);
        stake.unstakeModel(modelId, 1);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.StakeTooLow.selector, MODEL_STAKE - 1, MODEL_STAKE));
        admission.openRound(modelId, FEE);
    }

    function test_openRound_revertsWithFeeTooLow() public {
        vm.prank(PUBLISHER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.FeeTooLow.selector, FEE - 1, FEE));
        admission.openRound(modelId, FEE - 1);
    }

    function test_openRound_revertsWithModelRetired() public {
        vm.startPrank(PUBLISHER);
        admission.retire(modelId);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.ModelRetired.selector, modelId));
        admission.openRound(modelId, FEE);
    }

    function test_openRound_revertsWithNoBatchLeft() public {
        vm.startPrank(address(admission));
        for (uint256 i = 0; i < BATCHES; ++i) datanets.consumeBatch(1, 1, "seed", 99);
        vm.stopPrank();
        vm.prank(PUBLISHER);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.NoBatchLeft.selector, 1, 1));
        admission.openRound(modelId, FEE);
    }

    function test_openRound_revertsOnAWithdrawnVersion() public {
        vm.prank(CURATOR);
        datanets.withdrawVersion(1, 1);
        vm.prank(PUBLISHER);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.WrongState.selector, VersionState.Withdrawn, VersionState.Sealed));
        admission.openRound(modelId, FEE);
    }

    function test_openRound_revertsWithInsufficientBond() public {
        vm.prank(CUSTODIAN);
        stake.exitBond(1, 9 * BOND + 1);
        vm.prank(PUBLISHER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientBond.selector, BOND, BOND - 1));
        admission.openRound(modelId, FEE);
    }

    function test_openRound_revertsWhileEntriesArePaused() public {
        uint256 roundId = opened(modelId);
        vm.prank(GUARDIAN);
        params.pauseEntries();
        vm.prank(PUBLISHER);
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.EntriesArePaused.selector, clock + 14 days));
        admission.openRound(modelId, FEE);
        // What has begun goes on.
        drawNow(roundId);
        postKeys(roundId);
    }

    function test_attempts_doubleTheFeeAndRaiseTheGate() public {
        judged(modelId, 20);
        assertEq(admission.attemptsOf(modelId), 1, "first");
        vm.prank(PUBLISHER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.FeeTooLow.selector, FEE, 2 * FEE));
        admission.openRound(modelId, FEE);
        uint256 roundId = opened(modelId);
        assertEq(admission.escrowOf(modelId), 2 * FEE, "fee");
        assertEq(subjectOf(roundId).minPasses, 31, "gate");
    }

    function test_attempts_followTheLineage() public {
        judged(modelId, 20);
        ModelInput memory input = modelInput();
        input.adapterHash = "another adapter";
        input.parent = modelId;
        vm.startPrank(PUBLISHER);
        uint256 child = models.register(input);
        stake.stakeModel(child, MODEL_STAKE);
        vm.stopPrank();
        assertEq(admission.attemptsOf(child), 1, "counted with its parent");
        assertEq(subjectOf(opened(child)).attempt, 2, "second attempt");
    }

    function test_attempts_startAgainAfterTheWindow() public {
        judged(modelId, 20);
        passSeconds(30 days);
        assertEq(admission.attemptsOf(modelId), 0, "window over");
        assertEq(subjectOf(opened(modelId)).attempt, 1, "first again");
        assertEq(admission.escrowOf(modelId), FEE, "fee");
    }

    function test_attempts_countVoidRounds() public {
        uint256 roundId = opened(modelId);
        passSeconds(KEYS);
        admission.voidRound(roundId);
        assertEq(admission.attemptsOf(modelId), 1, "counted");
    }

    function test_phaseOf_unknownRoundIsNone() public {
        assertPhase(1, Phase.None, "none");
        vm.expectRevert(abi.encodeWithSelector(IAdmission.UnknownRound.selector, 1));
        admission.draw(1);
    }
}
