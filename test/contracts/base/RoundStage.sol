// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SeatResult} from "../../../contracts/interfaces/IAdmission.sol";
import {Lanes} from "../../../contracts/libraries/Lanes.sol";
import {ProtocolStage} from "./ProtocolStage.sol";

/// @notice Steps of a round, each of which a test can take on its own.
abstract contract RoundStage is ProtocolStage {
    address internal constant DRAWER = address(0xD1);
    address internal constant FINALIZER = address(0xF1);
    bytes32 internal constant SALT = "salt";

    function opened(uint256 modelId) internal returns (uint256 roundId) {
        vm.prank(PUBLISHER);
        roundId = admission.openRound(modelId, type(uint256).max);
    }

    function drawn(uint256 modelId) internal returns (uint256 roundId) {
        roundId = opened(modelId);
        passBlocks(3);
        vm.prank(DRAWER);
        admission.draw(roundId);
    }

    function keyed(uint256 modelId) internal returns (uint256 roundId) {
        roundId = drawn(modelId);
        vm.prank(CUSTODIAN);
        admission.postKeys(roundId, new bytes[](3));
    }

    function evaluatorOf(uint256 roundId, uint8 seat) internal view returns (address evaluator) {
        (evaluator,,) = admission.seatOf(roundId, seat);
    }

    /// @dev Lanes whose gated counts (0 and the repeats) are all `passes`.
    function flatLanes(uint16 passes) internal pure returns (uint256 lanes) {
        for (uint8 lane = 0; lane <= 5; ++lane) lanes = Lanes.set(lanes, lane, passes);
    }

    function rootOf(uint8 seat) internal pure returns (bytes32) {
        return keccak256(abi.encode("root", seat));
    }

    function commitmentOf(uint256 roundId, uint8 seat, address evaluator, uint256 lanes) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(admission), roundId, seat, evaluator, rootOf(seat), lanes, SALT));
    }

    function commitSeat(uint256 roundId, uint8 seat, uint256 lanes) internal {
        address evaluator = evaluatorOf(roundId, seat);
        vm.prank(evaluator);
        admission.commit(roundId, seat, commitmentOf(roundId, seat, evaluator, lanes));
    }

    function revealSeat(uint256 roundId, uint8 seat, uint256 lanes) internal {
        vm.prank(evaluatorOf(roundId, seat));
        admission.reveal(roundId, seat, rootOf(seat), lanes, SALT, "bafytranscript", "bafyreport");
    }

    /// @dev All three seats commit and reveal `passes` each; the round is then finalizable.
    function revealedAll(uint256 modelId, uint16[3] memory passes) internal returns (uint256 roundId) {
        roundId = keyed(modelId);
        for (uint8 seat = 0; seat < 3; ++seat) commitSeat(roundId, seat, flatLanes(passes[seat]));
        for (uint8 seat = 0; seat < 3; ++seat) revealSeat(roundId, seat, flatLanes(passes[seat]));
    }

    function resultsOf(uint16[3] memory passes) internal pure returns (SeatResult[] memory results) {
        results = new SeatResult[](3);
        for (uint8 seat = 0; seat < 3; ++seat) results[seat] = SeatResult(seat, rootOf(seat), flatLanes(passes[seat]));
    }

    /// @dev A whole round with one count for every seat.
    function judged(uint256 modelId, uint16 passes) internal returns (uint256 roundId) {
        roundId = revealedAll(modelId, [passes, passes, passes]);
        finalizeBy(roundId, resultsOf([passes, passes, passes]));
    }

    function finalizeBy(uint256 roundId, SeatResult[] memory results) internal {
        vm.prank(FINALIZER);
        admission.finalize(roundId, results);
    }
}
