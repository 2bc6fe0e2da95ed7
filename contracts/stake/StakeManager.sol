// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IProtocolParams} from "../interfaces/IProtocolParams.sol";
import {Sortition} from "./Sortition.sol";

/// @title StakeManager
/// @notice Custody of stake: evaluators' whole units, publishers' stake on models, and what is cooling down.
/// @dev Sortition holds the units' weights and locks; this contract moves the tokens that back them.
contract StakeManager is Sortition {
    using SafeERC20 for IERC20;

    /// @dev one exit a staker; a later exit extends the earlier one's cooldown
    struct Exit { uint192 amount; uint64 availableAt; }

    IERC20 public immutable token;
    IProtocolParams public immutable params;
    IModelRegistry public immutable models;
    /// @notice Receives slashed stake.
    address public immutable treasury;
    /// @notice Token amount of one unit; ProtocolParams never lets it change.
    uint256 public immutable stakeUnit;

    /// @notice Token amount staked on a model.
    mapping(uint256 modelId => uint256) public modelStake;
    /// @notice True while a round of the model is open.
    mapping(uint256 modelId => bool) public modelInRound;
    /// @notice What is cooling down for a staker, and the time (unix seconds) from which it can leave.
    mapping(address staker => Exit) public exitOf;
    mapping(address evaluator => bytes32) private _encryptionKeys;

    constructor(IERC20 token_, IProtocolParams params_, IModelRegistry models_, address treasury_) {
        require(treasury_ != address(0), ZeroTreasury());
        token = token_;
        params = params_;
        models = models_;
        treasury = treasury_;
        stakeUnit = params_.get(1).stakeUnit;
    }

    function registerEvaluator(bytes32 encryptionKey) external {
        require(encryptionKey != bytes32(0), ZeroKey());
        _encryptionKeys[msg.sender] = encryptionKey;
        emit EvaluatorRegistered(msg.sender, encryptionKey);
    }

    function stakeUnits(uint64 units) external {
        require(_encryptionKeys[msg.sender] != bytes32(0), NotRegistered(msg.sender));
        require(units != 0, ZeroUnits());
        uint256 amount = units * stakeUnit;
        uint64 total = _addUnits(msg.sender, units);
        emit EvaluatorStaked(msg.sender, units, total, amount);
        _syncWhenThawed(msg.sender);
        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @dev While a draw is pending the units stay drawable: leaving after the seed is known would steer the draw. Their
    /// exit starts at the first sync after it.
    function unstakeUnits(uint64 units) external {
        require(units != 0, ZeroUnits());
        _requestExit(msg.sender, units);
        _syncWhenThawed(msg.sender);
    }

    function withdraw() external {
        Exit memory leaving = exitOf[msg.sender];
        bool ready = leaving.amount != 0 && block.timestamp >= leaving.availableAt;
        require(ready, NothingToWithdraw(msg.sender, leaving.availableAt));
        delete exitOf[msg.sender];
        emit Withdrawn(msg.sender, leaving.amount);
        token.safeTransfer(msg.sender, leaving.amount);
    }

    function stakeModel(uint256 modelId, uint256 amount) external {
        _checkPublisher(modelId);
        require(amount != 0, ZeroAmount());
        uint256 total = modelStake[modelId] + amount;
        modelStake[modelId] = total;
        emit ModelStaked(modelId, msg.sender, amount, total);
        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    function unstakeModel(uint256 modelId, uint256 amount) external {
        _checkPublisher(modelId);
        require(amount != 0, ZeroAmount());
        require(!modelInRound[modelId], ModelInRound(modelId));
        uint256 staked = modelStake[modelId];
        require(amount <= staked, InsufficientModelStake(amount, staked));
        modelStake[modelId] = staked - amount;
        uint64 availableAt = _startExit(msg.sender, amount);
        emit ModelUnstaked(modelId, msg.sender, amount, availableAt);
    }

    function setModelInRound(uint256 modelId, bool inRound) external onlyAdmission {
        modelInRound[modelId] = inRound;
    }

    function slash(address evaluator, uint64 units, uint256 roundId) external onlyAdmission {
        uint64 taken = _slashUnits(evaluator, units, roundId);
        uint256 amount = taken * stakeUnit;
        emit EvaluatorSlashed(evaluator, roundId, taken, amount);
        _syncWhenThawed(evaluator);
        if (amount != 0) token.safeTransfer(treasury, amount);
    }

    function encryptionKeyOf(address evaluator) external view returns (bytes32) {
        return _encryptionKeys[evaluator];
    }

    /// @dev Sortition calls this once `units` have left an evaluator's stake.
    function _unitsLeft(address evaluator, uint64 units) internal override {
        uint256 amount = units * stakeUnit;
        uint64 availableAt = _startExit(evaluator, amount);
        emit EvaluatorUnstaked(evaluator, units, amount, availableAt);
    }

    function _startExit(address staker, uint256 amount) private returns (uint64 availableAt) {
        availableAt = uint64(block.timestamp) + params.get(params.currentId()).unstakeCooldown;
        Exit storage leaving = exitOf[staker];
        // A shorter cooldown set meanwhile must not free the earlier exit sooner.
        if (leaving.availableAt > availableAt) availableAt = leaving.availableAt;
        leaving.amount += uint192(amount);
        leaving.availableAt = availableAt;
    }

    function _checkPublisher(uint256 modelId) private view {
        address publisher = models.publisherOf(modelId);
        require(msg.sender == publisher, NotPublisher(msg.sender, publisher));
    }
}
