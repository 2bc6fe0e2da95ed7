// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TrialHashes, TrialPath} from "../types/TranscriptProof.sol";

enum DemandState { None, Open, Answered, Expired, Dropped }

/// @notice Which trial of which seat is asked for.
struct LeafRef { uint256 roundId; uint8 seat; uint16 slot; uint8 position; }

/// @title IAvailability
/// @notice Anyone may ask a revealed seat for one trial; the seat shows it on chain or is convicted.
/// @dev At most MAX_DEMANDS a seat, each trial once, none after the audit window: a round cannot be held up for longer than
/// one answer window after it. All open demands of a round hold its final once, so that they cannot crowd out challenges.
/// An answer counts from whoever brings it; the bond is the seat's. A trial has at most MAX_ID_BYTES / 4 output tokens: a
/// worker that generates more could not answer.
interface IAvailability {
    event LeafDemanded(uint256 indexed roundId, uint8 indexed seat, uint16 slot, uint8 position, address indexed demander, uint256 bond, uint64 deadline);
    /// @notice `outIds`: the token ids, uint32 big-endian each. The path stands in the transaction's calldata.
    event LeafAnswered(uint256 indexed roundId, uint8 indexed seat, uint16 slot, uint8 position, bytes32 promptHash, bytes outIds, bytes32 answerHash);
    /// @notice `convicted`: the seat did not answer. Otherwise the demand ended with its seat or its round.
    event DemandExpired(uint256 indexed roundId, uint8 indexed seat, uint16 slot, uint8 position, bool convicted);

    error NotHearing(uint256 roundId);
    error SeatNotRevealed(uint8 seat);
    error SlotOutside(uint16 slot, uint16 items);
    error TooManyDemands(uint8 seat, uint8 limit);
    error AlreadyDemanded(uint16 slot, uint8 position);
    error DemandWindowOver(uint256 endedAt);
    error NotOpen(DemandState state);
    error AnswerTooLate(uint256 deadline);
    error AnswerNotDue(uint256 deadline);
    error IdsTooLong(uint256 bytesGiven, uint256 limit);
    error BadIds(bytes32 actual, bytes32 expected);
    error NotOfThisSeat(bytes32 actual, bytes32 expected);

    /// @notice Asks for one trial, with params.demandBond. Reverts for a trial that the suite does not run.
    function demand(LeafRef calldata leaf) external;
    /// @notice Shows the trial: its hashes, the token ids behind outIdsHash and the way to what the seat revealed.
    function answer(LeafRef calldata leaf, TrialHashes calldata trial, bytes calldata outIds, TrialPath calldata path) external;
    /// @notice Convicts a seat that did not answer: the demander gets bond and bounty. A demand on a seat or round that fell
    /// in a different way only returns the bond, at once. Anyone may call.
    function expire(LeafRef calldata leaf) external;

    /// @notice State, demander and answer deadline (unix seconds) of the demand for this trial.
    function demandOf(LeafRef calldata leaf) external view returns (DemandState state, address demander, uint64 deadline);
}
