// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, ModelState} from "../../../contracts/interfaces/IAdmission.sol";
import {RoundStage} from "../base/RoundStage.sol";

contract ModelStatesTest is RoundStage {
    uint256 private modelId;

    function setUp() public {
        modelId = setStage();
    }

    function assertState(ModelState expected) private view {
        assertTrue(admission.stateOf(modelId) == expected, "state");
    }

    function test_pass_admitsUntilTheTtl() public {
        assertState(ModelState.Sandbox);
        uint256 roundId = finalizable(modelId, [uint16(31), 31, 31]);
        uint64 expiresAt = uint64(clock) + 10 days;
        vm.expectEmit();
        emit IAdmission.ModelStateChanged(modelId, ModelState.Sandbox, ModelState.Admitted, roundId, expiresAt);
        finalizeBy(roundId, resultsOf([uint16(31), 31, 31]));
        assertState(ModelState.Admitted);
        assertEq(admission.expiresAtOf(modelId), expiresAt, "expires");
    }

    function test_fail_leavesASandboxModelThere() public {
        judged(modelId, 20);
        assertState(ModelState.Sandbox);
    }

    function test_fail_suspendsAnAdmittedModel_andAPassBringsItBack() public {
        judged(modelId, 31);
        judged(modelId, 20);
        assertState(ModelState.Suspended);
        assertEq(admission.expiresAtOf(modelId), 0, "no admission held");
        judged(modelId, 32);
        assertState(ModelState.Admitted);
    }

    function test_pass_ofTheCustodiansOwnExamIsProbation() public {
        vm.mockCall(address(datanets), abi.encodeCall(datanets.custodianOf, (1)), abi.encode(PUBLISHER));
        uint256 roundId = drawn(modelId);
        vm.prank(PUBLISHER);
        admission.postKeys(roundId, new bytes[](ALL));
        for (uint8 seat = 0; seat < SEATS; ++seat) commitSeat(roundId, seat, flatLanes(31));
        for (uint8 seat = 0; seat < SEATS; ++seat) revealSeat(roundId, seat, flatLanes(31));
        passSeconds(AUDIT);
        finalizeBy(roundId, resultsOf([uint16(31), 31, 31]));
        assertState(ModelState.Probation);
    }

    function test_pass_ofASelfSetExamIsProbation() public {
        vm.mockCall(address(datanets), abi.encodeCall(datanets.curatorOf, (1)), abi.encode(PUBLISHER));
        judged(modelId, 31);
        assertState(ModelState.Probation);
        judged(modelId, 20);
        assertState(ModelState.Suspended);
    }

    function test_lapse_afterTheTtl() public {
        judged(modelId, 31);
        uint64 expiresAt = admission.expiresAtOf(modelId);
        passSeconds(10 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotLapsed.selector, modelId, expiresAt));
        admission.lapse(modelId);
        passSeconds(1);
        assertState(ModelState.Suspended);
        vm.expectEmit();
        emit IAdmission.ModelStateChanged(modelId, ModelState.Admitted, ModelState.Suspended, 0, 0);
        vm.prank(STRANGER);
        admission.lapse(modelId);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotLapsed.selector, modelId, 0));
        admission.lapse(modelId);
    }

    function test_retire_isForGood() public {
        judged(modelId, 31);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotPublisher.selector, STRANGER, PUBLISHER));
        admission.retire(modelId);
        vm.startPrank(PUBLISHER);
        admission.retire(modelId);
        assertState(ModelState.Retired);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.ModelRetired.selector, modelId));
        admission.retire(modelId);
        passSeconds(11 days);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotLapsed.selector, modelId, 0));
        admission.lapse(modelId);
    }

    function test_retire_notDuringARound() public {
        uint256 roundId = opened(modelId);
        vm.prank(PUBLISHER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.RoundAlreadyOpen.selector, modelId, roundId));
        admission.retire(modelId);
    }

    function test_lapse_duringARoundDoesNotStopTheDecision() public {
        judged(modelId, 31);
        uint256 roundId = finalizable(modelId, [uint16(31), 31, 31]);
        passSeconds(10 days);
        admission.lapse(modelId);
        finalizeBy(roundId, resultsOf([uint16(31), 31, 31]));
        assertState(ModelState.Admitted);
    }
}
