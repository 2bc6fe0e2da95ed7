// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CaseState, IJury} from "../../../contracts/interfaces/IJury.sol";
import {JuryStage} from "./JuryStage.sol";

/// @notice Opening, drawing and voting. The test is the client.
contract JuryTest is JuryStage {
    uint256 private constant PAY = 10e18;

    function setUp() public {
        setJury();
        connect(address(this));
        token.approve(address(jury), type(uint256).max);
    }

    function test_connectClients_onlyOnceAndOnlyByTheDeployer() public {
        address[] memory clients = new address[](1);
        vm.expectRevert(abi.encodeWithSelector(IJury.NotDeployer.selector, THIEF));
        vm.prank(THIEF);
        jury.connectClients(clients);
        vm.expectRevert(abi.encodeWithSelector(IJury.AlreadyConnected.selector));
        jury.connectClients(clients);
        assertTrue(jury.isClient(address(this)), "client");
    }

    function test_open_storesAndPullsThePay() public {
        vm.expectEmit(address(jury));
        emit IJury.CaseOpened(1, address(this), "subject", 5, PAY, "bafyevidence");
        uint256 caseId = opened(5);
        assertEq(token.balanceOf(address(jury)), PAY, "pay");
        assertState(caseId, CaseState.Waiting);
    }

    function test_open_revertsForStrangersAndBadCounts() public {
        address[] memory none = new address[](0);
        vm.expectRevert(abi.encodeWithSelector(IJury.NotClient.selector, THIEF));
        vm.prank(THIEF);
        jury.open("subject", 5, none, 0, "");
        uint8[4] memory counts = [uint8(1), 4, 17, 0];
        for (uint256 i = 0; i < 4; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IJury.JurorCount.selector, counts[i]));
            jury.open("subject", counts[i], none, 0, "");
        }
        vm.expectRevert(abi.encodeWithSelector(IJury.TooManyExcluded.selector, 9, 8));
        jury.open("subject", 5, new address[](9), 0, "");
    }

    function test_draw_locksUnitsOfOthersThanTheExcluded() public {
        address[] memory excluded = new address[](3);
        (excluded[0], excluded[1], excluded[2]) = (stakerAt(2), address(0x9999), stakerAt(5));
        uint256 caseId = jury.open("subject", 13, excluded, 0, "");
        drawnCase(caseId);
        address[] memory jurors = jury.jurorsOf(caseId);
        assertEq(jurors.length, 13, "jurors");
        for (uint256 i = 0; i < jurors.length; ++i) {
            assertTrue(jurors[i] != stakerAt(2) && jurors[i] != stakerAt(5), "excluded");
        }
        assertState(caseId, CaseState.Voting);
    }

    function test_draw_emits() public {
        uint256 caseId = opened(3);
        randomness.next();
        bytes32 seed = keccak256(abi.encode(randomness.seedOf(6), address(jury), caseId));
        address[] memory jurors = new address[](3);
        for (uint256 i = 0; i < 3; ++i) jurors[i] = stakerAt(uint8((uint256(seed) + i) % STAKERS));
        vm.expectEmit(address(jury));
        emit IJury.JurorsDrawn(caseId, seed, jurors, uint64(clock + JURY_WINDOW));
        jury.draw(caseId);
    }

    function test_draw_revertsBeforeALaterEpochHasItsSeed() public {
        uint256 caseId = opened(3);
        vm.expectRevert(abi.encodeWithSelector(IJury.SeedNotReady.selector, 5, 5));
        jury.draw(caseId);
        randomness.next();
        randomness.hide(true);
        vm.expectRevert(abi.encodeWithSelector(IJury.SeedNotReady.selector, 6, 5));
        jury.draw(caseId);
    }

    /// @dev An old seed is known to whoever moves stake after it; only the running epoch's is taken.
    function test_draw_takesTheRunningEpochsSeed() public {
        uint256 caseId = opened(3);
        randomness.next();
        randomness.next();
        jury.draw(caseId);
        bytes32 seed = keccak256(abi.encode(randomness.seedOf(7), address(jury), caseId));
        assertEq(jurorAt(caseId, 0), stakerAt(uint8(uint256(seed) % STAKERS)), "juror 0");
    }

    function test_draw_revertsTwiceAndForNoCase() public {
        uint256 caseId = opened(3);
        drawnCase(caseId);
        vm.expectRevert(abi.encodeWithSelector(IJury.WrongState.selector, CaseState.Voting, CaseState.Waiting));
        jury.draw(caseId);
        vm.expectRevert(abi.encodeWithSelector(IJury.WrongState.selector, CaseState.None, CaseState.Waiting));
        jury.draw(99);
    }

    /// @dev 18 units, 7 taken by another case: 11 of the wanted 15 are left.
    function test_draw_takesTheLargestOddNumberToBeHad() public {
        uint256 first = opened(7);
        uint256 second = opened(15);
        randomness.next();
        jury.draw(first);
        jury.draw(second);
        assertEq(jury.jurorsOf(second).length, 11, "odd and available");
    }

    function test_draw_hangsWhereFewerThanThreeCanBeDrawn() public {
        uint256 first = opened(15);
        uint256 second = opened(3);
        uint256 third = opened(5);
        randomness.next();
        jury.draw(first);
        jury.draw(second);
        uint256 before = token.balanceOf(address(this));
        vm.expectEmit(address(jury));
        emit IJury.CaseClosed(third, CaseState.Hung, bytes32(0), 0);
        jury.draw(third);
        assertState(third, CaseState.Hung);
        assertEq(token.balanceOf(address(this)) - before, PAY, "pay returned");
        assertEq(jury.jurorsOf(third).length, 0, "nobody");
    }

    /// @dev A caller that gives the draw too little gas must not hang the case: running dry is no refusal.
    function test_attack_drawWithTooLittleGasHangsNothing() public {
        uint256 caseId = opened(3);
        randomness.next();
        stake.setBurning(true);
        (bool ok, bytes memory reason) = address(jury).call{gas: 2_000_000}(abi.encodeCall(jury.draw, (caseId)));
        assertTrue(!ok, "the draw was taken for a refusal");
        bytes memory expected = abi.encodeWithSelector(IJury.DrawFailed.selector, bytes(""));
        assertEq(keccak256(reason), keccak256(expected), "for want of gas");
        assertState(caseId, CaseState.Waiting);
    }

    function test_commitVote_reverts() public {
        uint256 caseId = opened(3);
        vm.expectRevert(abi.encodeWithSelector(IJury.WrongState.selector, CaseState.Waiting, CaseState.Voting));
        jury.commitVote(caseId, 0, "vote");
        drawnCase(caseId);
        address juror = jurorAt(caseId, 0);
        vm.expectRevert(abi.encodeWithSelector(IJury.NotJuror.selector, THIEF, juror));
        vm.prank(THIEF);
        jury.commitVote(caseId, 0, "vote");
        vm.expectRevert(abi.encodeWithSelector(IJury.NotJuror.selector, juror, address(0)));
        vm.prank(juror);
        jury.commitVote(caseId, 3, "vote");
        vm.expectRevert(abi.encodeWithSelector(IJury.ZeroCommitment.selector));
        vm.prank(juror);
        jury.commitVote(caseId, 0, bytes32(0));
        vm.expectEmit(address(jury));
        emit IJury.VoteCommitted(caseId, 0, "vote");
        vm.prank(juror);
        jury.commitVote(caseId, 0, "vote");
        vm.expectRevert(abi.encodeWithSelector(IJury.AlreadyCommitted.selector, 0));
        vm.prank(juror);
        jury.commitVote(caseId, 0, "vote");
        passBlocks(JURY_WINDOW + 1);
        vm.expectRevert(abi.encodeWithSelector(IJury.WrongState.selector, CaseState.Revealing, CaseState.Voting));
        jury.commitVote(caseId, 1, "late");
    }

    function test_revealVote_reverts() public {
        uint256 caseId = opened(3);
        drawnCase(caseId);
        commitAs(caseId, 0, "a");
        commitAs(caseId, 1, "a");
        address juror = jurorAt(caseId, 0);
        vm.expectRevert(abi.encodeWithSelector(IJury.WrongState.selector, CaseState.Voting, CaseState.Revealing));
        vm.prank(juror);
        jury.revealVote(caseId, 0, "a", 3, SALT);
        passBlocks(JURY_WINDOW + 1);
        address silent = jurorAt(caseId, 2);
        vm.expectRevert(abi.encodeWithSelector(IJury.NoCommitment.selector, 2));
        vm.prank(silent);
        jury.revealVote(caseId, 2, "a", 3, SALT);
        vm.expectRevert(abi.encodeWithSelector(IJury.BadVote.selector, 0));
        vm.prank(juror);
        jury.revealVote(caseId, 0, "a", 4, SALT);
        vm.expectEmit(address(jury));
        emit IJury.VoteRevealed(caseId, 0, "a", 3);
        revealAs(caseId, 0, "a");
        vm.expectRevert(abi.encodeWithSelector(IJury.AlreadyRevealed.selector, 0));
        vm.prank(juror);
        jury.revealVote(caseId, 0, "a", 3, SALT);
    }

    function opened(uint8 jurors) private returns (uint256) {
        return jury.open("subject", jurors, new address[](0), PAY, "bafyevidence");
    }

    function assertState(uint256 caseId, CaseState expected) private view {
        (CaseState state,) = jury.verdictOf(caseId);
        assertEq(uint256(state), uint256(expected), "state");
    }
}
