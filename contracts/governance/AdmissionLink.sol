// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission} from "../interfaces/IAdmission.sol";

/// @title AdmissionLink
/// @notice The one address that cannot be a constructor argument, because Admission needs these contracts first. The
/// deployer sets it once; after that nobody can change it.
abstract contract AdmissionLink {
    event AdmissionConnected(address indexed admission);

    error NotDeployer(address caller);
    error AlreadyConnected(address admission);
    error NoCode(address admission);

    /// @notice The Admission contract; zero until connected.
    IAdmission public admission;
    address private immutable DEPLOYER = msg.sender;

    /// @notice Names the Admission contract. Only the deployer may call, once; nothing undoes it.
    function connectAdmission(IAdmission admission_) external {
        require(msg.sender == DEPLOYER, NotDeployer(msg.sender));
        require(address(admission) == address(0), AlreadyConnected(address(admission)));
        require(address(admission_).code.length != 0, NoCode(address(admission_)));
        admission = admission_;
        emit AdmissionConnected(address(admission_));
    }

    function _isAdmission(address caller) internal view returns (bool) {
        return caller == address(admission);
    }
}
