// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What became of a seat. A primary seat that is excluded, silent or convicted makes room for a reserve.
enum SeatStatus { None, Drawn, Excluded, Committed, Revealed, Convicted }

/// @notice A seat as judges and pages read it.
/// @param stakerId number of the staker in StakeManager
/// @param result keccak256(abi.encode(root, lanes)) once revealed; the commitment before
struct SeatView { uint32 stakerId; address evaluator; SeatStatus status; bytes32 result; }

/// @notice What a judge must know of a round to check a proof against it.
/// @param redraw how often the round was drawn again: seats of a different draw are different seats under the same numbers
struct CaseFile {
    uint256 modelId;
    uint256 datanetId;
    uint32 version;
    uint32 batchId;
    uint256 paramSetId;
    uint16 itemsPerBatch;
    uint8 seats;
    uint8 reserves;
    uint8 reveals;
    uint8 redraw;
}

/// @title IRoundCourt
/// @notice What the judging contracts may do to a running round. Only judges may call them; the deployer connected them once.
/// @dev A judge holds the final while a question is open. Every held question has a deadline of its own, so every round
/// ends.
interface IRoundCourt {
    /// @notice The seat no longer counts and a reserve may take it. Drawn and uncommitted seats only.
    function excludeSeat(uint256 roundId, uint8 seat, bytes32 reason) external;
    /// @notice The publisher or curator wrote the round's exam: it can give Probation at most.
    function markSelfSet(uint256 roundId) external;
    /// @notice Opens one more question, which keeps the round from being final; at most 8 at once.
    function holdFinal(uint256 roundId) external;
    /// @notice Closes one question.
    function releaseFinal(uint256 roundId) external;
    /// @notice A proof showed that a revealed seat is wrong. Its unit is slashed: half of it becomes credit of `bountyTo`
    /// (all goes to the treasury where that is zero). Its result no longer counts.
    /// @return bounty what was credited
    function convict(uint256 roundId, uint8 seat, address bountyTo, bytes32 reason) external returns (uint256 bounty);
    /// @notice The seat did its audit duty; without it a seat earns nothing where the round asks for audits.
    function noteAudit(uint256 roundId, uint8 auditor) external;
    /// @notice Ends a round that no jury could judge: void, with the fee refunded.
    function voidByCourt(uint256 roundId, bytes32 reason) external;

    /// @notice What a judge must know of the round. Reverts with UnknownRound.
    function caseFile(uint256 roundId) external view returns (CaseFile memory);
    /// @notice The seat as it stands now; all zero where no such seat was drawn.
    function seatView(uint256 roundId, uint8 seat) external view returns (SeatView memory);
    /// @notice Whether proofs against revealed seats are heard: from the first reveal until the round is final or void.
    function isHearing(uint256 roundId) external view returns (bool);
    /// @notice Unix seconds at which the last reveal can come or came; 0 before the commits close. Audits are drawn after it.
    function revealsClosedAt(uint256 roundId) external view returns (uint64);
    /// @notice True for the contracts that were connected as judges.
    function isJudge(address account) external view returns (bool);
}
