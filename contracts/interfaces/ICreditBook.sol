// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title ICreditBook
/// @notice Pull payment: what a contract owes to whom, and how it is fetched.
interface ICreditBook {
    event CreditAdded(address indexed account, uint256 amount);
    event CreditWithdrawn(address indexed account, uint256 amount);

    error NothingToWithdraw(address account);

    /// @notice Sends the caller all it is owed. Never paused.
    function withdrawCredit() external;
    /// @notice Token amount owed to `account`.
    function creditOf(address account) external view returns (uint256);
}
