// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IAdmission, Phase} from "../interfaces/IAdmission.sol";
import {IDatanetRegistry, VersionState} from "../interfaces/IDatanetRegistry.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IProtocolParams, RoundRules} from "../interfaces/IProtocolParams.sol";
import {IRandomness} from "../interfaces/IRandomness.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";
import {SeatSet} from "../libraries/SeatSet.sol";
import {Stage, StoredRound} from "../types/StoredRound.sol";
import {RoundBook} from "./RoundBook.sol";
import {RoundClock} from "./RoundClock.sol";
import {RoundCourt} from "./RoundCourt.sol";
import {SeatWork} from "./SeatWork.sol";

/// @title Admission
/// @notice A round from its opening to the keys; SeatWork, RoundCourt and Settlement carry it on to the verdict. Talks to
/// six fixed contracts; state is written before each call to them, except the batch and the seats, which are what the
/// calls return.
contract Admission is SeatWork, RoundCourt {
    using RoundClock for StoredRound;
    using SafeERC20 for IERC20;
    using SeatSet for uint256;

    /// @dev What a round is opened on, read once.
    struct Subject { address publisher; uint256 datanetId; uint32 version; uint256 lineage; }

    constructor(
        IERC20 token_,
        IProtocolParams params_,
        IDatanetRegistry datanets_,
        IModelRegistry models_,
        IStakeManager stake_,
        IRandomness randomness_
    ) RoundBook(token_, params_, datanets_, models_, stake_, randomness_) {}

    /// @inheritdoc IAdmission
    function openRound(uint256 modelId, uint256 maxFee) external returns (uint256 roundId) {
        _checkEntriesOpen();
        (uint256 paramSetId, RoundRules memory rules) = params.roundRules();
        Subject memory subject;
        (subject.publisher, subject.datanetId, subject.version, subject.lineage) = models.examOf(modelId);
        _checkMayOpen(modelId, subject, rules.minPublisherStake);
        uint8 attempt = _countAttempt(subject.publisher, subject.datanetId, subject.lineage, rules.attemptWindow);
        uint16 minPasses = params.kMin(rules.itemsPerBatch, attempt);
        uint32 openEpoch = randomness.currentEpoch();
        // Attempt j is judged at alpha / 2^(j-1) and costs 2^(j-1) times the fee; there are at most eight.
        uint256 fee = uint256(rules.roundFee) << (attempt - 1);
        require(fee <= maxFee, FeeTooLow(maxFee, fee));
        roundId = ++roundCount;
        _standings[modelId].openRound = uint40(roundId);
        _standings[modelId].escrow = uint96(fee);
        StoredRound storage round = _rounds[roundId];
        _storeClock(round, rules);
        round.modelId = uint40(modelId);
        round.datanetId = uint40(subject.datanetId);
        round.version = subject.version;
        round.paramSetId = uint24(paramSetId);
        round.minPasses = uint8(minPasses);
        round.gatedLanes = rules.gatedLanes;
        round.attempt = attempt;
        round.openEpoch = openEpoch;
        round.keyWindow = uint24(rules.keyWindow);
        emit RoundOpened(roundId, modelId, msg.sender, attempt, paramSetId, fee, openEpoch);
        if (rules.custodianBond != 0) stake.bindBond(subject.datanetId, rules.custodianBond);
        token.safeTransferFrom(msg.sender, address(this), fee);
    }

    /// @inheritdoc IAdmission
    function draw(uint256 roundId) external {
        StoredRound storage round = _inPhase(roundId, Phase.Open);
        uint32 epoch = randomness.currentEpoch();
        bytes32 epochSeed = epoch > round.openEpoch ? randomness.seedOf(epoch) : bytes32(0);
        require(epochSeed != bytes32(0), SeedNotReady(round.openEpoch, epoch));
        uint8 redraw = round.redraws;
        bytes32 seed = keccak256(abi.encode(epochSeed, address(this), roundId, redraw));
        uint40 keyDeadline = uint40(block.timestamp) + round.keyWindow;
        round.stage = Stage.Drawn;
        round.stageEnd = keyDeadline;
        _tip(round.modelId);
        if (redraw == 0) round.batchId = uint16(datanets.consumeBatch(round.datanetId, round.version, seed, roundId));
        uint32[] memory stakerIds = stake.drawSeats(seed, round.seats + round.reserves, _barred(round, redraw), roundId);
        round.stakers = SeatSet.pack(stakerIds);
        emit RoundDrawn(roundId, seed, epoch, redraw, round.datanetId, round.version, round.batchId, stakerIds, keyDeadline);
    }

    /// @inheritdoc IAdmission
    function postKeys(uint256 roundId, bytes[] calldata wraps) external {
        StoredRound storage round = _inPhase(roundId, Phase.Drawn);
        address custodian = datanets.custodianOf(round.datanetId);
        require(msg.sender == custodian, NotCustodian(msg.sender, custodian));
        uint256 seats = uint256(round.seats) + round.reserves;
        require(wraps.length == seats, WrapCount(wraps.length, seats));
        // Past its deadline the round can only be voided.
        require(block.timestamp < round.stageEnd, WrongPhase(Phase.Void, Phase.Drawn));
        uint40 commitDeadline = uint40(block.timestamp) + round.commitWindow;
        round.stage = Stage.Keyed;
        round.stageEnd = commitDeadline;
        emit KeysPosted(roundId, msg.sender, wraps, commitDeadline);
    }

    /// @inheritdoc IAdmission
    function voidRound(uint256 roundId) external {
        StoredRound storage round = _known(roundId);
        Phase phase = round.phaseOf();
        bool isLate = (phase == Phase.Open || phase == Phase.Drawn) && block.timestamp >= round.stageEnd;
        require(isLate, WrongPhase(phase, Phase.Void));
        if (phase == Phase.Open) _void(roundId, round, "undrawn", false);
        else _voidForKeys(roundId, round, "keys");
    }

    /// @dev The one place where new rounds can be stopped; running ones cannot.
    function _checkEntriesOpen() internal view {}

    function _checkMayOpen(uint256 modelId, Subject memory subject, uint256 minStake) private view {
        require(msg.sender == subject.publisher, NotPublisher(msg.sender, subject.publisher));
        _checkIdle(modelId);
        uint256 staked = stake.modelStake(modelId);
        require(staked >= minStake, StakeTooLow(staked, minStake));
        VersionState state = datanets.versionState(subject.datanetId, subject.version);
        require(state == VersionState.Sealed, IDatanetRegistry.WrongState(state, VersionState.Sealed));
        uint16 left = datanets.batchesLeft(subject.datanetId, subject.version);
        require(left != 0, IDatanetRegistry.NoBatchLeft(subject.datanetId, subject.version));
    }

    function _storeClock(StoredRound storage round, RoundRules memory rules) private {
        round.stage = Stage.Open;
        round.seats = rules.seats;
        round.reserves = rules.reserves;
        round.itemsPerBatch = uint8(rules.itemsPerBatch);
        round.stageEnd = uint40(block.timestamp) + rules.keyWindow;
        round.commitWindow = uint24(rules.commitWindow);
        round.revealWindow = uint24(rules.revealWindow);
        round.auditWindow = uint24(rules.auditWindow);
        round.audits = rules.auditLeaves != 0;
    }

    /// @dev Whom earlier draws of this round have shown to be silent, wrong or partial.
    function _barred(StoredRound storage round, uint8 redraws) private view returns (uint32[] memory ids) {
        ids = new uint32[](8 * uint256(redraws));
        for (uint8 i = 0; i < ids.length; ++i) ids[i] = round.barred[i / 8].stakerAt(i % 8);
    }
}
