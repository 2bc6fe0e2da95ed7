// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LeafRef} from "../../../contracts/interfaces/IAvailability.sol";
import {LeafChallenges} from "../../../contracts/judging/LeafChallenges.sol";
import {JuryStage} from "./JuryStage.sol";
import {Transcript, Transcripts} from "./Transcripts.sol";

/// @notice Challenges before a real jury. The challenger's evaluators are stakers too.
abstract contract ChallengeStage is JuryStage {
    using Transcripts for Transcript;

    LeafChallenges internal challenges;

    function setChallenges() internal {
        setJury();
        challenges = LeafChallenges(deploy("judging/LeafChallenges", abi.encode(token, court, params, jury)));
        court.setJudge(address(challenges));
        connect(address(challenges));
        fund(HUNTER, address(challenges), 1_000e18);
    }

    function leafAt(uint8 seat, uint16 slot, uint8 position) internal pure returns (LeafRef memory) {
        return LeafRef(ROUND, seat, slot, position);
    }

    function challengeAs(address who, LeafRef memory leaf) internal returns (uint256) {
        Transcript memory t = transcriptOf(leaf.seat);
        vm.prank(who);
        return challenges.challenge(leaf, t.trialOf(leaf.slot, leaf.position), t.pathOf(leaf.slot, leaf.position), "bafyevidence");
    }

    function expectChallenge(LeafRef memory leaf, bytes memory err) internal {
        Transcript memory t = transcriptOf(leaf.seat);
        vm.expectRevert(err);
        vm.prank(HUNTER);
        challenges.challenge(leaf, t.trialOf(leaf.slot, leaf.position), t.pathOf(leaf.slot, leaf.position), "bafyevidence");
    }

    function caseOf(uint256 challengeId) internal view returns (uint256 caseId) {
        (, caseId,,,,,) = challenges.challengeOf(challengeId);
    }

    /// @dev All jurors answer the same.
    function judge(uint256 challengeId, bytes32 answer) internal {
        drawnCase(caseOf(challengeId));
        decide(caseOf(challengeId), same(answer, jury.jurorsOf(caseOf(challengeId)).length));
    }
}
