// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AdmissionLink} from "../governance/AdmissionLink.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";
import {ExactTransfer} from "../token/ExactTransfer.sol";
import {Exits} from "./Exits.sol";

/// @title Bonds
/// @notice What custodians put down on their datanets. Each running round binds a part, which is cut where the custodian
/// posts no usable keys. Bound <= total at all times.
/// @dev A custodian may take its free bond out and so keep new rounds from opening; running ones stay covered.
abstract contract Bonds is Exits, AdmissionLink {
    using SafeCast for uint256;

    /// @dev one slot
    struct Bond { uint128 total; uint128 bound; }

    IDatanetRegistry public immutable datanets;

    mapping(uint256 datanetId => Bond) private _bonds;

    modifier onlyAdmission() {
        require(_isAdmission(msg.sender), NotOperator(msg.sender));
        _;
    }

    constructor(IDatanetRegistry datanets_) {
        datanets = datanets_;
    }

    /// @inheritdoc IStakeManager
    function postBond(uint256 datanetId, uint256 amount) external nonReentrant {
        _checkCustodian(datanetId);
        require(amount != 0, ZeroAmount());
        uint256 total = _bonds[datanetId].total + amount;
        _bonds[datanetId].total = total.toUint128();
        emit BondPosted(datanetId, msg.sender, amount, total);
        ExactTransfer.pull(token, msg.sender, amount);
    }

    /// @inheritdoc IStakeManager
    function exitBond(uint256 datanetId, uint256 amount) external {
        _checkCustodian(datanetId);
        require(amount != 0, ZeroAmount());
        Bond memory bond = _bonds[datanetId];
        uint256 free = bond.total - bond.bound;
        require(amount <= free, InsufficientBond(amount, free));
        _bonds[datanetId].total = uint128(bond.total - amount);
        uint64 availableAt = _startExit(msg.sender, amount, 0);
        emit BondExited(datanetId, msg.sender, amount, availableAt);
    }

    /// @inheritdoc IStakeManager
    function bindBond(uint256 datanetId, uint256 amount) external onlyAdmission {
        Bond memory bond = _bonds[datanetId];
        uint256 free = bond.total - bond.bound;
        require(amount <= free, InsufficientBond(amount, free));
        _bonds[datanetId].bound = uint128(bond.bound + amount);
    }

    /// @inheritdoc IStakeManager
    function freeBond(uint256 datanetId, uint256 amount, uint256 roundId, bool cut) external onlyAdmission nonReentrant {
        Bond memory bond = _bonds[datanetId];
        require(amount <= bond.bound, InsufficientBond(amount, bond.bound));
        bond.bound -= uint128(amount);
        if (cut) bond.total -= uint128(amount);
        _bonds[datanetId] = bond;
        if (!cut) return;
        emit BondCut(datanetId, roundId, amount);
        _pay(treasury, amount);
    }

    /// @inheritdoc IStakeManager
    function bondOf(uint256 datanetId) external view returns (uint256 total, uint256 bound) {
        Bond memory bond = _bonds[datanetId];
        return (bond.total, bond.bound);
    }

    function _checkCustodian(uint256 datanetId) private view {
        address custodian = datanets.custodianOf(datanetId);
        require(msg.sender == custodian, NotCustodian(msg.sender, custodian));
    }
}
