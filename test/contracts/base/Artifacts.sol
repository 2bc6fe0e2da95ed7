// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Cheats} from "./Cheats.sol";

/// @notice Deploys contracts from their artifacts: what is tested is the bytecode that is deployed, and a test file
/// compiles without compiling the contracts it uses once more.
library Artifacts {
    Cheats private constant VM = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    error NotDeployed(string path);

    /// @param path of the source under contracts/, without its ending
    /// @param arguments of the constructor, encoded
    function deploy(string memory path, bytes memory arguments) internal returns (address deployed) {
        bytes memory code = bytes.concat(VM.getCode(string.concat("contracts/", path, ".sol")), arguments);
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
        }
        if (deployed == address(0)) revert NotDeployed(path);
    }
}
