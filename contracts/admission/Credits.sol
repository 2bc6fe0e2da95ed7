// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IAdmission} from "../interfaces/IAdmission.sol";
import {RoundBook} from "./RoundBook.sol";

/// @title Credits
/// @notice Books seat fees, tips, bounties and refunds as credit, which accounts withdraw themselves.
/// @dev Invariant: the token balance covers every credit and the escrow of every running round.
abstract contract Credits is RoundBook {
    using SafeERC20 for IERC20;

    /// @dev A staker's account never changes. Both are needed together, at every commit and payment, so they share a slot;
    /// 96 bits hold 79 billion whole tokens. `account` is zero until the staker first commits or is paid.
    struct Purse { address account; uint96 credit; }

    mapping(address account => uint256) private _credits;
    mapping(uint32 stakerId => Purse) private _purses;

    /// @inheritdoc IAdmission
    function withdrawCredit() external {
        uint32 stakerId = stake.stakerIdOf(msg.sender);
        uint256 amount = _credits[msg.sender] + _purses[stakerId].credit;
        require(amount != 0, NothingToWithdraw(msg.sender));
        _credits[msg.sender] = 0;
        _purses[stakerId].credit = 0;
        emit CreditWithdrawn(msg.sender, amount);
        token.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IAdmission
    function creditOf(address account) external view returns (uint256) {
        return _credits[account] + _purses[stake.stakerIdOf(account)].credit;
    }

    function _credit(address account, uint256 amount) internal {
        if (amount == 0) return;
        _credits[account] += amount;
        emit CreditAdded(account, amount);
    }

    /// @dev SeatPaid tells of the credit too; no CreditAdded follows.
    function _paySeat(uint256 roundId, uint8 seat, uint32 stakerId, uint256 amount) internal {
        if (amount == 0) return;
        address account = _accountOf(stakerId);
        _purses[stakerId] = Purse(account, _purses[stakerId].credit + uint96(amount));
        emit SeatPaid(roundId, seat, account, amount);
    }

    function _keepAccount(uint32 stakerId, address account) internal {
        if (_purses[stakerId].account == address(0)) _purses[stakerId].account = account;
    }

    /// @dev Reverts in StakeManager for a number that nobody has.
    function _accountOf(uint32 stakerId) internal view returns (address account) {
        account = _purses[stakerId].account;
        if (account == address(0)) account = stake.accountOf(stakerId);
    }
}
