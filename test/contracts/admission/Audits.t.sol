// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase} from "../../../contracts/interfaces/IAdmission.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {SeatStatus} from "../../../contracts/interfaces/IRoundCourt.sol";
import {RoundStage} from "../base/RoundStage.sol";

/// @notice Rounds that ask every seat to audit the one before it.
contract AuditDutyTest is RoundStage {
    uint256 private modelId;

    function defaultSet() internal pure override returns (ParamSet memory set) {
        set = super.defaultSet();
        set.auditLeaves = 12;
    }

    function setUp() public {
        modelId = setStage();
    }

    /// @dev Whoever has announced a fraud proof needs the window to show it, however diligent the auditors are.
    function test_noteAudit_doesNotEndTheWindowEarly() public {
        uint256 roundId = revealedAll(modelId, [uint16(31), 31, 31]);
        vm.expectEmit();
        emit IAdmission.AuditNoted(roundId, 0);
        for (uint8 seat = 0; seat < SEATS; ++seat) judge.noteAudit(roundId, seat);
        passSeconds(AUDIT - 1);
        assertPhase(roundId, Phase.Audit, "the window lasts");
        passSeconds(1);
        assertPhase(roundId, Phase.Finalizable, "over");
    }

    function test_noteAudit_revertsForASeatWithoutResult() public {
        uint256 roundId = revealedAll(modelId, [uint16(31), 31, 31]);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrongSeat.selector, 3, SeatStatus.Drawn));
        judge.noteAudit(roundId, 3);
    }

    function test_finalize_paysNobodyWhoDidNotAudit() public {
        uint256 roundId = revealedAll(modelId, [uint16(31), 31, 31]);
        judge.noteAudit(roundId, 0);
        passSeconds(AUDIT);
        assertPhase(roundId, Phase.Finalizable, "the window is over");
        uint256 escrow = admission.escrowOf(modelId);
        uint256 share = (escrow - escrow * 2 / 100) * 10 / 32;
        vm.expectEmit();
        emit IAdmission.SeatPaid(roundId, 0, evaluatorOf(roundId, 0), share);
        vm.expectEmit();
        emit IAdmission.SeatPaid(roundId, 3, evaluatorOf(roundId, 3), share / 10);
        finalizeBy(roundId, resultsOfSet(0x07, 31));
        assertPhase(roundId, Phase.Final, "the results still count");
        assertEq(creditOf(PUBLISHER), escrow - escrow * 2 / 100 - share - 2 * (share / 10), "two shares back");
        (uint256 staked, uint256 locked) = totalUnits();
        assertTrue(staked == 30 && locked == 0, "units are not at stake for it");
    }
}
