// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase, RootNode, SeatResult} from "../../../contracts/interfaces/IAdmission.sol";
import {SeatView} from "../../../contracts/interfaces/IRoundCourt.sol";
import {Lanes} from "../../../contracts/libraries/Lanes.sol";
import {TranscriptTree} from "../../../contracts/libraries/TranscriptTree.sol";
import {Clock} from "../../../contracts/types/Clock.sol";
import {Subject} from "../../../contracts/types/StoredRound.sol";
import {ProtocolStage} from "./ProtocolStage.sol";

/// @notice Steps of a round, each of which a test can take on its own. Three primaries (seats 0..2) and two reserves.
abstract contract RoundStage is ProtocolStage {
    address internal constant DRAWER = address(0xD1);
    address internal constant FINALIZER = address(0xF1);
    bytes32 internal constant SALT = "salt";
    uint8 internal constant SEATS = 3;
    uint8 internal constant ALL = 5;
    /// @dev windows of defaultSet, seconds
    uint256 internal constant KEYS = 20;
    uint256 internal constant COMMITS = 30;
    uint256 internal constant REVEALS = 20;
    uint256 internal constant AUDIT = 10;

    function opened(uint256 modelId) internal returns (uint256 roundId) {
        vm.prank(PUBLISHER);
        roundId = admission.openRound(modelId, type(uint256).max);
    }

    function drawn(uint256 modelId) internal returns (uint256 roundId) {
        roundId = opened(modelId);
        drawNow(roundId);
    }

    function drawNow(uint256 roundId) internal {
        passEpochs(1);
        vm.prank(DRAWER);
        admission.draw(roundId);
    }

    function keyed(uint256 modelId) internal returns (uint256 roundId) {
        roundId = drawn(modelId);
        postKeys(roundId);
    }

    function postKeys(uint256 roundId) internal {
        vm.prank(CUSTODIAN);
        admission.postKeys(roundId, new bytes[](ALL));
    }

    function clockOf(uint256 roundId) internal view returns (Clock held) {
        (held,,) = admission.roundOf(roundId);
    }

    function subjectOf(uint256 roundId) internal view returns (Subject memory subject) {
        (, subject,) = admission.roundOf(roundId);
    }

    function stakerOf(uint256 roundId, uint8 seat) internal view returns (uint32) {
        return admission.seatView(roundId, seat).stakerId;
    }

    function evaluatorOf(uint256 roundId, uint8 seat) internal view returns (address evaluator) {
        return admission.seatView(roundId, seat).evaluator;
    }

    function assertPhase(uint256 roundId, Phase expected, string memory what) internal view {
        assertTrue(admission.phaseOf(roundId) == expected, what);
    }

    function expectPhase(Phase actual, Phase expected) internal {
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrongPhase.selector, actual, expected));
    }

    /// @dev Lanes whose gated counts (0 and the repeats) are all `passes`.
    function flatLanes(uint16 passes) internal pure returns (uint256 lanes) {
        for (uint8 lane = 0; lane <= 5; ++lane) lanes = Lanes.set(lanes, lane, passes);
    }

    /// @dev A root whose left half holds half of each count. The seat is in its hash, so no two seats share one.
    function nodeOf(uint8 seat, uint256 lanes) internal pure returns (RootNode memory node) {
        node = RootNode(5, keccak256(abi.encode("left", seat)), 0, keccak256(abi.encode("right", seat)), lanes);
        for (uint8 lane = 0; lane < 16; ++lane) node.lanesLeft = Lanes.set(node.lanesLeft, lane, Lanes.get(lanes, lane) / 2);
        node.lanesRight = lanes - node.lanesLeft;
    }

    function rootOf(uint8 seat, uint256 lanes) internal pure returns (bytes32) {
        RootNode memory node = nodeOf(seat, lanes);
        return TranscriptTree.inner(node.level, node.left, node.lanesLeft, node.right, node.lanesRight);
    }

    function commitmentOf(uint256 roundId, uint8 seat, address evaluator, uint256 lanes) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(admission), roundId, seat, evaluator, rootOf(seat, lanes), lanes, SALT));
    }

    function commitSeat(uint256 roundId, uint8 seat, uint256 lanes) internal {
        address evaluator = evaluatorOf(roundId, seat);
        bytes32 commitment = commitmentOf(roundId, seat, evaluator, lanes);
        vm.prank(evaluator);
        admission.commit(roundId, seat, commitment);
    }

    function revealSeat(uint256 roundId, uint8 seat, uint256 lanes) internal {
        address evaluator = evaluatorOf(roundId, seat);
        vm.prank(evaluator);
        admission.reveal(roundId, seat, nodeOf(seat, lanes), SALT, "bafytranscript", "bafyreport");
    }

    /// @dev All primaries commit `passes` each; reveals have begun.
    function committedAll(uint256 modelId, uint16[3] memory passes) internal returns (uint256 roundId) {
        roundId = keyed(modelId);
        for (uint8 seat = 0; seat < SEATS; ++seat) commitSeat(roundId, seat, flatLanes(passes[seat]));
    }

    /// @dev All primaries commit and reveal `passes` each; audits have begun.
    function revealedAll(uint256 modelId, uint16[3] memory passes) internal returns (uint256 roundId) {
        roundId = committedAll(modelId, passes);
        for (uint8 seat = 0; seat < SEATS; ++seat) revealSeat(roundId, seat, flatLanes(passes[seat]));
    }

    function finalizable(uint256 modelId, uint16[3] memory passes) internal returns (uint256 roundId) {
        roundId = revealedAll(modelId, passes);
        passSeconds(AUDIT);
    }

    function resultOf(uint8 seat, uint256 lanes) internal pure returns (SeatResult memory) {
        return SeatResult(seat, rootOf(seat, lanes), lanes);
    }

    function resultsOf(uint16[3] memory passes) internal pure returns (SeatResult[] memory results) {
        results = new SeatResult[](SEATS);
        for (uint8 seat = 0; seat < SEATS; ++seat) results[seat] = resultOf(seat, flatLanes(passes[seat]));
    }

    /// @dev Results of the listed seats (bit i: seat i), all with one count.
    function resultsOfSet(uint8 set, uint16 passes) internal pure returns (SeatResult[] memory results) {
        uint256 count = 0;
        for (uint8 seat = 0; seat < ALL; ++seat) count += (set >> seat) & 1;
        results = new SeatResult[](count);
        count = 0;
        for (uint8 seat = 0; seat < ALL; ++seat) {
            if ((set >> seat) & 1 == 1) results[count++] = resultOf(seat, flatLanes(passes));
        }
    }

    /// @dev A whole round with one count for every seat.
    function judged(uint256 modelId, uint16 passes) internal returns (uint256 roundId) {
        roundId = finalizable(modelId, [passes, passes, passes]);
        finalizeBy(roundId, resultsOf([passes, passes, passes]));
    }

    function finalizeBy(uint256 roundId, SeatResult[] memory results) internal {
        vm.prank(FINALIZER);
        admission.finalize(roundId, results);
    }

    /// @dev Units of all three evaluators.
    function totalUnits() internal view returns (uint256 staked, uint256 locked) {
        for (uint160 i = 1; i <= 3; ++i) {
            (uint64 has,, uint64 busy,) = stake.unitsOf(address(0xE0 + i));
            staked += has;
            locked += busy;
        }
    }

    function boundBond() internal view returns (uint256 bound) {
        (, bound) = stake.bondOf(1);
    }

    function creditOf(address who) internal view returns (uint256) {
        return admission.creditOf(who);
    }

    /// @dev What everybody of these tests can withdraw.
    function totalCredit() internal view returns (uint256 sum) {
        sum = creditOf(DRAWER) + creditOf(FINALIZER) + creditOf(PUBLISHER);
        for (uint160 i = 1; i <= 3; ++i) sum += creditOf(address(0xE0 + i));
    }

    function seatAt(uint256 roundId, uint8 seat) internal view returns (SeatView memory) {
        return admission.seatView(roundId, seat);
    }
}
