// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title ExactTransfer
/// @notice Pulls tokens in and insists that the whole amount arrived: a token that keeps a fee, or reports a success it
/// did not perform, would leave the books above the balance.
/// @dev The caller must hold a reentrancy guard, or the two balance readings could straddle another transfer.
library ExactTransfer {
    using SafeERC20 for IERC20;

    /// @notice `received` wei arrived where `expected` were due.
    error TransferIncomplete(uint256 received, uint256 expected);

    /// @notice Moves `amount` wei of `token` from `from` to this contract.
    function pull(IERC20 token, address from, uint256 amount) internal {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(from, address(this), amount);
        uint256 received = token.balanceOf(address(this)) - before;
        require(received == amount, TransferIncomplete(received, amount));
    }
}
