// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CaseState} from "../../../contracts/interfaces/IJury.sol";
import {ChallengeEnd, ILeafChallenges} from "../../../contracts/interfaces/ILeafChallenges.sol";
import {SeatStatus} from "../../../contracts/interfaces/IRoundCourt.sol";
import {TranscriptTree} from "../../../contracts/libraries/TranscriptTree.sol";
import {TrialHashes, TrialPath} from "../../../contracts/types/TranscriptProof.sol";
import {ChallengeStage} from "./ChallengeStage.sol";
import {MockCourt} from "./MockCourt.sol";
import {Transcript, Transcripts} from "./Transcripts.sol";

contract LeafChallengesTest is ChallengeStage {
    using Transcripts for Transcript;

    function setUp() public {
        setChallenges();
    }

    function test_challenge_opensACaseAndHolds() public {
        TrialHashes memory trial = transcriptOf(1).trialOf(5, 7);
        bytes32 leaf = TranscriptTree.trialLeaf(trial.promptHash, trial.outIdsHash, trial.answerHash);
        vm.expectEmit(address(challenges));
        emit ILeafChallenges.ChallengeOpened(1, ROUND, 1, 5, 7, leaf, HUNTER, CHALLENGE_BOND, 1);
        assertEq(challengeAs(HUNTER, leafAt(1, 5, 7)), 1, "id");
        assertEq(court.holds(), 1, "held");
        assertEq(token.balanceOf(address(challenges)), CHALLENGE_BOND / 2, "second half");
        assertEq(token.balanceOf(address(jury)), CHALLENGE_BOND / 2, "the jurors' half");
    }

    /// @dev Seven jurors for three seats, none of them the accused or the challenger.
    function test_challenge_excludesTheParties() public {
        stake.add(evaluatorOf(1), 5);
        stake.add(HUNTER, 5);
        uint256 id = challengeAs(HUNTER, leafAt(1, 5, 7));
        drawnCase(caseOf(id));
        address[] memory jurors = jury.jurorsOf(caseOf(id));
        assertEq(jurors.length, 7, "2k + 1");
        for (uint256 i = 0; i < jurors.length; ++i) assertTrue(jurors[i] != HUNTER && jurors[i] != evaluatorOf(1), "a party sits");
    }

    function test_challenge_reverts() public {
        expectChallenge(leafAt(4, 5, 7), abi.encodeWithSelector(ILeafChallenges.SeatNotRevealed.selector, 4));
        challengeAs(HUNTER, leafAt(1, 5, 7));
        expectChallenge(leafAt(1, 5, 7), abi.encodeWithSelector(ILeafChallenges.AlreadyChallenged.selector, 5, 7));
        court.setClosedAt(uint64(clock - AUDIT_WINDOW - ANSWER_WINDOW));
        challengeAs(HUNTER, leafAt(1, 5, 8));
        court.setClosedAt(uint64(clock - AUDIT_WINDOW - ANSWER_WINDOW - 1));
        expectChallenge(leafAt(1, 6, 7), abi.encodeWithSelector(ILeafChallenges.ChallengeWindowOver.selector, clock - 1));
    }

    function test_challenge_revertsOnceTheRoundEnded() public {
        court.finalize();
        expectChallenge(leafAt(1, 5, 7), abi.encodeWithSelector(ILeafChallenges.NotHearing.selector, ROUND));
    }

    function test_challenge_revertsForALeafOfAnotherSeat() public {
        Transcript memory t = transcriptOf(2);
        TrialHashes memory trial = t.trialOf(5, 7);
        TrialPath memory path = t.pathOf(5, 7);
        vm.expectRevert(abi.encodeWithSelector(ILeafChallenges.NotOfThisSeat.selector, t.result(), transcriptOf(1).result()));
        vm.prank(HUNTER);
        challenges.challenge(leafAt(1, 5, 7), trial, path, "bafyevidence");
    }

    function test_challengeFor_onlyJudges() public {
        Transcript memory t = transcriptOf(1);
        TrialHashes memory trial = t.trialOf(5, 7);
        TrialPath memory path = t.pathOf(5, 7);
        vm.expectRevert(abi.encodeWithSelector(ILeafChallenges.NotJudge.selector, THIEF));
        vm.prank(THIEF);
        challenges.challengeFor(THIEF, leafAt(1, 5, 7), trial, path, "bafyevidence");
    }

    function test_settle_badConvictsAndPaysTheChallenger() public {
        uint256 id = challengeAs(HUNTER, leafAt(1, 5, 7));
        bytes32 bad = challenges.badAnswer(3);
        judge(id, bad);
        vm.expectEmit(address(challenges));
        emit ILeafChallenges.ChallengeSettled(id, ROUND, 1, ChallengeEnd.Bad, bad);
        challenges.settle(id);
        assertStatus(1, SeatStatus.Convicted);
        assertEq(challenges.creditOf(HUNTER), CHALLENGE_BOND / 2, "half of the bond");
        assertEq(court.creditOf(HUNTER), UNIT / 2, "bounty");
        assertEq(jury.creditOf(jurorAt(caseOf(id), 0)) > 0 ? 1 : 0, 1, "jurors are paid");
        assertEq(court.holds(), 0, "released");
        vm.expectRevert(abi.encodeWithSelector(ILeafChallenges.NotSettleable.selector, id));
        challenges.settle(id);
    }

    function test_settle_cleanPaysTheAccused() public {
        uint256 id = challengeAs(HUNTER, leafAt(1, 5, 7));
        judge(id, challenges.CLEAN());
        challenges.settle(id);
        assertStatus(1, SeatStatus.Revealed);
        assertEq(challenges.creditOf(evaluatorOf(1)), CHALLENGE_BOND / 2, "the accused");
        assertEq(challenges.creditOf(HUNTER), 0, "the challenger lost it");
        assertEq(court.holds(), 0, "released");
        expectChallenge(leafAt(1, 5, 7), abi.encodeWithSelector(ILeafChallenges.AlreadyChallenged.selector, 5, 7));
    }

    function test_settle_hungReturnsTheBond() public {
        uint256 id = challengeAs(HUNTER, leafAt(1, 5, 7));
        drawnCase(caseOf(id));
        passBlocks(JURY_WINDOW + 1);
        jury.close(caseOf(id));
        challenges.settle(id);
        assertEnd(id, ChallengeEnd.Hung);
        assertEq(challenges.creditOf(HUNTER), CHALLENGE_BOND, "all of the bond");
        assertEq(court.holds(), 0, "released");
        challengeAs(HUNTER, leafAt(1, 5, 7));
    }

    function test_settle_tooFewJurorsVoidTheRound() public {
        uint256 id = challengeWithoutJurors();
        challenges.settle(id);
        assertEnd(id, ChallengeEnd.Void);
        assertTrue(court.voided(), "void");
        assertEq(challenges.creditOf(HUNTER), CHALLENGE_BOND, "bond");
    }

    /// @dev The accused fell to a fraud proof meanwhile: a healthy round is not voided for a question that is gone.
    function test_settle_mootWhenTheSeatFellOtherwise() public {
        uint256 id = challengeWithoutJurors();
        court.setJudge(address(this));
        court.convict(ROUND, 1, address(0), "fraud proof");
        challenges.settle(id);
        assertEnd(id, ChallengeEnd.Moot);
        assertTrue(!court.voided(), "still running");
        assertEq(court.holds(), 0, "released");
        assertEq(challenges.creditOf(HUNTER), CHALLENGE_BOND, "bond");
    }

    function test_settle_mootWhenTheRoundIsVoid() public {
        uint256 first = challengeAs(HUNTER, leafAt(1, 5, 7));
        uint256 second = challengeAs(HUNTER, leafAt(2, 5, 7));
        randomness.next();
        jury.draw(caseOf(first));
        jury.draw(caseOf(second));
        court.setJudge(address(this));
        court.voidByCourt(ROUND, "test");
        passBlocks(JURY_WINDOW + 1);
        jury.close(caseOf(first));
        challenges.settle(first);
        assertEnd(first, ChallengeEnd.Moot);
        assertEq(challenges.creditOf(HUNTER), CHALLENGE_BOND, "bond");
    }

    function test_challenge_countsEachDrawAnew() public {
        judge(challengeAs(HUNTER, leafAt(1, 5, 7)), challenges.CLEAN());
        challenges.settle(1);
        redraw();
        assertEq(challengeAs(HUNTER, leafAt(1, 5, 7)), 2, "the same place, another seat");
    }

    function test_settle_revertsBeforeTheVerdict() public {
        uint256 id = challengeAs(HUNTER, leafAt(1, 5, 7));
        vm.expectRevert(abi.encodeWithSelector(ILeafChallenges.NotSettleable.selector, id));
        challenges.settle(id);
        vm.expectRevert(abi.encodeWithSelector(ILeafChallenges.NotSettleable.selector, 9));
        challenges.settle(9);
    }

    /// @dev Tokens in equal tokens out, whatever the jury says and whether it says anything.
    function test_fuzz_settle_conservesTheBond(uint8 verdict, bool silent) public {
        uint256 before = token.balanceOf(HUNTER);
        uint256 id = challengeAs(HUNTER, leafAt(1, 5, 7));
        if (silent) {
            drawnCase(caseOf(id));
            passBlocks(JURY_WINDOW + 1);
            jury.close(caseOf(id));
        } else {
            judge(id, verdict % 2 == 0 ? challenges.CLEAN() : challenges.badAnswer(verdict));
        }
        challenges.settle(id);
        uint256 owed = challenges.creditOf(HUNTER) + challenges.creditOf(evaluatorOf(1));
        assertEq(token.balanceOf(address(challenges)), owed, "no token is stuck");
        assertEq(before - token.balanceOf(HUNTER), owed + token.balanceOf(address(jury)), "none is lost");
    }

    /// @dev Challenge after challenge, each paid: at most eight a seat, each ends by its deadlines even if no juror ever
    /// acts, and after the window there is no new one. Then the round becomes final.
    function test_attack_challengeForeverBlocksFinal() public {
        court.setClosedAt(uint64(clock));
        uint256 end = clock + AUDIT_WINDOW + ANSWER_WINDOW;
        uint256 paid = token.balanceOf(HUNTER);
        uint16 slot = 0;
        uint256 id = 0;
        while (clock <= end) {
            id = challengeAs(HUNTER, leafAt(slot < 8 ? 1 : 2, slot, 7));
            ++slot;
            judge(id, challenges.CLEAN());
            challenges.settle(id);
            passBlocks(JURY_WINDOW - 5);
        }
        expectChallenge(leafAt(0, slot, 7), abi.encodeWithSelector(ILeafChallenges.ChallengeWindowOver.selector, end));
        court.finalize();
        assertEq(paid - token.balanceOf(HUNTER), slot * CHALLENGE_BOND, "every delay was paid for");
    }

    function test_attack_eightOpenChallengesAreTheMost() public {
        for (uint16 slot = 0; slot < 8; ++slot) challengeAs(HUNTER, leafAt(1, slot, 7));
        expectChallenge(leafAt(1, 8, 7), abi.encodeWithSelector(ILeafChallenges.TooManyChallenges.selector, 1, 8));
        expectChallenge(leafAt(2, 8, 7), abi.encodeWithSelector(MockCourt.TooManyHolds.selector));
        passBlocks(2 * JURY_WINDOW + 1);
        for (uint256 id = 1; id <= 8; ++id) {
            jury.close(caseOf(id));
            if (!court.voided()) challenges.settle(id);
        }
    }

    function challengeWithoutJurors() private returns (uint256 id) {
        id = challengeAs(HUNTER, leafAt(1, 5, 7));
        passBlocks(2 * JURY_WINDOW + 1);
        jury.close(caseOf(id));
        (CaseState state,) = jury.verdictOf(caseOf(id));
        assertEq(uint256(state), uint256(CaseState.Hung), "undrawn");
    }

    function assertEnd(uint256 id, ChallengeEnd expected) private view {
        (,,,, ChallengeEnd end,,) = challenges.challengeOf(id);
        assertEq(uint256(end), uint256(expected), "end");
    }
}
