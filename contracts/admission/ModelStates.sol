// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, ModelState} from "../interfaces/IAdmission.sol";
import {RoundBook} from "./RoundBook.sol";

/// @title ModelStates
/// @notice What rounds make of models. Only a round moves a model up; time and its publisher can move it down.
abstract contract ModelStates is RoundBook {
    struct Standing { ModelState state; uint64 expiresAt; }

    struct Attempts { uint64 windowEnd; uint8 count; }

    /// @notice Round that is open for a model; 0 when none is.
    mapping(uint256 modelId => uint256) public openRoundOf;
    mapping(uint256 modelId => Standing) private _standings;
    mapping(bytes32 key => Attempts) private _attempts;

    /// @inheritdoc IAdmission
    function retire(uint256 modelId) external {
        address publisher = models.publisherOf(modelId);
        require(msg.sender == publisher, NotPublisher(msg.sender, publisher));
        _checkNotRetired(modelId);
        uint256 open = openRoundOf[modelId];
        require(open == 0, RoundAlreadyOpen(modelId, open));
        _setState(modelId, ModelState.Retired, 0, 0);
    }

    /// @inheritdoc IAdmission
    function lapse(uint256 modelId) external {
        uint64 expiresAt = _standings[modelId].expiresAt;
        require(_lapsed(_standings[modelId]), NotLapsed(modelId, expiresAt));
        _setState(modelId, ModelState.Suspended, 0, 0);
    }

    /// @inheritdoc IAdmission
    /// @dev An admission past its time reads as Suspended even before anyone calls lapse.
    function stateOf(uint256 modelId) public view returns (ModelState) {
        Standing storage standing = _standings[modelId];
        return _lapsed(standing) ? ModelState.Suspended : standing.state;
    }

    /// @notice When the model's admission runs out, unix seconds; 0 when it holds none.
    function expiresAtOf(uint256 modelId) external view returns (uint64) {
        return _standings[modelId].expiresAt;
    }

    /// @inheritdoc IAdmission
    function attemptsOf(uint256 modelId) external view returns (uint8) {
        (uint256 datanetId,) = models.examSource(modelId);
        Attempts storage attempts = _attempts[_attemptKey(models.publisherOf(modelId), datanetId, models.lineageOf(modelId))];
        return block.timestamp < attempts.windowEnd ? attempts.count : 0;
    }

    /// @dev Every opened round counts, also one that voids later: a seat's owner or the custodian could otherwise let the
    /// publisher try again for nothing. Saturates at 255.
    function _countAttempt(address publisher, uint256 datanetId, uint256 lineage, uint32 window) internal returns (uint8 attempt) {
        Attempts storage attempts = _attempts[_attemptKey(publisher, datanetId, lineage)];
        if (block.timestamp >= attempts.windowEnd) {
            attempts.windowEnd = uint64(block.timestamp) + window;
            attempts.count = 0;
        }
        attempt = attempts.count == type(uint8).max ? type(uint8).max : attempts.count + 1;
        attempts.count = attempt;
    }

    /// @dev A pass admits until `expiresAt`; an exam the publisher could have written itself gives Probation at most. A
    /// failure costs a standing that was held, and leaves a model that held none where it was.
    function _applyVerdict(uint256 modelId, uint256 roundId, bool passed, bool selfSet, uint64 expiresAt) internal {
        ModelState current = _standings[modelId].state;
        if (passed) {
            _setState(modelId, selfSet ? ModelState.Probation : ModelState.Admitted, roundId, expiresAt);
        } else if (current == ModelState.Admitted || current == ModelState.Probation) {
            _setState(modelId, ModelState.Suspended, roundId, 0);
        }
    }

    function _checkNotRetired(uint256 modelId) internal view {
        require(_standings[modelId].state != ModelState.Retired, ModelRetired(modelId));
    }

    function _setState(uint256 modelId, ModelState to, uint256 roundId, uint64 expiresAt) private {
        ModelState from = _standings[modelId].state;
        _standings[modelId] = Standing({state: to, expiresAt: expiresAt});
        emit ModelStateChanged(modelId, from, to, roundId, expiresAt);
    }

    function _lapsed(Standing storage standing) private view returns (bool) {
        return standing.expiresAt != 0 && block.timestamp >= standing.expiresAt;
    }

    function _attemptKey(address publisher, uint256 datanetId, uint256 lineage) private pure returns (bytes32) {
        return keccak256(abi.encode(publisher, datanetId, lineage));
    }
}
