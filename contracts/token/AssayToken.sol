// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";

/// @title AssayToken
/// @notice The protocol's token (ASY, 18 decimals): stake, round fees, bonds and payment for answers. The supply is fixed
/// at construction; nobody can mint, pause or freeze.
/// @dev ERC-2612 for deposits in one transaction, ERC-3009 with free-form nonces because x402 payments need it.
contract AssayToken is ERC20, ERC20Permit, ERC3009 {
    /// @notice Whole supply, in wei of the token.
    uint256 public constant SUPPLY = 1_000_000_000e18;

    error ZeroHolder();

    /// @param holder receives the whole supply
    constructor(address holder) ERC20("Assay", "ASY") ERC20Permit("Assay") {
        require(holder != address(0), ZeroHolder());
        _mint(holder, SUPPLY);
    }
}
