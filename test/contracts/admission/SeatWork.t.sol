// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase} from "../../../contracts/interfaces/IAdmission.sol";
import {Lanes} from "../../../contracts/libraries/Lanes.sol";
import {RoundStage} from "../base/RoundStage.sol";

contract SeatWorkTest is RoundStage {
    uint256 private modelId;
    uint256 private lanes = flatLanes(31);

    function setUp() public {
        modelId = setStage();
    }

    function expectPhase(Phase actual, Phase expected) private {
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrongPhase.selector, actual, expected));
    }

    function committedAll() private returns (uint256 roundId) {
        roundId = keyed(modelId);
        for (uint8 seat = 0; seat < 3; ++seat) commitSeat(roundId, seat, lanes);
    }

    function test_commit_storesAndTellsTheDeadline() public {
        uint256 roundId = keyed(modelId);
        address evaluator = evaluatorOf(roundId, 1);
        vm.expectEmit();
        emit IAdmission.Committed(roundId, 1, evaluator, "c", uint64(clock) + 30 + 20);
        vm.prank(evaluator);
        admission.commit(roundId, 1, "c");
        (, bytes32 stored, bool revealed) = admission.seatOf(roundId, 1);
        assertTrue(stored == "c" && !revealed, "stored");
    }

    function test_commit_reverts() public {
        uint256 roundId = keyed(modelId);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotSeat.selector, STRANGER, 0));
        admission.commit(roundId, 0, "c");
        address evaluator = evaluatorOf(roundId, 0);
        vm.startPrank(evaluator);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotSeat.selector, evaluator, 3));
        admission.commit(roundId, 3, "c");
        vm.expectRevert(IAdmission.EmptyCommitment.selector);
        admission.commit(roundId, 0, 0);
        admission.commit(roundId, 0, "c");
        vm.expectRevert(abi.encodeWithSelector(IAdmission.AlreadyCommitted.selector, 0));
        admission.commit(roundId, 0, "d");
    }

    function test_commit_notBeforeKeysAndNotLate() public {
        uint256 roundId = drawn(modelId);
        address evaluator = evaluatorOf(roundId, 0);
        vm.prank(evaluator);
        expectPhase(Phase.Drawn, Phase.Commit);
        admission.commit(roundId, 0, "c");
        vm.prank(CUSTODIAN);
        admission.postKeys(roundId, new bytes[](3));
        passSeconds(30);
        commitSeat(roundId, 0, lanes);
        passSeconds(1);
        evaluator = evaluatorOf(roundId, 1);
        vm.prank(evaluator);
        expectPhase(Phase.Reveal, Phase.Commit);
        admission.commit(roundId, 1, "c");
    }

    function test_phases_endEarlyOnceEverySeatActed() public {
        uint256 roundId = keyed(modelId);
        commitSeat(roundId, 0, lanes);
        commitSeat(roundId, 1, lanes);
        assertTrue(admission.phaseOf(roundId) == Phase.Commit, "one seat missing");
        address last = evaluatorOf(roundId, 2);
        passSeconds(3);
        vm.expectEmit();
        emit IAdmission.Committed(roundId, 2, last, commitmentOf(roundId, 2, last, lanes), uint64(clock) + 20);
        commitSeat(roundId, 2, lanes);
        assertTrue(admission.phaseOf(roundId) == Phase.Reveal, "reveal at once");
        for (uint8 seat = 0; seat < 3; ++seat) revealSeat(roundId, seat, lanes);
        assertTrue(admission.phaseOf(roundId) == Phase.Finalizable, "all revealed");
    }

    function test_reveal_storesTheResultHash() public {
        uint256 roundId = committedAll();
        vm.expectEmit();
        emit IAdmission.Revealed(roundId, 0, evaluatorOf(roundId, 0), rootOf(0), lanes, "bafytranscript", "bafyreport");
        revealSeat(roundId, 0, lanes);
        (, bytes32 stored, bool revealed) = admission.seatOf(roundId, 0);
        assertTrue(revealed && stored == keccak256(abi.encode(rootOf(0), lanes)), "result");
    }

    function test_reveal_notTwiceAndNotLate() public {
        uint256 roundId = committedAll();
        revealSeat(roundId, 0, lanes);
        vm.prank(evaluatorOf(roundId, 0));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.AlreadyRevealed.selector, 0));
        admission.reveal(roundId, 0, rootOf(0), lanes, SALT, "bafytranscript", "bafyreport");
        passSeconds(21);
        vm.prank(evaluatorOf(roundId, 1));
        expectPhase(Phase.Finalizable, Phase.Reveal);
        admission.reveal(roundId, 1, rootOf(1), lanes, SALT, "bafytranscript", "bafyreport");
    }

    function test_reveal_notWhileCommitsAreOpen() public {
        uint256 roundId = keyed(modelId);
        commitSeat(roundId, 0, lanes);
        vm.prank(evaluatorOf(roundId, 0));
        expectPhase(Phase.Commit, Phase.Reveal);
        admission.reveal(roundId, 0, rootOf(0), lanes, SALT, "bafytranscript", "bafyreport");
    }

    function test_reveal_revertsWithNoCommitment() public {
        uint256 roundId = keyed(modelId);
        commitSeat(roundId, 0, lanes);
        passSeconds(31);
        vm.prank(evaluatorOf(roundId, 1));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NoCommitment.selector, 1));
        admission.reveal(roundId, 1, rootOf(1), lanes, SALT, "bafytranscript", "bafyreport");
    }

    function test_reveal_revertsWithNotSeat() public {
        uint256 roundId = committedAll();
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotSeat.selector, STRANGER, 0));
        admission.reveal(roundId, 0, rootOf(0), lanes, SALT, "bafytranscript", "bafyreport");
    }

    function test_reveal_revertsWithEmptyCid() public {
        uint256 roundId = committedAll();
        vm.startPrank(evaluatorOf(roundId, 0));
        vm.expectRevert(IAdmission.EmptyCid.selector);
        admission.reveal(roundId, 0, rootOf(0), lanes, SALT, "", "bafyreport");
        vm.expectRevert(IAdmission.EmptyCid.selector);
        admission.reveal(roundId, 0, rootOf(0), lanes, SALT, "bafytranscript", "");
    }

    function test_fuzz_reveal_opensOnlyWhatWasCommitted(bytes32 root, uint256 otherLanes, bytes32 salt) public {
        vm.assume(root != rootOf(0) || otherLanes != lanes || salt != SALT);
        uint256 roundId = committedAll();
        vm.prank(evaluatorOf(roundId, 0));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.BadReveal.selector, 0));
        admission.reveal(roundId, 0, root, otherLanes, salt, "bafytranscript", "bafyreport");
    }

    /// @dev A copier commits seat 0's word on seat 1 and learns its content at the reveal: it still cannot open it, also
    /// when both seats belong to the same evaluator.
    function test_reveal_aCopiedCommitmentCannotBeOpened() public {
        uint256 roundId = keyed(modelId);
        bytes32 copied = commitmentOf(roundId, 0, evaluatorOf(roundId, 0), lanes);
        for (uint8 seat = 0; seat < 3; ++seat) {
            vm.prank(evaluatorOf(roundId, seat));
            admission.commit(roundId, seat, copied);
        }
        revealSeat(roundId, 0, lanes);
        vm.prank(evaluatorOf(roundId, 1));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.BadReveal.selector, 1));
        admission.reveal(roundId, 1, rootOf(0), lanes, SALT, "bafytranscript", "bafyreport");
    }

    function revealBad(uint256 bad, uint8 lane, uint16 value, uint16 limit) private {
        uint256 roundId = keyed(modelId);
        for (uint8 seat = 0; seat < 3; ++seat) commitSeat(roundId, seat, bad);
        vm.prank(evaluatorOf(roundId, 0));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.BadLane.selector, lane, value, limit));
        admission.reveal(roundId, 0, rootOf(0), bad, SALT, "bafytranscript", "bafyreport");
    }

    function test_reveal_revertsWithBadLane_aboveItems() public {
        revealBad(Lanes.set(lanes, 8, 33), 8, 33, 32);
    }

    function test_reveal_revertsWithBadLane_repeatRises() public {
        revealBad(Lanes.set(lanes, 3, 32), 3, 32, 31);
    }
}
