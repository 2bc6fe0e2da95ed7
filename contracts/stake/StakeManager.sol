// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Entries} from "../governance/Entries.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IProtocolParams} from "../interfaces/IProtocolParams.sol";
import {IRandomness} from "../interfaces/IRandomness.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";
import {ExactTransfer} from "../token/ExactTransfer.sol";
import {Bonds} from "./Bonds.sol";
import {Exits} from "./Exits.sol";
import {ModelStakes} from "./ModelStakes.sol";
import {Sortition} from "./Sortition.sol";

/// @title StakeManager
/// @notice Custody of all stake: evaluators' whole units, publishers' stake on models, custodians' bonds, and what of it
/// is cooling down.
/// @dev Sortition holds the units' weights and locks; this contract moves the tokens that back them. The operators,
/// Admission and its judges, are immutable contracts trusted to release or slash exactly what they drew; not even they
/// can take more than a locked unit, or send more than half of one anywhere but to the treasury.
contract StakeManager is Sortition, ModelStakes, Bonds {
    /// @notice Token amount of one unit; ProtocolParams never lets it change.
    uint256 public immutable stakeUnit;

    /// @inheritdoc IStakeManager
    mapping(address evaluator => bytes32) public encryptionKeyOf;

    constructor(
        IERC20 token_,
        IProtocolParams params_,
        IModelRegistry models_,
        IDatanetRegistry datanets_,
        IRandomness randomness_,
        address treasury_
    ) Sortition(randomness_) Exits(token_, params_, treasury_) ModelStakes(models_) Bonds(datanets_) {
        stakeUnit = params_.get(1).stakeUnit;
    }

    /// @inheritdoc IStakeManager
    function registerEvaluator(bytes32 encryptionKey) external {
        require(encryptionKey != bytes32(0), ZeroKey());
        encryptionKeyOf[msg.sender] = encryptionKey;
        emit EvaluatorRegistered(msg.sender, encryptionKey);
    }

    /// @inheritdoc IStakeManager
    function stakeUnits(uint64 units) external nonReentrant {
        Entries.requireOpen(params);
        require(encryptionKeyOf[msg.sender] != bytes32(0), NotRegistered(msg.sender));
        require(units != 0, ZeroUnits());
        uint256 amount = units * stakeUnit;
        (uint32 stakerId, uint64 total, uint32 effectiveEpoch) = _addUnits(msg.sender, units);
        emit EvaluatorStaked(msg.sender, stakerId, units, total, amount, effectiveEpoch);
        ExactTransfer.pull(token, msg.sender, amount);
    }

    /// @inheritdoc IStakeManager
    function unstakeUnits(uint64 units) external {
        require(units != 0, ZeroUnits());
        _unitsLeave(msg.sender, units, _leaveUnits(msg.sender, units));
    }

    /// @inheritdoc IStakeManager
    function exitForDebt(address evaluator) external {
        uint256 debt = debtOf[evaluator];
        (uint256 units, uint32 effectiveEpoch) = _forceLeave(evaluator, debt / stakeUnit);
        require(units != 0, NoUnitDue(evaluator, debt));
        _unitsLeave(evaluator, units, effectiveEpoch);
    }

    /// @inheritdoc IStakeManager
    /// @dev Units that still count in this epoch's draws stay, or leaving could steer a draw whose seed is known. That only
    /// matters where an epoch outlasts the cooldown.
    function withdraw() external nonReentrant {
        Exit memory exit = exitOf[msg.sender];
        uint256 units = 0;
        uint256 amount = 0;
        if (block.timestamp >= exit.availableAt) {
            if (exit.effectiveEpoch <= randomness.currentEpoch()) units = _takeLeaving(msg.sender);
            amount = exit.amount + units * stakeUnit;
        }
        require(amount != 0, NothingToWithdraw(msg.sender, exit.availableAt));
        exitOf[msg.sender].amount = 0;
        uint256 charged = _takeDebt(msg.sender, amount);
        emit Withdrawn(msg.sender, uint64(units), amount - charged, charged);
        _pay(treasury, charged);
        _pay(msg.sender, amount - charged);
    }

    /// @inheritdoc IStakeManager
    function slash(uint32 stakerId, uint256 obligation, uint256 bounty) external onlyOperator nonReentrant {
        require(bounty <= stakeUnit / 2, BountyTooHigh(bounty, stakeUnit / 2));
        address account = _slashUnit(stakerId);
        emit EvaluatorSlashed(account, msg.sender, obligation, stakeUnit, bounty);
        _pay(msg.sender, bounty);
        _pay(treasury, stakeUnit - bounty);
    }

    /// @inheritdoc IStakeManager
    /// @dev A debt follows the account, not its owner: an owner that abandons an account with less in it than it owes pays
    /// only what is in it. A charge is at most the unit that is locked meanwhile, and exitForDebt takes a debtor of whole
    /// units out of the draws, so an account cannot run up much more than it holds; splitting stake over accounts splits the
    /// draws, and with them the charges, alike.
    function charge(uint32 stakerId, uint256 amount, uint256 obligation) external onlyOperator {
        require(amount <= stakeUnit, ChargeTooHigh(amount, stakeUnit));
        address account = accountOf(stakerId);
        require(account != address(0), UnknownStaker(stakerId));
        debtOf[account] += amount;
        emit EvaluatorCharged(account, msg.sender, obligation, amount);
    }

    function _unitsLeave(address evaluator, uint256 units, uint32 effectiveEpoch) private {
        uint64 availableAt = _startExit(evaluator, 0, effectiveEpoch);
        emit EvaluatorUnstaked(evaluator, uint64(units), units * stakeUnit, availableAt, effectiveEpoch);
    }
}
