// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IProtocolParams} from "../interfaces/IProtocolParams.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";

/// @title Exits
/// @notice The vault's token and every way out of it but a slash: what cools down, and what is owed of it.
/// @dev An account has one exit; a later one extends the cooldown of an earlier one and never shortens it.
abstract contract Exits is IStakeManager, ReentrancyGuardTransient {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev one slot; `amount` holds no units, which stay in the stake until they are withdrawn
    struct Exit { uint128 amount; uint64 availableAt; uint32 effectiveEpoch; }

    error ZeroTreasury();

    IERC20 public immutable token;
    IProtocolParams public immutable params;
    /// @notice Receives what is slashed, cut and charged.
    address public immutable treasury;

    /// @inheritdoc IStakeManager
    mapping(address account => Exit) public exitOf;
    /// @inheritdoc IStakeManager
    mapping(address account => uint256) public debtOf;

    constructor(IERC20 token_, IProtocolParams params_, address treasury_) {
        require(treasury_ != address(0), ZeroTreasury());
        token = token_;
        params = params_;
        treasury = treasury_;
    }

    /// @dev `amount` is zero where units leave; `effectiveEpoch` is zero where money does.
    function _startExit(address account, uint256 amount, uint32 effectiveEpoch) internal returns (uint64 availableAt) {
        Exit memory exit = exitOf[account];
        availableAt = uint64(block.timestamp) + params.get(params.currentId()).unstakeCooldown;
        // A shorter cooldown set meanwhile must not free the earlier exit sooner.
        if (exit.availableAt > availableAt) availableAt = exit.availableAt;
        exit.amount = (exit.amount + amount).toUint128();
        exit.availableAt = availableAt;
        if (effectiveEpoch != 0) exit.effectiveEpoch = effectiveEpoch;
        exitOf[account] = exit;
    }

    /// @dev Takes what the account owes out of `amount`; what `amount` does not cover stays owed.
    function _takeDebt(address account, uint256 amount) internal returns (uint256 charged) {
        uint256 debt = debtOf[account];
        if (debt == 0) return 0;
        charged = debt < amount ? debt : amount;
        debtOf[account] = debt - charged;
    }

    function _pay(address to, uint256 amount) internal {
        if (amount != 0) token.safeTransfer(to, amount);
    }
}
