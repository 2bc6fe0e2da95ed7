// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TrialHashes, TrialPath} from "../types/TranscriptProof.sol";

/// @title IAudits
/// @notice Every revealed seat runs some trials of the seat before it again, drawn after all results stood fixed.
/// @dev The auditor of a seat is the next one that revealed, in cyclic order of seat numbers; seats convicted meanwhile keep
/// their place, so that duties do not move. Known limit: a staker drawn for neighbouring seats audits itself.
interface IAudits {
    /// @notice The seed of the stake epoch `epoch` will draw the trials.
    event AuditRequested(uint256 indexed roundId, uint32 epoch);
    event AuditDrawn(uint256 indexed roundId, bytes32 seed, uint64 deadline);
    /// @notice `resultHash` commits the auditor's log at `cid`. `challengeId` is 0 when nothing was found.
    event AuditPosted(uint256 indexed roundId, uint8 indexed auditedSeat, uint8 indexed auditor, bytes32 resultHash, string cid, uint256 challengeId);

    error NoAuditAsked(uint256 roundId);
    error RevealsOpen(uint256 closesAt);
    error AlreadyRequested(uint256 roundId);
    error NotRequested(uint256 roundId);
    error SeedNotReady(uint32 epoch);
    error AuditWindowOver(uint256 endedAt);
    error SeatNotRevealed(uint8 seat);
    error NoAuditor(uint8 auditedSeat);
    error NotAuditor(address caller, address auditor);
    error AlreadyAudited(uint8 auditor);
    error LeafOutside(uint256 index, uint256 leaves);
    error EmptyHash();

    /// @notice Fixes the stake epoch whose seed draws the trials: the first after the reveals closed. Anyone may call, once.
    function requestAudit(uint256 roundId) external;
    /// @notice Stores the seed once it is known. Anyone may call; posting a result does it too.
    function drawAudit(uint256 roundId) external returns (bytes32 seed);
    /// @notice The auditor found every drawn trial as the seat revealed it. Once per seat, until the audit window ends.
    function postAudit(uint256 roundId, uint8 auditedSeat, bytes32 resultHash, string calldata cid) external;
    /// @notice The auditor found drawn trial `index` wrong. Opens a challenge at once, without a bond.
    function postFinding(
        uint256 roundId,
        uint8 auditedSeat,
        bytes32 resultHash,
        uint256 index,
        TrialHashes calldata trial,
        TrialPath calldata path,
        string calldata cid
    ) external returns (uint256 challengeId);

    /// @notice Seed (zero until drawn), its stake epoch (0 until requested), and bit i set where seat i has posted.
    function drawOf(uint256 roundId) external view returns (bytes32 seed, uint32 epoch, uint8 posted);
    /// @notice Trial `index` (below params.auditLeaves) that the auditor of `seat` must run again.
    function auditLeaf(uint256 roundId, uint8 seat, uint256 index) external view returns (uint16 slot, uint8 position);
    /// @notice The seat that audits `auditedSeat`.
    function auditorOf(uint256 roundId, uint8 auditedSeat) external view returns (uint8 auditor);
}
