// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BatchProof, ExamItemProof, NodeProof, TrialHashes, TrialPath} from "../types/TranscriptProof.sol";

/// @notice What is wrong with a revealed transcript. Hashing alone decides each.
enum Ground { Sum, Kind, Padding, Item, Bit }

/// @notice Whom a proof accuses, and the announcement it was promised by.
/// @param rival 0 for a seat that still stands; the announcement that holds the bounty for one that was convicted here
struct Accusation { uint256 roundId; uint8 seat; uint64 announcement; uint64 rival; bytes32 salt; }

/// @notice A grade bit that contradicts the hashes beside it.
struct BitProof { uint16 slot; uint8 position; TrialHashes trial; TrialPath path; ExamItemProof item; BatchProof batch; }

/// @title IFraudProofs
/// @notice Convicts a seat whose revealed transcript contradicts itself or the sealed exam. It needs no jury.
/// @dev The bounty goes by announcement. A prover first announces keccak256(abi.encode(block.chainid, this, prover, roundId,
/// seat, ground, proofHash, salt)), proofHash = keccak256(msg.data[164:]) of the call that proves (what
/// abi.encode(accusation, proof) holds behind its first 160 bytes), and proves in a later block. A copier of a proof from
/// the mempool has no announcement of it. An account that announces every seat and ground in advance has none either,
/// because the announcement binds the proof itself. Of two honest announcers the EARLIER one is paid, even when the later
/// one proves first: the bounty stays here for one answer window, in which an earlier announcement of any fault of the seat
/// takes it over. Within a block, the order of the transactions decides. A cheater can announce its own fault before anyone
/// else can see it, and so get the bounty back. It still loses the second half of the unit, and the seat.
interface IFraudProofs {
    event FaultAnnounced(uint64 indexed announcement, address indexed prover, bytes32 commitment);
    event FaultProven(uint256 indexed roundId, uint8 indexed seat, Ground ground, address prover, uint64 announcement, uint256 bounty, uint64 claimableFrom);
    /// @notice An earlier announcement took the bounty over.
    event BountyTakenOver(uint256 indexed roundId, uint8 indexed seat, Ground ground, address prover, uint64 announcement, uint64 rival);
    event BountyPaid(uint256 indexed roundId, uint8 redraw, uint8 indexed seat, uint64 announcement, address indexed prover, uint256 amount);

    error ZeroCommitment();
    error NotAnnounced(uint64 announcement, bytes32 commitment);
    /// @notice The announcement must stand in an earlier block than the proof.
    error AnnouncedTooLate(uint64 announcement, uint256 announcedBlock);
    error SeatNotRevealed(uint8 seat);
    /// @notice The node leads to a different root or different lanes than the seat revealed.
    error NotOfThisSeat(bytes32 actual, bytes32 expected);
    /// @notice Everything shown is as it should be.
    error NoFault();
    error BadPreimage(bytes32 actual, bytes32 expected);
    error NotInner(uint256 length);
    error NotItem(uint256 length);
    /// @notice The bounty belongs to an announcement that is not later than this one.
    error NotEarlier(uint64 announcement, uint64 winner);
    error ClaimClosed(uint64 claimableFrom);
    error ClaimOpen(uint64 claimableFrom);
    /// @notice The announcement holds no bounty, or not that of the accused seat.
    error NoBounty(uint64 announcement);

    /// @notice Promises a proof. Anyone may call.
    function announce(bytes32 commitment) external returns (uint64 announcement);
    /// @notice Ground Sum: an inner node whose children's lanes do not add to what its parent (for the root: the reveal)
    /// states, or whose level is not its height.
    function proveSum(Accusation calldata accusation, NodeProof calldata proof) external;
    /// @notice Ground Kind: a node whose bytes are no item at height 0, or no inner node above.
    function proveKind(Accusation calldata accusation, NodeProof calldata proof) external;
    /// @notice Ground Padding: a node beyond the batch's items that is not the empty subtree, or the empty leaf inside.
    function provePadding(Accusation calldata accusation, NodeProof calldata proof) external;
    /// @notice Ground Item: an item whose slot is not its index, or whose lanes do not follow from its trial bits.
    function proveItem(Accusation calldata accusation, NodeProof calldata proof) external;
    /// @notice Ground Bit: a trial's grade contradicts its answerHash and the exam's expected label, for the graders exact,
    /// normalised (ASCII labels) and label set.
    function proveBit(Accusation calldata accusation, BitProof calldata proof) external;
    /// @notice Pays the bounty that an announcement holds to its announcer, once nobody can take it over any more. Anyone may
    /// call.
    function payBounty(uint64 announcement) external;
    /// @notice Who announced what, and when; only the announcer is left once it was proven.
    function announcementOf(uint64 announcement) external view returns (address prover, bytes32 commitment, uint64 announcedBlock);
    /// @notice The bounty an announcement holds: zeros where it holds none, or was paid.
    function bountyOf(uint64 announcement)
        external
        view
        returns (uint256 roundId, uint8 redraw, uint8 seat, uint256 amount, uint64 claimableFrom);
}
