// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, ModelState, Phase, RootNode, SeatResult} from "../../../contracts/interfaces/IAdmission.sol";
import {IProtocolParams} from "../../../contracts/interfaces/IProtocolParams.sol";
import {ModelInput} from "../../../contracts/interfaces/IModelRegistry.sol";
import {ReentrantToken} from "../../../contracts/mocks/ReentrantToken.sol";
import {RoundStage} from "../base/RoundStage.sol";

/// @notice What an attacker would try first, and what it gets. (Its own round and odd fees: PublisherAttacksTest.
/// Withheld reveals: FinalizeTest. Carries: SeatWorkTest.)
contract RoundAttacksTest is RoundStage {
    uint256 private modelId;

    function setUp() public {
        modelId = setStage();
    }

    /// @dev A copier commits seat 0's word on seat 1 and learns its content at the reveal: it still cannot open it, also
    /// when both seats belong to the same evaluator. It ends as a withheld reveal does.
    function test_attack_copiedCommitment() public {
        uint256 lanes = flatLanes(31);
        uint256 roundId = keyed(modelId);
        bytes32 copied = commitmentOf(roundId, 0, evaluatorOf(roundId, 0), lanes);
        for (uint8 seat = 0; seat < SEATS; ++seat) {
            vm.prank(evaluatorOf(roundId, seat));
            admission.commit(roundId, seat, copied);
        }
        revealSeat(roundId, 0, lanes);
        RootNode memory node = nodeOf(0, lanes);
        vm.prank(evaluatorOf(roundId, 1));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.BadReveal.selector, 1));
        admission.reveal(roundId, 1, node, SALT, "bafytranscript", "bafyreport");
        // Not even its author can open it in the copier's place.
        vm.prank(evaluatorOf(roundId, 0));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.BadReveal.selector, 1));
        admission.reveal(roundId, 1, node, SALT, "bafytranscript", "bafyreport");
        passSeconds(REVEALS + AUDIT);
        finalizeBy(roundId, resultsOfSet(0x01, 31));
        assertEq(token.balanceOf(TREASURY), 2 * UNIT, "both copies are slashed");
    }

    /// @dev Whoever opens a round cannot know its seats: the seed is that of an epoch that has not begun, and the draw is
    /// refused in the epoch of the opening, whose seed is known.
    function test_attack_seedIsUnknownAtOpening() public {
        assertTrue(randomness.seedOf(epochNow()) != 0, "this epoch's seed is known");
        uint256 roundId = opened(modelId);
        assertEq(randomness.seedOf(epochNow() + 1), 0, "the next one's is not");
        vm.expectRevert(abi.encodeWithSelector(IAdmission.SeedNotReady.selector, epochNow(), epochNow()));
        admission.draw(roundId);
        // Stake that joins now does not count in the draw of the next epoch's seed before that epoch.
        uint64 before = stake.totalActiveUnits();
        evaluatorWith(address(0xEE), 50);
        assertEq(stake.totalActiveUnits(), before, "not yet");
    }

    /// @dev Fees double and gates rise until the window has no attempt left.
    function test_attack_publisherShopsForALuckyRound() public {
        sealedDatanet();
        uint16[4] memory gates = [uint16(30), 31, 31, 32];
        uint256 fee = FEE;
        for (uint256 i = 0; i < 4; ++i) {
            uint256 before = token.balanceOf(PUBLISHER);
            uint256 roundId = opened(modelId);
            assertEq(before - token.balanceOf(PUBLISHER), fee, "fee");
            assertEq(subjectOf(roundId).minPasses, gates[i], "gate");
            // The publisher lets it lapse in the hope of better seats: the attempt counts all the same.
            passSeconds(KEYS);
            admission.voidRound(roundId);
            fee *= 2;
        }
        vm.prank(PUBLISHER);
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.NoGate.selector, 32, 5));
        admission.openRound(modelId, type(uint256).max);
        assertEq(admission.attemptsOf(modelId), 4, "a refused attempt does not count");
        passSeconds(30 days);
        assertEq(subjectOf(opened(modelId)).attempt, 1, "a new window");
    }

    /// @dev Registering the same adapter again, with or without a parent, keeps its count.
    function test_attack_reRegisteringDoesNotRestartAttempts() public {
        judged(modelId, 20);
        ModelInput memory input = modelInput();
        vm.startPrank(PUBLISHER);
        uint256 again = models.register(input);
        input.parent = again;
        input.templateHash = "another template";
        uint256 third = models.register(input);
        stake.stakeModel(third, MODEL_STAKE);
        vm.stopPrank();
        assertTrue(admission.attemptsOf(again) == 1 && admission.attemptsOf(third) == 1, "one lineage");
        assertEq(subjectOf(opened(third)).attempt, 2, "second attempt");
    }

    /// @dev The publisher waits for a seed it likes: anybody else is paid to draw first, and a round nobody draws costs an
    /// attempt.
    function test_attack_publisherWithholdsDraw() public {
        uint256 roundId = opened(modelId);
        passEpochs(1);
        vm.prank(STRANGER);
        admission.draw(roundId);
        assertEq(creditOf(STRANGER), FEE * 2 / 100, "a stranger earns the tip");
        vm.prank(PUBLISHER);
        expectPhase(Phase.Drawn, Phase.Open);
        admission.draw(roundId);
    }

    /// @dev A custodian who sits on the keys of an unwelcome draw pays a bond each time and gets no decision by it.
    function test_attack_custodianWithholdsKeys() public {
        uint256 roundId = drawn(modelId);
        passSeconds(KEYS);
        vm.prank(CUSTODIAN);
        expectPhase(Phase.Void, Phase.Drawn);
        admission.postKeys(roundId, new bytes[](ALL));
        admission.voidRound(roundId);
        (uint256 total,) = stake.bondOf(1);
        assertEq(total, 9 * BOND, "bond cut");
        assertEq(creditOf(PUBLISHER), FEE - FEE * 2 / 100, "refund less the drawer's tip");
        assertTrue(admission.stateOf(modelId) == ModelState.Sandbox, "no decision");
    }

    /// @dev A curator that withdraws the version cannot strand a round in any of its phases.
    function test_attack_curatorWithdrawsDuringARound() public {
        uint256 roundId = keyed(modelId);
        vm.prank(CURATOR);
        datanets.withdrawVersion(1, 1);
        for (uint8 seat = 0; seat < SEATS; ++seat) commitSeat(roundId, seat, flatLanes(31));
        for (uint8 seat = 0; seat < SEATS; ++seat) revealSeat(roundId, seat, flatLanes(31));
        passSeconds(AUDIT);
        finalizeBy(roundId, resultsOf([uint16(31), 31, 31]));
        assertTrue(admission.stateOf(modelId) == ModelState.Admitted, "decision");
    }
}

