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
/// @notice Append-only parameter sets and gate rows. The owner (the timelock in production) can add; nobody can change what
/// a round opened under. The guardian can stop entries for a while and nothing else: it can neither change a parameter nor
/// hold anybody's money.
contract ProtocolParams is IProtocolParams, Ownable2Step {
    /// @notice A gate row is written once; a changed gate would judge open rounds by another rule.
    error GateAlreadySet(uint16 items, uint8 attempt);

    /// @notice Seconds one pause lasts, and seconds of rest after its term: entries are open at least half of all time.
    uint64 public constant PAUSE = 14 days;

    /// @inheritdoc IProtocolParams
    address public guardian;
    /// @inheritdoc IProtocolParams
    uint64 public entriesPausedUntil;
    /// @inheritdoc IProtocolParams
    uint64 public nextPauseAt;
    /// @inheritdoc IProtocolParams
    uint256 public currentId;
    mapping(uint256 paramSetId => ParamSet) private _sets;
    mapping(uint16 items => mapping(uint8 attempt => uint16)) private _gates;

    /// @param initialOwner the timelock in production; it needs not accept, so nobody else ever owns the parameters
    /// @param initialGuardian who may pause entries, zero for nobody
    /// @param initial parameter set 1
    /// @param gates rows of the gate table
    constructor(address initialOwner, address initialGuardian, ParamSet memory initial, Gate[] memory gates)
        Ownable(initialOwner)
    {
        _setGuardian(initialGuardian);
        _add(initial);
        _setGates(gates);
    }

    /// @inheritdoc IProtocolParams
    function add(ParamSet calldata params) external onlyOwner returns (uint256 paramSetId) {
        paramSetId = _add(params);
        ParamBounds.checkChange(params, _sets[1]);
    }

    /// @notice Adds rows to the gate table; a row can be written only once.
    function setGates(Gate[] calldata gates) external onlyOwner {
        _setGates(gates);
    }

    /// @inheritdoc IProtocolParams
    function pauseEntries() external {
        require(msg.sender == guardian, NotGuardian(msg.sender, guardian));
        // The rest belongs to the switch and not to the guardian: a new guardian must not mean a new pause.
        require(block.timestamp >= nextPauseAt, PauseTooSoon(nextPauseAt));
        uint64 until = uint64(block.timestamp) + PAUSE;
        entriesPausedUntil = until;
        nextPauseAt = until + PAUSE;
        emit EntriesPaused(msg.sender, until, until + PAUSE);
    }

    /// @inheritdoc IProtocolParams
    function unpauseEntries() external {
        require(msg.sender == guardian || msg.sender == owner(), NotGuardianOrOwner(msg.sender));
        require(entriesPaused(), EntriesAreOpen());
        entriesPausedUntil = uint64(block.timestamp);
        emit EntriesUnpaused(msg.sender);
    }

    /// @inheritdoc IProtocolParams
    function setGuardian(address guardian_) external onlyOwner {
        _setGuardian(guardian_);
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

    /// @inheritdoc IProtocolParams
    function entriesPaused() public view returns (bool) {
        return block.timestamp < entriesPausedUntil;
    }

    function _setGuardian(address guardian_) private {
        emit GuardianSet(guardian, guardian_);
        guardian = guardian_;
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
