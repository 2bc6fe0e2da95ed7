// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AdmissionLink} from "../governance/AdmissionLink.sol";
import {Entries} from "../governance/Entries.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";
import {ExactTransfer} from "../token/ExactTransfer.sol";
import {Exits} from "./Exits.sol";

/// @title ModelStakes
/// @notice What publishers put down on their models. It is not drawn from; it caps what a model without a record may earn.
abstract contract ModelStakes is Exits, AdmissionLink {
    IModelRegistry public immutable models;

    /// @inheritdoc IStakeManager
    mapping(uint256 modelId => uint256) public modelStake;

    constructor(IModelRegistry models_) {
        models = models_;
    }

    /// @inheritdoc IStakeManager
    function stakeModel(uint256 modelId, uint256 amount) external nonReentrant {
        Entries.requireOpen(params);
        _checkPublisher(modelId);
        require(amount != 0, ZeroAmount());
        uint256 total = modelStake[modelId] + amount;
        modelStake[modelId] = total;
        emit ModelStaked(modelId, msg.sender, amount, total);
        ExactTransfer.pull(token, msg.sender, amount);
    }

    /// @inheritdoc IStakeManager
    function unstakeModel(uint256 modelId, uint256 amount) external {
        _checkPublisher(modelId);
        require(amount != 0, ZeroAmount());
        require(admission.openRoundOf(modelId) == 0, ModelInRound(modelId));
        uint256 staked = modelStake[modelId];
        require(amount <= staked, InsufficientModelStake(amount, staked));
        modelStake[modelId] = staked - amount;
        uint64 availableAt = _startExit(msg.sender, amount, 0);
        emit ModelUnstaked(modelId, msg.sender, amount, availableAt);
    }

    function _checkPublisher(uint256 modelId) private view {
        address publisher = models.publisherOf(modelId);
        require(msg.sender == publisher, NotPublisher(msg.sender, publisher));
    }
}
