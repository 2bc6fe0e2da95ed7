// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AdmissionLink} from "../governance/AdmissionLink.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";
import {SumTree} from "../libraries/SumTree.sol";

/// @title Sortition
/// @notice Whole units, their locks and the draw. Probability is linear in active units, so splitting or merging stake
/// changes nothing.
/// @dev Weights stand still while any draw is pending: what changes then is queued and applied by `sync`. Three counts
/// per evaluator: `staked` backs locks (locked <= staked always), `active` is the weight in the tree, `exiting` waits to
/// leave. Known limit: a lock released between seed and draw changes which picks are redrawn.
abstract contract Sortition is IStakeManager, AdmissionLink {
    using SumTree for SumTree.Tree;

    struct Units { uint64 staked; uint64 active; uint64 locked; uint64 exiting; }

    error ZeroTreasury();

    /// @dev picks a seat may use up before the draw gives up
    uint256 private constant MAX_TRIES = 64;

    /// @notice Rounds whose seed block is fixed and whose seats are not drawn yet; weights are frozen while above 0.
    uint256 public pendingDraws;
    SumTree.Tree private _tree;
    mapping(address evaluator => Units) internal _units;
    mapping(address evaluator => uint256) private _leafOf;
    mapping(uint256 leaf => address) private _evaluatorAt;
    mapping(uint256 roundId => mapping(address evaluator => uint64)) private _lockOf;

    modifier onlyAdmission() {
        require(_isAdmission(msg.sender), NotAdmission(msg.sender));
        _;
    }

    /// @inheritdoc IStakeManager
    function sync(address evaluator) external {
        require(pendingDraws == 0, DrawPending());
        _sync(evaluator);
    }

    /// @inheritdoc IStakeManager
    function beginDraw() external onlyAdmission {
        require(_tree.total != 0, NoStake());
        ++pendingDraws;
    }

    /// @inheritdoc IStakeManager
    function cancelDraw() external onlyAdmission {
        --pendingDraws;
    }

    /// @inheritdoc IStakeManager
    function drawSeats(bytes32 seed, uint8 count, uint16 lockUnits, uint256 roundId) external onlyAdmission returns (address[] memory seats) {
        --pendingDraws;
        require(_tree.total != 0, NoStake());
        seats = new address[](count);
        for (uint256 seat = 0; seat < count; ++seat) {
            address evaluator = _pick(seed, seat, lockUnits);
            seats[seat] = evaluator;
            _units[evaluator].locked += lockUnits;
            _lockOf[roundId][evaluator] += lockUnits;
            emit UnitsLocked(evaluator, roundId, lockUnits);
        }
    }

    /// @inheritdoc IStakeManager
    function release(address evaluator, uint64 units, uint256 roundId) external onlyAdmission {
        uint64 released = _unlock(evaluator, units, roundId);
        emit UnitsReleased(evaluator, roundId, released);
        _syncWhenThawed(evaluator);
    }

    /// @inheritdoc IStakeManager
    function unitsOf(address evaluator) external view returns (uint64 staked, uint64 active, uint64 locked) {
        Units storage u = _units[evaluator];
        return (u.staked, u.active, u.locked);
    }

    /// @notice Units whose exit waits for a pending draw or for their lock.
    function exitingUnits(address evaluator) external view returns (uint64) {
        return _units[evaluator].exiting;
    }

    /// @notice Units of `evaluator` locked for one round.
    function lockOf(uint256 roundId, address evaluator) external view returns (uint64) {
        return _lockOf[roundId][evaluator];
    }

    /// @inheritdoc IStakeManager
    function totalActiveUnits() external view returns (uint64) {
        return _tree.total;
    }

    /// @dev Moves tokens or books a debt for `units` that left the stake.
    function _unitsLeft(address evaluator, uint64 units) internal virtual;

    function _addUnits(address evaluator, uint64 units) internal returns (uint64 total) {
        if (_leafOf[evaluator] == 0) {
            uint256 leaf = _tree.append();
            _leafOf[evaluator] = leaf;
            _evaluatorAt[leaf] = evaluator;
        }
        total = _units[evaluator].staked + units;
        _units[evaluator].staked = total;
    }

    function _requestExit(address evaluator, uint64 units) internal {
        Units storage u = _units[evaluator];
        uint64 busy = u.locked + u.exiting;
        uint64 free = u.staked > busy ? u.staked - busy : 0;
        require(units <= free, InsufficientFreeUnits(units, free));
        u.exiting += units;
    }

    function _syncWhenThawed(address evaluator) internal {
        if (pendingDraws == 0) _sync(evaluator);
    }

    /// @dev Stake and lock fall together; whatever exit is still queued cannot exceed what remains.
    function _slashUnits(address evaluator, uint64 units, uint256 roundId) internal returns (uint64 taken) {
        taken = _unlock(evaluator, units, roundId);
        Units storage u = _units[evaluator];
        u.staked -= taken;
        if (u.exiting > u.staked) u.exiting = u.staked;
    }

    /// @dev Lets queued units leave as far as locks allow, then sets the weight to what stays.
    function _sync(address evaluator) private {
        Units memory u = _units[evaluator];
        uint64 free = u.staked - u.locked;
        uint64 leaving = u.exiting < free ? u.exiting : free;
        uint64 staked = u.staked - leaving;
        bool changed = staked != u.active;
        if (!changed && leaving == 0) return;
        if (changed) _tree.update(_leafOf[evaluator], u.active, staked);
        _units[evaluator] = Units({staked: staked, active: staked, locked: u.locked, exiting: u.exiting - leaving});
        if (leaving != 0) _unitsLeft(evaluator, leaving);
        if (changed) emit WeightChanged(evaluator, staked, _tree.total);
    }

    function _unlock(address evaluator, uint64 units, uint256 roundId) private returns (uint64 unlocked) {
        uint64 held = _lockOf[roundId][evaluator];
        unlocked = units < held ? units : held;
        _lockOf[roundId][evaluator] = held - unlocked;
        _units[evaluator].locked -= unlocked;
    }

    /// @dev The first `locked` units of an evaluator count as the locked ones. A pick fails on those, on units that were
    /// slashed while weights were frozen, and where fewer than `lockUnits` are free.
    function _pick(bytes32 seed, uint256 seat, uint16 lockUnits) private view returns (address evaluator) {
        uint64 total = _tree.total;
        for (uint256 attempt = 0; attempt < MAX_TRIES; ++attempt) {
            // 256 random bits over at most 2^64 units: the bias is below 2^-192.
            uint64 unit = uint64(uint256(keccak256(abi.encode(seed, seat, attempt))) % total);
            (uint256 leaf, uint64 offset) = _tree.find(unit);
            evaluator = _evaluatorAt[leaf];
            Units storage u = _units[evaluator];
            if (offset >= u.locked && offset < u.staked && u.staked >= u.locked + lockUnits) return evaluator;
        }
        revert NoFreeUnit();
    }
}
