// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AdmissionLink} from "../governance/AdmissionLink.sol";
import {IRandomness} from "../interfaces/IRandomness.sol";
import {IRoundCourt} from "../interfaces/IRoundCourt.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";
import {SumTree} from "../libraries/SumTree.sol";

/// @title Sortition
/// @notice Whole units, their locks and the draw. Probability is linear in units, so splitting or merging stake changes
/// nothing.
/// @dev A staker's weight is `staked - leaving`. A change of weight counts from the next epoch on, and an epoch's seed is
/// unknown before it begins, so nobody can fit stake to a seed. Invariants: locked <= staked, leaving <= staked. Known
/// limit: locks do change within an epoch. A unit that another obligation locks or frees between seed and draw fails or
/// passes a pick that falls on it, so an account that orders the draws and finals of one stake epoch can redraw the picks of
/// such units.
abstract contract Sortition is IStakeManager, AdmissionLink {
    using SafeCast for uint256;
    using SumTree for SumTree.Tree;

    /// @dev one slot
    struct Staker { address account; uint32 staked; uint32 locked; uint32 leaving; }

    /// @dev picks a seat may use up before the draw gives up
    uint256 private constant MAX_TRIES = 64;

    IRandomness public immutable randomness;

    /// @inheritdoc IStakeManager
    mapping(address evaluator => uint32) public stakerIdOf;
    SumTree.Tree private _tree;
    mapping(uint32 stakerId => Staker) private _stakers;

    modifier onlyOperator() {
        _checkOperator();
        _;
    }

    constructor(IRandomness randomness_) {
        randomness = randomness_;
    }

    /// @inheritdoc IStakeManager
    function drawSeats(bytes32 seed, uint8 count, uint32[] calldata barred, uint256 obligation)
        external
        onlyOperator
        returns (uint32[] memory stakerIds)
    {
        uint32 epoch = randomness.currentEpoch();
        (uint256 total,) = _tree.totals(epoch);
        require(total != 0, NoStake());
        stakerIds = new uint32[](count);
        for (uint256 seat = 0; seat < count; ++seat) {
            uint32 stakerId = _pick(seed, seat, barred, total, epoch);
            stakerIds[seat] = stakerId;
            ++_stakers[stakerId].locked;
        }
        emit UnitsLocked(msg.sender, obligation, stakerIds);
    }

    /// @inheritdoc IStakeManager
    function release(uint32[] calldata stakerIds, uint256 obligation) external onlyOperator {
        for (uint256 i = 0; i < stakerIds.length; ++i) {
            Staker storage staker = _stakers[stakerIds[i]];
            uint32 locked = staker.locked;
            require(locked != 0, NothingLocked(stakerIds[i]));
            staker.locked = locked - 1;
        }
        emit UnitsReleased(msg.sender, obligation, stakerIds);
    }

    /// @inheritdoc IStakeManager
    function unitsOf(address evaluator) external view returns (uint64 staked, uint64 active, uint64 locked, uint64 leaving) {
        uint32 stakerId = stakerIdOf[evaluator];
        if (stakerId == 0) return (0, 0, 0, 0);
        Staker memory staker = _stakers[stakerId];
        (uint256 effective,) = _tree.weightOf(stakerId, randomness.currentEpoch());
        return (staker.staked, uint64(effective), staker.locked, staker.leaving);
    }

    /// @inheritdoc IStakeManager
    function totalActiveUnits() external view returns (uint64) {
        (uint256 effective,) = _tree.totals(randomness.currentEpoch());
        return uint64(effective);
    }

    /// @inheritdoc IStakeManager
    function totalNextUnits() external view returns (uint64) {
        (, uint256 pending) = _tree.totals(randomness.currentEpoch());
        return uint64(pending);
    }

    /// @inheritdoc IStakeManager
    function accountOf(uint32 stakerId) public view returns (address) {
        return _stakers[stakerId].account;
    }

    /// @dev The first stake makes the caller a staker; the number never changes.
    function _addUnits(address account, uint256 units) internal returns (uint32 stakerId, uint64 total, uint32 effectiveEpoch) {
        uint32 epoch = randomness.currentEpoch();
        stakerId = stakerIdOf[account];
        if (stakerId == 0) {
            stakerId = _tree.append(epoch);
            stakerIdOf[account] = stakerId;
        }
        Staker memory staker = _stakers[stakerId];
        staker.account = account;
        staker.staked = (staker.staked + units).toUint32();
        _store(stakerId, staker, epoch);
        return (stakerId, staker.staked, epoch + 1);
    }

    /// @dev Free units only: locked ones answer for their obligations, leaving ones leave already.
    function _leaveUnits(address account, uint256 units) internal returns (uint32 effectiveEpoch) {
        Staker memory staker = _stakerOf(account);
        uint256 busy = uint256(staker.locked) + staker.leaving;
        uint256 free = staker.staked > busy ? staker.staked - busy : 0;
        require(units <= free, InsufficientFreeUnits(uint64(units), uint64(free)));
        return _leave(account, staker, units);
    }

    /// @dev Raises what is leaving to `due` units, locked or not, as far as there are so many. The locked ones stay put until
    /// they are released.
    function _forceLeave(address account, uint256 due) internal returns (uint256 units, uint32 effectiveEpoch) {
        Staker memory staker = _stakerOf(account);
        uint256 target = due < staker.staked ? due : staker.staked;
        if (target <= staker.leaving) return (0, 0);
        units = target - staker.leaving;
        effectiveEpoch = _leave(account, staker, units);
    }

    /// @dev Takes out the leaving units that are not locked. Their weight fell when they began to leave.
    function _takeLeaving(address account) internal returns (uint256 units) {
        uint32 stakerId = stakerIdOf[account];
        Staker memory staker = _stakers[stakerId];
        uint256 free = staker.staked - staker.locked;
        units = staker.leaving < free ? staker.leaving : free;
        if (units == 0) return 0;
        staker.staked -= uint32(units);
        staker.leaving -= uint32(units);
        _stakers[stakerId] = staker;
    }

    /// @dev Stake and lock fall together; what is leaving cannot exceed what remains.
    function _slashUnit(uint32 stakerId) internal returns (address account) {
        Staker memory staker = _stakers[stakerId];
        require(staker.locked != 0, NothingLocked(stakerId));
        --staker.locked;
        --staker.staked;
        if (staker.leaving > staker.staked) staker.leaving = staker.staked;
        _store(stakerId, staker, randomness.currentEpoch());
        return staker.account;
    }

    function _leave(address account, Staker memory staker, uint256 units) private returns (uint32 effectiveEpoch) {
        uint32 epoch = randomness.currentEpoch();
        staker.leaving += uint32(units);
        _store(stakerIdOf[account], staker, epoch);
        return epoch + 1;
    }

    function _store(uint32 stakerId, Staker memory staker, uint32 epoch) private {
        _stakers[stakerId] = staker;
        _tree.update(stakerId, staker.staked - staker.leaving, epoch);
    }

    function _stakerOf(address account) private view returns (Staker memory) {
        return _stakers[stakerIdOf[account]];
    }

    /// @dev The first `locked` units of a staker count as the locked ones. A pick fails on those, on units that were slashed
    /// in this epoch and still weigh, and on the barred.
    function _pick(bytes32 seed, uint256 seat, uint32[] calldata barred, uint256 total, uint32 epoch)
        private
        view
        returns (uint32 stakerId)
    {
        for (uint256 attempt = 0; attempt < MAX_TRIES; ++attempt) {
            // 256 random bits over fewer than 2^28 units: the bias is below 2^-228.
            uint256 unit = uint256(keccak256(abi.encode(seed, seat, attempt))) % total;
            uint256 offset;
            (stakerId, offset) = _tree.find(unit, epoch);
            Staker storage staker = _stakers[stakerId];
            if (offset >= staker.locked && offset < staker.staked && !_isIn(stakerId, barred)) return stakerId;
        }
        revert NoFreeUnit();
    }

    function _isIn(uint32 stakerId, uint32[] calldata list) private pure returns (bool) {
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i] == stakerId) return true;
        }
        return false;
    }

    function _checkOperator() private view {
        if (_isAdmission(msg.sender)) return;
        require(IRoundCourt(address(admission)).isJudge(msg.sender), NotOperator(msg.sender));
    }
}
