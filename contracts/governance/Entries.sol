// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProtocolParams} from "../interfaces/IProtocolParams.sol";

/// @title Entries
/// @notice The check that every function by which new business or new money enters begins with, and no other function.
library Entries {
    /// @notice Reverts with EntriesArePaused while the guardian's pause runs.
    function requireOpen(IProtocolParams params) internal view {
        uint64 until = params.entriesPausedUntil();
        require(block.timestamp >= until, IProtocolParams.EntriesArePaused(until));
    }
}
