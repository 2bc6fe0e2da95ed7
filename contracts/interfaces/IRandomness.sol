// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IRandomness
/// @notice The clock of all draws. Time is cut into numbered epochs; each has a seed that nobody can know before the epoch
/// began. What is drawn from (weights, rows) is fixed before the epoch begins, so nobody can fit it to the seed.
interface IRandomness {
    /// @notice Number of the running stake epoch, from 1; never falls.
    function currentEpoch() external view returns (uint32);
    /// @notice Seed of a stake epoch; zero while it is unknown. A source that forgets seeds may give a later one for an
    /// epoch that is long past, so a contract that must keep a seed stores it.
    function seedOf(uint32 epoch) external view returns (bytes32);
}
