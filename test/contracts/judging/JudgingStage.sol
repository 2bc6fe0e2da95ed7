// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {CaseFile, SeatStatus, SeatView} from "../../../contracts/interfaces/IRoundCourt.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {TestBase} from "../base/TestBase.sol";
import {Exams} from "./Exams.sol";
import {MockCourt} from "./MockCourt.sol";
import {MockParams, MockRandomness, MockRegistries} from "./MockSources.sol";
import {Transcript, Transcripts} from "./Transcripts.sol";

/// @notice One round of three seats over 24 items (padded to 32) before a court that does what IRoundCourt says.
abstract contract JudgingStage is TestBase {
    using Transcripts for Transcript;

    uint256 internal constant ROUND = 11;
    uint64 internal constant MASK = 0x7c03ff;
    uint16 internal constant ITEMS = 24;
    uint32 internal constant BATCH = 2;
    uint256 internal constant UNIT = 100e18;
    uint256 internal constant DEMAND_BOND = 1e18;
    uint256 internal constant CHALLENGE_BOND = 20e18;
    uint256 internal constant ANSWER_WINDOW = 15;
    uint256 internal constant AUDIT_WINDOW = 40;
    uint256 internal constant JURY_WINDOW = 20;
    address internal constant PUBLISHER = address(0xB0);
    address internal constant TRAINER = address(0xB1);
    address internal constant CURATOR = address(0xC0);
    address internal constant CUSTODIAN = address(0xC1);
    address internal constant HUNTER = address(0x111);
    address internal constant THIEF = address(0x7);

    uint256 internal height = 1_000;
    uint256 internal clock = 1_700_000_000;
    AssayToken internal token;
    MockCourt internal court;
    MockParams internal params;
    MockRandomness internal randomness;
    MockRegistries internal registries;

    function setCourt() internal {
        vm.roll(height);
        vm.warp(clock);
        token = AssayToken(deploy("token/AssayToken", abi.encode(address(this))));
        court = new MockCourt(token, UNIT);
        params = new MockParams();
        params.put(rules());
        randomness = new MockRandomness();
        registries = new MockRegistries(CURATOR, CUSTODIAN, TRAINER, PUBLISHER);
        court.setFile(CaseFile(3, 7, 1, BATCH, 1, ITEMS, 3, 2, 3, 0));
        registries.setRoots("contributors", Exams.holdoutRootOf(examOf(0)));
        token.transfer(address(court), 1_000e18);
        for (uint8 seat = 0; seat < 3; ++seat) reveal(seat, transcriptOf(seat));
    }

    function deploy(string memory path, bytes memory arguments) internal returns (address deployed) {
        bytes memory code = bytes.concat(vm.getCode(string.concat("contracts/", path, ".sol")), arguments);
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
        }
        assertTrue(deployed != address(0), path);
    }

    function rules() internal pure returns (ParamSet memory set) {
        set.seats = 3;
        set.reserves = 2;
        set.itemsPerBatch = ITEMS;
        set.auditWindow = uint32(AUDIT_WINDOW);
        set.auditLeaves = 12;
        set.trialMask = MASK;
        set.demandBond = uint96(DEMAND_BOND);
        set.answerWindow = uint32(ANSWER_WINDOW);
        set.juryWindow = uint32(JURY_WINDOW);
        set.challengeBond = uint96(CHALLENGE_BOND);
        set.stakeUnit = uint96(UNIT);
    }

    function examOf(uint8 graderId) internal pure returns (Exams.Exam memory) {
        return Exams.Exam(ITEMS, graderId, "batch contributors");
    }

    /// @dev Grades that differ from seat to seat.
    function bitsOf(uint256 salt) internal pure returns (uint64[] memory bits) {
        bits = new uint64[](ITEMS);
        for (uint256 i = 0; i < ITEMS; ++i) bits[i] = uint64(uint256(keccak256(abi.encode(salt, i)))) & MASK;
    }

    function transcriptOf(uint256 salt) internal pure returns (Transcript memory) {
        return Transcripts.honest(bitsOf(salt), MASK);
    }

    function evaluatorOf(uint8 seat) internal pure returns (address) {
        return address(uint160(0xE0 + seat));
    }

    function reveal(uint8 seat, Transcript memory t) internal {
        court.setSeat(seat, SeatView(seat + 1, evaluatorOf(seat), SeatStatus.Revealed, t.result()));
    }

    function seat_status(uint8 seat) internal view returns (SeatStatus) {
        return court.seatView(ROUND, seat).status;
    }

    function assertStatus(uint8 seat, SeatStatus expected) internal view {
        assertEq(uint256(seat_status(seat)), uint256(expected), "seat status");
    }

    /// @dev The round is drawn a second time; every seat counts from zero.
    function redraw() internal {
        court.setFile(CaseFile(3, 7, 1, BATCH, 1, ITEMS, 3, 2, 3, 1));
        for (uint8 seat = 0; seat < 3; ++seat) reveal(seat, transcriptOf(seat));
    }

    function passBlocks(uint256 count) internal {
        height += count;
        clock += count;
        vm.roll(height);
        vm.warp(clock);
    }

    function fund(address who, address spender, uint256 amount) internal {
        token.transfer(who, amount);
        vm.prank(who);
        token.approve(spender, type(uint256).max);
    }
}
