// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";

/// @notice The part of IStakeManager that a jury uses: a list of free units, drawn one after the other from a seeded start.
contract MockStake {
    address[] private _accounts;
    mapping(address account => uint32) public stakerIdOf;
    mapping(uint32 stakerId => uint256) public free;
    mapping(uint32 stakerId => uint256) public locked;
    mapping(uint32 stakerId => uint256) public slashed;
    mapping(uint32 stakerId => uint256) public charged;
    /// @notice Makes drawSeats spin until its gas is gone.
    bool public burning;

    function add(address account, uint256 units) external {
        _accounts.push(account);
        stakerIdOf[account] = uint32(_accounts.length);
        free[uint32(_accounts.length)] = units;
    }

    function setBurning(bool on) external {
        burning = on;
    }

    function accountOf(uint32 stakerId) external view returns (address) {
        return stakerId == 0 || stakerId > _accounts.length ? address(0) : _accounts[stakerId - 1];
    }

    function drawSeats(bytes32 seed, uint8 count, uint32[] calldata barred, uint256) external returns (uint32[] memory ids) {
        while (burning) seed = keccak256(abi.encode(seed));
        require(_accounts.length != 0, IStakeManager.NoStake());
        ids = new uint32[](count);
        for (uint256 i = 0; i < count; ++i) ids[i] = _pick(uint256(seed) + i, barred);
    }

    function release(uint32[] calldata ids, uint256) external {
        for (uint256 i = 0; i < ids.length; ++i) {
            --locked[ids[i]];
            ++free[ids[i]];
        }
    }

    function slash(uint32 id, uint256, uint256) external {
        --locked[id];
        ++slashed[id];
    }

    function charge(uint32 id, uint256 amount, uint256) external {
        charged[id] += amount;
    }

    function _pick(uint256 start, uint32[] calldata barred) private returns (uint32 id) {
        for (uint256 step = 0; step < _accounts.length; ++step) {
            id = uint32((start % _accounts.length + step) % _accounts.length) + 1;
            if (free[id] == 0 || _isBarred(id, barred)) continue;
            --free[id];
            ++locked[id];
            return id;
        }
        revert IStakeManager.NoFreeUnit();
    }

    function _isBarred(uint32 id, uint32[] calldata barred) private pure returns (bool) {
        for (uint256 i = 0; i < barred.length; ++i) if (barred[i] == id) return true;
        return false;
    }
}
