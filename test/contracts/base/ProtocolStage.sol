// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Admission} from "../../../contracts/admission/Admission.sol";
import {DatanetRegistry} from "../../../contracts/datanet/DatanetRegistry.sol";
import {Gate, ProtocolParams} from "../../../contracts/governance/ProtocolParams.sol";
import {HoldoutInput, VersionInput} from "../../../contracts/interfaces/IDatanetRegistry.sol";
import {DataSource, ModelInput} from "../../../contracts/interfaces/IModelRegistry.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {ModelRegistry} from "../../../contracts/model/ModelRegistry.sol";
import {BlockHashRandomness} from "../../../contracts/randomness/BlockHashRandomness.sol";
import {StakeManager} from "../../../contracts/stake/StakeManager.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {MockJudge} from "./MockJudge.sol";
import {Artifacts} from "./Artifacts.sol";
import {TestBase} from "./TestBase.sol";

/// @notice The deployed protocol with one sealed and bonded datanet (four batches), one staked model, three evaluators and a
/// judge that does what the test says. Epochs are four blocks of a second.
abstract contract ProtocolStage is TestBase {
    address internal constant OWNER = address(0xA11);
    address internal constant GUARDIAN = address(0x6A);
    address internal constant TREASURY = address(0x7EA);
    address internal constant CURATOR = address(0xC0);
    address internal constant CUSTODIAN = address(0xC1);
    address internal constant PUBLISHER = address(0xB0);
    address internal constant TRAINER = address(0xB1);
    address internal constant STRANGER = address(0x57);
    uint256 internal constant UNIT = 100e18;
    uint256 internal constant FEE = 30e18;
    uint256 internal constant MODEL_STAKE = 500e18;
    uint256 internal constant BOND = 50e18;
    uint16 internal constant BATCHES = 4;
    uint256 internal constant BLOCKS_PER_EPOCH = 4;

    /// @dev current block number and time, unix seconds
    uint256 internal height;
    uint256 internal clock;
    AssayToken internal token;
    ProtocolParams internal params;
    BlockHashRandomness internal randomness;
    DatanetRegistry internal datanets;
    ModelRegistry internal models;
    StakeManager internal stake;
    Admission internal admission;
    MockJudge internal judge;

    function deployAll() internal {
        deployAllOn(deploy("token/AssayToken", abi.encode(address(this))));
    }

    function deployAllOn(address token_) internal {
        height = 1_000;
        clock = 1_700_000_000;
        vm.roll(height);
        vm.warp(clock);
        token = AssayToken(token_);
        params = ProtocolParams(deploy("governance/ProtocolParams", abi.encode(OWNER, GUARDIAN, defaultSet(), defaultGates())));
        randomness = BlockHashRandomness(deploy("randomness/BlockHashRandomness", abi.encode(BLOCKS_PER_EPOCH)));
        datanets = DatanetRegistry(deploy("datanet/DatanetRegistry", abi.encode(randomness)));
        models = ModelRegistry(deploy("model/ModelRegistry", abi.encode(datanets)));
        stake = StakeManager(deploy("stake/StakeManager", abi.encode(token, params, models, datanets, randomness, TREASURY)));
        admission = Admission(deploy("admission/Admission", abi.encode(token, params, datanets, models, stake, randomness)));
        datanets.connectAdmission(admission);
        models.connectAdmission(admission);
        stake.connectAdmission(admission);
        judge = new MockJudge(admission);
        address[] memory judges = new address[](1);
        judges[0] = address(judge);
        admission.connectJudges(judges);
    }

    function deploy(string memory path, bytes memory arguments) internal returns (address) {
        return Artifacts.deploy(path, arguments);
    }

    function setStage() internal returns (uint256 modelId) {
        deployAll();
        sealedDatanet();
        for (uint160 i = 1; i <= 3; ++i) evaluatorWith(address(0xE0 + i), 10);
        modelId = stakedModel();
        passEpochs(1);
    }

    function defaultSet() internal pure virtual returns (ParamSet memory set) {
        set.seats = 3;
        set.reserves = 2;
        set.itemsPerBatch = 32;
        set.keyWindow = 20;
        set.commitWindow = 30;
        set.revealWindow = 20;
        set.auditWindow = 10;
        set.gatedLanes = 0x21; // lanes 0 and 5
        set.attemptWindow = 30 days;
        set.admissionTtl = 10 days;
        set.trialMask = 0x3f; // first and five repeats
        set.minPublisherStake = uint96(MODEL_STAKE);
        set.roundFee = uint96(FEE);
        set.custodianBond = 50e18;
        set.demandBond = 1e18;
        set.answerWindow = 15;
        set.juryWindow = 15;
        set.challengeBond = 20e18;
        set.epochBond = 10e18;
        set.epochWindow = 10;
        set.withdrawDelay = 60;
        set.stakeUnit = uint96(UNIT);
        set.leaseBond = 20e18;
        set.unstakeCooldown = 300;
        set.exposureBps = 100_000;
        set.acceptWindow = 10;
        set.splitBps = [uint16(3500), 2500, 1500, 1000, 500, 1000];
    }

    function defaultGates() internal pure returns (Gate[] memory gates) {
        gates = new Gate[](4);
        gates[0] = Gate(32, 1, 30);
        gates[1] = Gate(32, 2, 31);
        gates[2] = Gate(32, 3, 31);
        gates[3] = Gate(32, 4, 32);
    }

    function versionInput() internal pure returns (VersionInput memory input) {
        input = VersionInput("rows", "contributors", 320, 4, 320, "manifest", "bafymanifest");
    }

    function holdoutInput() internal pure returns (HoldoutInput memory input) {
        input = HoldoutInput("holdout", BATCHES, "exam", "bafyexam");
    }

    function modelInput() internal pure returns (ModelInput memory input) {
        input.baseId = "baseId";
        input.baseHash = "base";
        input.adapterHash = "adapter";
        input.runManifestHash = "run";
        input.tokenizerHash = "tokenizer";
        input.templateHash = "template";
        input.servingProfileHash = "profile";
        input.maxTemperatureMilli = 700;
        input.trainer = TRAINER;
        input.adapterCid = "bafyadapter";
        input.runCid = "bafyrun";
        input.sources = new DataSource[](1);
        input.sources[0] = DataSource(1, 1, 10_000);
    }

    function sealedDatanet() internal {
        sealedDatanet(BATCHES);
    }

    function sealedDatanet(uint16 batches) internal {
        vm.startPrank(CURATOR);
        uint256 id = datanets.create("meta", "bafymeta", CUSTODIAN);
        datanets.publishVersion(id, versionInput());
        vm.stopPrank();
        passEpochs(1);
        bondDatanet(id, 10 * BOND);
        vm.prank(CUSTODIAN);
        HoldoutInput memory input = holdoutInput();
        input.batchCount = batches;
        datanets.sealHoldout(id, 1, input);
    }

    function bondDatanet(uint256 datanetId, uint256 amount) internal {
        token.transfer(CUSTODIAN, amount);
        vm.startPrank(CUSTODIAN);
        token.approve(address(stake), amount);
        stake.postBond(datanetId, amount);
        vm.stopPrank();
    }

    function evaluatorWith(address evaluator, uint64 units) internal {
        token.transfer(evaluator, units * UNIT);
        vm.startPrank(evaluator);
        token.approve(address(stake), type(uint256).max);
        stake.registerEvaluator(bytes32(uint256(uint160(evaluator))));
        stake.stakeUnits(units);
        vm.stopPrank();
    }

    function stakedModel() internal returns (uint256 modelId) {
        return stakedModelOf(PUBLISHER);
    }

    function stakedModelOf(address publisher) internal returns (uint256 modelId) {
        token.transfer(publisher, 100_000e18);
        vm.startPrank(publisher);
        modelId = models.register(modelInput());
        token.approve(address(stake), type(uint256).max);
        token.approve(address(admission), type(uint256).max);
        stake.stakeModel(modelId, MODEL_STAKE);
        vm.stopPrank();
    }

    /// @dev Mines `count` blocks of one second, each with its own hash. Height and time are kept here, because the
    /// optimizer takes block.number and block.timestamp to be constant within a call.
    function passBlocks(uint256 count) internal {
        uint256 first = count > 256 ? height + count - 256 : height;
        height += count;
        clock += count;
        vm.roll(height);
        vm.warp(clock);
        for (uint256 i = first; i < height; ++i) vm.setBlockhash(i, hashAt(i));
    }

    /// @dev On to the second block of the epoch `count` after this one: its seed is known there.
    function passEpochs(uint256 count) internal {
        passBlocks(count * BLOCKS_PER_EPOCH + 1 - height % BLOCKS_PER_EPOCH);
    }

    /// @dev Number of the running epoch.
    function epochNow() internal view returns (uint32) {
        return uint32(height / BLOCKS_PER_EPOCH + 1);
    }

    /// @dev Seed of an epoch that has begun.
    function seedAt(uint32 epoch) internal pure returns (bytes32) {
        return hashAt((epoch - 1) * BLOCKS_PER_EPOCH);
    }

    function passSeconds(uint256 count) internal {
        clock += count;
        vm.warp(clock);
    }

    function hashAt(uint256 blockNumber) internal pure returns (bytes32) {
        return keccak256(abi.encode("block", blockNumber));
    }
}
