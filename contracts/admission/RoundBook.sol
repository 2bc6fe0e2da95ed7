// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IAdmission, Phase} from "../interfaces/IAdmission.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IProtocolParams} from "../interfaces/IProtocolParams.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";

/// @notice A round as `roundOf` returns it. Times are unix seconds; 0 means not reached.
/// @param feePaid token amount taken from the publisher
/// @param openedAt when it opened; the draw has a key window's time from here before the round can be voided
/// @param commitClosedAt set when the last seat commits, so that reveals begin at once
/// @param lockUnits units locked per seat
/// @param minPasses the gate, fixed at opening
struct Round {
    uint256 modelId;
    uint256 datanetId;
    uint256 paramSetId;
    bytes32 seed;
    address publisher;
    uint64 openedAt;
    uint8 attempt;
    uint8 seats;
    Outcome outcome;
    address drawer;
    uint64 seedBlock;
    uint32 version;
    uint128 feePaid;
    uint64 keyDeadline;
    uint64 commitDeadline;
    uint64 commitClosedAt;
    uint32 batchId;
    uint32 keyWindow;
    uint32 commitWindow;
    uint32 revealWindow;
    uint16 itemsPerBatch;
    uint16 lockUnits;
    uint16 minPasses;
    uint16 gatedLanes;
    uint8 commits;
    uint8 reveals;
}

/// @notice A round as it is stored: the same fields, packed by who needs them together. Ids are counters, so 64 bits hold
/// them; 40 bits hold unix seconds.
struct StoredRound {
    // What the phase follows from, in one slot: every transaction of a round reads it and most write it.
    uint40 openedAt;
    uint40 keyDeadline;
    uint40 commitDeadline;
    uint40 commitClosedAt;
    uint32 revealWindow;
    Outcome outcome;
    uint8 seats;
    uint8 commits;
    uint8 reveals;
    uint16 itemsPerBatch;
    uint8 attempt;
    // What the round is about, fixed at opening.
    uint64 modelId;
    uint64 datanetId;
    uint64 paramSetId;
    uint64 seedBlock;
    // Read by draw and postKeys.
    address publisher;
    uint32 version;
    uint32 keyWindow;
    uint32 commitWindow;
    // Written by draw, read by finalize.
    address drawer;
    uint32 batchId;
    uint16 lockUnits;
    uint16 minPasses;
    uint16 gatedLanes;
    uint128 feePaid;
    bytes32 seed;
}

/// @notice How a round ended.
enum Outcome { Running, Final, Void }

/// @notice One seat. After the reveal `commitment` holds keccak256(abi.encode(root, lanes)).
struct Seat { address evaluator; bool revealed; bytes32 commitment; }

/// @title RoundBook
/// @notice Storage of rounds and the phase function. A phase follows from timestamps and from who has acted; nobody has
/// to send a transaction to advance it.
abstract contract RoundBook is IAdmission {
    IERC20 public immutable token;
    IProtocolParams public immutable params;
    IDatanetRegistry public immutable datanets;
    IModelRegistry public immutable models;
    IStakeManager public immutable stake;

    /// @notice Number of rounds; ids start at 1.
    uint256 public roundCount;
    mapping(uint256 roundId => StoredRound) internal _rounds;
    mapping(uint256 roundId => mapping(uint8 seat => Seat)) internal _seats;

    constructor(IERC20 token_, IProtocolParams params_, IDatanetRegistry datanets_, IModelRegistry models_, IStakeManager stake_) {
        token = token_;
        params = params_;
        datanets = datanets_;
        models = models_;
        stake = stake_;
    }

    /// @inheritdoc IAdmission
    function phaseOf(uint256 roundId) public view returns (Phase) {
        return _phase(_rounds[roundId]);
    }

    /// @inheritdoc IAdmission
    function isFinalFor(uint256 roundId, uint256 modelId) external view returns (bool) {
        StoredRound storage round = _rounds[roundId];
        return round.outcome == Outcome.Final && round.modelId == modelId;
    }

    /// @inheritdoc IAdmission
    function seatOf(uint256 roundId, uint8 seat) external view returns (address evaluator, bytes32 commitment, bool revealed) {
        Seat storage stored = _seats[roundId][seat];
        return (stored.evaluator, stored.commitment, stored.revealed);
    }

    /// @notice Everything a round stores.
    function roundOf(uint256 roundId) external view returns (Round memory) {
        StoredRound memory stored = _rounds[roundId];
        return Round({
            modelId: stored.modelId,
            datanetId: stored.datanetId,
            paramSetId: stored.paramSetId,
            seed: stored.seed,
            publisher: stored.publisher,
            openedAt: stored.openedAt,
            attempt: stored.attempt,
            seats: stored.seats,
            outcome: stored.outcome,
            drawer: stored.drawer,
            seedBlock: stored.seedBlock,
            version: stored.version,
            feePaid: stored.feePaid,
            keyDeadline: stored.keyDeadline,
            commitDeadline: stored.commitDeadline,
            commitClosedAt: stored.commitClosedAt,
            batchId: stored.batchId,
            keyWindow: stored.keyWindow,
            commitWindow: stored.commitWindow,
            revealWindow: stored.revealWindow,
            itemsPerBatch: stored.itemsPerBatch,
            lockUnits: stored.lockUnits,
            minPasses: stored.minPasses,
            gatedLanes: stored.gatedLanes,
            commits: stored.commits,
            reveals: stored.reveals
        });
    }

    /// @dev The round, when it is in the phase the caller needs.
    function _inPhase(uint256 roundId, Phase expected) internal view returns (StoredRound storage round) {
        round = _known(roundId);
        Phase actual = _phase(round);
        require(actual == expected, WrongPhase(actual, expected));
    }

    function _known(uint256 roundId) internal view returns (StoredRound storage round) {
        round = _rounds[roundId];
        require(round.openedAt != 0, UnknownRound(roundId));
    }

    /// @dev Last second of the reveal window; counted from the last commit when every seat committed.
    function _revealDeadline(StoredRound storage round) internal view returns (uint40) {
        uint40 closed = round.commitClosedAt == 0 ? round.commitDeadline : round.commitClosedAt;
        return closed + round.revealWindow;
    }

    /// @dev ceil(2k/3) seats must reveal.
    function _quorum(uint8 seats) internal pure returns (uint8) {
        return (2 * seats + 2) / 3;
    }

    function _phase(StoredRound storage round) private view returns (Phase) {
        if (round.openedAt == 0) return Phase.None;
        if (round.outcome == Outcome.Final) return Phase.Final;
        if (round.outcome == Outcome.Void) return Phase.Void;
        if (round.keyDeadline == 0) return Phase.Open;
        if (round.commitDeadline == 0) return Phase.Drawn;
        if (round.commitClosedAt == 0 && block.timestamp <= round.commitDeadline) return Phase.Commit;
        bool revealsOpen = round.reveals < round.commits && block.timestamp <= _revealDeadline(round);
        return revealsOpen ? Phase.Reveal : Phase.Finalizable;
    }
}
