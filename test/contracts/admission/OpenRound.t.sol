// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase} from "../../../contracts/interfaces/IAdmission.sol";
import {IDatanetRegistry} from "../../../contracts/interfaces/IDatanetRegistry.sol";
import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {ModelInput} from "../../../contracts/interfaces/IModelRegistry.sol";
import {Round} from "../../../contracts/admission/RoundBook.sol";
import {RoundStage} from "../base/RoundStage.sol";

contract OpenRoundTest is RoundStage {
    uint256 private modelId;

    function setUp() public {
        modelId = setStage();
    }

    function test_openRound_takesTheFeeAndFixesTheSeedBlock() public {
        uint256 before = token.balanceOf(PUBLISHER);
        vm.expectEmit();
        emit IAdmission.RoundOpened(1, modelId, PUBLISHER, 1, 1, FEE, height + 2);
        uint256 roundId = opened(modelId);
        assertEq(before - token.balanceOf(PUBLISHER), FEE, "fee");
        assertTrue(admission.phaseOf(roundId) == Phase.Open, "phase");
        assertEq(stake.pendingDraws(), 1, "frozen");
        assertTrue(stake.modelInRound(modelId), "in round");
        Round memory round = admission.roundOf(roundId);
        assertEq(round.minPasses, 30, "gate");
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

    function test_openRound_revertsWithNoStake() public {
        for (uint160 i = 1; i <= 3; ++i) {
            vm.prank(address(0xE0 + i));
            stake.unstakeUnits(10);
        }
        vm.prank(PUBLISHER);
        vm.expectRevert(IStakeManager.NoStake.selector);
        admission.openRound(modelId, FEE);
    }

    function test_attempts_doubleTheFeeAndRaiseTheGate() public {
        judged(modelId, 20);
        assertEq(admission.attemptsOf(modelId), 1, "first");
        vm.prank(PUBLISHER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.FeeTooLow.selector, FEE, 2 * FEE));
        admission.openRound(modelId, FEE);
        uint256 roundId = opened(modelId);
        Round memory round = admission.roundOf(roundId);
        assertEq(round.feePaid, 2 * FEE, "fee");
        assertEq(round.minPasses, 31, "gate");
    }

    function test_attempts_followTheLineage() public {
        judged(modelId, 20);
        ModelInput memory input = modelInput();
        input.parent = modelId;
        vm.startPrank(PUBLISHER);
        uint256 child = models.register(input);
        stake.stakeModel(child, MODEL_STAKE);
        vm.stopPrank();
        assertEq(admission.attemptsOf(child), 1, "counted with its parent");
        assertEq(admission.roundOf(opened(child)).attempt, 2, "second attempt");
    }

    function test_attempts_startAgainAfterTheWindow() public {
        judged(modelId, 20);
        passSeconds(30 days);
        assertEq(admission.attemptsOf(modelId), 0, "window over");
        assertEq(admission.roundOf(opened(modelId)).feePaid, FEE, "fee");
    }

    function test_attempts_countVoidRounds() public {
        uint256 roundId = opened(modelId);
        passSeconds(21);
        admission.voidRound(roundId);
        assertEq(admission.attemptsOf(modelId), 1, "counted");
    }

    function test_phaseOf_unknownRoundIsNone() public view {
        assertTrue(admission.phaseOf(1) == Phase.None, "none");
    }
}
