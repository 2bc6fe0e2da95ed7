// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ground, IFraudProofs} from "../../../contracts/interfaces/IFraudProofs.sol";
import {SeatStatus, SeatView} from "../../../contracts/interfaces/IRoundCourt.sol";
import {FraudProofs} from "../../../contracts/judging/FraudProofs.sol";
import {TranscriptPath} from "../../../contracts/libraries/TranscriptPath.sol";
import {TranscriptTree} from "../../../contracts/libraries/TranscriptTree.sol";
import {NodeProof, SumNode} from "../../../contracts/types/TranscriptProof.sol";
import {FraudStage} from "./FraudStage.sol";
import {Transcript, Transcripts} from "./Transcripts.sol";

/// @notice The grounds that look at one node: what convicts, and what does not.
contract FraudGroundsTest is FraudStage {
    using Transcripts for Transcript;

    function setUp() public {
        setFraud();
    }

    function test_proveSum_convictsAWrongSumAtEveryHeight() public {
        for (uint8 h = 1; h <= 5; ++h) {
            Transcript memory t = transcriptOf(1);
            bytes memory node = t.innerBytes(h, 0);
            t.put(h, 0, t.hashes[h][0], t.sums[h][0] + (1 << 80));
            reveal(1, t);
            setFraudOnly();
            proveNode(HUNTER, 1, Ground.Sum, nodeOf(t, h, 0, node));
            assertStatus(1, SeatStatus.Convicted);
        }
    }

    function test_proveSum_convictsAWrongLevel() public {
        Transcript memory t = transcriptOf(1);
        bytes memory node = abi.encode(uint8(2), uint256(256 + 2), t.hashes[1][0], t.sums[1][0], t.hashes[1][1], t.sums[1][1]);
        t.put(2, 0, keccak256(node), t.sums[2][0]);
        reveal(1, t);
        proveNode(HUNTER, 1, Ground.Sum, nodeOf(t, 2, 0, node));
        assertStatus(1, SeatStatus.Convicted);
    }

    function test_proveSum_revertsWithNoFaultOnAnHonestNode() public {
        Transcript memory t = transcriptOf(1);
        expectNode(HUNTER, 1, Ground.Sum, innerOf(t, 3, 1), noFault());
        expectNode(HUNTER, 1, Ground.Sum, innerOf(t, 5, 0), noFault());
    }

    function test_proveSum_revertsOnAnItem() public {
        Transcript memory t = transcriptOf(1);
        expectNode(HUNTER, 1, Ground.Sum, itemOf(t, 3), abi.encodeWithSelector(IFraudProofs.NotInner.selector, 128));
    }

    function test_proveSum_revertsOnAnInnerNodeAmongItems() public {
        Transcript memory t = transcriptOf(1);
        bytes memory node = t.innerBytes(1, 0);
        t.put(0, 5, keccak256(node), 7);
        reveal(1, t);
        expectNode(HUNTER, 1, Ground.Sum, nodeOf(t, 0, 5, node), abi.encodeWithSelector(IFraudProofs.NotItem.selector, 192));
    }

    function test_proveKind_convictsAnItemAbove() public {
        Transcript memory t = transcriptOf(1);
        bytes memory node = t.itemBytes(4);
        t.put(2, 1, keccak256(node), t.sums[2][1]);
        reveal(1, t);
        proveNode(HUNTER, 1, Ground.Kind, nodeOf(t, 2, 1, node));
        assertStatus(1, SeatStatus.Convicted);
    }

    function test_proveKind_convictsAnInnerNodeBelow() public {
        Transcript memory t = transcriptOf(1);
        bytes memory node = t.innerBytes(1, 0);
        t.put(0, 9, keccak256(node), t.sums[0][9]);
        reveal(1, t);
        proveNode(HUNTER, 1, Ground.Kind, nodeOf(t, 0, 9, node));
        assertStatus(1, SeatStatus.Convicted);
    }

    /// @dev Words too many, a foreign tag and plain rubbish are no nodes either.
    function test_proveKind_convictsOtherBytes() public {
        bytes[3] memory rubbish = [bytes("rubbish"), abi.encode(uint8(7), 1, 2, 3), abi.encode(uint8(1), 1, 2, 3, 4)];
        for (uint256 i = 0; i < 3; ++i) {
            Transcript memory t = transcriptOf(1);
            t.put(0, 9, keccak256(rubbish[i]), t.sums[0][9]);
            reveal(1, t);
            setFraudOnly();
            proveNode(HUNTER, 1, Ground.Kind, nodeOf(t, 0, 9, rubbish[i]));
            assertStatus(1, SeatStatus.Convicted);
        }
    }

    function test_proveKind_revertsWithNoFaultOnHonestNodes() public {
        Transcript memory t = transcriptOf(1);
        expectNode(HUNTER, 1, Ground.Kind, itemOf(t, 23), noFault());
        expectNode(HUNTER, 1, Ground.Kind, innerOf(t, 1, 0), noFault());
    }

    function test_provePadding_convictsWhatStandsBeyondTheItems() public {
        Transcript memory t = transcriptOf(1);
        t.put(0, 24, "more", 1);
        reveal(1, t);
        proveNode(HUNTER, 1, Ground.Padding, nodeOf(t, 0, 24, ""));
        assertStatus(1, SeatStatus.Convicted);
    }

    function test_provePadding_convictsALaneInThePadding() public {
        Transcript memory t = transcriptOf(1);
        t.put(0, 31, 0, 1);
        reveal(1, t);
        proveNode(HUNTER, 1, Ground.Padding, nodeOf(t, 0, 31, ""));
        assertStatus(1, SeatStatus.Convicted);
    }

    function test_provePadding_convictsAPaddedSubtreeOfAnotherShape() public {
        Transcript memory t = transcriptOf(1);
        t.put(3, 3, 0, 0);
        reveal(1, t);
        proveNode(HUNTER, 1, Ground.Padding, nodeOf(t, 3, 3, ""));
        assertStatus(1, SeatStatus.Convicted);
    }

    function test_provePadding_convictsAnEmptyLeafInside() public {
        Transcript memory t = transcriptOf(1);
        t.put(0, 23, 0, 0);
        reveal(1, t);
        proveNode(HUNTER, 1, Ground.Padding, nodeOf(t, 0, 23, ""));
        assertStatus(1, SeatStatus.Convicted);
    }

    function test_provePadding_revertsWithNoFaultOnHonestPlaces() public {
        Transcript memory t = transcriptOf(1);
        expectNode(HUNTER, 1, Ground.Padding, nodeOf(t, 0, 24, ""), noFault());
        expectNode(HUNTER, 1, Ground.Padding, nodeOf(t, 3, 3, ""), noFault());
        expectNode(HUNTER, 1, Ground.Padding, nodeOf(t, 3, 2, ""), noFault());
        expectNode(HUNTER, 1, Ground.Padding, nodeOf(t, 0, 0, ""), noFault());
    }

    function test_proveItem_convictsAForeignSlot() public {
        Transcript memory t = transcriptOf(1);
        bytes memory node = t.itemBytes(4);
        t.put(0, 5, keccak256(node), t.sums[0][4]);
        reveal(1, t);
        proveNode(HUNTER, 1, Ground.Item, nodeOf(t, 0, 5, node));
        assertStatus(1, SeatStatus.Convicted);
    }

    function test_proveItem_convictsLanesThatTheBitsDoNotGive() public {
        Transcript memory t = transcriptOf(1);
        bytes memory node = t.itemBytes(5);
        t.put(0, 5, t.hashes[0][5], t.sums[0][5] ^ 1);
        reveal(1, t);
        proveNode(HUNTER, 1, Ground.Item, nodeOf(t, 0, 5, node));
        assertStatus(1, SeatStatus.Convicted);
    }

    function test_proveItem_convictsBitsThatDoNotFitTheirField() public {
        Transcript memory t = transcriptOf(1);
        bytes memory node = abi.encode(uint8(1), uint256(5), uint256(1) << 64, bytes32("trials"));
        t.put(0, 5, keccak256(node), TranscriptTree.lanesOf(0, MASK));
        reveal(1, t);
        proveNode(HUNTER, 1, Ground.Item, nodeOf(t, 0, 5, node));
        assertStatus(1, SeatStatus.Convicted);
    }

    function test_proveItem_revertsWithNoFaultOnAnHonestItem() public {
        expectNode(HUNTER, 1, Ground.Item, itemOf(transcriptOf(1), 17), noFault());
    }

    function test_proveItem_revertsOnAnInnerNode() public {
        NodeProof memory proof = innerOf(transcriptOf(1), 2, 0);
        expectNode(HUNTER, 1, Ground.Item, proof, abi.encodeWithSelector(IFraudProofs.NotItem.selector, 192));
    }

    function test_prove_revertsWithBadPreimage() public {
        Transcript memory t = transcriptOf(1);
        NodeProof memory proof = itemOf(t, 3);
        proof.preimage = t.itemBytes(4);
        bytes memory err = abi.encodeWithSelector(IFraudProofs.BadPreimage.selector, keccak256(proof.preimage), proof.hash);
        expectNode(HUNTER, 1, Ground.Item, proof, err);
    }

    /// @dev A path of another length, or an index above the tree's width, would show an honest node at a false place.
    function test_prove_revertsAtAPlaceOutsideTheTree() public {
        NodeProof memory proof = itemOf(transcriptOf(1), 3);
        proof.index += 32;
        expectNode(HUNTER, 1, Ground.Item, proof, abi.encodeWithSelector(TranscriptPath.IndexOutside.selector, 35, 32));
        proof.index -= 32;
        proof.height = 1;
        expectNode(HUNTER, 1, Ground.Kind, proof, abi.encodeWithSelector(TranscriptPath.PathLength.selector, 5, 4));
        proof.height = 6;
        expectNode(HUNTER, 1, Ground.Kind, proof, abi.encodeWithSelector(TranscriptPath.PathLength.selector, 5, 0));
        proof.height = 0;
        proof.siblings = new SumNode[](4);
        expectNode(HUNTER, 1, Ground.Kind, proof, abi.encodeWithSelector(TranscriptPath.PathLength.selector, 4, 5));
    }

    function test_prove_revertsWithNotOfThisSeat() public {
        NodeProof memory proof = itemOf(transcriptOf(2), 3);
        bytes memory err = abi.encodeWithSelector(IFraudProofs.NotOfThisSeat.selector, transcriptOf(2).result(), transcriptOf(1).result());
        expectNode(HUNTER, 1, Ground.Item, proof, err);
    }

    function test_prove_revertsWithSeatNotRevealed() public {
        NodeProof memory proof = wrongSum();
        SeatView memory seat = court.seatView(ROUND, 1);
        seat.status = SeatStatus.Committed;
        court.setSeat(1, seat);
        expectNode(HUNTER, 1, Ground.Sum, proof, abi.encodeWithSelector(IFraudProofs.SeatNotRevealed.selector, 1));
    }

    /// @dev A fresh judge before the same court: a seat has one bounty.
    function setFraudOnly() private {
        fraud = FraudProofs(deploy("judging/FraudProofs", abi.encode(token, court, params, registries)));
        court.setJudge(address(fraud));
    }
}
