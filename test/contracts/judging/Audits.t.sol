// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAudits} from "../../../contracts/interfaces/IAudits.sol";
import {ILeafChallenges} from "../../../contracts/interfaces/ILeafChallenges.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {SeatStatus, SeatView} from "../../../contracts/interfaces/IRoundCourt.sol";
import {Audits} from "../../../contracts/judging/Audits.sol";
import {ChallengeStage} from "./ChallengeStage.sol";
import {Transcript, Transcripts} from "./Transcripts.sol";

contract AuditsTest is ChallengeStage {
    using Transcripts for Transcript;

    Audits internal audits;

    function setUp() public {
        setChallenges();
        audits = Audits(deploy("judging/Audits", abi.encode(court, params, randomness, challenges)));
        court.setJudge(address(audits));
        court.setClosedAt(uint64(clock));
        passBlocks(1);
    }

    function test_requestAudit_takesTheNextEpochOnce() public {
        vm.expectEmit(address(audits));
        emit IAudits.AuditRequested(ROUND, 6);
        audits.requestAudit(ROUND);
        vm.expectRevert(abi.encodeWithSelector(IAudits.AlreadyRequested.selector, ROUND));
        audits.requestAudit(ROUND);
    }

    function test_requestAudit_reverts() public {
        court.setClosedAt(uint64(clock));
        vm.expectRevert(abi.encodeWithSelector(IAudits.RevealsOpen.selector, clock));
        audits.requestAudit(ROUND);
        court.setClosedAt(0);
        vm.expectRevert(abi.encodeWithSelector(IAudits.RevealsOpen.selector, 0));
        audits.requestAudit(ROUND);
        court.setClosedAt(uint64(clock - AUDIT_WINDOW - 1));
        vm.expectRevert(abi.encodeWithSelector(IAudits.AuditWindowOver.selector, clock - 1));
        audits.requestAudit(ROUND);
        ParamSet memory set = rules();
        set.auditLeaves = 0;
        params.put(set);
        vm.expectRevert(abi.encodeWithSelector(IAudits.NoAuditAsked.selector, ROUND));
        audits.requestAudit(ROUND);
    }

    function test_drawAudit_storesTheSeedForGood() public {
        vm.expectRevert(abi.encodeWithSelector(IAudits.NotRequested.selector, ROUND));
        audits.drawAudit(ROUND);
        audits.requestAudit(ROUND);
        vm.expectRevert(abi.encodeWithSelector(IAudits.SeedNotReady.selector, 6));
        audits.drawAudit(ROUND);
        randomness.next();
        bytes32 seed = keccak256(abi.encode(randomness.seedOf(6), address(audits), ROUND));
        vm.expectEmit(address(audits));
        emit IAudits.AuditDrawn(ROUND, seed, uint64(clock - 1 + AUDIT_WINDOW));
        assertEq(audits.drawAudit(ROUND), seed, "seed");
        randomness.hide(true);
        assertEq(audits.drawAudit(ROUND), seed, "kept");
    }

    function test_auditLeaf_isInTheMaskAndStable() public {
        drawn();
        for (uint256 i = 0; i < 12; ++i) {
            (uint16 slot, uint8 position) = audits.auditLeaf(ROUND, 1, i);
            assertTrue(slot < ITEMS && (MASK >> position) & 1 == 1, "inside");
        }
        vm.expectRevert(abi.encodeWithSelector(IAudits.LeafOutside.selector, 12, 12));
        audits.auditLeaf(ROUND, 1, 12);
    }

    /// @dev Sixty draws reach most of 15 positions and 24 slots; a draw stuck in one corner would not.
    function test_auditLeaf_spreads() public {
        ParamSet memory set = rules();
        set.auditLeaves = 60;
        params.put(set);
        drawn();
        uint256 slots = 0;
        uint256 positions = 0;
        for (uint256 i = 0; i < 60; ++i) {
            (uint16 slot, uint8 position) = audits.auditLeaf(ROUND, 2, i);
            slots |= 1 << slot;
            positions |= 1 << position;
        }
        assertTrue(ones(slots) >= 18 && ones(positions) >= 12, "spread");
    }

    function test_auditorOf_isTheNextRevealedInTheCircle() public {
        assertEq(audits.auditorOf(ROUND, 0), 1, "next");
        assertEq(audits.auditorOf(ROUND, 2), 0, "around, past two reserves");
        setStatus(1, SeatStatus.Committed);
        assertEq(audits.auditorOf(ROUND, 0), 2, "past a silent seat");
        vm.expectRevert(abi.encodeWithSelector(IAudits.SeatNotRevealed.selector, 1));
        audits.auditorOf(ROUND, 1);
        vm.expectRevert(abi.encodeWithSelector(IAudits.SeatNotRevealed.selector, 9));
        audits.auditorOf(ROUND, 9);
        setStatus(2, SeatStatus.Committed);
        vm.expectRevert(abi.encodeWithSelector(IAudits.NoAuditor.selector, 0));
        audits.auditorOf(ROUND, 0);
    }

    /// @dev A conviction must not shift the others' duties.
    function test_auditorOf_keepsConvictedSeatsInPlace() public {
        setStatus(1, SeatStatus.Convicted);
        assertEq(audits.auditorOf(ROUND, 0), 1, "still its duty");
        assertEq(audits.auditorOf(ROUND, 1), 2, "still to be audited");
    }

    function test_postAudit_notesTheDutyOnce() public {
        drawn();
        vm.expectEmit(address(audits));
        emit IAudits.AuditPosted(ROUND, 0, 1, "result", "bafylog", 0);
        vm.prank(evaluatorOf(1));
        audits.postAudit(ROUND, 0, "result", "bafylog");
        assertEq(court.audited(), 2, "seat 1");
        vm.expectRevert(abi.encodeWithSelector(IAudits.AlreadyAudited.selector, 1));
        vm.prank(evaluatorOf(1));
        audits.postAudit(ROUND, 0, "result", "bafylog");
    }

    function test_postAudit_isDueInEveryDraw() public {
        drawn();
        vm.prank(evaluatorOf(1));
        audits.postAudit(ROUND, 0, "result", "bafylog");
        redraw();
        vm.expectRevert(abi.encodeWithSelector(IAudits.NotRequested.selector, ROUND));
        audits.drawAudit(ROUND);
        drawn();
        vm.prank(evaluatorOf(1));
        audits.postAudit(ROUND, 0, "second result", "bafylog");
    }

    function test_postAudit_drawsTheSeedItself() public {
        audits.requestAudit(ROUND);
        randomness.next();
        vm.prank(evaluatorOf(1));
        audits.postAudit(ROUND, 0, "result", "bafylog");
        (bytes32 seed,,) = audits.drawOf(ROUND);
        assertTrue(seed != 0, "drawn");
    }

    function test_postAudit_reverts() public {
        drawn();
        vm.expectRevert(abi.encodeWithSelector(IAudits.NotAuditor.selector, evaluatorOf(2), evaluatorOf(1)));
        vm.prank(evaluatorOf(2));
        audits.postAudit(ROUND, 0, "result", "bafylog");
        vm.expectRevert(abi.encodeWithSelector(IAudits.EmptyHash.selector));
        vm.prank(evaluatorOf(1));
        audits.postAudit(ROUND, 0, bytes32(0), "bafylog");
        uint256 end = clock - 1 + AUDIT_WINDOW;
        passBlocks(AUDIT_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IAudits.AuditWindowOver.selector, end));
        vm.prank(evaluatorOf(1));
        audits.postAudit(ROUND, 0, "result", "bafylog");
    }

    function test_postFinding_opensAChallengeWithoutABond() public {
        drawn();
        uint256 before = token.balanceOf(evaluatorOf(1));
        uint256 id = findAs(evaluatorOf(1), 0, 3);
        assertEq(token.balanceOf(evaluatorOf(1)), before, "no bond");
        assertEq(court.audited(), 2, "duty done");
        assertEq(court.holds(), 1, "held");
        judge(id, challenges.badAnswer(0));
        challenges.settle(id);
        assertStatus(0, SeatStatus.Convicted);
        assertEq(court.creditOf(evaluatorOf(1)), UNIT / 2, "bounty");
    }

    /// @dev One fronted finding a round and auditor: the free challenges of a round are bounded by its seats.
    function test_attack_freeFindingsAreBounded() public {
        drawn();
        findAs(evaluatorOf(1), 0, 3);
        expectFinding(evaluatorOf(1), 0, 4, abi.encodeWithSelector(IAudits.AlreadyAudited.selector, 1));
        expectFinding(evaluatorOf(1), 2, 4, abi.encodeWithSelector(IAudits.NotAuditor.selector, evaluatorOf(1), evaluatorOf(0)));
    }

    function test_postFinding_revertsForALeafThatWasNotDrawn() public {
        drawn();
        (uint16 slot, uint8 position) = audits.auditLeaf(ROUND, 0, 3);
        Transcript memory t = transcriptOf(0);
        slot = (slot + 1) % ITEMS;
        bytes memory call = abi.encodeCall(audits.postFinding, (ROUND, 0, "result", 3, t.trialOf(slot, position), t.pathOf(slot, position), "bafylog"));
        vm.prank(evaluatorOf(1));
        (bool ok, bytes memory reason) = address(audits).call(call);
        assertTrue(!ok && bytes4(reason) == ILeafChallenges.NotOfThisSeat.selector, "an undrawn leaf was taken");
    }

    function drawn() private {
        audits.requestAudit(ROUND);
        randomness.next();
        audits.drawAudit(ROUND);
    }

    function findAs(address auditor, uint8 seat, uint256 index) private returns (uint256) {
        (uint16 slot, uint8 position) = audits.auditLeaf(ROUND, seat, index);
        Transcript memory t = transcriptOf(seat);
        vm.prank(auditor);
        return audits.postFinding(ROUND, seat, "result", index, t.trialOf(slot, position), t.pathOf(slot, position), "bafylog");
    }

    function expectFinding(address auditor, uint8 seat, uint256 index, bytes memory err) private {
        (uint16 slot, uint8 position) = audits.auditLeaf(ROUND, seat, index);
        Transcript memory t = transcriptOf(seat);
        vm.expectRevert(err);
        vm.prank(auditor);
        audits.postFinding(ROUND, seat, "result", index, t.trialOf(slot, position), t.pathOf(slot, position), "bafylog");
    }

    function setStatus(uint8 seat, SeatStatus status) private {
        SeatView memory view_ = court.seatView(ROUND, seat);
        view_.status = status;
        court.setSeat(seat, view_);
    }

    function ones(uint256 word) private pure returns (uint256 count) {
        for (; word != 0; word &= word - 1) ++count;
    }
}
