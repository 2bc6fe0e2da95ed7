// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IAdmission} from "../interfaces/IAdmission.sol";
import {RoundBook} from "./RoundBook.sol";

/// @title Credits
/// @notice Pull payment of seat fees, tips, bounties and refunds.
/// @dev Invariant: the token balance covers every credit and the escrow of every running round.
abstract contract Credits is RoundBook {
    using SafeERC20 for IERC20;

    /// @inheritdoc IAdmission
    mapping(address account => uint256) public creditOf;

    /// @inheritdoc IAdmission
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

    /// @dev The event of a seat's pay stands for its credit too.
    function _paySeat(uint256 roundId, uint8 seat, address evaluator, uint256 amount) internal {
        if (amount == 0) return;
        creditOf[evaluator] += amount;
        emit SeatPaid(roundId, seat, evaluator, amount);
    }
}
