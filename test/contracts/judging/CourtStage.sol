// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Admission} from "../../../contracts/admission/Admission.sol";
import {DatanetRegistry} from "../../../contracts/datanet/DatanetRegistry.sol";
import {Gate, ProtocolParams} from "../../../contracts/governance/ProtocolParams.sol";
import {RootNode, SeatResult} from "../../../contracts/interfaces/IAdmission.sol";
import {HoldoutInput, VersionInput} from "../../../contracts/interfaces/IDatanetRegistry.sol";
import {DataSource, ModelInput} from "../../../contracts/interfaces/IModelRegistry.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {SeatStatus} from "../../../contracts/interfaces/IRoundCourt.sol";
import {Audits} from "../../../contracts/judging/Audits.sol";
import {Availability} from "../../../contracts/judging/Availability.sol";
import {FraudProofs} from "../../../contracts/judging/FraudProofs.sol";
import {Jury} from "../../../contracts/judging/Jury.sol";
import {LeafChallenges} from "../../../contracts/judging/LeafChallenges.sol";
import {SeatExclusions} from "../../../contracts/judging/SeatExclusions.sol";
import {ModelRegistry} from "../../../contracts/model/ModelRegistry.sol";
import {StakeManager} from "../../../contracts/stake/StakeManager.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {TestBase} from "../base/TestBase.sol";
import {Exams} from "./Exams.sol";
import {MockRandomness} from "./MockSources.sol";
import {Transcript, Transcripts} from "./Transcripts.sol";

