// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICreditBook} from "../../../contracts/interfaces/ICreditBook.sol";
import {CaseState, IJury} from "../../../contracts/interfaces/IJury.sol";
import {JuryStage} from "./JuryStage.sol";

/// @notice Verdicts, pay and what silence costs.
contract JuryCloseTest is JuryStage {
    uint256 private constant PAY = 10e18;
    uint256 private caseId;

    function setUp() public {
        setJury();
        connect(address(this));
        token.approve(address(jury), type(uint256).max);
        caseId = jury.open("subject", 5, new address[](0), PAY, "bafyevidence");
        drawnCase(caseId);
    }

    function test_close_paysTheMajorityAndReleasesAll() public {
        bytes32[] memory answers = same("bad 3", 5);
        answers[4] = "clean";
        for (uint8 i = 0; i < 5; ++i) commitAs(caseId, i, answers[i]);
        for (uint8 i = 0; i < 5; ++i) revealAs(caseId, i, answers[i]);
        vm.expectEmit(address(jury));
        emit IJury.CaseClosed(caseId, CaseState.Decided, "bad 3", 4);
        jury.close(caseId);
        assertVerdict(CaseState.Decided, "bad 3");
        for (uint8 i = 0; i < 5; ++i) {
            assertEq(jury.creditOf(jurorAt(caseId, i)), i == 4 ? 0 : PAY / 4, "pay");
            assertEq(stake.locked(idAt(i)), 0, "released");
            assertEq(stake.slashed(idAt(i)) + stake.charged(idAt(i)), 0, "a minority loses nothing");
        }
    }

    function test_close_givesTheRemainderToTheCaller() public {
        bytes32[] memory answers = same("a", 5);
        (answers[3], answers[4]) = ("b", "c");
        for (uint8 i = 0; i < 5; ++i) commitAs(caseId, i, answers[i]);
        for (uint8 i = 0; i < 5; ++i) revealAs(caseId, i, answers[i]);
        vm.prank(HUNTER);
        jury.close(caseId);
        assertEq(jury.creditOf(HUNTER), 1, "10e18 over 3");
        assertEq(jury.creditOf(jurorAt(caseId, 0)), PAY / 3, "share");
    }

    function test_withdrawCredit_paysOnce() public {
        decide(caseId, same("a", 5));
        address juror = jurorAt(caseId, 0);
        vm.expectEmit(address(jury));
        emit ICreditBook.CreditWithdrawn(juror, PAY / 5);
        vm.prank(juror);
        jury.withdrawCredit();
        assertEq(token.balanceOf(juror), PAY / 5, "paid");
        vm.expectRevert(abi.encodeWithSelector(ICreditBook.NothingToWithdraw.selector, juror));
        vm.prank(juror);
        jury.withdrawCredit();
    }

    function test_close_hangsWithoutAMajority() public {
        bytes32[] memory answers = same("a", 5);
        (answers[2], answers[3], answers[4]) = ("b", "b", "c");
        uint256 before = token.balanceOf(address(this));
        decide(caseId, answers);
        assertVerdict(CaseState.Hung, 0);
        assertEq(token.balanceOf(address(this)) - before, PAY, "the pay goes back");
    }

    /// @dev Two of five revealed and agree: not half of the jurors.
    function test_close_hangsBelowHalfOfTheJurors() public {
        commitAs(caseId, 0, "a");
        commitAs(caseId, 1, "a");
        passBlocks(JURY_WINDOW + 1);
        revealAs(caseId, 0, "a");
        revealAs(caseId, 1, "a");
        jury.close(caseId);
        assertVerdict(CaseState.Hung, 0);
    }

    function test_close_decidesByThreeOfFive() public {
        for (uint8 i = 0; i < 3; ++i) commitAs(caseId, i, "a");
        passBlocks(JURY_WINDOW + 1);
        for (uint8 i = 0; i < 3; ++i) revealAs(caseId, i, "a");
        jury.close(caseId);
        assertVerdict(CaseState.Decided, "a");
        assertEq(stake.charged(idAt(4)), UNIT / 100, "no commit: a fee");
        assertEq(stake.slashed(idAt(4)), 0, "no slash");
        assertEq(stake.locked(idAt(4)), 0, "released");
    }

    function test_close_revertsWhileVotesMayCome() public {
        expectNotClosable(CaseState.Voting);
        for (uint8 i = 0; i < 5; ++i) commitAs(caseId, i, "a");
        expectNotClosable(CaseState.Revealing);
        for (uint8 i = 0; i < 4; ++i) revealAs(caseId, i, "a");
        expectNotClosable(CaseState.Revealing);
        passBlocks(JURY_WINDOW);
        expectNotClosable(CaseState.Revealing);
        passBlocks(1);
        jury.close(caseId);
        expectNotClosable(CaseState.Decided);
    }

    function test_close_endsASilentCaseAfterTheCommits() public {
        passBlocks(JURY_WINDOW + 1);
        jury.close(caseId);
        assertVerdict(CaseState.Hung, 0);
        for (uint8 i = 0; i < 5; ++i) assertEq(stake.locked(idAt(i)), 0, "released");
    }

    function test_close_endsACaseThatNobodyDraws() public {
        uint256 undrawn = jury.open("subject", 5, new address[](0), PAY, "bafyevidence");
        passBlocks(2 * JURY_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IJury.WrongState.selector, CaseState.Waiting, CaseState.Decided));
        jury.close(undrawn);
        passBlocks(1);
        jury.close(undrawn);
        (CaseState state,) = jury.verdictOf(undrawn);
        assertEq(uint256(state), uint256(CaseState.Hung), "hung");
    }

    function test_deadlinesOf_movesWithTheLastCommit() public {
        (uint64 commitDeadline, uint64 revealDeadline) = jury.deadlinesOf(caseId);
        assertEq(commitDeadline, clock + JURY_WINDOW, "commit");
        assertEq(revealDeadline, clock + 2 * JURY_WINDOW, "reveal");
        for (uint8 i = 0; i < 5; ++i) commitAs(caseId, i, "a");
        (, revealDeadline) = jury.deadlinesOf(caseId);
        assertEq(revealDeadline, clock + JURY_WINDOW, "early");
    }

    /// @dev A copied commitment opens for nobody but the juror who made it; the copier then stands as one who hides.
    function test_attack_jurorCopiesAVote() public {
        address honest = jurorAt(caseId, 0);
        bytes32 commitment = keccak256(abi.encode(block.chainid, address(jury), caseId, uint8(0), honest, bytes32("a"), uint256(3), SALT));
        vm.prank(honest);
        jury.commitVote(caseId, 0, commitment);
        address copier = jurorAt(caseId, 1);
        vm.prank(copier);
        jury.commitVote(caseId, 1, commitment);
        for (uint8 i = 2; i < 5; ++i) commitAs(caseId, i, "a");
        for (uint8 i = 2; i < 5; ++i) revealAs(caseId, i, "a");
        revealAs(caseId, 0, "a");
        vm.expectRevert(abi.encodeWithSelector(IJury.BadVote.selector, 1));
        vm.prank(copier);
        jury.revealVote(caseId, 1, "a", 3, SALT);
        passBlocks(JURY_WINDOW + 1);
        jury.close(caseId);
        assertEq(stake.slashed(idAt(1)), 1, "the copier's unit");
        assertEq(jury.creditOf(copier), 0, "no pay");
    }

    /// @dev Sees the others' answers, does not like them, hides its own: the case is decided without it and it loses a unit.
    function test_attack_jurorWithholdsReveal() public {
        for (uint8 i = 0; i < 5; ++i) commitAs(caseId, i, i == 4 ? bytes32("b") : bytes32("a"));
        for (uint8 i = 0; i < 4; ++i) revealAs(caseId, i, "a");
        passBlocks(JURY_WINDOW + 1);
        jury.close(caseId);
        assertVerdict(CaseState.Decided, "a");
        assertEq(stake.slashed(idAt(4)), 1, "slashed");
        assertEq(stake.locked(idAt(4)), 0, "with its lock");
    }

    /// @dev Whoever votes or hides however: one close ends the case, pays out at most the pay, and leaves no unit locked.
    function test_fuzz_close_alwaysEndsAndConserves(uint256 acts) public {
        uint256 before = token.balanceOf(address(this));
        for (uint8 i = 0; i < 5; ++i) if (act(acts, i) != 0) commitAs(caseId, i, answerOf(acts, i));
        passBlocks(JURY_WINDOW + 1);
        if (hasCommits(acts)) for (uint8 i = 0; i < 5; ++i) if (act(acts, i) > 1) revealAs(caseId, i, answerOf(acts, i));
        passBlocks(JURY_WINDOW + 1);
        jury.close(caseId);
        uint256 paid = jury.creditOf(address(this));
        for (uint8 i = 0; i < STAKERS; ++i) {
            paid += jury.creditOf(stakerAt(i));
            assertEq(stake.locked(i + 1), 0, "a unit stays locked");
        }
        assertEq(paid + token.balanceOf(address(this)) - before, PAY, "pay");
        assertEq(token.balanceOf(address(jury)), paid, "balance covers the credits");
    }

    /// @dev 0 silent, 1 hides, 2..3 reveals.
    function act(uint256 acts, uint8 i) private pure returns (uint256) {
        return (acts >> (2 * i)) & 3;
    }

    function answerOf(uint256 acts, uint8 i) private pure returns (bytes32) {
        return bytes32((acts >> (16 + i)) & 1);
    }

    function hasCommits(uint256 acts) private pure returns (bool) {
        return acts & 0x3ff != 0;
    }

    function idAt(uint8 juror) private view returns (uint32) {
        return stake.stakerIdOf(jurorAt(caseId, juror));
    }

    function expectNotClosable(CaseState state) private {
        vm.expectRevert(abi.encodeWithSelector(IJury.WrongState.selector, state, CaseState.Decided));
        jury.close(caseId);
    }

    function assertVerdict(CaseState expected, bytes32 answer) private view {
        (CaseState state, bytes32 verdict) = jury.verdictOf(caseId);
        assertEq(uint256(state), uint256(expected), "state");
        assertEq(verdict, answer, "verdict");
    }
}
