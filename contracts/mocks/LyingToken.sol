// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice For tests: `transferFrom` reports success and moves nothing.
contract LyingToken is ERC20("Lying", "LIE") {
    /// @notice Reports success and moves nothing.
    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return true;
    }
}