/// @notice The real round, stake and judges; only the seeds come from the test.
abstract contract CourtStage is TestBase {
    using Transcripts for Transcript;

    uint64 internal constant MASK = 0x7c03ff;
    uint16 internal constant ITEMS = 24;
    uint256 internal constant UNIT = 100e18;
    bytes32 internal constant SALT = "salt";
    address internal constant TREASURY = address(0x7EA);
    address internal constant CURATOR = address(0xC0);
    address internal constant CUSTODIAN = address(0xC1);
    address internal constant PUBLISHER = address(0xB0);
    address internal constant HUNTER = address(0x111);

    uint256 internal height = 1_000;
    uint256 internal clock = 1_700_000_000;
    AssayToken internal token;
    ProtocolParams internal params;
    MockRandomness internal randomness;
    DatanetRegistry internal datanets;
    ModelRegistry internal models;
    StakeManager internal stake;
    Admission internal admission;
    FraudProofs internal fraud;
    Availability internal availability;
    LeafChallenges internal challenges;
    Audits internal audits;
    Jury internal jury;
    SeatExclusions internal exclusions;

    function setProtocol() internal {
        vm.roll(height);
        vm.warp(clock);
        token = AssayToken(deploy("token/AssayToken", abi.encode(address(this))));
        Gate[] memory gates = new Gate[](1);
        gates[0] = Gate(ITEMS, 1, 23);
        params = ProtocolParams(deploy("governance/ProtocolParams", abi.encode(address(this), address(this), rules(), gates)));
        randomness = new MockRandomness();
        datanets = DatanetRegistry(deploy("datanet/DatanetRegistry", abi.encode(randomness)));
        models = ModelRegistry(deploy("model/ModelRegistry", abi.encode(datanets)));
        stake = StakeManager(deploy("stake/StakeManager", abi.encode(token, params, models, datanets, randomness, TREASURY)));
        admission = Admission(deploy("admission/Admission", abi.encode(token, params, datanets, models, stake, randomness)));
        datanets.connectAdmission(admission);
        models.connectAdmission(admission);
        stake.connectAdmission(admission);
        setJudges();
        sealExam();
        for (uint160 i = 0; i < 8; ++i) joinEvaluator(address(0xE0 + i));
        joinPublisher();
        fund(HUNTER, address(availability), 100e18);
        fund(HUNTER, address(challenges), 100e18);
        randomness.next();
    }

    function setJudges() private {
        jury = Jury(deploy("judging/Jury", abi.encode(token, params, randomness, stake)));
        fraud = FraudProofs(deploy("judging/FraudProofs", abi.encode(token, admission, params, datanets)));
        availability = Availability(deploy("judging/Availability", abi.encode(token, admission, params)));
        challenges = LeafChallenges(deploy("judging/LeafChallenges", abi.encode(token, admission, params, jury)));
        audits = Audits(deploy("judging/Audits", abi.encode(admission, params, randomness, challenges)));
        exclusions = SeatExclusions(deploy("judging/SeatExclusions", abi.encode(admission, datanets, models)));
        address[] memory judges = new address[](6);
        (judges[0], judges[1], judges[2]) = (address(jury), address(fraud), address(availability));
        (judges[3], judges[4], judges[5]) = (address(challenges), address(audits), address(exclusions));
        admission.connectJudges(judges);
        address[] memory clients = new address[](1);
        clients[0] = address(challenges);
        jury.connectClients(clients);
    }

    function rules() internal pure returns (ParamSet memory set) {
        (set.seats, set.reserves, set.itemsPerBatch) = (3, 2, ITEMS);
        (set.keyWindow, set.commitWindow, set.revealWindow) = (60, 60, 60);
        (set.auditWindow, set.auditLeaves, set.gatedLanes) = (100, 12, 0x21);
        (set.attemptWindow, set.admissionTtl, set.trialMask) = (30 days, 10 days, MASK);
        (set.minPublisherStake, set.roundFee, set.custodianBond) = (500e18, 30e18, 50e18);
        (set.demandBond, set.answerWindow, set.juryWindow) = (1e18, 30, 30);
        (set.challengeBond, set.epochBond, set.epochWindow) = (20e18, 10e18, 100);
        (set.withdrawDelay, set.stakeUnit, set.leaseBond) = (60, uint96(UNIT), 20e18);
        (set.unstakeCooldown, set.exposureBps, set.acceptWindow) = (1 days, 100_000, 10);
        set.splitBps = [uint16(3500), 2500, 1500, 1000, 500, 1000];
    }

    function examOf() internal pure returns (Exams.Exam memory) {
        return Exams.Exam(ITEMS, 0, "batch contributors");
    }

    function sealExam() private {
        vm.startPrank(CURATOR);
        uint256 id = datanets.create("meta", "bafymeta", CUSTODIAN);
        datanets.publishVersion(id, VersionInput("rows", "contributors", 320, 4, 320, "manifest", "bafymanifest"));
        vm.stopPrank();
        randomness.next();
        vm.prank(CUSTODIAN);
        datanets.sealHoldout(id, 1, HoldoutInput(Exams.holdoutRootOf(examOf()), 4, "exam", "bafyexam"));
        fund(CUSTODIAN, address(stake), 500e18);
        vm.prank(CUSTODIAN);
        stake.postBond(id, 500e18);
    }

    function joinEvaluator(address evaluator) internal {
        fund(evaluator, address(stake), 10 * UNIT);
        vm.startPrank(evaluator);
        stake.registerEvaluator(bytes32(uint256(uint160(evaluator))));
        stake.stakeUnits(10);
        vm.stopPrank();
    }

    function joinPublisher() private {
        ModelInput memory input;
        (input.baseId, input.baseHash, input.adapterHash) = ("baseId", "base", "adapter");
        (input.runManifestHash, input.tokenizerHash, input.templateHash) = ("run", "tokenizer", "template");
        (input.servingProfileHash, input.maxTemperatureMilli, input.trainer) = ("profile", 700, address(0xB1));
        (input.adapterCid, input.runCid) = ("bafyadapter", "bafyrun");
        input.sources = new DataSource[](1);
        input.sources[0] = DataSource(1, 1, 10_000);
        fund(PUBLISHER, address(stake), 1_000e18);
        vm.startPrank(PUBLISHER);
        token.approve(address(admission), type(uint256).max);
        uint256 modelId = models.register(input);
        stake.stakeModel(modelId, 500e18);
        vm.stopPrank();
    }

    function drawn() internal returns (uint256 roundId) {
        vm.prank(PUBLISHER);
        roundId = admission.openRound(1, type(uint256).max);
        randomness.next();
        admission.draw(roundId);
    }

    function keyed() internal returns (uint256 roundId) {
        roundId = drawn();
        postKeys(roundId);
    }

    function postKeys(uint256 roundId) internal {
        vm.prank(CUSTODIAN);
        admission.postKeys(roundId, new bytes[](5));
    }

    /// @dev Every primary commits and reveals; seat i states transcripts[i].
    function revealed(Transcript[3] memory transcripts) internal returns (uint256 roundId) {
        roundId = keyed();
        for (uint8 seat = 0; seat < 3; ++seat) commit(roundId, seat, transcripts[seat]);
        for (uint8 seat = 0; seat < 3; ++seat) reveal(roundId, seat, transcripts[seat]);
        passBlocks(1);
    }

    function commit(uint256 roundId, uint8 seat, Transcript memory t) internal {
        address who = evaluatorOf(roundId, seat);
        (bytes32 root, uint256 lanes) = topOf(t);
        bytes32 commitment = keccak256(abi.encode(block.chainid, address(admission), roundId, seat, who, root, lanes, SALT));
        vm.prank(who);
        admission.commit(roundId, seat, commitment);
    }

    function reveal(uint256 roundId, uint8 seat, Transcript memory t) internal {
        uint256 h = t.hashes.length - 2;
        RootNode memory node = RootNode(uint8(h + 1), t.hashes[h][0], t.sums[h][0], t.hashes[h][1], t.sums[h][1]);
        vm.prank(evaluatorOf(roundId, seat));
        admission.reveal(roundId, seat, node, SALT, "bafytranscript", "bafyreport");
    }

    function topOf(Transcript memory t) internal pure returns (bytes32 root, uint256 lanes) {
        uint256 h = t.hashes.length - 1;
        return (t.hashes[h][0], t.sums[h][0]);
    }

    function resultsOf(Transcript[3] memory transcripts, uint8 skipped) internal pure returns (SeatResult[] memory results) {
        results = new SeatResult[](skipped < 3 ? 2 : 3);
        uint256 next = 0;
        for (uint8 seat = 0; seat < 3; ++seat) {
            if (seat == skipped) continue;
            (bytes32 root, uint256 lanes) = topOf(transcripts[seat]);
            results[next++] = SeatResult(seat, root, lanes);
        }
    }

    function honest(uint256 salt) internal pure returns (Transcript memory) {
        uint64[] memory bits = new uint64[](ITEMS);
        for (uint256 i = 0; i < ITEMS; ++i) bits[i] = uint64(uint256(keccak256(abi.encode(salt, i)))) & MASK;
        return Transcripts.honest(bits, MASK);
    }

    function threeHonest() internal pure returns (Transcript[3] memory) {
        return [honest(0), honest(1), honest(2)];
    }

    function evaluatorOf(uint256 roundId, uint8 seat) internal view returns (address) {
        return admission.seatView(roundId, seat).evaluator;
    }

    function assertStatus(uint256 roundId, uint8 seat, SeatStatus expected) internal view {
        assertEq(uint256(admission.seatView(roundId, seat).status), uint256(expected), "seat status");
    }

    function deploy(string memory path, bytes memory arguments) internal returns (address deployed) {
        bytes memory code = bytes.concat(vm.getCode(string.concat("contracts/", path, ".sol")), arguments);
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
        }
        assertTrue(deployed != address(0), path);
    }

    function fund(address who, address spender, uint256 amount) internal {
        token.transfer(who, amount);
        vm.prank(who);
        token.approve(spender, type(uint256).max);
    }

    function passBlocks(uint256 count) internal {
        height += count;
        clock += count;
        vm.roll(height);
        vm.warp(clock);
    }
}
