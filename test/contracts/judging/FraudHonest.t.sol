// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accusation, BitProof, Ground} from "../../../contracts/interfaces/IFraudProofs.sol";
import {SeatStatus} from "../../../contracts/interfaces/IRoundCourt.sol";
import {NodeProof, SumNode} from "../../../contracts/types/TranscriptProof.sol";
import {FraudStage} from "./FraudStage.sol";
import {Transcript, Transcripts} from "./Transcripts.sol";

/// @notice Nobody who told the truth is convicted: honest transcripts of random grades against mutated proofs.
contract FraudHonestTest is FraudStage {
    using Transcripts for Transcript;

    function setUp() public {
        setFraud();
    }

    /// @dev A proof about a random node, with one of its parts changed (or none), under a random ground.
    function test_attack_falseProofOfAnHonestTranscript(uint256 salt, uint8 ground, uint8 h, uint8 index, uint8 mutation, uint256 noise) public {
        Transcript memory t = transcriptOf(salt);
        reveal(1, t);
        h = uint8(bound(h, 0, 5));
        uint256 i = uint256(index) % (1 << (5 - h));
        bytes memory preimage = h != 0 ? t.innerBytes(h, i) : i < ITEMS ? t.itemBytes(uint16(i)) : bytes("");
        NodeProof memory proof = nodeOf(t, h, i, preimage);
        mutate(proof, mutation, noise);
        Ground accused = Ground(bound(ground, 0, 3));
        Accusation memory accusation = announceNode(HUNTER, 1, accused, proof);
        passBlocks(1);
        vm.prank(HUNTER);
        (bool ok,) = address(fraud).call(nodeCall(accusation, accused, proof));
        assertTrue(!ok, "a false proof was taken");
        assertStatus(1, SeatStatus.Revealed);
    }

    function test_attack_falseBitProofOfAnHonestTranscript(uint256 salt, uint8 slot, uint8 position, uint8 mutation, uint256 noise) public {
        Transcript memory t = transcriptOf(salt);
        reveal(1, t);
        slot = uint8(bound(slot, 0, ITEMS - 1));
        position = uint8(bound(position, 0, 43));
        while ((MASK >> position) & 1 == 0) position = (position + 1) % 44;
        BitProof memory proof = bitOf(t, examOf(0), slot, position);
        mutateBit(proof, mutation, noise);
        Accusation memory accusation = announceAs(HUNTER, 1, Ground.Bit, hashOf(abi.encode(none, proof)));
        passBlocks(1);
        vm.prank(HUNTER);
        (bool ok,) = address(fraud).call(abi.encodeCall(fraud.proveBit, (accusation, proof)));
        assertTrue(!ok, "a false proof was taken");
        assertStatus(1, SeatStatus.Revealed);
    }

    function mutate(NodeProof memory proof, uint8 mutation, uint256 noise) private pure {
        mutation %= 10;
        if (mutation == 1) proof.height = uint8(noise % 7);
        if (mutation == 2) proof.index = noise % 64;
        if (mutation == 3) proof.index = noise;
        if (mutation == 4) proof.hash = bytes32(noise);
        if (mutation == 5) proof.lanes ^= 1 << (noise % 256);
        if (mutation == 6) proof.preimage = abi.encode(noise);
        if (mutation == 7) proof.siblings = new SumNode[](noise % 7);
        if (mutation == 8 && proof.siblings.length != 0) proof.siblings[noise % proof.siblings.length].sums ^= 1 << (noise % 251);
        if (mutation == 9 && proof.siblings.length != 0) proof.siblings[noise % proof.siblings.length].hash = bytes32(noise);
    }

    function mutateBit(BitProof memory proof, uint8 mutation, uint256 noise) private pure {
        mutation %= 10;
        if (mutation == 1) proof.path.trialBits ^= uint64(1) << uint8(noise % 64);
        if (mutation == 2) proof.slot = uint16(noise);
        if (mutation == 3) proof.position = uint8(noise % 64);
        if (mutation == 4) proof.trial.answerHash = bytes32(noise);
        if (mutation == 5) proof.item.graderId = uint8(noise % 4);
        if (mutation == 6) proof.item.label = abi.encode(noise);
        if (mutation == 7) proof.path.trialSiblings[noise % 4] = bytes32(noise);
        if (mutation == 8) proof.path.itemSiblings[noise % 5].sums ^= 1 << (noise % 256);
        if (mutation == 9) proof.batch.itemsRoot = bytes32(noise);
    }

    function nodeCall(Accusation memory accusation, Ground ground, NodeProof memory proof) private view returns (bytes memory) {
        if (ground == Ground.Sum) return abi.encodeCall(fraud.proveSum, (accusation, proof));
        if (ground == Ground.Kind) return abi.encodeCall(fraud.proveKind, (accusation, proof));
        if (ground == Ground.Padding) return abi.encodeCall(fraud.provePadding, (accusation, proof));
        return abi.encodeCall(fraud.proveItem, (accusation, proof));
    }
}
