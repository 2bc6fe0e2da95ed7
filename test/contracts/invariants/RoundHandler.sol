// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Phase, SeatResult} from "../../../contracts/interfaces/IAdmission.sol";
import {RoundStage} from "../base/RoundStage.sol";

/// @notice Drives stake and rounds at random: two models, four evaluators, any order, any delay. A step that the state
/// does not allow is skipped, so that no call reverts and every revert is a finding.
contract RoundHandler is RoundStage {
    uint160 internal constant EVALUATORS = 4;

    uint256[2] public modelIds;
    address[2] public publishers = [PUBLISHER, address(0xB9)];
    uint256 public finalRounds;
    uint256 public voidRounds;
    mapping(uint256 roundId => mapping(uint8 seat => uint256)) private lanesOf;

    constructor() {
        deployAll();
        sealedDatanet(1_000);
        for (uint160 i = 1; i <= EVALUATORS; ++i) evaluatorWith(evaluatorAt(i), 8);
        for (uint256 i = 0; i < 2; ++i) modelIds[i] = stakedModelOf(publishers[i]);
    }

    function evaluatorAt(uint256 index) public pure returns (address) {
        return address(0xE0 + uint160(index % EVALUATORS) + 1);
    }

    function stakeMore(uint256 who, uint64 units) external {
        address evaluator = evaluatorAt(who);
        units = uint64(bound(units, 1, 5));
        token.transfer(evaluator, units * UNIT);
        vm.prank(evaluator);
        stake.stakeUnits(units);
    }

    function unstakeSome(uint256 who, uint64 units) external {
        address evaluator = evaluatorAt(who);
        (uint64 staked,, uint64 locked) = stake.unitsOf(evaluator);
        uint64 busy = locked + stake.exitingUnits(evaluator);
        if (staked <= busy) return;
        units = uint64(bound(units, 1, staked - busy));
        vm.prank(evaluator);
        stake.unstakeUnits(units);
    }

    function sync(uint256 who) external {
        if (stake.pendingDraws() == 0) stake.sync(evaluatorAt(who));
    }

    function withdraw(uint256 who) external {
        address evaluator = evaluatorAt(who);
        (uint192 amount, uint64 availableAt) = stake.exitOf(evaluator);
        if (amount == 0 || clock < availableAt) return;
        vm.prank(evaluator);
        stake.withdraw();
    }

    function withdrawCredit(uint256 who) external {
        address evaluator = evaluatorAt(who);
        if (admission.creditOf(evaluator) == 0) return;
        vm.prank(evaluator);
        admission.withdrawCredit();
    }

    function wait(uint256 count) external {
        passBlocks(bound(count, 1, 12));
    }

    /// @dev Up to eight steps of the round of one model, in whatever phase it is. `wait` between two calls lets some
    /// windows run out.
    function advance(uint256 which, uint256 steps, uint256 seed) external {
        steps = bound(steps, 1, 8);
        for (uint256 i = 0; i < steps; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            step(which % 2, uint8(seed % 3), uint16(24 + (seed >> 8) % 9));
        }
    }

    function step(uint256 which, uint8 seat, uint16 passes) private {
        uint256 roundId = admission.openRoundOf(modelIds[which]);
        Phase phase = admission.phaseOf(roundId);
        if (phase == Phase.None) open(which);
        else if (phase == Phase.Open) drawOrVoid(roundId);
        else if (phase == Phase.Drawn) keysOrVoid(roundId);
        else if (phase == Phase.Commit) tryCommit(roundId, seat, passes);
        else if (phase == Phase.Reveal) tryReveal(roundId, seat);
        else if (phase == Phase.Finalizable) finish(roundId);
    }

    function open(uint256 which) private {
        if (stake.totalActiveUnits() == 0) return;
        token.transfer(publishers[which], FEE << 16);
        vm.prank(publishers[which]);
        admission.openRound(modelIds[which], type(uint256).max);
    }

    function drawOrVoid(uint256 roundId) private {
        if (clock > admission.roundOf(roundId).openedAt + 20) return closeVoid(roundId);
        if (height <= admission.roundOf(roundId).seedBlock) return passBlocks(1);
        // The only refusal the state cannot foresee: every pick hit a locked unit.
        vm.prank(DRAWER);
        try admission.draw(roundId) {} catch {}
    }

    function keysOrVoid(uint256 roundId) private {
        if (clock > admission.roundOf(roundId).keyDeadline) return closeVoid(roundId);
        vm.prank(CUSTODIAN);
        admission.postKeys(roundId, new bytes[](3));
    }

    function closeVoid(uint256 roundId) private {
        admission.voidRound(roundId);
        ++voidRounds;
    }

    function tryCommit(uint256 roundId, uint8 seat, uint16 passes) private {
        (, bytes32 commitment,) = admission.seatOf(roundId, seat);
        if (commitment != 0) return;
        lanesOf[roundId][seat] = flatLanes(passes);
        commitSeat(roundId, seat, flatLanes(passes));
    }

    function tryReveal(uint256 roundId, uint8 seat) private {
        (, bytes32 commitment, bool revealed) = admission.seatOf(roundId, seat);
        if (commitment == 0 || revealed) return;
        revealSeat(roundId, seat, lanesOf[roundId][seat]);
    }

    function finish(uint256 roundId) private {
        SeatResult[] memory results = new SeatResult[](admission.roundOf(roundId).reveals);
        uint256 n = 0;
        for (uint8 seat = 0; seat < 3; ++seat) {
            (,, bool revealed) = admission.seatOf(roundId, seat);
            if (revealed) results[n++] = SeatResult(seat, rootOf(seat), lanesOf[roundId][seat]);
        }
        finalizeBy(roundId, results);
        if (admission.phaseOf(roundId) == Phase.Final) ++finalRounds;
        else ++voidRounds;
    }

    function checkLocks() external view {
        for (uint256 i = 0; i < EVALUATORS; ++i) {
            (uint64 staked,, uint64 locked) = stake.unitsOf(evaluatorAt(i));
            assertLe(locked, staked, "locked <= staked");
            assertLe(stake.exitingUnits(evaluatorAt(i)), staked, "exiting <= staked");
            uint256 held = 0;
            for (uint256 roundId = 1; roundId <= admission.roundCount(); ++roundId) held += stake.lockOf(roundId, evaluatorAt(i));
            assertEq(held, locked, "locks belong to rounds");
        }
    }

    function checkStakeBalance() external view {
        uint256 owed = stake.modelStake(modelIds[0]) + stake.modelStake(modelIds[1]);
        for (uint256 i = 0; i < EVALUATORS; ++i) {
            (uint64 staked,,) = stake.unitsOf(evaluatorAt(i));
            (uint192 leaving,) = stake.exitOf(evaluatorAt(i));
            owed += staked * UNIT + leaving;
        }
        assertEq(token.balanceOf(address(stake)), owed, "stake and exits");
    }

    function checkAdmissionBalance() external view {
        uint256 owed = admission.creditOf(DRAWER) + admission.creditOf(FINALIZER);
        for (uint256 i = 0; i < EVALUATORS; ++i) owed += admission.creditOf(evaluatorAt(i));
        for (uint256 i = 0; i < 2; ++i) {
            owed += admission.creditOf(publishers[i]);
            uint256 roundId = admission.openRoundOf(modelIds[i]);
            if (roundId != 0) owed += admission.roundOf(roundId).feePaid;
        }
        assertEq(token.balanceOf(address(admission)), owed, "credits and running fees");
    }

    function checkRounds() external view {
        uint256 undrawn = 0;
        for (uint256 roundId = 1; roundId <= admission.roundCount(); ++roundId) {
            Phase phase = admission.phaseOf(roundId);
            if (phase == Phase.Open) ++undrawn;
            if (phase == Phase.Final) assertLe(2, admission.roundOf(roundId).reveals, "quorum of three");
            if (phase != Phase.Final && phase != Phase.Void) continue;
            for (uint256 i = 0; i < EVALUATORS; ++i) assertEq(stake.lockOf(roundId, evaluatorAt(i)), 0, "no lock left");
        }
        assertEq(stake.pendingDraws(), undrawn, "frozen only while a draw is pending");
    }

    function checkWeights() external view {
        uint256 sum = 0;
        for (uint256 i = 0; i < EVALUATORS; ++i) {
            (, uint64 active,) = stake.unitsOf(evaluatorAt(i));
            sum += active;
        }
        assertEq(stake.totalActiveUnits(), sum, "tree total");
    }
}
