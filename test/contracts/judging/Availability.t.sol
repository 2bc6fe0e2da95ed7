// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DemandState, IAvailability, LeafRef} from "../../../contracts/interfaces/IAvailability.sol";
import {SeatStatus, SeatView} from "../../../contracts/interfaces/IRoundCourt.sol";
import {Availability} from "../../../contracts/judging/Availability.sol";
import {TranscriptPath} from "../../../contracts/libraries/TranscriptPath.sol";
import {TrialHashes, TrialPath} from "../../../contracts/types/TranscriptProof.sol";
import {JudgingStage} from "./JudgingStage.sol";
import {MockCourt} from "./MockCourt.sol";
import {Transcript, Transcripts} from "./Transcripts.sol";

contract AvailabilityTest is JudgingStage {
    using Transcripts for Transcript;

    Availability internal availability;

    function setUp() public {
        setCourt();
        availability = Availability(deploy("judging/Availability", abi.encode(token, court, params)));
        court.setJudge(address(availability));
        fund(HUNTER, address(availability), 100e18);
    }

    function test_demand_storesHoldsAndTakesTheBond() public {
        vm.expectEmit(address(availability));
        emit IAvailability.LeafDemanded(ROUND, 1, 5, 7, HUNTER, DEMAND_BOND, uint64(clock + ANSWER_WINDOW));
        demand(leafAt(1, 5, 7));
        assertEq(court.holds(), 1, "held");
        assertEq(token.balanceOf(address(availability)), DEMAND_BOND, "bond");
        (DemandState state, address demander, uint64 deadline) = availability.demandOf(leafAt(1, 5, 7));
        assertEq(uint256(state), uint256(DemandState.Open), "state");
        assertEq(demander, HUNTER, "demander");
        assertEq(deadline, clock + ANSWER_WINDOW, "deadline");
    }

    function test_demand_reverts() public {
        expectDemand(leafAt(1, ITEMS, 7), abi.encodeWithSelector(IAvailability.SlotOutside.selector, ITEMS, ITEMS));
        expectDemand(leafAt(1, 5, 12), abi.encodeWithSelector(TranscriptPath.TrialNotRun.selector, 12, MASK));
        expectDemand(leafAt(4, 5, 7), abi.encodeWithSelector(IAvailability.SeatNotRevealed.selector, 4));
        demand(leafAt(1, 5, 7));
        expectDemand(leafAt(1, 5, 7), abi.encodeWithSelector(IAvailability.AlreadyDemanded.selector, 5, 7));
        court.setClosedAt(uint64(clock - AUDIT_WINDOW));
        demand(leafAt(1, 5, 6));
        court.setClosedAt(uint64(clock - AUDIT_WINDOW - 1));
        expectDemand(leafAt(1, 5, 8), abi.encodeWithSelector(IAvailability.DemandWindowOver.selector, clock - 1));
    }

    function test_demand_revertsOnceTheRoundEnded() public {
        court.finalize();
        expectDemand(leafAt(1, 5, 7), abi.encodeWithSelector(IAvailability.NotHearing.selector, ROUND));
    }

    function test_answer_emitsTheIdsAndEarnsTheBond() public {
        demand(leafAt(1, 5, 7));
        Transcript memory t = transcriptOf(1);
        TrialHashes memory trial = t.trialOf(5, 7);
        vm.expectEmit(address(availability));
        emit IAvailability.LeafAnswered(ROUND, 1, 5, 7, trial.promptHash, Transcripts.idsOf(5, 7), trial.answerHash);
        answer(t, leafAt(1, 5, 7));
        assertEq(availability.creditOf(evaluatorOf(1)), DEMAND_BOND, "the seat's");
        assertEq(court.holds(), 0, "released");
        vm.prank(evaluatorOf(1));
        availability.withdrawCredit();
        assertEq(token.balanceOf(evaluatorOf(1)), DEMAND_BOND, "withdrawn");
    }

    function test_answer_reverts() public {
        LeafRef memory leaf = leafAt(1, 5, 7);
        Transcript memory t = transcriptOf(1);
        bytes memory ids = Transcripts.idsOf(5, 7);
        expectAnswer(t, leaf, ids, abi.encodeWithSelector(IAvailability.NotOpen.selector, DemandState.None));
        demand(leaf);
        expectAnswer(t, leaf, new bytes(2_052), abi.encodeWithSelector(IAvailability.IdsTooLong.selector, 2_052, 2_048));
        expectAnswer(t, leaf, "x", abi.encodeWithSelector(IAvailability.BadIds.selector, keccak256("x"), keccak256(ids)));
        Transcript memory other = transcriptOf(2);
        expectAnswer(other, leaf, ids, abi.encodeWithSelector(IAvailability.NotOfThisSeat.selector, other.result(), t.result()));
        uint256 deadline = clock + ANSWER_WINDOW;
        passBlocks(ANSWER_WINDOW + 1);
        expectAnswer(t, leaf, ids, abi.encodeWithSelector(IAvailability.AnswerTooLate.selector, deadline));
    }

    /// @dev A trial of another slot or position is no answer, however well it is proven.
    function test_answer_revertsForAnotherTrial() public {
        demand(leafAt(1, 5, 7));
        Transcript memory t = transcriptOf(1);
        TrialHashes memory trial = t.trialOf(5, 8);
        TrialPath memory path = t.pathOf(5, 8);
        (bool ok,) = address(availability).call(abi.encodeCall(availability.answer, (leafAt(1, 5, 7), trial, Transcripts.idsOf(5, 8), path)));
        assertTrue(!ok, "the wrong position was taken");
        trial = t.trialOf(6, 7);
        path = t.pathOf(6, 7);
        (ok,) = address(availability).call(abi.encodeCall(availability.answer, (leafAt(1, 5, 7), trial, Transcripts.idsOf(6, 7), path)));
        assertTrue(!ok, "the wrong slot was taken");
    }

    function test_answer_revertsForAConvictedSeat() public {
        demand(leafAt(1, 5, 7));
        convictElsewhere(1);
        bytes memory err = abi.encodeWithSelector(IAvailability.SeatNotRevealed.selector, 1);
        expectAnswer(transcriptOf(1), leafAt(1, 5, 7), Transcripts.idsOf(5, 7), err);
    }

    function test_expire_convictsTheSilentSeat() public {
        demand(leafAt(1, 5, 7));
        uint256 deadline = clock + ANSWER_WINDOW;
        passBlocks(ANSWER_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IAvailability.AnswerNotDue.selector, deadline));
        availability.expire(leafAt(1, 5, 7));
        passBlocks(1);
        vm.expectEmit(address(availability));
        emit IAvailability.DemandExpired(ROUND, 1, 5, 7, true);
        availability.expire(leafAt(1, 5, 7));
        assertStatus(1, SeatStatus.Convicted);
        assertEq(availability.creditOf(HUNTER), DEMAND_BOND, "bond back");
        assertEq(court.creditOf(HUNTER), UNIT / 2, "bounty");
        assertEq(court.holds(), 0, "released");
        vm.expectRevert(abi.encodeWithSelector(IAvailability.NotOpen.selector, DemandState.Expired));
        availability.expire(leafAt(1, 5, 7));
    }

    function test_expire_dropsADemandOnASeatThatFellOtherwise() public {
        demand(leafAt(1, 5, 7));
        convictElsewhere(1);
        vm.expectEmit(address(availability));
        emit IAvailability.DemandExpired(ROUND, 1, 5, 7, false);
        availability.expire(leafAt(1, 5, 7));
        assertEq(availability.creditOf(HUNTER), DEMAND_BOND, "bond back");
        assertEq(court.creditOf(HUNTER), 0, "no second bounty");
        assertEq(court.holds(), 0, "released");
    }

    function test_expire_returnsTheBondOfAVoidRound() public {
        demand(leafAt(1, 5, 7));
        court.setJudge(address(this));
        court.voidByCourt(ROUND, "jury");
        availability.expire(leafAt(1, 5, 7));
        assertEq(availability.creditOf(HUNTER), DEMAND_BOND, "bond back");
        assertStatus(1, SeatStatus.Revealed);
    }

    /// @dev Any trial of the mask can be asked for and answered.
    function test_fuzz_answer_anyTrial(uint8 slot, uint8 position) public {
        slot = uint8(bound(slot, 0, ITEMS - 1));
        position = uint8(bound(position, 0, 43));
        while ((MASK >> position) & 1 == 0) position = (position + 1) % 44;
        demand(leafAt(2, slot, position));
        answer(transcriptOf(2), leafAt(2, slot, position));
        assertEq(availability.creditOf(evaluatorOf(2)), DEMAND_BOND, "earned");
    }

    /// @dev The most a spammer can do: eight paid demands a seat, one hold, and nothing after the audit window.
    function test_attack_demandSpamIsBounded() public {
        for (uint16 slot = 0; slot < 8; ++slot) demand(leafAt(1, slot, 7));
        expectDemand(leafAt(1, 8, 7), abi.encodeWithSelector(IAvailability.TooManyDemands.selector, 1, 8));
        for (uint16 slot = 0; slot < 8; ++slot) demand(leafAt(2, slot, 7));
        assertEq(court.holds(), 1, "demands do not crowd out challenges");
        for (uint16 slot = 0; slot < 8; ++slot) answer(transcriptOf(1), leafAt(1, slot, 7));
        assertEq(court.holds(), 1, "seat 2 is still asked");
        for (uint16 slot = 0; slot < 8; ++slot) answer(transcriptOf(2), leafAt(2, slot, 7));
        assertEq(court.holds(), 0, "released");
        assertEq(availability.creditOf(evaluatorOf(1)), 8 * DEMAND_BOND, "the spammer paid the seat");
        expectDemand(leafAt(1, 9, 7), abi.encodeWithSelector(IAvailability.TooManyDemands.selector, 1, 8));
        court.finalize();
    }

    /// @dev The seats of a second draw answer for themselves.
    function test_demand_countsEachDrawAnew() public {
        for (uint16 slot = 0; slot < 8; ++slot) {
            demand(leafAt(1, slot, 7));
            answer(transcriptOf(1), leafAt(1, slot, 7));
        }
        redraw();
        demand(leafAt(1, 0, 7));
        answer(transcriptOf(1), leafAt(1, 0, 7));
        assertEq(availability.creditOf(evaluatorOf(1)), 9 * DEMAND_BOND, "nine answers");
    }

    /// @dev A seat reveals a root over a transcript that nobody can fetch: asked for a trial, it can only fall silent.
    function test_attack_deadTranscriptCid() public {
        court.setSeat(1, SeatView(2, evaluatorOf(1), SeatStatus.Revealed, keccak256("a root of nothing")));
        demand(leafAt(1, 5, 7));
        Transcript memory t = transcriptOf(1);
        bytes memory err = abi.encodeWithSelector(IAvailability.NotOfThisSeat.selector, t.result(), keccak256("a root of nothing"));
        expectAnswer(t, leafAt(1, 5, 7), Transcripts.idsOf(5, 7), err);
        vm.expectRevert(abi.encodeWithSelector(MockCourt.TooManyHolds.selector));
        court.finalize();
        passBlocks(ANSWER_WINDOW + 1);
        availability.expire(leafAt(1, 5, 7));
        assertStatus(1, SeatStatus.Convicted);
        court.finalize();
    }

    function demand(LeafRef memory leaf) private {
        vm.prank(HUNTER);
        availability.demand(leaf);
    }

    function expectDemand(LeafRef memory leaf, bytes memory err) private {
        vm.expectRevert(err);
        vm.prank(HUNTER);
        availability.demand(leaf);
    }

    function answer(Transcript memory t, LeafRef memory leaf) private {
        TrialHashes memory trial = t.trialOf(leaf.slot, leaf.position);
        availability.answer(leaf, trial, Transcripts.idsOf(leaf.slot, leaf.position), t.pathOf(leaf.slot, leaf.position));
    }

    function expectAnswer(Transcript memory t, LeafRef memory leaf, bytes memory ids, bytes memory err) private {
        TrialHashes memory trial = t.trialOf(leaf.slot, leaf.position);
        TrialPath memory path = t.pathOf(leaf.slot, leaf.position);
        vm.expectRevert(err);
        availability.answer(leaf, trial, ids, path);
    }

    function convictElsewhere(uint8 seat) private {
        court.setJudge(address(this));
        court.convict(ROUND, seat, address(0), "jury");
    }

    function leafAt(uint8 seat, uint16 slot, uint8 position) private pure returns (LeafRef memory) {
        return LeafRef(ROUND, seat, slot, position);
    }
}
