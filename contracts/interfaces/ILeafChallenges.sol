// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TrialHashes, TrialPath} from "../types/TranscriptProof.sol";
import {LeafRef} from "./IAvailability.sol";

/// @notice How a challenge ended. `Hung`: the jurors found no majority. `Void`: too few could be drawn. `Moot`: the seat or
/// the round fell in a different way first.
enum ChallengeEnd { None, Bad, Clean, Hung, Void, Moot }

/// @title ILeafChallenges
/// @notice Whether the model really produced one trial: a jury runs it again. Jurors answer CLEAN, or badAnswer(i)
/// where i is the first token id that differs beyond the margin.
/// @dev The first half of the bond pays the jurors. Bad: the seat is convicted, and the challenger gets the second half and
/// the bounty (half a stake unit). Clean: the accused gets the second half. Hung or moot: what the jurors did not earn
/// returns. At most MAX_CHALLENGES per seat, and none later than an answer window after the audit window, so that challenges
/// end.
interface ILeafChallenges {
    event ChallengeOpened(uint256 indexed challengeId, uint256 indexed roundId, uint8 indexed seat, uint16 slot, uint8 position, bytes32 leaf, address challenger, uint256 bond, uint256 caseId);
    event ChallengeSettled(uint256 indexed challengeId, uint256 indexed roundId, uint8 indexed seat, ChallengeEnd end, bytes32 verdict);

    error NotHearing(uint256 roundId);
    error SeatNotRevealed(uint8 seat);
    error NotJudge(address caller);
    error AlreadyChallenged(uint16 slot, uint8 position);
    error TooManyChallenges(uint8 seat, uint8 limit);
    error ChallengeWindowOver(uint256 endedAt);
    error NotOfThisSeat(bytes32 actual, bytes32 expected);
    error NotSettleable(uint256 challengeId);

    /// @notice Challenges a trial shown with its path (from the published transcript, or from the calldata of an answer to a
    /// demand). Pulls params.challengeBond.
    function challenge(LeafRef calldata leaf, TrialHashes calldata trial, TrialPath calldata path, string calldata evidenceCid)
        external
        returns (uint256 challengeId);
    /// @notice The same without a bond, for an auditor's finding. Only judges may call; they limit how often.
    function challengeFor(address finder, LeafRef calldata leaf, TrialHashes calldata trial, TrialPath calldata path, string calldata evidenceCid)
        external
        returns (uint256 challengeId);
    /// @notice Acts on the jury's verdict once the jury closed the case. Anyone may call.
    function settle(uint256 challengeId) external;
    /// @notice What jurors answer when the first wrong token id stands at `firstBadToken`.
    function badAnswer(uint256 firstBadToken) external pure returns (bytes32);
}