/// @notice The same protocol on a token that calls back on every transfer. This contract is the publisher, so that what its
/// hook tries is refused for the state and not for the sender.
contract ReentrancyTest is RoundStage {
    ReentrantToken private hooked;
    bytes4 private refusal;

    function setUp() public {
        hooked = ReentrantToken(deploy("mocks/ReentrantToken", ""));
        hooked.mint(address(this), 1_000_000e18);
        deployAllOn(address(hooked));
        sealedDatanet();
        for (uint160 i = 1; i <= 3; ++i) evaluatorWith(address(0xE0 + i), 10);
        hooked.approve(address(stake), type(uint256).max);
        hooked.approve(address(admission), type(uint256).max);
        stake.stakeModel(models.register(modelInput()), MODEL_STAKE);
        passEpochs(1);
    }

    function arm(bytes memory call) private {
        refusal = 0;
        hooked.arm(address(this), abi.encodeCall(this.tryCall, (call)));
    }

    function disarm(bytes4 expected) private {
        hooked.arm(address(this), "");
        assertTrue(refusal == expected, "the hook ran and was refused for this");
    }

    /// @notice The token's hook: whatever it tries must fail, and must not stop the transfer.
    function tryCall(bytes calldata call) external {
        (bool done, bytes memory reason) = address(admission).call(call);
        assertTrue(!done, "the callback got in");
        refusal = bytes4(reason);
    }

    function test_attack_reentrantTokenCallback() public {
        // While the fee is pulled, the round is there already.
        arm(abi.encodeCall(admission.openRound, (1, type(uint256).max)));
        uint256 roundId = admission.openRound(1, type(uint256).max);
        disarm(IAdmission.RoundAlreadyOpen.selector);
        drawNow(roundId);
        postKeys(roundId);
        for (uint8 seat = 0; seat < SEATS; ++seat) commitSeat(roundId, seat, flatLanes(31));
        revealSeat(roundId, 0, flatLanes(31));
        revealSeat(roundId, 1, flatLanes(31));
        passSeconds(REVEALS + AUDIT);
        // The slash of the seat that withheld moves tokens in the middle of the finalisation.
        SeatResult[] memory results = resultsOfSet(0x03, 31);
        arm(abi.encodeCall(admission.finalize, (roundId, results)));
        admission.finalize(roundId, results);
        disarm(IAdmission.WrongPhase.selector);
        // While a credit is paid out it is already gone.
        uint256 credit = creditOf(address(this));
        uint256 before = hooked.balanceOf(address(this));
        assertTrue(credit != 0, "tip and refund");
        arm(abi.encodeCall(admission.withdrawCredit, ()));
        admission.withdrawCredit();
        disarm(IAdmission.NothingToWithdraw.selector);
        assertEq(hooked.balanceOf(address(this)) - before, credit, "once");
    }
}
