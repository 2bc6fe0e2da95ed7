// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Gate, ProtocolParams} from "../../../contracts/governance/ProtocolParams.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";

/// @notice The local chain's thresholds (ignition/parameters/local.ts) for Solidity tests, without its audits: most tests
/// are about rounds whose seats are paid for revealing.
library LocalParams {
    function set() internal pure returns (ParamSet memory) {
        uint16[6] memory splitBps = [uint16(3500), 2500, 1500, 1000, 500, 1000];
        return ParamSet({
            seats: 3,
            reserves: 2,
            itemsPerBatch: 32,
            keyWindow: 120,
            commitWindow: 600,
            revealWindow: 60,
            auditWindow: 8,
            auditLeaves: 0,
            gatedLanes: 353,
            attemptWindow: 30 days,
            admissionTtl: 30 days,
            trialMask: 0x7c03ff,
            minPublisherStake: 500e18,
            roundFee: 30e18,
            custodianBond: 50e18,
            demandBond: 1e18,
            answerWindow: 30,
            juryWindow: 30,
            challengeBond: 20e18,
            epochBond: 10e18,
            epochWindow: 10,
            withdrawDelay: 60,
            stakeUnit: 100e18,
            leaseBond: 20e18,
            unstakeCooldown: 1800,
            exposureBps: 20_000,
            acceptWindow: 10,
            splitBps: splitBps
        });
    }

    /// @notice Deploys ProtocolParams with these thresholds and the gates of 32 items.
    function deploy(address owner) internal returns (ProtocolParams) {
        return deploy(owner, address(0));
    }

    /// @notice The same with a guardian.
    function deploy(address owner, address guardian) internal returns (ProtocolParams) {
        return new ProtocolParams(owner, guardian, set(), gatesOf32());
    }

    function gatesOf32() internal pure returns (Gate[] memory gates) {
        uint16[6] memory minPasses = [uint16(30), 31, 31, 32, 32, 32];
        gates = new Gate[](6);
        for (uint8 i = 0; i < 6; ++i) gates[i] = Gate(32, i + 1, minPasses[i]);
    }
}
