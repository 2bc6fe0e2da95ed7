// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accusation, BitProof, Ground, IFraudProofs} from "../../../contracts/interfaces/IFraudProofs.sol";
import {SeatStatus} from "../../../contracts/interfaces/IRoundCourt.sol";
import {ExamLeaf} from "../../../contracts/libraries/ExamLeaf.sol";
import {GradedForm} from "../../../contracts/libraries/GradedForm.sol";
import {TranscriptPath} from "../../../contracts/libraries/TranscriptPath.sol";
import {Exams} from "./Exams.sol";
import {FraudStage} from "./FraudStage.sol";
import {Transcript, Transcripts} from "./Transcripts.sol";

/// @notice Ground Bit: grades against answers and the sealed exam.
contract FraudBitTest is FraudStage {
    using Transcripts for Transcript;

    uint8 private constant POSITION = 7;

    function setUp() public {
        setFraud();
    }

    function test_proveBit_convictsAPassThatTheAnswerDenies() public {
        convictsFlipped(1, 6, POSITION, 0);
    }

    function test_proveBit_convictsAFailureThatTheAnswerDenies() public {
        convictsFlipped(1, 5, POSITION, 0);
    }

    function test_proveBit_convictsUnderEveryProvableGrader() public {
        for (uint8 grader = 0; grader <= 2; ++grader) {
            setFraud();
            convictsFlipped(1, 11, 0, grader);
        }
    }

    /// @dev Any slot, any position of the mask, any grader: one flipped grade is enough.
    function test_fuzz_proveBit_convictsAnyFlippedGrade(uint256 salt, uint8 slot, uint8 position, uint8 grader) public {
        slot = uint8(bound(slot, 0, ITEMS - 1));
        position = uint8(bound(position, 0, 43));
        while ((MASK >> position) & 1 == 0) position = (position + 1) % 44;
        convictsFlipped(salt, slot, position, uint8(bound(grader, 0, 2)));
    }

    function test_proveBit_revertsWithNoFaultOnAnHonestGrade() public {
        Transcript memory t = transcriptOf(1);
        for (uint16 slot = 0; slot < 4; ++slot) expectBit(bitOf(t, examOf(0), slot, POSITION), noFault());
    }

    function test_proveBit_revertsOutsideTheMask() public {
        BitProof memory proof = flipped(1, 6, POSITION, 0);
        proof.position = 12;
        expectBit(proof, abi.encodeWithSelector(TranscriptPath.TrialNotRun.selector, 12, MASK));
        proof.position = 200;
        expectBit(proof, abi.encodeWithSelector(TranscriptPath.TrialNotRun.selector, 200, MASK));
    }

    function test_proveBit_revertsAtASlotThatIsPadding() public {
        BitProof memory proof = flipped(1, 6, POSITION, 0);
        proof.slot = ITEMS;
        expectBit(proof, abi.encodeWithSelector(TranscriptPath.IndexOutside.selector, ITEMS, ITEMS));
    }

    function test_proveBit_revertsOnATrialPathOfAnotherLength() public {
        BitProof memory proof = flipped(1, 6, POSITION, 0);
        proof.path.trialSiblings = new bytes32[](3);
        expectBit(proof, abi.encodeWithSelector(TranscriptPath.PathLength.selector, 3, 4));
    }

    /// @dev The item of another slot expects another label, and must not be held against this one.
    function test_proveBit_revertsWithAnotherSlotsItem() public {
        BitProof memory proof = bitOf(transcriptOf(1), examOf(0), 6, POSITION);
        proof.item = bitOf(transcriptOf(1), examOf(0), 7, POSITION).item;
        expectBit(proof, abi.encodeWithSelector(ExamLeaf.BadItemProof.selector, 6));
    }

    function test_proveBit_revertsWithAnotherLabel() public {
        BitProof memory proof = bitOf(transcriptOf(1), examOf(0), 6, POSITION);
        proof.item.label = "other";
        expectBit(proof, abi.encodeWithSelector(ExamLeaf.BadItemProof.selector, 6));
    }

    function test_proveBit_revertsWithAnotherGrader() public {
        BitProof memory proof = bitOf(transcriptOf(1), examOf(0), 6, POSITION);
        proof.item.graderId = 1;
        expectBit(proof, abi.encodeWithSelector(ExamLeaf.BadItemProof.selector, 6));
    }

    /// @dev Batch 2 was drawn; the leaf of batch 1 is in the same root and still no proof.
    function test_proveBit_revertsWithAnotherBatch() public {
        BitProof memory proof = flipped(1, 6, POSITION, 0);
        proof.batch.itemsRoot = keccak256("other items");
        expectBit(proof, abi.encodeWithSelector(ExamLeaf.BadBatchProof.selector));
    }

    function test_proveBit_revertsForAGraderThatNeedsAJury() public {
        registries.setRoots("contributors", holdoutOf(3));
        BitProof memory proof = flipped(1, 6, POSITION, 3);
        expectBit(proof, abi.encodeWithSelector(GradedForm.GraderNotProvable.selector, 3));
    }

    function test_proveBit_revertsWithNotOfThisSeat() public {
        BitProof memory proof = bitOf(transcriptOf(2), examOf(0), 6, POSITION);
        bytes memory err = abi.encodeWithSelector(IFraudProofs.NotOfThisSeat.selector, transcriptOf(2).result(), transcriptOf(1).result());
        expectBit(proof, err);
    }

    function convictsFlipped(uint256 salt, uint16 slot, uint8 position, uint8 grader) private {
        registries.setRoots("contributors", holdoutOf(grader));
        BitProof memory proof = flipped(salt, slot, position, grader);
        Accusation memory accusation = announceAs(HUNTER, 1, Ground.Bit, hashOf(abi.encode(none, proof)));
        passBlocks(1);
        vm.prank(HUNTER);
        fraud.proveBit(accusation, proof);
        assertStatus(1, SeatStatus.Convicted);
    }

    /// @dev Seat 1 states the opposite grade of what its own answer at (slot, position) earned.
    function flipped(uint256 salt, uint16 slot, uint8 position, uint8 grader) private returns (BitProof memory) {
        uint64[] memory stated = bitsOf(salt);
        stated[slot] ^= uint64(1) << position;
        Transcript memory t = Transcripts.lying(stated, bitsOf(salt), MASK);
        reveal(1, t);
        return bitOf(t, examOf(grader), slot, position);
    }

    function expectBit(BitProof memory proof, bytes memory err) private {
        Accusation memory accusation = announceAs(HUNTER, 1, Ground.Bit, hashOf(abi.encode(none, proof)));
        passBlocks(1);
        vm.expectRevert(err);
        vm.prank(HUNTER);
        fraud.proveBit(accusation, proof);
    }

    function holdoutOf(uint8 grader) private pure returns (bytes32) {
        return Exams.holdoutRootOf(examOf(grader));
    }
}
