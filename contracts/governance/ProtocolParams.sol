// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IProtocolParams, ParamSet, RoundRules} from "../interfaces/IProtocolParams.sol";
import {ParamBounds} from "./ParamBounds.sol";

/// @notice One row of the gate table.
/// @param items items per exam batch
/// @param attempt 1..8
/// @param minPasses items that must pass
struct Gate { uint16 items; uint8 attempt; uint16 minPasses; }

/// @title ProtocolParams
/// @notice Append-only parameter sets and gate rows. The owner can add; nobody can change what a round opened under.
contract ProtocolParams is IProtocolParams, Ownable2Step {
    /// @notice A gate row is written once; a changed gate would judge open rounds by another rule.
    error GateAlreadySet(uint16 items, uint8 attempt);

    /// @inheritdoc IProtocolParams
    uint256 public currentId;
    mapping(uint256 paramSetId => ParamSet) private _sets;
    mapping(uint16 items => mapping(uint8 attempt => uint16)) private _gates;

    /// @param initialOwner the timelock in production
    /// @param initial parameter set 1
    /// @param gates rows of the gate table
    constructor(address initialOwner, ParamSet memory initial, Gate[] memory gates) Ownable(initialOwner) {
        _add(initial);
        _setGates(gates);
    }

    /// @inheritdoc IProtocolParams
    function add(ParamSet calldata params) external onlyOwner returns (uint256 paramSetId) {
        // Units already staked are worth one fixed amount, so the unit can never change.
        uint96 unit = _sets[1].stakeUnit;
        require(params.stakeUnit == unit, ParamOutOfBounds("stakeUnit", params.stakeUnit, unit, unit));
        return _add(params);
    }

    /// @notice Adds rows to the gate table; a row can be written only once.
    function setGates(Gate[] calldata gates) external onlyOwner {
        _setGates(gates);
    }

    /// @inheritdoc IProtocolParams
    function get(uint256 paramSetId) external view returns (ParamSet memory) {
        require(paramSetId != 0 && paramSetId <= currentId, UnknownParamSet(paramSetId));
        return _sets[paramSetId];
    }

    /// @inheritdoc IProtocolParams
    /// @dev Reads three slots of the set; `get` reads seven.
    function roundRules() external view returns (uint256 paramSetId, RoundRules memory rules) {
        paramSetId = currentId;
        ParamSet storage set = _sets[paramSetId];
        rules.seats = set.seats;
        rules.reserves = set.reserves;
        rules.itemsPerBatch = set.itemsPerBatch;
        rules.keyWindow = set.keyWindow;
        rules.commitWindow = set.commitWindow;
        rules.revealWindow = set.revealWindow;
        rules.auditWindow = set.auditWindow;
        rules.auditLeaves = set.auditLeaves;
        rules.gatedLanes = set.gatedLanes;
        rules.attemptWindow = set.attemptWindow;
        rules.minPublisherStake = set.minPublisherStake;
        rules.roundFee = set.roundFee;
        rules.custodianBond = set.custodianBond;
    }

    /// @inheritdoc IProtocolParams
    function closingRules(uint256 paramSetId) external view returns (uint32 admissionTtl, uint96 custodianBond) {
        ParamSet storage set = _sets[paramSetId];
        // Bounds keep the time to live above zero in every set there is.
        require(set.admissionTtl != 0, UnknownParamSet(paramSetId));
        return (set.admissionTtl, set.custodianBond);
    }

    /// @inheritdoc IProtocolParams
    function judgingRules(uint256 paramSetId) external view returns (uint64 trialMask, uint32 answerWindow) {
        ParamSet storage set = _sets[paramSetId];
        // Bounds keep the mask above zero in every set there is.
        require(set.trialMask != 0, UnknownParamSet(paramSetId));
        return (set.trialMask, set.answerWindow);
    }

    /// @inheritdoc IProtocolParams
    function kMin(uint16 items, uint8 attempt) external view returns (uint16 minPasses) {
        minPasses = _gates[items][attempt];
        require(minPasses != 0, NoGate(items, attempt));
    }

    function _add(ParamSet memory params) private returns (uint256 paramSetId) {
        ParamBounds.check(params);
        paramSetId = ++currentId;
        _sets[paramSetId] = params;
        emit ParamSetAdded(paramSetId, params);
    }

    function _setGates(Gate[] memory gates) private {
        for (uint256 i = 0; i < gates.length; ++i) {
            Gate memory gate = gates[i];
            ParamBounds.checkGate(gate.items, gate.attempt, gate.minPasses);
            require(_gates[gate.items][gate.attempt] == 0, GateAlreadySet(gate.items, gate.attempt));
            _gates[gate.items][gate.attempt] = gate.minPasses;
            emit GateSet(gate.items, gate.attempt, gate.minPasses);
        }
    }
}
