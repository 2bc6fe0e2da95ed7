// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accusation, Ground, IFraudProofs} from "../../../contracts/interfaces/IFraudProofs.sol";
import {SeatStatus} from "../../../contracts/interfaces/IRoundCourt.sol";
import {NodeProof} from "../../../contracts/types/TranscriptProof.sol";
import {FraudStage} from "./FraudStage.sol";
import {MockCourt} from "./MockCourt.sol";
import {Transcript, Transcripts} from "./Transcripts.sol";

/// @notice Who gets the bounty, and what cannot be had.
contract FraudBountyTest is FraudStage {
    using Transcripts for Transcript;

    function setUp() public {
        setFraud();
    }

    function test_announce_numbersAndStores() public {
        vm.expectEmit(address(fraud));
        emit IFraudProofs.FaultAnnounced(1, HUNTER, "promise");
        vm.prank(HUNTER);
        assertEq(fraud.announce("promise"), 1, "first");
        (address prover, bytes32 commitment, uint64 announcedBlock) = fraud.announcementOf(1);
        assertEq(prover, HUNTER, "prover");
        assertEq(announcedBlock, height, "block");
        assertEq(commitment, "promise", "commitment");
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.ZeroCommitment.selector));
        fraud.announce(bytes32(0));
    }

    function test_prove_convictsAndKeepsTheBounty() public {
        NodeProof memory proof = wrongSum();
        Accusation memory accusation = announceNode(HUNTER, 1, Ground.Sum, proof);
        passBlocks(1);
        vm.expectEmit(address(fraud));
        emit IFraudProofs.FaultProven(ROUND, 1, Ground.Sum, HUNTER, 1, UNIT / 2, uint64(clock + ANSWER_WINDOW));
        vm.prank(HUNTER);
        fraud.proveSum(accusation, proof);
        (uint256 roundId, uint8 draw, uint8 seat, uint256 amount, uint64 claimableFrom) = fraud.bountyOf(1);
        assertTrue(roundId == ROUND && draw == 0 && seat == 1, "whose");
        assertEq(claimableFrom, clock + ANSWER_WINDOW, "claimable");
        (address prover, bytes32 commitment,) = fraud.announcementOf(1);
        assertTrue(prover == HUNTER && commitment == 0, "spent");
        assertEq(amount, UNIT / 2, "amount");
    }

    function test_payBounty_paysOnceAfterTheWindow() public {
        proveNode(HUNTER, 1, Ground.Sum, wrongSum());
        uint64 from = uint64(clock + ANSWER_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.ClaimOpen.selector, from));
        fraud.payBounty(1);
        passBlocks(ANSWER_WINDOW);
        vm.expectEmit(address(fraud));
        emit IFraudProofs.BountyPaid(ROUND, 0, 1, 1, HUNTER, UNIT / 2);
        fraud.payBounty(1);
        assertEq(token.balanceOf(HUNTER), UNIT / 2, "paid");
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.NoBounty.selector, 1));
        fraud.payBounty(1);
    }

    /// @dev Bounties of two seats are fetched by one withdrawal; the second payment finds its tokens here.
    function test_payBounty_paysEachSeatItsOwn() public {
        proveNode(HUNTER, 1, Ground.Sum, wrongSum());
        Transcript memory t = transcriptOf(2);
        t.put(0, 24, "more", 1);
        reveal(2, t);
        proveNode(THIEF, 2, Ground.Padding, nodeOf(t, 0, 24, ""));
        passBlocks(ANSWER_WINDOW);
        fraud.payBounty(1);
        fraud.payBounty(2);
        assertEq(token.balanceOf(HUNTER), UNIT / 2, "hunter");
        assertEq(token.balanceOf(THIEF), UNIT / 2, "second hunter");
    }

    function test_prove_revertsInTheBlockOfTheAnnouncement() public {
        NodeProof memory proof = wrongSum();
        Accusation memory accusation = announceNode(HUNTER, 1, Ground.Sum, proof);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.AnnouncedTooLate.selector, 1, height));
        vm.prank(HUNTER);
        fraud.proveSum(accusation, proof);
    }

    function test_prove_revertsUnlessSeatGroundAndSaltAreAsAnnounced() public {
        NodeProof memory proof = wrongSum();
        Accusation memory accusation = announceNode(HUNTER, 2, Ground.Sum, proof);
        expectUnannounced(accusation, proof);
        accusation = announceNode(HUNTER, 1, Ground.Kind, proof);
        expectUnannounced(accusation, proof);
        accusation = announceNode(HUNTER, 1, Ground.Sum, proof);
        accusation.salt = "another";
        expectUnannounced(accusation, proof);
    }

    function test_prove_revertsForASeatConvictedElsewhere() public {
        NodeProof memory proof = wrongSum();
        court.setJudge(address(this));
        court.convict(ROUND, 1, address(0), "jury");
        bytes memory err = abi.encodeWithSelector(MockCourt.NotStanding.selector, SeatStatus.Convicted);
        expectNode(HUNTER, 1, Ground.Sum, proof, err);
    }

    /// @dev Two honest announcers: the later one proves first, the earlier one still gets the bounty.
    function test_prove_movesTheBountyToTheEarlierAnnouncement() public {
        NodeProof memory proof = wrongSum();
        Accusation memory early = announceNode(HUNTER, 1, Ground.Sum, proof);
        proveNode(THIEF, 1, Ground.Sum, proof);
        early.rival = 2;
        vm.expectEmit(address(fraud));
        emit IFraudProofs.BountyTakenOver(ROUND, 1, Ground.Sum, HUNTER, 1, 2);
        vm.prank(HUNTER);
        fraud.proveSum(early, proof);
        passBlocks(ANSWER_WINDOW);
        fraud.payBounty(1);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.NoBounty.selector, 2));
        fraud.payBounty(2);
        assertEq(token.balanceOf(HUNTER), UNIT / 2, "the earlier");
        assertEq(token.balanceOf(THIEF), 0, "the later");
    }

    function test_prove_revertsForALaterAnnouncementOnceProven() public {
        NodeProof memory proof = wrongSum();
        Accusation memory first = announceNode(HUNTER, 1, Ground.Sum, proof);
        Accusation memory second = announceNode(THIEF, 1, Ground.Sum, proof);
        passBlocks(1);
        vm.prank(HUNTER);
        fraud.proveSum(first, proof);
        second.rival = 1;
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.NotEarlier.selector, 2, 1));
        vm.prank(THIEF);
        fraud.proveSum(second, proof);
        bytes32 spent = commitmentOf(HUNTER, 1, Ground.Sum, hashOf(abi.encode(none, proof)));
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.NotAnnounced.selector, 1, spent));
        vm.prank(HUNTER);
        fraud.proveSum(first, proof);
    }

    function test_prove_revertsForAnEarlierAnnouncementAfterTheWindow() public {
        NodeProof memory proof = wrongSum();
        Accusation memory early = announceNode(HUNTER, 1, Ground.Sum, proof);
        proveNode(THIEF, 1, Ground.Sum, proof);
        early.rival = 2;
        uint64 from = uint64(clock + ANSWER_WINDOW);
        passBlocks(ANSWER_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.ClaimClosed.selector, from));
        vm.prank(HUNTER);
        fraud.proveSum(early, proof);
    }

    /// @dev The bounty of another seat, or of no seat, cannot be taken over by a proof against this one.
    function test_attack_bountyOfAnotherSeatIsNotTakenOver() public {
        NodeProof memory proof = wrongSum();
        Accusation memory early = announceNode(HUNTER, 1, Ground.Sum, proof);
        Transcript memory t = transcriptOf(2);
        t.put(0, 24, "more", 1);
        reveal(2, t);
        proveNode(THIEF, 2, Ground.Padding, nodeOf(t, 0, 24, ""));
        early.rival = 2;
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.NoBounty.selector, 2));
        vm.prank(HUNTER);
        fraud.proveSum(early, proof);
        early.rival = 7;
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.NoBounty.selector, 7));
        vm.prank(HUNTER);
        fraud.proveSum(early, proof);
    }

    /// @dev A commitment may be any word, also one that reads like a packed bounty. It never pays.
    function test_attack_forgedPrizeIsNotPaid() public {
        proveNode(HUNTER, 1, Ground.Sum, wrongSum());
        bytes32 forged = bytes32((ROUND << 144) | (uint256(1) << 128) | (UNIT / 2));
        vm.prank(THIEF);
        uint64 number = fraud.announce(forged);
        passBlocks(ANSWER_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.NoBounty.selector, number));
        fraud.payBounty(number);
    }

    /// @dev The same cheat is drawn into the same seat again: a new draw, a new conviction, a bounty of its own.
    function test_prove_convictsAgainAfterARedraw() public {
        NodeProof memory proof = wrongSum();
        proveNode(HUNTER, 1, Ground.Sum, proof);
        redraw();
        wrongSum();
        proveNode(HUNTER, 1, Ground.Sum, proof);
        assertStatus(1, SeatStatus.Convicted);
        passBlocks(ANSWER_WINDOW);
        fraud.payBounty(1);
        fraud.payBounty(2);
        assertEq(token.balanceOf(HUNTER), UNIT, "both");
    }

    /// @dev The hunter's proof lies in the mempool; whoever copies it has announced nothing.
    function test_attack_frontRunFraudProof() public {
        NodeProof memory proof = wrongSum();
        Accusation memory accusation = announceNode(HUNTER, 1, Ground.Sum, proof);
        passBlocks(1);
        bytes32 wanted = commitmentOf(THIEF, 1, Ground.Sum, hashOf(abi.encode(none, proof)));
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.NotAnnounced.selector, 1, wanted));
        vm.prank(THIEF);
        fraud.proveSum(accusation, proof);
        // Announcing the same words first, or in the thief's name, does not help within the block either.
        Accusation memory copied = announceNode(THIEF, 1, Ground.Sum, proof);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.AnnouncedTooLate.selector, 2, height));
        vm.prank(THIEF);
        fraud.proveSum(copied, proof);
        vm.prank(HUNTER);
        fraud.proveSum(accusation, proof);
        assertStatus(1, SeatStatus.Convicted);
        passBlocks(ANSWER_WINDOW);
        fraud.payBounty(1);
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.NoBounty.selector, 2));
        fraud.payBounty(2);
        assertEq(token.balanceOf(HUNTER), UNIT / 2, "hunter");
        assertEq(token.balanceOf(THIEF), 0, "thief");
    }

    /// @dev The thief announces every ground of every seat in advance, copies the proof and even keeps the hunter's
    /// transaction out of a few blocks. An announcement of no proof proves nothing, and a later one pays nothing.
    function test_attack_bountyTheft() public {
        NodeProof memory proof = wrongSum();
        NodeProof memory guess = nodeOf(transcriptOf(0), 0, 0, "");
        Accusation memory blanket = announceNode(THIEF, 1, Ground.Sum, guess);
        Accusation memory honest = announceNode(HUNTER, 1, Ground.Sum, proof);
        passBlocks(1);
        bytes32 wanted = commitmentOf(THIEF, 1, Ground.Sum, hashOf(abi.encode(none, proof)));
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.NotAnnounced.selector, blanket.announcement, wanted));
        vm.prank(THIEF);
        fraud.proveSum(blanket, proof);
        proveNode(THIEF, 1, Ground.Sum, proof);
        passBlocks(3);
        honest.rival = 3;
        vm.prank(HUNTER);
        fraud.proveSum(honest, proof);
        passBlocks(ANSWER_WINDOW);
        fraud.payBounty(2);
        assertEq(token.balanceOf(HUNTER), UNIT / 2, "hunter");
        assertEq(token.balanceOf(THIEF), 0, "thief");
    }

    /// @dev A cheat that denounces itself first gets half of its unit back, and nothing more.
    function test_attack_selfDenouncingLosesHalf() public {
        proveNode(evaluatorOf(1), 1, Ground.Sum, wrongSum());
        passBlocks(ANSWER_WINDOW);
        fraud.payBounty(1);
        assertEq(token.balanceOf(evaluatorOf(1)), UNIT / 2, "half back");
        assertEq(court.treasury(), UNIT / 2, "half lost");
        assertStatus(1, SeatStatus.Convicted);
    }

    function expectUnannounced(Accusation memory accusation, NodeProof memory proof) private {
        passBlocks(1);
        bytes32 wanted = keccak256(
            abi.encode(block.chainid, address(fraud), HUNTER, ROUND, uint8(1), Ground.Sum, hashOf(abi.encode(none, proof)), accusation.salt)
        );
        accusation.seat = 1;
        vm.expectRevert(abi.encodeWithSelector(IFraudProofs.NotAnnounced.selector, accusation.announcement, wanted));
        vm.prank(HUNTER);
        fraud.proveSum(accusation, proof);
    }
}
