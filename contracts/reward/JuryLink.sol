// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DeployerLink} from "../governance/DeployerLink.sol";
import {IJury} from "../interfaces/IJury.sol";

/// @title JuryLink
/// @notice The jury, which is no constructor argument because it is told its clients. Without one an epoch can be discarded
/// by proof only.
abstract contract JuryLink is DeployerLink {
    event JuryConnected(address indexed jury);

    /// @notice The jury; zero until connected.
    IJury public jury;

    /// @notice Names the jury. Only the deployer may call, once; nothing undoes it.
    function connectJury(IJury jury_) external {
        _checkLink(address(jury), address(jury_));
        jury = jury_;
        emit JuryConnected(address(jury_));
    }
}
