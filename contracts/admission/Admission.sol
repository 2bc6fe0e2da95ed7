// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Entries} from "../governance/Entries.sol";
import {IAdmission, Phase} from "../interfaces/IAdmission.sol";
import {IDatanetRegistry, VersionState} from "../interfaces/IDatanetRegistry.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IProtocolParams, RoundRules} from "../interfaces/IProtocolParams.sol";
import {IRandomness} from "../interfaces/IRandomness.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";
import {SeatSet} from "../libraries/SeatSet.sol";
import {Clock, ClockWord, Stage} from "../types/Clock.sol";
import {NO_BATCH, StoredRound, Subject} from "../types/StoredRound.sol";
import {RoundBook} from "./RoundBook.sol";
import {RoundClock} from "./RoundClock.sol";
import {RoundCourt} from "./RoundCourt.sol";
import {SeatWork} from "./SeatWork.sol";

/// @title Admission
/// @notice A round from its opening to the keys; SeatWork, RoundCourt and Finalisation carry it on to the decision. Talks to
/// six fixed contracts; state is written before each call to them, except the batch and the seats, which are what the
/// calls return.
contract Admission is SeatWork, RoundCourt {
    using RoundClock for Clock;
    using SafeERC20 for IERC20;
    using SeatSet for uint256;

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
        Entries.requireOpen(params);
        (uint256 paramSetId, RoundRules memory rules) = params.roundRules();
        Subject memory subject;
        subject.modelId = uint40(modelId);
        subject.paramSetId = uint24(paramSetId);
        subject.batchId = NO_BATCH;
        subject.gatedLanes = rules.gatedLanes;
        subject.keyWindow = uint24(rules.keyWindow);
        subject.openEpoch = randomness.currentEpoch();
        _admitAttempt(modelId, subject, rules);
        // Attempt j is judged at alpha / 2^(j-1) and costs 2^(j-1) times the fee; there are at most eight.
        uint256 fee = uint256(rules.roundFee) << (subject.attempt - 1);
        require(fee <= maxFee, FeeTooLow(maxFee, fee));
        roundId = ++roundCount;
        _standings[modelId].openRound = uint40(roundId);
        _standings[modelId].escrow = uint96(fee);
        _rounds[roundId].clock = _newClock(rules);
        _rounds[roundId].subject = subject;
        emit RoundOpened(roundId, modelId, msg.sender, subject.attempt, paramSetId, fee, subject.openEpoch);
        if (rules.custodianBond != 0) stake.bindBond(subject.datanetId, rules.custodianBond);
        token.safeTransferFrom(msg.sender, address(this), fee);
    }

    /// @inheritdoc IAdmission
    function draw(uint256 roundId) external {
        (StoredRound storage round, Clock clock) = _inPhase(roundId, Phase.Open);
        Subject memory subject = round.subject;
        uint32 epoch = randomness.currentEpoch();
        bytes32 epochSeed = epoch > subject.openEpoch ? randomness.seedOf(epoch) : bytes32(0);
        require(epochSeed != bytes32(0), SeedNotReady(subject.openEpoch, epoch));
        bytes32 seed = keccak256(abi.encode(epochSeed, address(this), roundId, subject.redraws));
        clock = clock.entered(Stage.Drawn, block.timestamp + subject.keyWindow);
        round.clock = clock;
        _tip(subject.modelId);
        if (subject.redraws == 0) {
            subject.batchId = uint16(datanets.consumeBatch(subject.datanetId, subject.version, seed, roundId));
            round.subject = subject;
        }
        uint32[] memory stakerIds = stake.drawSeats(seed, clock.seats() + clock.reserves(), _barred(round, subject.redraws), roundId);
        round.stakers = SeatSet.pack(stakerIds);
        emit RoundDrawn(
            roundId, seed, epoch, subject.redraws, subject.datanetId, subject.version, subject.batchId, stakerIds, clock.stageEnd()
        );
    }

    /// @inheritdoc IAdmission
    function postKeys(uint256 roundId, bytes[] calldata wraps) external {
        (StoredRound storage round, Clock clock) = _inPhase(roundId, Phase.Drawn);
        address custodian = datanets.custodianOf(round.subject.datanetId);
        require(msg.sender == custodian, NotCustodian(msg.sender, custodian));
        uint256 seats = uint256(clock.seats()) + clock.reserves();
        require(wraps.length == seats, WrapCount(wraps.length, seats));
        // Past its deadline the round can only be voided.
        require(block.timestamp < clock.stageEnd(), WrongPhase(Phase.Void, Phase.Drawn));
        clock = clock.entered(Stage.Keyed, block.timestamp + clock.commitWindow());
        round.clock = clock;
        emit KeysPosted(roundId, msg.sender, wraps, clock.stageEnd());
    }

    /// @inheritdoc IAdmission
    function voidRound(uint256 roundId) external {
        (StoredRound storage round, Clock clock) = _known(roundId);
        bool isWaiting = clock.stage() == Stage.Open || clock.stage() == Stage.Drawn;
        bool isLate = isWaiting && block.timestamp >= clock.stageEnd();
        require(isLate, WrongPhase(clock.phaseOf(), Phase.Void));
        if (clock.stage() == Stage.Open) _void(roundId, round, "undrawn", false);
        else _voidForKeys(roundId, round, clock, "keys");
    }

    /// @dev Checks that the caller may open a round for the model, and fills in exam, attempt and gate.
    function _admitAttempt(uint256 modelId, Subject memory subject, RoundRules memory rules) private {
        (address publisher, uint256 datanetId, uint32 version, uint256 lineage) = models.examOf(modelId);
        require(msg.sender == publisher, NotPublisher(msg.sender, publisher));
        _checkIdle(modelId);
        uint256 staked = stake.modelStake(modelId);
        require(staked >= rules.minPublisherStake, StakeTooLow(staked, rules.minPublisherStake));
        VersionState state = datanets.versionState(datanetId, version);
        require(state == VersionState.Sealed, IDatanetRegistry.WrongState(state, VersionState.Sealed));
        uint16 left = datanets.batchesLeft(datanetId, version);
        require(left != 0, IDatanetRegistry.NoBatchLeft(datanetId, version));
        subject.datanetId = uint40(datanetId);
        subject.version = version;
        subject.attempt = _countAttempt(publisher, datanetId, lineage, rules.attemptWindow);
        subject.minPasses = uint8(params.kMin(rules.itemsPerBatch, subject.attempt));
    }

    function _newClock(RoundRules memory rules) private view returns (Clock clock) {
        clock = ClockWord.create(rules.seats, rules.reserves, rules.itemsPerBatch, rules.auditLeaves != 0);
        clock = clock.withWindows(rules.commitWindow, rules.revealWindow, rules.auditWindow);
        return clock.withStageEnd(block.timestamp + rules.keyWindow);
    }

    /// @dev Stakers that earlier draws of this round have shown to be silent, wrong or partial.
    function _barred(StoredRound storage round, uint8 redraws) private view returns (uint32[] memory ids) {
        ids = new uint32[](8 * uint256(redraws));
        for (uint8 i = 0; i < ids.length; ++i) ids[i] = round.barred[i / 8].stakerAt(i % 8);
    }
}
