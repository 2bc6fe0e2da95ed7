// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase, RootNode} from "../../../contracts/interfaces/IAdmission.sol";
import {SeatStatus} from "../../../contracts/interfaces/IRoundCourt.sol";
import {Lanes} from "../../../contracts/libraries/Lanes.sol";
import {RoundStage} from "../base/RoundStage.sol";

contract SeatWorkTest is RoundStage {
    uint256 private modelId;
    uint256 private lanes;

    function setUp() public {
        modelId = setStage();
        lanes = flatLanes(31);
    }

    function committed() private returns (uint256 roundId) {
        return committedAll(modelId, [uint16(31), 31, 31]);
    }

    function test_commit_storesTheCommitment() public {
        uint256 roundId = keyed(modelId);
        address evaluator = evaluatorOf(roundId, 1);
        bytes32 commitment = commitmentOf(roundId, 1, evaluator, lanes);
        // Nobody knows yet that the reserves' window will not be needed.
        vm.expectEmit();
        emit IAdmission.Committed(roundId, 1, evaluator, commitment, uint64(clock + 2 * COMMITS + REVEALS));
        commitSeat(roundId, 1, lanes);
        assertEq(seatAt(roundId, 1).result, commitment, "stored");
        assertTrue(seatAt(roundId, 1).status == SeatStatus.Committed, "status");
        assertTrue(seatAt(roundId, 0).status == SeatStatus.Drawn && seatAt(roundId, 0).result == 0, "others not");
    }

    function test_commit_reverts() public {
        uint256 roundId = drawn(modelId);
        address evaluator = evaluatorOf(roundId, 0);
        vm.prank(evaluator);
        expectPhase(Phase.Drawn, Phase.Commit);
        admission.commit(roundId, 0, "c");
        postKeys(roundId);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotSeat.selector, STRANGER, 0));
        admission.commit(roundId, 0, "c");
        vm.startPrank(evaluator);
        vm.expectRevert(IAdmission.EmptyCommitment.selector);
        admission.commit(roundId, 0, 0);
        admission.commit(roundId, 0, "c");
        vm.expectRevert(abi.encodeWithSelector(IAdmission.AlreadyCommitted.selector, 0));
        admission.commit(roundId, 0, "d");
    }

    function test_fuzz_commit_onlySeatsOfTheRound(uint8 seat) public {
        seat = uint8(bound(seat, ALL, 255));
        uint256 roundId = keyed(modelId);
        passSeconds(COMMITS);
        address evaluator = evaluatorOf(roundId, 0);
        vm.prank(evaluator);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotSeat.selector, evaluator, seat));
        admission.commit(roundId, seat, "c");
    }

    function test_phases_endEarlyOnceEverySeatActed() public {
        uint256 roundId = keyed(modelId);
        commitSeat(roundId, 0, lanes);
        commitSeat(roundId, 1, lanes);
        assertPhase(roundId, Phase.Commit, "one seat missing");
        assertEq(admission.revealsClosedAt(roundId), 0, "commits are open");
        passSeconds(3);
        address last = evaluatorOf(roundId, 2);
        bytes32 commitment = commitmentOf(roundId, 2, last, lanes);
        vm.expectEmit();
        emit IAdmission.Committed(roundId, 2, last, commitment, uint64(clock + REVEALS));
        commitSeat(roundId, 2, lanes);
        assertPhase(roundId, Phase.Reveal, "reveal at once");
        assertEq(admission.phaseEndOf(roundId), clock + REVEALS, "reveal window");
        assertEq(admission.revealsClosedAt(roundId), clock + REVEALS, "last reveal can come");
        passSeconds(2);
        for (uint8 seat = 0; seat < SEATS; ++seat) revealSeat(roundId, seat, lanes);
        assertPhase(roundId, Phase.Audit, "audits at once");
        assertEq(admission.revealsClosedAt(roundId), clock, "last reveal came");
        assertEq(admission.phaseEndOf(roundId), clock + AUDIT, "audit window");
        passSeconds(AUDIT - 1);
        assertPhase(roundId, Phase.Audit, "last second");
        passSeconds(1);
        assertPhase(roundId, Phase.Finalizable, "audits over");
        assertEq(admission.phaseEndOf(roundId), 0, "nothing ends by itself");
    }

    function test_reveal_storesTheResultHash() public {
        uint256 roundId = committed();
        vm.expectEmit();
        emit IAdmission.Revealed(roundId, 0, evaluatorOf(roundId, 0), rootOf(0, lanes), lanes, "bafytranscript", "bafyreport");
        revealSeat(roundId, 0, lanes);
        assertEq(seatAt(roundId, 0).result, keccak256(abi.encode(rootOf(0, lanes), lanes)), "result");
        assertTrue(seatAt(roundId, 0).status == SeatStatus.Revealed && admission.isHearing(roundId), "heard");
        assertEq(admission.caseFile(roundId).reveals, 1, "reveals");
    }

    function test_reveal_notTwiceAndNotLate() public {
        uint256 roundId = committed();
        revealSeat(roundId, 0, lanes);
        RootNode memory node = nodeOf(0, lanes);
        vm.prank(evaluatorOf(roundId, 0));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.AlreadyRevealed.selector, 0));
        admission.reveal(roundId, 0, node, SALT, "bafytranscript", "bafyreport");
        passSeconds(REVEALS);
        vm.prank(evaluatorOf(roundId, 1));
        expectPhase(Phase.Audit, Phase.Reveal);
        admission.reveal(roundId, 1, node, SALT, "bafytranscript", "bafyreport");
    }

    function test_reveal_notWhileCommitsAreOpen() public {
        uint256 roundId = keyed(modelId);
        commitSeat(roundId, 0, lanes);
        RootNode memory node = nodeOf(0, lanes);
        vm.prank(evaluatorOf(roundId, 0));
        expectPhase(Phase.Commit, Phase.Reveal);
        admission.reveal(roundId, 0, node, SALT, "bafytranscript", "bafyreport");
    }

    function test_reveal_revertsWithNoCommitment() public {
        uint256 roundId = keyed(modelId);
        commitSeat(roundId, 0, lanes);
        passSeconds(2 * COMMITS);
        RootNode memory node = nodeOf(1, lanes);
        vm.prank(evaluatorOf(roundId, 1));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NoCommitment.selector, 1));
        admission.reveal(roundId, 1, node, SALT, "bafytranscript", "bafyreport");
    }

    function test_reveal_onlyByWhomTheCommitmentNames() public {
        uint256 roundId = committed();
        RootNode memory node = nodeOf(0, lanes);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.BadReveal.selector, 0));
        admission.reveal(roundId, 0, node, SALT, "bafytranscript", "bafyreport");
    }

    function test_reveal_revertsWithEmptyCid() public {
        uint256 roundId = committed();
        RootNode memory node = nodeOf(0, lanes);
        vm.startPrank(evaluatorOf(roundId, 0));
        vm.expectRevert(IAdmission.EmptyCid.selector);
        admission.reveal(roundId, 0, node, SALT, "", "bafyreport");
        vm.expectRevert(IAdmission.EmptyCid.selector);
        admission.reveal(roundId, 0, node, SALT, "bafytranscript", "");
    }

    function test_fuzz_reveal_revertsWithBadLevel(uint8 level) public {
        vm.assume(level != 5);
        uint256 roundId = committed();
        RootNode memory node = nodeOf(0, lanes);
        node.level = level;
        vm.prank(evaluatorOf(roundId, 0));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.BadLevel.selector, level, 5));
        admission.reveal(roundId, 0, node, SALT, "bafytranscript", "bafyreport");
    }

    function test_fuzz_reveal_opensOnlyWhatWasCommitted(bytes32 left, bytes32 right, uint8 moved, bytes32 salt) public {
        RootNode memory node = nodeOf(0, lanes);
        // The same sums, split elsewhere: another root.
        node.lanesLeft += moved % 8;
        node.lanesRight -= moved % 8;
        (node.left, node.right) = (left, right);
        uint256 roundId = committed();
        vm.prank(evaluatorOf(roundId, 0));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.BadReveal.selector, 0));
        admission.reveal(roundId, 0, node, salt, "bafytranscript", "bafyreport");
    }

    function revealBad(uint256 bad, uint8 lane, uint16 value, uint16 limit) private {
        uint256 roundId = keyed(modelId);
        for (uint8 seat = 0; seat < SEATS; ++seat) commitSeat(roundId, seat, bad);
        RootNode memory node = nodeOf(0, bad);
        vm.prank(evaluatorOf(roundId, 0));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.BadLane.selector, lane, value, limit));
        admission.reveal(roundId, 0, node, SALT, "bafytranscript", "bafyreport");
    }

    function test_reveal_revertsWithBadLane_aboveItems() public {
        revealBad(Lanes.set(lanes, 8, 33), 8, 33, 32);
    }

    function test_reveal_revertsWithBadLane_repeatRises() public {
        revealBad(Lanes.set(lanes, 3, 32), 3, 32, 31);
    }

    /// @dev The word behind a lane's carry: 0x8000 + 0x8000 leaves 0 in its lane and 1 more in the next.
    function test_attack_splitLanesCarry() public {
        uint256 roundId = keyed(modelId);
        RootNode memory node = nodeOf(0, lanes);
        node.lanesLeft = Lanes.set(node.lanesLeft, 6, 0x8000);
        node.lanesRight = Lanes.set(node.lanesRight, 6, 0x8000);
        for (uint8 seat = 0; seat < SEATS; ++seat) commitSeat(roundId, seat, lanes);
        vm.prank(evaluatorOf(roundId, 0));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.BadLane.selector, 6, 0x10000, 32));
        admission.reveal(roundId, 0, node, SALT, "bafytranscript", "bafyreport");
    }
}
