// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IAdmission, Phase, SeatResult} from "../interfaces/IAdmission.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IProtocolParams, ParamSet} from "../interfaces/IProtocolParams.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";
import {Lanes} from "../libraries/Lanes.sol";
import {SeedBlock} from "../libraries/SeedBlock.sol";
import {Credits} from "./Credits.sol";
import {ModelStates} from "./ModelStates.sol";
import {Outcome, RoundBook, Seat, StoredRound} from "./RoundBook.sol";
import {SeatWork} from "./SeatWork.sol";

/// @title Admission
/// @notice A round from open to verdict. Talks to five fixed contracts; state is written before each call to them, except
/// the batch and the seats, which are what the calls return.
contract Admission is ModelStates, SeatWork, Credits {
    using SafeERC20 for IERC20;

    /// @dev share of the fee for whoever draws, and for whoever finalizes
    uint256 private constant TIP_BPS = 200;
    uint256 private constant BPS = 10_000;
    /// @dev the fee stops doubling here, far above any amount a publisher could hold
    uint8 private constant MAX_DOUBLINGS = 16;

    constructor(IERC20 token_, IProtocolParams params_, IDatanetRegistry datanets_, IModelRegistry models_, IStakeManager stake_)
        RoundBook(token_, params_, datanets_, models_, stake_)
    {}

    /// @inheritdoc IAdmission
    function openRound(uint256 modelId, uint256 maxFee) external returns (uint256 roundId) {
        uint256 paramSetId = params.currentId();
        ParamSet memory set = params.get(paramSetId);
        _checkOpen(modelId, set.minPublisherStake);
        roundId = ++roundCount;
        openRoundOf[modelId] = roundId;
        StoredRound storage round = _rounds[roundId];
        (uint256 datanetId, uint32 version) = models.examSource(modelId);
        require(datanets.batchesLeft(datanetId, version) != 0, IDatanetRegistry.NoBatchLeft(datanetId, version));
        round.modelId = uint64(modelId);
        round.datanetId = uint64(datanetId);
        round.paramSetId = uint64(paramSetId);
        round.seedBlock = uint64(SeedBlock.next());
        round.publisher = msg.sender;
        round.version = version;
        round.openedAt = uint40(block.timestamp);
        _fixRules(round, set);
        uint256 fee = _priceAttempt(round, set);
        require(fee <= maxFee, FeeTooLow(maxFee, fee));
        emit RoundOpened(roundId, modelId, msg.sender, round.attempt, paramSetId, fee, round.seedBlock);
        stake.beginDraw();
        stake.setModelInRound(modelId, true);
        token.safeTransferFrom(msg.sender, address(this), fee);
    }

    /// @inheritdoc IAdmission
    function draw(uint256 roundId) external {
        StoredRound storage round = _inPhase(roundId, Phase.Open);
        bytes32 blockHash = SeedBlock.hashOf(round.seedBlock);
        require(blockHash != bytes32(0), SeedNotReady(round.seedBlock, block.number));
        bytes32 seed = keccak256(abi.encode(blockHash, address(this), roundId));
        uint40 keyDeadline = uint40(block.timestamp) + round.keyWindow;
        round.seed = seed;
        round.drawer = msg.sender;
        round.keyDeadline = keyDeadline;
        uint32 batchId = datanets.consumeBatch(round.datanetId, round.version, seed, roundId);
        address[] memory seats = stake.drawSeats(seed, round.seats, round.lockUnits, roundId);
        round.batchId = batchId;
        for (uint8 seat = 0; seat < seats.length; ++seat) _seats[roundId][seat].evaluator = seats[seat];
        emit RoundDrawn(roundId, seed, round.datanetId, round.version, batchId, seats, keyDeadline);
    }

    /// @inheritdoc IAdmission
    function postKeys(uint256 roundId, bytes[] calldata wraps) external {
        StoredRound storage round = _inPhase(roundId, Phase.Drawn);
        address custodian = datanets.custodianOf(round.datanetId);
        require(msg.sender == custodian, NotCustodian(msg.sender, custodian));
        require(wraps.length == round.seats, WrapCount(wraps.length, round.seats));
        // Past its deadline the round can only be voided.
        require(block.timestamp <= round.keyDeadline, WrongPhase(Phase.Void, Phase.Drawn));
        uint40 commitDeadline = uint40(block.timestamp) + round.commitWindow;
        round.commitDeadline = commitDeadline;
        emit KeysPosted(roundId, msg.sender, wraps, commitDeadline);
    }

    /// @inheritdoc IAdmission
    function finalize(uint256 roundId, SeatResult[] calldata results) external {
        StoredRound storage round = _inPhase(roundId, Phase.Finalizable);
        uint256[] memory words = _checkResults(roundId, round, results);
        if (words.length < _quorum(round.seats)) {
            _void(roundId, round, "quorum");
            _settleSeats(roundId, round, 0);
            return;
        }
        uint256 medians = Lanes.lowerMedian(words);
        bool passed = Lanes.reaches(medians, round.gatedLanes, round.minPasses);
        round.outcome = Outcome.Final;
        openRoundOf[round.modelId] = 0;
        emit RoundFinalized(roundId, round.modelId, passed, medians, round.gatedLanes, round.minPasses, uint8(words.length));
        _judge(roundId, round, passed);
        stake.setModelInRound(round.modelId, false);
        _settleSeats(roundId, round, _payTips(round));
    }

    /// @inheritdoc IAdmission
    function voidRound(uint256 roundId) external {
        StoredRound storage round = _known(roundId);
        Phase phase = phaseOf(roundId);
        if (phase == Phase.Open && block.timestamp > uint256(round.openedAt) + round.keyWindow) {
            _void(roundId, round, "undrawn");
            stake.cancelDraw();
        } else if (phase == Phase.Drawn && block.timestamp > round.keyDeadline) {
            _void(roundId, round, "keys");
            _settleSeats(roundId, round, 0);
        } else {
            revert WrongPhase(phase, Phase.Void);
        }
    }

    function _checkOpen(uint256 modelId, uint256 minStake) private view {
        address publisher = models.publisherOf(modelId);
        require(msg.sender == publisher, NotPublisher(msg.sender, publisher));
        _checkNotRetired(modelId);
        uint256 open = openRoundOf[modelId];
        require(open == 0, RoundAlreadyOpen(modelId, open));
        uint256 staked = stake.modelStake(modelId);
        require(staked >= minStake, StakeTooLow(staked, minStake));
    }

    function _fixRules(StoredRound storage round, ParamSet memory set) private {
        round.seats = set.seats;
        round.keyWindow = set.keyWindow;
        round.commitWindow = set.commitWindow;
        round.revealWindow = set.revealWindow;
        round.itemsPerBatch = set.itemsPerBatch;
        round.lockUnits = 1;
        round.gatedLanes = set.gatedLanes;
    }

    /// @dev Attempt j is judged at alpha / 2^(j-1) and costs 2^(j-1) times the fee.
    function _priceAttempt(StoredRound storage round, ParamSet memory set) private returns (uint256 fee) {
        uint8 attempt = _countAttempt(msg.sender, round.datanetId, models.lineageOf(round.modelId), set.attemptWindow);
        uint8 doublings = attempt - 1 < MAX_DOUBLINGS ? attempt - 1 : MAX_DOUBLINGS;
        fee = uint256(set.roundFee) << doublings;
        round.attempt = attempt;
        round.feePaid = uint128(fee);
        round.minPasses = params.kMin(set.itemsPerBatch, attempt);
    }

    /// @dev Every revealed seat once, in order, and equal to what it revealed; so nobody can choose whom to count.
    function _checkResults(uint256 roundId, StoredRound storage round, SeatResult[] calldata results) private view returns (uint256[] memory words) {
        require(results.length == round.reveals, MissingResults(results.length, round.reveals));
        words = new uint256[](results.length);
        for (uint256 i = 0; i < results.length; ++i) {
            SeatResult calldata result = results[i];
            require(i == 0 || result.seat > results[i - 1].seat, ResultOrder(result.seat));
            Seat storage stored = _seats[roundId][result.seat];
            bool matches = stored.revealed && stored.commitment == _resultHash(result.root, result.lanes);
            require(matches, ResultMismatch(result.seat));
            words[i] = result.lanes;
        }
    }

    function _judge(uint256 roundId, StoredRound storage round, bool passed) private {
        // Until a batch's authors can be proven on chain, a curator's exam of its own model counts as self-set.
        bool selfSet = datanets.curatorOf(round.datanetId) == round.publisher;
        uint64 expiresAt = uint64(block.timestamp) + params.get(round.paramSetId).admissionTtl;
        _applyVerdict(round.modelId, roundId, passed, selfSet, expiresAt);
    }

    /// @dev Pays both tips and the publisher's refund.
    /// @return share what each revealed seat earns; rounding and the shares of silent seats go back to the publisher
    function _payTips(StoredRound storage round) private returns (uint256 share) {
        uint256 fee = round.feePaid;
        uint256 tip = fee * TIP_BPS / BPS;
        share = (fee - 2 * tip) / round.seats;
        _credit(round.drawer, tip);
        _credit(msg.sender, tip);
        _credit(round.publisher, fee - 2 * tip - share * round.reveals);
    }

    /// @dev Releases or slashes each seat's lock. A seat that never committed only loses its pay: it may never have seen
    /// the key. A seat that committed and hid its result loses its lock, whatever becomes of the round.
    function _settleSeats(uint256 roundId, StoredRound storage round, uint256 share) private {
        uint64 lockUnits = round.lockUnits;
        uint8 seats = round.seats;
        for (uint8 seat = 0; seat < seats; ++seat) {
            Seat storage stored = _seats[roundId][seat];
            address evaluator = stored.evaluator;
            if (stored.revealed) {
                _paySeat(roundId, seat, evaluator, share);
                stake.release(evaluator, lockUnits, roundId);
            } else if (stored.commitment != bytes32(0)) {
                emit SeatFailed(roundId, seat, evaluator, true);
                stake.slash(evaluator, lockUnits, roundId);
            } else {
                if (round.commitDeadline != 0) emit SeatFailed(roundId, seat, evaluator, false);
                stake.release(evaluator, lockUnits, roundId);
            }
        }
    }

    function _paySeat(uint256 roundId, uint8 seat, address evaluator, uint256 share) private {
        if (share == 0) return;
        emit SeatPaid(roundId, seat, evaluator, share);
        _credit(evaluator, share);
    }

    /// @dev Ends a round without a verdict: the whole fee goes back, the model keeps its state.
    function _void(uint256 roundId, StoredRound storage round, bytes32 reason) private {
        round.outcome = Outcome.Void;
        openRoundOf[round.modelId] = 0;
        emit RoundVoided(roundId, round.modelId, reason, round.feePaid);
        _credit(round.publisher, round.feePaid);
        stake.setModelInRound(round.modelId, false);
    }
}
