// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice `Hung`: too few jurors could be drawn or revealed, or no answer had a majority.
enum CaseState { None, Waiting, Voting, Revealing, Decided, Hung }

/// @title IJury
/// @notice Jurors drawn by stake who each recompute one fact and vote on its value. The contract that opens a case asks
/// the question and acts on the verdict; the jury knows neither.
interface IJury {
    event CaseOpened(uint256 indexed caseId, address indexed client, bytes32 subject, uint8 jurors, uint256 pay, string evidenceCid);
    event JurorsDrawn(uint256 indexed caseId, bytes32 seed, address[] jurors, uint64 commitDeadline);
    event VoteCommitted(uint256 indexed caseId, uint8 indexed juror, bytes32 commitment);
    event VoteRevealed(uint256 indexed caseId, uint8 indexed juror, bytes32 answer, uint256 margin);
    event CaseClosed(uint256 indexed caseId, CaseState state, bytes32 verdict, uint8 votesFor);

    /// @notice Opens a case. Only a client connected at deployment; `pay` tokens are pulled from it and split among the
    /// jurors of the majority. `excluded` stakers are never drawn.
    function open(bytes32 subject, uint8 jurors, address[] calldata excluded, uint256 pay, string calldata evidenceCid)
        external
        returns (uint256 caseId);
    /// @notice Draws the jurors once the epoch after the opening has its seed. Anyone. min(jurors, the largest odd number
    /// of different units to be had); fewer than three hang the case.
    function draw(uint256 caseId) external;
    /// @notice commitment = keccak256(abi.encode(block.chainid, address(this), caseId, juror, msg.sender, answer, margin, salt)).
    function commitVote(uint256 caseId, uint8 juror, bytes32 commitment) external;
    function revealVote(uint256 caseId, uint8 juror, bytes32 answer, uint256 margin, bytes32 salt) external;
    /// @notice Counts the votes after the deadline or once all revealed. Anyone. A case that hangs, here or at the draw,
    /// gives its pay back to the client at once, by transfer.
    function close(uint256 caseId) external;

    function verdictOf(uint256 caseId) external view returns (CaseState state, bytes32 verdict);
}
