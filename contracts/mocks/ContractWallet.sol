// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @notice For tests: a wallet of one owner that signs by ERC-1271 and can revoke everything it signed.
contract ContractWallet is IERC1271 {
    address public immutable OWNER;
    bool public revoked;

    constructor(address owner) {
        OWNER = owner;
    }

    /// @notice Revokes every signature, or takes that back.
    function setRevoked(bool on) external {
        revoked = on;
    }

    /// @notice Calls `target` as the wallet.
    function call(address target, bytes calldata data) external returns (bytes memory) {
        return Address.functionCall(target, data);
    }

    /// @notice Accepts the owner's signatures until they are revoked (ERC-1271).
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        bool ok = !revoked && ECDSA.recoverCalldata(digest, signature) == OWNER;
        return ok ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
