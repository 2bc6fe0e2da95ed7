// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJury} from "../interfaces/IJury.sol";

/// @title JuryLink
/// @notice The jury, which is no constructor argument because it is told its clients first. The deployer names it once;
/// after that nobody can change it.
abstract contract JuryLink {
    event JuryConnected(address indexed jury);

    error NotDeployer(address caller);
    error JuryAlreadyConnected(address jury);
    error NoCode(address jury);

    /// @notice The jury; zero until connected. Without one an epoch can be discarded by proof only.
    IJury public jury;
    address private immutable DEPLOYER = msg.sender;

    /// @notice Names the jury for good. Only the deployer, once.
    function connectJury(IJury jury_) external {
        require(msg.sender == DEPLOYER, NotDeployer(msg.sender));
        require(address(jury) == address(0), JuryAlreadyConnected(address(jury)));
        require(address(jury_).code.length != 0, NoCode(address(jury_)));
        jury = jury_;
        emit JuryConnected(address(jury_));
    }
}
