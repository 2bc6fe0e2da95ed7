// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, ModelState} from "../interfaces/IAdmission.sol";
import {RoundBook} from "./RoundBook.sol";

/// @title ModelStates
/// @notice What rounds make of models. Only a round moves a model up; time and its publisher can move it down.
abstract contract ModelStates is RoundBook {
    /// @dev All that is kept of a model, in one slot. `escrow` is what is left of the running round's fee.
    struct Standing { ModelState state; uint40 expiresAt; uint40 openRound; uint96 escrow; }

    /// @dev one slot
    struct Attempts { uint64 windowEnd; uint8 count; }

    mapping(uint256 modelId => Standing) internal _standings;
    mapping(bytes32 key => Attempts) private _attempts;

    /// @inheritdoc IAdmission
    function retire(uint256 modelId) external {
        address publisher = _publisherOf(modelId);
        require(msg.sender == publisher, NotPublisher(msg.sender, publisher));
        _checkIdle(modelId);
        _setState(modelId, ModelState.Retired, 0, 0);
    }

    /// @inheritdoc IAdmission
    function lapse(uint256 modelId) external {
        Standing storage standing = _standings[modelId];
        require(_lapsed(standing), NotLapsed(modelId, standing.expiresAt));
        _setState(modelId, ModelState.Suspended, 0, 0);
    }

    /// @inheritdoc IAdmission
    function openRoundOf(uint256 modelId) external view returns (uint256) {
        return _standings[modelId].openRound;
    }

    /// @inheritdoc IAdmission
    /// @dev An admission past its time reads as Suspended even before anyone calls lapse.
    function stateOf(uint256 modelId) external view returns (ModelState) {
        Standing storage standing = _standings[modelId];
        return _lapsed(standing) ? ModelState.Suspended : standing.state;
    }

    /// @notice When the model's admission runs out, unix seconds; 0 when it holds none.
    function expiresAtOf(uint256 modelId) external view returns (uint64) {
        return _standings[modelId].expiresAt;
    }

    /// @notice What is left of the fee of the model's running round, token amount.
    function escrowOf(uint256 modelId) external view returns (uint256) {
        return _standings[modelId].escrow;
    }

    /// @inheritdoc IAdmission
    function attemptsOf(uint256 modelId) external view returns (uint8) {
        (address publisher, uint256 datanetId,, uint256 lineage) = models.examOf(modelId);
        Attempts storage attempts = _attempts[_attemptKey(publisher, datanetId, lineage)];
        return block.timestamp < attempts.windowEnd ? attempts.count : 0;
    }

    /// @dev Every opened round counts, also one that voids later: a seat's owner or the custodian could otherwise let the
    /// publisher try again for nothing. The gate table ends the count at eight.
    function _countAttempt(address publisher, uint256 datanetId, uint256 lineage, uint32 window) internal returns (uint8 attempt) {
        Attempts storage attempts = _attempts[_attemptKey(publisher, datanetId, lineage)];
        if (block.timestamp >= attempts.windowEnd) {
            attempts.windowEnd = uint64(block.timestamp) + window;
            attempt = 1;
        } else {
            attempt = attempts.count + 1;
        }
        attempts.count = attempt;
    }

    /// @dev A pass admits until `expiresAt`; an exam the publisher could have written itself gives Probation at most. A
    /// failure costs a standing that was held, and leaves a model that held none where it was.
    function _applyDecision(uint256 modelId, uint256 roundId, bool passed, bool selfSet, uint40 expiresAt) internal {
        ModelState current = _standings[modelId].state;
        if (passed) {
            _setState(modelId, selfSet ? ModelState.Probation : ModelState.Admitted, roundId, expiresAt);
        } else if (current == ModelState.Admitted || current == ModelState.Probation) {
            _setState(modelId, ModelState.Suspended, roundId, 0);
        }
    }

    /// @dev Ends the model's running round and returns what is left of its fee.
    function _takeEscrow(uint256 modelId) internal returns (uint256 escrow) {
        Standing storage standing = _standings[modelId];
        escrow = standing.escrow;
        standing.escrow = 0;
        standing.openRound = 0;
    }

    /// @dev Neither retired nor in a round.
    function _checkIdle(uint256 modelId) internal view {
        Standing storage standing = _standings[modelId];
        require(standing.state != ModelState.Retired, ModelRetired(modelId));
        require(standing.openRound == 0, RoundAlreadyOpen(modelId, standing.openRound));
    }

    function _setState(uint256 modelId, ModelState to, uint256 roundId, uint40 expiresAt) private {
        Standing storage standing = _standings[modelId];
        ModelState from = standing.state;
        standing.state = to;
        standing.expiresAt = expiresAt;
        emit ModelStateChanged(modelId, from, to, roundId, expiresAt);
    }

    function _lapsed(Standing storage standing) private view returns (bool) {
        return standing.expiresAt != 0 && block.timestamp >= standing.expiresAt;
    }

    function _attemptKey(address publisher, uint256 datanetId, uint256 lineage) private pure returns (bytes32) {
        return keccak256(abi.encode(publisher, datanetId, lineage));
    }
}
