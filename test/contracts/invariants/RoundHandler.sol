// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Phase, SeatResult} from "../../../contracts/interfaces/IAdmission.sol";
import {SeatStatus} from "../../../contracts/interfaces/IRoundCourt.sol";
import {SeatSet} from "../../../contracts/libraries/SeatSet.sol";
import {Clock, Stage} from "../../../contracts/types/Clock.sol";
import {RoundStage} from "../base/RoundStage.sol";

/// @notice Drives rounds at random: two models, six evaluators (two honest, one lazy, one who hides results, one whom the
/// judge excludes, one whom it convicts), a custodian who is hostile at times, any order, any delay. A step that the
/// state does not allow is skipped, so that no call reverts and every revert is a finding.
contract RoundHandler is RoundStage {
    uint160 internal constant EVALUATORS = 6;
    uint160 private constant LAZY = 0xE3;
    uint160 private constant HIDING = 0xE4;
    uint160 private constant PARTIAL = 0xE5;
    uint160 private constant LYING = 0xE6;

    uint256[2] public modelIds;
    address[2] public publishers = [PUBLISHER, address(0xB9)];
    uint256 public finalRounds;
    uint256 public voidRounds;
    uint256 public redraws;
    uint256 public convictions;
    uint256 public exclusions;
    mapping(uint256 roundId => mapping(uint8 seat => uint256)) private lanesOf;

    constructor() {
        deployAll();
        sealedDatanet(60_000);
        for (uint160 i = 1; i <= EVALUATORS; ++i) evaluatorWith(evaluatorAt(i - 1), 20);
        for (uint256 i = 0; i < 2; ++i) modelIds[i] = stakedModelOf(publishers[i]);
        passEpochs(1);
    }

    function evaluatorAt(uint256 index) public pure returns (address) {
        return address(0xE1 + uint160(index % EVALUATORS));
    }

    function stakeMore(uint256 who, uint64 units) external {
        address evaluator = evaluatorAt(who);
        units = uint64(bound(units, 1, 10));
        token.transfer(evaluator, units * UNIT);
        vm.prank(evaluator);
        stake.stakeUnits(units);
    }

    function unstakeSome(uint256 who, uint64 units) external {
        address evaluator = evaluatorAt(who);
        (uint64 staked,, uint64 locked, uint64 leaving) = stake.unitsOf(evaluator);
        if (staked <= locked + leaving) return;
        units = uint64(bound(units, 1, staked - locked - leaving));
        vm.prank(evaluator);
        stake.unstakeUnits(units);
    }

    function withdrawCredit(uint256 who) external {
        address evaluator = evaluatorAt(who);
        if (creditOf(evaluator) == 0) return;
        vm.prank(evaluator);
        admission.withdrawCredit();
    }

    function wait(uint256 count) external {
        passBlocks(bound(count, 1, 25));
    }

    /// @dev A few steps of the round of one model, in whatever phase it is. `wait` between two calls lets windows run out.
    function advance(uint256 which, uint256 steps, uint256 seed) external {
        steps = bound(steps, 1, 6);
        for (uint256 i = 0; i < steps; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            step(which % 2, uint8(seed % ALL), uint16(24 + (seed >> 8) % 9), uint8(seed >> 16));
        }
    }

    /// @dev The judge acts on the round of one model.
    function judgeSome(uint256 which, uint8 seat, uint8 act) external {
        uint256 roundId = admission.openRoundOf(modelIds[which % 2]);
        if (roundId == 0) return;
        if (act % 16 == 0) return judge.markSelfSet(roundId);
        Phase phase = admission.phaseOf(roundId);
        uint8 held = clockOf(roundId).held();
        if (act % 4 == 1 && held != 0) return judge.release(roundId);
        if (!admission.isHearing(roundId)) return;
        if (act % 16 == 2) return endBy(roundId);
        if (act % 4 == 3 && held < 8 && phase != Phase.Finalizable) return judge.hold(roundId);
        if (seatAt(roundId, seat % ALL).status == SeatStatus.Revealed) judge.noteAudit(roundId, seat % ALL);
    }

    function endBy(uint256 roundId) private {
        judge.voidRound(roundId);
        ++voidRounds;
    }

    function step(uint256 which, uint8 seat, uint16 passes, uint8 whim) private {
        uint256 roundId = admission.openRoundOf(modelIds[which]);
        Phase phase = admission.phaseOf(roundId);
        if (phase == Phase.None) open(which);
        else if (phase == Phase.Open) drawOrVoid(roundId);
        else if (phase == Phase.Drawn) keysOrVoid(roundId, whim);
        else if (phase == Phase.Commit || phase == Phase.SecondCommit) tryCommit(roundId, seat, passes, whim);
        else if (phase == Phase.Reveal) tryReveal(roundId, seat);
        else if (phase == Phase.Audit) tryConvict(roundId, seat);
        else if (phase == Phase.Finalizable) finish(roundId);
    }

    function open(uint256 which) private {
        // The gate table of these tests has four rows.
        if (admission.attemptsOf(modelIds[which]) == 4) passSeconds(30 days);
        (uint256 total, uint256 bound_) = stake.bondOf(1);
        if (total - bound_ < BOND) bondDatanet(1, 2 * BOND);
        token.transfer(publishers[which], FEE << 4);
        vm.prank(publishers[which]);
        admission.openRound(modelIds[which], type(uint256).max);
    }

    function drawOrVoid(uint256 roundId) private {
        if (clock >= admission.phaseEndOf(roundId)) return closeVoid(roundId);
        passEpochs(1);
        // The only refusals the state cannot foresee: every pick hit a locked or barred unit, or there is none.
        vm.prank(DRAWER);
        try admission.draw(roundId) {} catch {}
    }

    function keysOrVoid(uint256 roundId, uint8 whim) private {
        for (uint8 seat = 0; seat < ALL; ++seat) excludeIfPartial(roundId, seat);
        if (clock >= admission.phaseEndOf(roundId)) return closeVoid(roundId);
        if (whim % 8 == 0) return passSeconds(KEYS);
        postKeys(roundId);
    }

    function excludeIfPartial(uint256 roundId, uint8 seat) private {
        if (evaluatorOf(roundId, seat) != address(PARTIAL)) return;
        if (seatAt(roundId, seat).status != SeatStatus.Drawn) return;
        judge.exclude(roundId, seat);
        ++exclusions;
    }

    function closeVoid(uint256 roundId) private {
        admission.voidRound(roundId);
        ++voidRounds;
    }

    function tryCommit(uint256 roundId, uint8 seat, uint16 passes, uint8 whim) private {
        bool isTurn = (seat < SEATS) == (admission.phaseOf(roundId) == Phase.Commit);
        Clock held = clockOf(roundId);
        if (!isTurn || SeatSet.has(held.committed() | held.excluded() | held.badKeys(), seat)) return;
        address evaluator = evaluatorOf(roundId, seat);
        if (whim % 16 == 0) {
            vm.prank(evaluator);
            admission.signalBadKey(roundId, seat);
            if (admission.phaseOf(roundId) == Phase.Void) ++voidRounds;
        } else if (evaluator == address(LAZY)) {
            passSeconds(5);
        } else {
            lanesOf[roundId][seat] = flatLanes(passes);
            commitSeat(roundId, seat, flatLanes(passes));
        }
    }

    function tryReveal(uint256 roundId, uint8 seat) private {
        if (seatAt(roundId, seat).status != SeatStatus.Committed) return;
        if (evaluatorOf(roundId, seat) == address(HIDING)) return passSeconds(5);
        revealSeat(roundId, seat, lanesOf[roundId][seat]);
    }

    function tryConvict(uint256 roundId, uint8 seat) private {
        if (seatAt(roundId, seat).status != SeatStatus.Revealed || evaluatorOf(roundId, seat) != address(LYING)) return passSeconds(2);
        judge.convict(roundId, seat, seat % 2 == 0 ? STRANGER : address(0));
        ++convictions;
    }

    function finish(uint256 roundId) private {
        uint8 live = clockOf(roundId).revealed() & ~clockOf(roundId).convicted();
        SeatResult[] memory results = new SeatResult[](SeatSet.size(live));
        uint256 n = 0;
        for (uint8 seat = 0; seat < ALL; ++seat) {
            if (SeatSet.has(live, seat)) results[n++] = resultOf(seat, lanesOf[roundId][seat]);
        }
        finalizeBy(roundId, results);
        Phase phase = admission.phaseOf(roundId);
        if (phase == Phase.Final) ++finalRounds;
        else if (phase == Phase.Void) ++voidRounds;
        else ++redraws;
    }

    /// @dev Every unit that is locked is a seat of a round that runs, and every bound bond a running round's.
    function checkLocksAndBonds() external view {
        uint256 seats = 0;
        uint256 bonds = 0;
        for (uint256 i = 0; i < 2; ++i) {
            uint256 roundId = admission.openRoundOf(modelIds[i]);
            if (roundId == 0) continue;
            Clock held = clockOf(roundId);
            bonds += BOND;
            if (held.stage() != Stage.Open) seats += ALL - SeatSet.size(held.convicted());
        }
        uint256 locked = 0;
        for (uint256 i = 0; i < EVALUATORS; ++i) {
            (uint64 staked,, uint64 busy,) = stake.unitsOf(evaluatorAt(i));
            assertLe(busy, staked, "locked <= staked");
            locked += busy;
        }
        assertEq(locked, seats, "a lock for every seat");
        assertEq(boundBond(), bonds, "a bond for every round");
    }

    function checkBalance() external view {
        uint256 owed = creditOf(DRAWER) + creditOf(FINALIZER) + creditOf(STRANGER);
        for (uint256 i = 0; i < EVALUATORS; ++i) owed += creditOf(evaluatorAt(i));
        for (uint256 i = 0; i < 2; ++i) owed += creditOf(publishers[i]) + admission.escrowOf(modelIds[i]);
        assertEq(token.balanceOf(address(admission)), owed, "credits and escrows");
    }

    function checkRounds() external view {
        uint256 running = 0;
        for (uint256 roundId = admission.roundCount(); roundId != 0 && roundId + 8 > admission.roundCount(); --roundId) {
            Phase phase = admission.phaseOf(roundId);
            if (phase != Phase.Final && phase != Phase.Void) {
                ++running;
                assertEq(admission.openRoundOf(subjectOf(roundId).modelId), roundId, "its model knows it");
            }
            Clock held = clockOf(roundId);
            uint8 live = held.revealed() & ~held.convicted();
            if (phase == Phase.Final) assertLe(2, SeatSet.size(live), "quorum of three");
            assertTrue(held.revealed() & ~held.committed() == 0 && held.convicted() & ~held.revealed() == 0, "no step is skipped");
            assertTrue(held.committed() & (held.excluded() | held.badKeys()) == 0, "who is out has not committed");
            assertLe(SeatSet.size(held.committed()), SEATS, "never more than k");
            assertLe(subjectOf(roundId).redraws, 2, "two redraws");
        }
        assertLe(running, 2, "one a model");
    }
}
