// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title DeployerLink
/// @notice For contracts that need the address of one deployed after them: the deployer names it once, and nothing undoes it.
abstract contract DeployerLink {
    error NotDeployer(address caller);
    error AlreadyConnected(address linked);
    error NoCode(address target);

    address private immutable DEPLOYER = msg.sender;

    /// @dev Reverts unless the deployer names a contract for the first time.
    function _checkLink(address linked, address target) internal view {
        require(msg.sender == DEPLOYER, NotDeployer(msg.sender));
        require(linked == address(0), AlreadyConnected(linked));
        require(target.code.length != 0, NoCode(target));
    }
}
