// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, ModelState, Phase} from "../../../contracts/interfaces/IAdmission.sol";
import {IDatanetRegistry} from "../../../contracts/interfaces/IDatanetRegistry.sol";
import {SeatStatus} from "../../../contracts/interfaces/IRoundCourt.sol";
import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {Cheats} from "../base/Cheats.sol";
import {RoundStage} from "../base/RoundStage.sol";

contract DrawTest is RoundStage {
    uint256 private constant TIP = FEE * 2 / 100;
    uint256 private modelId;

    function setUp() public {
        modelId = setStage();
    }

    function test_draw_waitsForALaterEpochAndItsSeed() public {
        uint256 roundId = opened(modelId);
        uint32 epoch = epochNow();
        vm.expectRevert(abi.encodeWithSelector(IAdmission.SeedNotReady.selector, epoch, epoch));
        admission.draw(roundId);
        // The first block of the next epoch: it has begun, but nobody knows its seed.
        passBlocks(BLOCKS_PER_EPOCH - height % BLOCKS_PER_EPOCH);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.SeedNotReady.selector, epoch, epoch + 1));
        admission.draw(roundId);
        passBlocks(1);
        admission.draw(roundId);
        assertPhase(roundId, Phase.Drawn, "drawn");
    }

    function test_draw_announcesSeedBatchAndSeats() public {
        uint256 roundId = opened(modelId);
        passEpochs(1);
        vm.recordLogs();
        admission.draw(roundId);
        Cheats.Log[] memory logs = vm.getRecordedLogs();
        Cheats.Log memory last = logs[logs.length - 1];
        assertTrue(last.topics[0] == IAdmission.RoundDrawn.selector && uint256(last.topics[1]) == roundId, "event");
        bytes32 seed = keccak256(abi.encode(seedAt(epochNow()), address(admission), roundId, uint8(0)));
        uint32[] memory ids = new uint32[](ALL);
        for (uint8 seat = 0; seat < ALL; ++seat) ids[seat] = stakerOf(roundId, seat);
        uint32 batchId = subjectOf(roundId).batchId;
        bytes memory expected = abi.encode(seed, epochNow(), uint8(0), uint256(1), uint32(1), batchId, ids, uint64(clock + KEYS));
        assertEq(keccak256(last.data), keccak256(expected), "data");
        assertTrue(batchId < BATCHES && ids[0] >= 1 && ids[0] <= 3, "known batch and staker");
    }

    function test_draw_consumesABatchAndLocksSeats() public {
        uint256 roundId = drawn(modelId);
        assertEq(datanets.batchesLeft(1, 1), BATCHES - 1, "batches");
        (, uint256 locked) = totalUnits();
        assertEq(locked, ALL, "one unit a seat");
        assertTrue(seatAt(roundId, 0).status == SeatStatus.Drawn && seatAt(roundId, 4).status == SeatStatus.Drawn, "five seats");
        assertTrue(seatAt(roundId, 5).status == SeatStatus.None && evaluatorOf(roundId, 5) == address(0), "no sixth");
        assertEq(admission.caseFile(roundId).batchId, subjectOf(roundId).batchId, "case file");
    }

    function test_draw_tipsTheCallerAtOnce() public {
        uint256 roundId = opened(modelId);
        passEpochs(1);
        vm.expectEmit();
        emit IAdmission.CreditAdded(DRAWER, TIP);
        vm.prank(DRAWER);
        admission.draw(roundId);
        assertEq(creditOf(DRAWER), TIP, "tip");
        assertEq(admission.escrowOf(modelId), FEE - TIP, "escrow");
    }

    function test_draw_onlyOnce() public {
        uint256 roundId = drawn(modelId);
        expectPhase(Phase.Drawn, Phase.Open);
        admission.draw(roundId);
    }

    /// @dev A round that cannot be seated stays open and is refunded when its time is over.
    function test_draw_revertsWithNoStake() public {
        for (uint160 i = 1; i <= 3; ++i) {
            vm.prank(address(0xE0 + i));
            stake.unstakeUnits(10);
        }
        uint256 roundId = opened(modelId);
        passEpochs(1);
        vm.expectRevert(IStakeManager.NoStake.selector);
        admission.draw(roundId);
        passSeconds(KEYS);
        admission.voidRound(roundId);
        assertEq(creditOf(PUBLISHER), FEE, "refund");
    }

    function test_draw_worksOnAVersionThatWasWithdrawnMeanwhile() public {
        uint256 roundId = opened(modelId);
        vm.prank(CURATOR);
        datanets.withdrawVersion(1, 1);
        drawNow(roundId);
        assertPhase(roundId, Phase.Drawn, "a curator cannot strand a paid round");
    }

    function test_draw_revertsWithNoBatchLeft() public {
        uint256 roundId = opened(modelId);
        vm.startPrank(address(admission));
        for (uint256 i = 0; i < BATCHES; ++i) datanets.consumeBatch(1, 1, "seed", 99);
        vm.stopPrank();
        passEpochs(1);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.NoBatchLeft.selector, 1, 1));
        admission.draw(roundId);
    }

    function test_voidRound_refundsWhenNobodyDrew() public {
        uint256 roundId = opened(modelId);
        passSeconds(KEYS - 1);
        expectPhase(Phase.Open, Phase.Void);
        admission.voidRound(roundId);
        passSeconds(1);
        vm.expectEmit();
        emit IAdmission.RoundVoided(roundId, modelId, "undrawn", FEE);
        vm.prank(STRANGER);
        admission.voidRound(roundId);
        assertPhase(roundId, Phase.Void, "void");
        assertTrue(admission.stateOf(modelId) == ModelState.Sandbox, "state kept");
        assertEq(creditOf(PUBLISHER), FEE, "refund");
        assertEq(boundBond(), 0, "bond free");
        (uint256 total,) = stake.bondOf(1);
        assertEq(total, 10 * BOND, "bond whole");
        assertEq(datanets.batchesLeft(1, 1), BATCHES, "batch kept");
        assertTrue(admission.openRoundOf(modelId) == 0 && admission.escrowOf(modelId) == 0, "model free");
        expectPhase(Phase.Void, Phase.Void);
        admission.voidRound(roundId);
    }

    function test_withdrawCredit_paysOnce() public {
        uint256 roundId = opened(modelId);
        passSeconds(KEYS);
        admission.voidRound(roundId);
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
