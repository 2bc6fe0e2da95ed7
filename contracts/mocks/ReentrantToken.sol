// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @notice For tests: calls back into `target` on every transfer, the way a token with hooks would.
contract ReentrantToken is ERC20("Reentrant", "RE") {
    address public target;
    bytes public attack;

    /// @notice Mints to anybody, for anybody.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Sets the call to make on every transfer.
    function arm(address target_, bytes calldata attack_) external {
        target = target_;
        attack = attack_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (attack.length != 0) Address.functionCall(target, attack);
    }
}
