// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice For tests: burns 1% of every transfer once `feeOn`, so less arrives than was sent.
contract FeeToken is ERC20("Fee", "FEE") {
    bool public feeOn = true;

    /// @notice Mints to anybody, for anybody.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Turns the fee on or off.
    function setFee(bool on) external {
        feeOn = on;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (feeOn && from != address(0) && to != address(0)) super._update(to, address(0), amount / 100);
    }
}
