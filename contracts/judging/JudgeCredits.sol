// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ICreditBook} from "../interfaces/ICreditBook.sol";

/// @title JudgeCredits
/// @notice Bonds and pay that a judging contract holds for others, fetched by whom they belong to.
abstract contract JudgeCredits is ICreditBook {
    using SafeERC20 for IERC20;

    IERC20 public immutable token;
    /// @inheritdoc ICreditBook
    mapping(address account => uint256) public creditOf;

    constructor(IERC20 token_) {
        token = token_;
    }

    /// @inheritdoc ICreditBook
    function withdrawCredit() external {
        uint256 amount = creditOf[msg.sender];
        require(amount != 0, NothingToWithdraw(msg.sender));
        creditOf[msg.sender] = 0;
        emit CreditWithdrawn(msg.sender, amount);
        token.safeTransfer(msg.sender, amount);
    }

    function _credit(address account, uint256 amount) internal {
        if (amount == 0) return;
        creditOf[account] += amount;
        emit CreditAdded(account, amount);
    }
}
