// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {ERC20Wrapper} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Wrapper.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title VotingAssay
/// @notice Assay tokens put in to vote (vASY), one for one, taken out again at any time. Votes count from the block after.
/// @dev The token itself keeps no vote checkpoints, so a payment or a stake costs no gas for governance. What is wrapped
/// here cannot be transferred: it is a ballot and not a second token, so there is nothing to lend, to list or to approve;
/// that is also why it has no ERC-2612. Time is counted in seconds (ERC-6372), because blocks are uneven on an L2.
contract VotingAssay is ERC20Wrapper, ERC20Votes {
    /// @notice A ballot cannot change hands: unwrap and send the token instead.
    error NotTransferable(address from, address to);

    /// @param assay the protocol's token, which moves exactly what it says
    constructor(IERC20 assay) ERC20("Voting Assay", "vASY") ERC20Wrapper(assay) EIP712("Voting Assay", "1") {}

    /// @notice Wraps `value` wei for `account`, whose votes count for itself unless it has named a delegate.
    /// @inheritdoc ERC20Wrapper
    function depositFor(address account, uint256 value) public override returns (bool) {
        // Undelegated ballots would count for nobody, and their holders would not know.
        if (delegates(account) == address(0)) _delegate(account, account);
        return super.depositFor(account, value);
    }

    /// @inheritdoc ERC20Wrapper
    function decimals() public view override(ERC20, ERC20Wrapper) returns (uint8) {
        return super.decimals();
    }

    /// @notice Unix seconds (ERC-6372).
    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @notice ERC-6372 description of the clock.
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        require(from == address(0) || to == address(0), NotTransferable(from, to));
        super._update(from, to, value);
    }
}
