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
    function isValid(address payer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        // A contract wallet reads its own format, whatever its length, so only an account without code can be compact.
        if (signature.length != COMPACT_LENGTH || payer.code.length != 0) {
            return SignatureChecker.isValidSignatureNowCalldata(payer, digest, signature);
        }
        (address signer, ECDSA.RecoverError err,) =
            ECDSA.tryRecover(digest, bytes32(signature[:32]), bytes32(signature[32:]));
        return err == ECDSA.RecoverError.NoError && signer == payer;
    }
}
