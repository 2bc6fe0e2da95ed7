// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accusation, BitProof, Ground, IFraudProofs} from "../../../contracts/interfaces/IFraudProofs.sol";
import {FraudProofs} from "../../../contracts/judging/FraudProofs.sol";
import {NodeProof} from "../../../contracts/types/TranscriptProof.sol";
import {Exams} from "./Exams.sol";
import {JudgingStage} from "./JudgingStage.sol";
import {Transcript, Transcripts} from "./Transcripts.sol";

/// @notice Announcing and proving, step by step.
abstract contract FraudStage is JudgingStage {
    using Transcripts for Transcript;

    bytes32 internal constant SALT = "proof salt";
    FraudProofs internal fraud;
    Accusation internal none;

    function setFraud() internal {
        setCourt();
        fraud = FraudProofs(deploy("judging/FraudProofs", abi.encode(token, court, params, registries)));
        court.setJudge(address(fraud));
    }

    /// @dev proofHash of a call with these arguments: what stands behind the accusation.
    function hashOf(bytes memory arguments) internal pure returns (bytes32 proofHash) {
        assembly ("memory-safe") {
            proofHash := keccak256(add(arguments, 192), sub(mload(arguments), 160))
        }
    }

    function commitmentOf(address prover, uint8 seat, Ground ground, bytes32 proofHash) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(fraud), prover, ROUND, seat, ground, proofHash, SALT));
    }

    function announceAs(address prover, uint8 seat, Ground ground, bytes32 proofHash) internal returns (Accusation memory) {
        bytes32 commitment = commitmentOf(prover, seat, ground, proofHash);
        vm.prank(prover);
        return Accusation(ROUND, seat, fraud.announce(commitment), 0, SALT);
    }

    function announceNode(address prover, uint8 seat, Ground ground, NodeProof memory proof) internal returns (Accusation memory) {
        return announceAs(prover, seat, ground, hashOf(abi.encode(none, proof)));
    }

    /// @dev Announces, lets a block pass, and proves.
    function proveNode(address prover, uint8 seat, Ground ground, NodeProof memory proof) internal {
        Accusation memory accusation = announceNode(prover, seat, ground, proof);
        passBlocks(1);
        vm.prank(prover);
        callProve(accusation, ground, proof);
    }

    function callProve(Accusation memory accusation, Ground ground, NodeProof memory proof) internal {
        if (ground == Ground.Sum) fraud.proveSum(accusation, proof);
        else if (ground == Ground.Kind) fraud.proveKind(accusation, proof);
        else if (ground == Ground.Padding) fraud.provePadding(accusation, proof);
        else fraud.proveItem(accusation, proof);
    }

    function expectNode(address prover, uint8 seat, Ground ground, NodeProof memory proof, bytes memory err) internal {
        Accusation memory accusation = announceNode(prover, seat, ground, proof);
        passBlocks(1);
        vm.expectRevert(err);
        vm.prank(prover);
        callProve(accusation, ground, proof);
    }

    /// @dev A node as it stands, with bytes where the test knows them.
    function nodeOf(Transcript memory t, uint8 h, uint256 i, bytes memory preimage) internal pure returns (NodeProof memory) {
        return NodeProof(h, i, t.hashes[h][i], t.sums[h][i], preimage, t.siblings(h, i));
    }

    function innerOf(Transcript memory t, uint8 h, uint256 i) internal pure returns (NodeProof memory) {
        return nodeOf(t, h, i, t.innerBytes(h, i));
    }

    function itemOf(Transcript memory t, uint16 slot) internal pure returns (NodeProof memory) {
        return nodeOf(t, 0, slot, t.itemBytes(slot));
    }

    function bitOf(Transcript memory t, Exams.Exam memory exam, uint16 slot, uint8 position) internal pure returns (BitProof memory) {
        return BitProof(slot, position, t.trialOf(slot, position), t.pathOf(slot, position), Exams.itemOf(exam, slot), Exams.batchOf(exam, BATCH));
    }

    /// @dev Seat 1 reveals a tree whose slot 3 counts one more in lane 0 than its children say, at height 1.
    function wrongSum() internal returns (NodeProof memory proof) {
        Transcript memory t = transcriptOf(1);
        bytes memory node = t.innerBytes(1, 1);
        t.put(1, 1, t.hashes[1][1], t.sums[1][1] + 1);
        reveal(1, t);
        return nodeOf(t, 1, 1, node);
    }

    function noFault() internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IFraudProofs.NoFault.selector);
    }
}
