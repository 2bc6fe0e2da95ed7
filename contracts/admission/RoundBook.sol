// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IAdmission, Phase} from "../interfaces/IAdmission.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IProtocolParams} from "../interfaces/IProtocolParams.sol";
import {IRandomness} from "../interfaces/IRandomness.sol";
import {IRoundCourt} from "../interfaces/IRoundCourt.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";
import {Clock, Stage} from "../types/Clock.sol";
import {StoredRound, Subject} from "../types/StoredRound.sol";
import {RoundClock} from "./RoundClock.sol";

/// @title RoundBook
/// @notice Storage of rounds and what can be read of them.
abstract contract RoundBook is IAdmission, IRoundCourt {
    using RoundClock for Clock;

    IERC20 public immutable token;
    IProtocolParams public immutable params;
    IDatanetRegistry public immutable datanets;
    IModelRegistry public immutable models;
    IStakeManager public immutable stake;
    IRandomness public immutable randomness;
    /// @dev token amount a seat puts at risk; ProtocolParams never lets it change
    uint256 internal immutable STAKE_UNIT;

    /// @notice Number of rounds; ids start at 1.
    uint256 public roundCount;
    mapping(uint256 roundId => StoredRound) internal _rounds;

    constructor(
        IERC20 token_,
        IProtocolParams params_,
        IDatanetRegistry datanets_,
        IModelRegistry models_,
        IStakeManager stake_,
        IRandomness randomness_
    ) {
        token = token_;
        params = params_;
        datanets = datanets_;
        models = models_;
        stake = stake_;
        randomness = randomness_;
        STAKE_UNIT = params_.get(1).stakeUnit;
    }

    /// @inheritdoc IAdmission
    function phaseOf(uint256 roundId) external view returns (Phase) {
        return _rounds[roundId].clock.phaseOf();
    }

    /// @inheritdoc IAdmission
    function phaseEndOf(uint256 roundId) external view returns (uint64) {
        return _rounds[roundId].clock.endOf();
    }

    /// @inheritdoc IAdmission
    function isFinalFor(uint256 roundId, uint256 modelId) external view returns (bool) {
        StoredRound storage round = _rounds[roundId];
        return round.clock.stage() == Stage.Final && round.subject.modelId == modelId;
    }

    /// @notice A round as it is stored; Clock and Subject say what means what. `stakers` packs eight staker numbers of 32
    /// bits, seat 0 in the lowest.
    function roundOf(uint256 roundId) external view returns (Clock clock, Subject memory subject, uint256 stakers) {
        StoredRound storage round = _rounds[roundId];
        return (round.clock, round.subject, round.stakers);
    }

    /// @dev The round, when it is in the phase the caller needs. Its clock is a copy, which the caller stores if it changes.
    function _inPhase(uint256 roundId, Phase expected) internal view returns (StoredRound storage round, Clock clock) {
        (round, clock) = _known(roundId);
        _checkPhase(clock.phaseOf(), expected);
    }

    function _known(uint256 roundId) internal view returns (StoredRound storage round, Clock clock) {
        round = _rounds[roundId];
        clock = round.clock;
        require(clock.stage() != Stage.None, UnknownRound(roundId));
    }

    function _publisherOf(uint256 modelId) internal view returns (address) {
        return models.publisherOf(modelId);
    }

    function _checkPhase(Phase actual, Phase expected) internal pure {
        require(actual == expected, WrongPhase(actual, expected));
    }
}
