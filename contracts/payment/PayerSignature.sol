// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title PayerSignature
/// @notice Accepts 65-byte signatures, 64-byte EIP-2098 ones (cheaper calldata in a batch) and ERC-1271 contract wallets.
library PayerSignature {
    /// @dev length of an EIP-2098 signature in bytes
    uint256 private constant COMPACT_LENGTH = 64;

    /// @notice Whether `signature` over `digest` is `payer`'s. Never reverts on a malformed signature.
    /// @dev The key is tried first: it decides for nearly every payer, an account that delegated its code (EIP-7702)
    /// included, and spares the cold look at the payer's code.
    function isValid(address payer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        address signer = _signer(digest, signature);
        return (signer != address(0) && signer == payer)
            || SignatureChecker.isValidERC1271SignatureNowCalldata(payer, digest, signature);
    }

    /// @dev Zero when no key can be recovered.
    function _signer(bytes32 digest, bytes calldata signature) private pure returns (address signer) {
        if (signature.length == COMPACT_LENGTH) {
            (bytes32 r, bytes32 vs) = abi.decode(signature, (bytes32, bytes32));
            (signer,,) = ECDSA.tryRecover(digest, r, vs);
        } else {
            (signer,,) = ECDSA.tryRecoverCalldata(digest, signature);
        }
    }
}
