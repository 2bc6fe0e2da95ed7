// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Phase} from "../../../contracts/interfaces/IAdmission.sol";
import {LeafRef} from "../../../contracts/interfaces/IAvailability.sol";
import {Accusation, Ground} from "../../../contracts/interfaces/IFraudProofs.sol";
import {SeatStatus} from "../../../contracts/interfaces/IRoundCourt.sol";
import {NodeProof} from "../../../contracts/types/TranscriptProof.sol";
import {CourtStage} from "./CourtStage.sol";
import {Transcript, Transcripts} from "./Transcripts.sol";

/// @notice Each judge once before the real round: what it decides is what the round does.
contract CourtTest is CourtStage {
    using Transcripts for Transcript;

    function setUp() public {
        setProtocol();
    }

    function test_fraudProof_convictsSlashesAndPays() public {
        Transcript[3] memory ts = threeHonest();
        bytes memory preimage = ts[1].innerBytes(1, 2);
        ts[1].put(1, 2, ts[1].hashes[1][2], ts[1].sums[1][2] + 1);
        uint256 roundId = revealed(ts);
        address accused = evaluatorOf(roundId, 1);
        (uint64 before,,,) = stake.unitsOf(accused);
        NodeProof memory proof = NodeProof(1, 2, ts[1].hashes[1][2], ts[1].sums[1][2], preimage, ts[1].siblings(1, 2));
        proveSum(roundId, proof);
        assertStatus(roundId, 1, SeatStatus.Convicted);
        (uint64 staked,,,) = stake.unitsOf(accused);
        assertEq(staked, before - 1, "one unit");
        assertEq(token.balanceOf(TREASURY), UNIT / 2, "half to the treasury");
        passBlocks(30);
        uint256 held = token.balanceOf(HUNTER);
        fraud.payBounty(1);
        assertEq(token.balanceOf(HUNTER) - held, UNIT / 2, "half to the hunter");
        passBlocks(100);
        admission.finalize(roundId, resultsOf(ts, 1));
        assertTrue(admission.phaseOf(roundId) == Phase.Final, "final without the seat");
    }

    function test_availability_silenceConvictsAndHoldsTheFinalUntilThen() public {
        Transcript[3] memory ts = threeHonest();
        uint256 roundId = revealed(ts);
        passBlocks(90);
        vm.startPrank(HUNTER);
        availability.demand(LeafRef(roundId, 0, 5, 7));
        availability.demand(LeafRef(roundId, 2, 6, 8));
        vm.stopPrank();
        availability.answer(LeafRef(roundId, 0, 5, 7), ts[0].trialOf(5, 7), Transcripts.idsOf(5, 7), ts[0].pathOf(5, 7));
        passBlocks(31);
        assertTrue(admission.phaseOf(roundId) == Phase.Audit, "held");
        availability.expire(LeafRef(roundId, 2, 6, 8));
        assertStatus(roundId, 2, SeatStatus.Convicted);
        assertStatus(roundId, 0, SeatStatus.Revealed);
        assertEq(admission.creditOf(HUNTER), UNIT / 2, "bounty");
        admission.finalize(roundId, resultsOf(ts, 2));
        assertTrue(admission.phaseOf(roundId) == Phase.Final, "final");
    }

    function test_challenge_juryConvicts() public {
        Transcript[3] memory ts = threeHonest();
        uint256 roundId = revealed(ts);
        vm.prank(HUNTER);
        uint256 id = challenges.challenge(LeafRef(roundId, 1, 5, 7), ts[1].trialOf(5, 7), ts[1].pathOf(5, 7), "bafyevidence");
        judge(1, challenges.badAnswer(0), evaluatorOf(roundId, 1));
        challenges.settle(id);
        assertStatus(roundId, 1, SeatStatus.Convicted);
        assertEq(challenges.creditOf(HUNTER), 10e18, "half of the bond");
        passBlocks(200);
        admission.finalize(roundId, resultsOf(ts, 1));
        assertTrue(admission.phaseOf(roundId) == Phase.Final, "final");
    }

    function test_challenge_cleanLeavesTheRoundAsItWas() public {
        Transcript[3] memory ts = threeHonest();
        uint256 roundId = revealed(ts);
        vm.prank(HUNTER);
        uint256 id = challenges.challenge(LeafRef(roundId, 1, 5, 7), ts[1].trialOf(5, 7), ts[1].pathOf(5, 7), "bafyevidence");
        judge(1, challenges.CLEAN(), evaluatorOf(roundId, 1));
        challenges.settle(id);
        assertEq(challenges.creditOf(evaluatorOf(roundId, 1)), 10e18, "the accused");
        passBlocks(200);
        admission.finalize(roundId, resultsOf(ts, 9));
        assertTrue(admission.phaseOf(roundId) == Phase.Final, "final");
    }

    function test_challenge_withoutJurorsVoidsTheRound() public {
        Transcript[3] memory ts = threeHonest();
        uint256 roundId = revealed(ts);
        vm.prank(HUNTER);
        uint256 id = challenges.challenge(LeafRef(roundId, 1, 5, 7), ts[1].trialOf(5, 7), ts[1].pathOf(5, 7), "bafyevidence");
        passBlocks(61);
        jury.close(1);
        challenges.settle(id);
        assertTrue(admission.phaseOf(roundId) == Phase.Void, "void");
        assertEq(admission.creditOf(PUBLISHER) > 0 ? 1 : 0, 1, "fee refunded");
    }

    function test_audits_makeTheRoundFinalAndASeatEarnNothingWithout() public {
        Transcript[3] memory ts = threeHonest();
        uint256 roundId = revealed(ts);
        audits.requestAudit(roundId);
        randomness.next();
        for (uint8 seat = 0; seat < 2; ++seat) {
            vm.prank(evaluatorOf(roundId, (seat + 1) % 3));
            audits.postAudit(roundId, seat, "result", "bafylog");
        }
        passBlocks(100);
        admission.finalize(roundId, resultsOf(ts, 9));
        assertTrue(admission.creditOf(evaluatorOf(roundId, 1)) != 0, "audited and paid");
        assertTrue(admission.creditOf(evaluatorOf(roundId, 0)) == 0 || sameStaker(roundId, 0), "no audit, no pay");
    }

    function test_exclusion_makesRoomForAReserve() public {
        joinEvaluator(CURATOR);
        randomness.next();
        uint8 seat = 3;
        uint256 roundId = 0;
        // The curator's ten units of ninety come up among three primaries sooner or later.
        while (seat == 3) {
            roundId = drawn();
            for (seat = 0; seat < 3 && evaluatorOf(roundId, seat) != CURATOR; ++seat) {}
            if (seat == 3) voidDrawn(roundId);
        }
        exclusions.excludeRole(roundId, seat);
        assertStatus(roundId, seat, SeatStatus.Excluded);
        postKeys(roundId);
        for (uint8 i = 0; i < 3; ++i) if (i != seat) commitIfNotCurator(roundId, i);
        assertTrue(admission.phaseOf(roundId) == Phase.SecondCommit, "the reserves' turn");
    }

    function proveSum(uint256 roundId, NodeProof memory proof) private {
        Accusation memory accusation = Accusation(roundId, 1, 1, 0, SALT);
        bytes memory arguments = abi.encode(accusation, proof);
        bytes32 proofHash;
        assembly ("memory-safe") {
            proofHash := keccak256(add(arguments, 192), sub(mload(arguments), 160))
        }
        bytes32 commitment = keccak256(abi.encode(block.chainid, address(fraud), HUNTER, roundId, uint8(1), Ground.Sum, proofHash, SALT));
        vm.prank(HUNTER);
        fraud.announce(commitment);
        passBlocks(1);
        vm.prank(HUNTER);
        fraud.proveSum(accusation, proof);
    }

    /// @dev All jurors of the case agree; none of them is the accused.
    function judge(uint256 caseId, bytes32 answer, address accused) private {
        randomness.next();
        jury.draw(caseId);
        address[] memory jurors = jury.jurorsOf(caseId);
        assertEq(jurors.length, 7, "2k + 1");
        for (uint8 i = 0; i < jurors.length; ++i) {
            assertTrue(jurors[i] != accused, "the accused sits");
            bytes32 commitment = keccak256(abi.encode(block.chainid, address(jury), caseId, i, jurors[i], answer, uint256(0), SALT));
            vm.prank(jurors[i]);
            jury.commitVote(caseId, i, commitment);
        }
        for (uint8 i = 0; i < jurors.length; ++i) {
            vm.prank(jurors[i]);
            jury.revealVote(caseId, i, answer, 0, SALT);
        }
        jury.close(caseId);
    }

    function sameStaker(uint256 roundId, uint8 seat) private view returns (bool) {
        address who = evaluatorOf(roundId, seat);
        return who == evaluatorOf(roundId, 1) || who == evaluatorOf(roundId, 2);
    }

    function voidDrawn(uint256 roundId) private {
        passBlocks(61);
        admission.voidRound(roundId);
        passBlocks(31 days);
        token.transfer(PUBLISHER, 30e18);
    }

    function commitIfNotCurator(uint256 roundId, uint8 seat) private {
        if (evaluatorOf(roundId, seat) == CURATOR) exclusions.excludeRole(roundId, seat);
        else commit(roundId, seat, honest(seat));
    }
}
