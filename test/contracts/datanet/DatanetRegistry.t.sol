// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase} from "../../../contracts/interfaces/IAdmission.sol";
import {HoldoutInput, IDatanetRegistry, VersionInput, VersionState} from "../../../contracts/interfaces/IDatanetRegistry.sol";
import {CaseFile} from "../../../contracts/interfaces/IRoundCourt.sol";
import {NO_BATCH} from "../../../contracts/types/StoredRound.sol";
import {ProtocolStage} from "../base/ProtocolStage.sol";

contract DatanetRegistryTest is ProtocolStage {
    function setUp() public {
        deployAll();
    }

    function published() private returns (uint256 id) {
        vm.startPrank(CURATOR);
        id = datanets.create("meta", "bafymeta", CUSTODIAN);
        datanets.publishVersion(id, versionInput());
        vm.stopPrank();
    }

    function test_create_namesCuratorAndCustodian() public {
        vm.expectEmit();
        emit IDatanetRegistry.DatanetCreated(1, CURATOR, CUSTODIAN, "meta", "bafymeta");
        vm.prank(CURATOR);
        uint256 id = datanets.create("meta", "bafymeta", CUSTODIAN);
        assertEq(datanets.curatorOf(id), CURATOR, "curator");
        assertEq(datanets.custodianOf(id), CUSTODIAN, "custodian");
    }

    function test_create_revertsOnEmptyInput() public {
        vm.expectRevert(IDatanetRegistry.EmptyRoot.selector);
        datanets.create(0, "bafymeta", CUSTODIAN);
        vm.expectRevert(IDatanetRegistry.EmptyCid.selector);
        datanets.create("meta", "", CUSTODIAN);
        vm.expectRevert(IDatanetRegistry.ZeroAddress.selector);
        datanets.create("meta", "bafymeta", address(0));
    }

    function test_unknownIds_revert() public {
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.UnknownDatanet.selector, 9));
        datanets.curatorOf(9);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.UnknownDatanet.selector, 9));
        datanets.custodianOf(9);
        uint256 id = published();
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.UnknownVersion.selector, id, 2));
        datanets.holdoutSeed(id, 2);
    }

    function test_publishVersion_appends() public {
        uint256 id = published();
        vm.expectEmit();
        emit IDatanetRegistry.VersionPublished(id, 2, versionInput(), epochNow());
        vm.prank(CURATOR);
        assertEq(datanets.publishVersion(id, versionInput()), 2, "version");
        assertTrue(datanets.versionState(id, 2) == VersionState.Published, "state");
        (bytes32 rows, bytes32 contributors, bytes32 holdout) = datanets.rootsOf(id, 2);
        assertTrue(rows == "rows" && contributors == "contributors" && holdout == 0, "roots");
    }

    function test_publishVersion_revertsWithNotCurator() public {
        uint256 id = published();
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.NotCurator.selector, STRANGER, CURATOR));
        datanets.publishVersion(id, versionInput());
    }

    function test_publishVersion_revertsOnEmptyInput() public {
        uint256 id = published();
        vm.startPrank(CURATOR);
        VersionInput memory input = versionInput();
        input.rowsRoot = 0;
        vm.expectRevert(IDatanetRegistry.EmptyRoot.selector);
        datanets.publishVersion(id, input);
        input = versionInput();
        input.manifestCid = "";
        vm.expectRevert(IDatanetRegistry.EmptyCid.selector);
        datanets.publishVersion(id, input);
        input = versionInput();
        input.rowCount = 0;
        vm.expectRevert(IDatanetRegistry.ZeroCount.selector);
        datanets.publishVersion(id, input);
    }

    function expectNoSeed(uint32 seedEpoch) private {
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.SeedNotReady.selector, seedEpoch, epochNow()));
    }

    function test_holdoutSeed_isThatOfTheNextEpoch() public {
        uint256 id = published();
        uint32 seedEpoch = epochNow() + 1;
        expectNoSeed(seedEpoch);
        datanets.holdoutSeed(id, 1);
        // The first block of that epoch: its seed is not known yet.
        passBlocks(BLOCKS_PER_EPOCH - height % BLOCKS_PER_EPOCH);
        expectNoSeed(seedEpoch);
        datanets.holdoutSeed(id, 1);
        passBlocks(1);
        bytes32 expected = keccak256(abi.encode(seedAt(seedEpoch), id, uint32(1)));
        assertEq(datanets.holdoutSeed(id, 1), expected, "seed");
        passEpochs(3);
        assertEq(datanets.holdoutSeed(id, 1), expected, "later epochs change nothing");
    }

    /// @dev A source may forget an epoch's seed; a fixed one stays.
    function test_fixHoldoutSeed_outlivesTheSource() public {
        uint256 id = published();
        uint32 seedEpoch = epochNow() + 1;
        passEpochs(1);
        bytes32 first = datanets.holdoutSeed(id, 1);
        vm.expectEmit();
        emit IDatanetRegistry.HoldoutSeedFixed(id, 1, first);
        vm.prank(STRANGER);
        assertEq(datanets.fixHoldoutSeed(id, 1), first, "fixed");
        vm.mockCall(address(randomness), abi.encodeCall(randomness.seedOf, (seedEpoch)), abi.encode(bytes32(0)));
        assertEq(datanets.holdoutSeed(id, 1), first, "stays");
        assertEq(datanets.fixHoldoutSeed(id, 1), first, "second call");
    }

    function test_holdoutSeed_revertsWhenNobodyAskedForItInTime() public {
        uint256 id = published();
        uint32 seedEpoch = epochNow() + 1;
        passEpochs(5);
        vm.mockCall(address(randomness), abi.encodeCall(randomness.seedOf, (seedEpoch)), abi.encode(bytes32(0)));
        expectNoSeed(seedEpoch);
        datanets.fixHoldoutSeed(id, 1);
    }

    function test_sealHoldout_storesSeedAndBatches() public {
        uint256 id = published();
        passEpochs(1);
        bytes32 seed = datanets.holdoutSeed(id, 1);
        vm.expectEmit();
        emit IDatanetRegistry.HoldoutSealed(id, 1, seed, holdoutInput());
        vm.prank(CUSTODIAN);
        datanets.sealHoldout(id, 1, holdoutInput());
        assertTrue(datanets.versionState(id, 1) == VersionState.Sealed, "state");
        assertEq(datanets.batchesLeft(id, 1), BATCHES, "batches");
        passEpochs(80);
        assertEq(datanets.holdoutSeed(id, 1), seed, "seed stays");
    }

    function test_sealHoldout_reverts() public {
        uint256 id = published();
        vm.prank(CUSTODIAN);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.SeedNotReady.selector, epochNow() + 1, epochNow()));
        datanets.sealHoldout(id, 1, holdoutInput());
        passEpochs(1);
        vm.prank(CURATOR);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.NotCustodian.selector, CURATOR, CUSTODIAN));
        datanets.sealHoldout(id, 1, holdoutInput());
        vm.startPrank(CUSTODIAN);
        HoldoutInput memory input = holdoutInput();
        input.holdoutRoot = 0;
        vm.expectRevert(IDatanetRegistry.EmptyRoot.selector);
        datanets.sealHoldout(id, 1, input);
        input = holdoutInput();
        input.examManifestCid = "";
        vm.expectRevert(IDatanetRegistry.EmptyCid.selector);
        datanets.sealHoldout(id, 1, input);
        input = holdoutInput();
        input.batchCount = 0;
        vm.expectRevert(IDatanetRegistry.ZeroCount.selector);
        datanets.sealHoldout(id, 1, input);
        datanets.sealHoldout(id, 1, holdoutInput());
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.WrongState.selector, VersionState.Sealed, VersionState.Published));
        datanets.sealHoldout(id, 1, holdoutInput());
    }

    function test_withdrawVersion_once() public {
        uint256 id = published();
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.NotCurator.selector, STRANGER, CURATOR));
        datanets.withdrawVersion(id, 1);
        vm.startPrank(CURATOR);
        vm.expectEmit();
        emit IDatanetRegistry.VersionWithdrawn(id, 1);
        datanets.withdrawVersion(id, 1);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.WrongState.selector, VersionState.Withdrawn, VersionState.Sealed));
        datanets.withdrawVersion(id, 1);
    }

    function test_consumeBatch_revertsWithNotAdmission() public {
        sealedDatanet();
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.NotAdmission.selector, address(this)));
        datanets.consumeBatch(1, 1, "seed", 1);
    }

    function test_fuzz_consumeBatch_takesEachOnceInAnyOrder(bytes32[4] memory seeds) public {
        sealedDatanet();
        vm.startPrank(address(admission));
        uint256 seen = 0;
        for (uint256 i = 0; i < BATCHES; ++i) {
            uint32 batchId = datanets.consumeBatch(1, 1, seeds[i], i + 1);
            assertTrue(batchId < BATCHES, "known batch");
            assertEq((seen >> batchId) & 1, 0, "unused batch");
            seen |= 1 << batchId;
        }
        assertEq(datanets.batchesLeft(1, 1), 0, "none left");
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.NoBatchLeft.selector, 1, 1));
        datanets.consumeBatch(1, 1, "seed", 9);
    }
}

/// @notice Retiring, with the batches and proofs of the golden exam; Admission's phase is mocked.
contract RetireBatchTest is ProtocolStage {
    struct Batch { bytes32 key; bytes32 ciphertextHash; bytes32 itemsRoot; bytes32 contributorsRoot; bytes32[] proof; }

    Batch private batch;

    function setUp() public {
        deployAll();
        vm.startPrank(CURATOR);
        datanets.create("meta", "bafymeta", CUSTODIAN);
        datanets.publishVersion(1, versionInput());
        vm.stopPrank();
        passEpochs(1);
        string memory json = vm.readFile(string.concat(vm.projectRoot(), "/test/golden/exam.json"));
        batch = Batch({
            key: vm.parseJsonBytes32(json, ".batches[0].key"),
            ciphertextHash: vm.parseJsonBytes32(json, ".batches[0].ciphertextHash"),
            itemsRoot: vm.parseJsonBytes32(json, ".batches[0].itemsRoot"),
            contributorsRoot: vm.parseJsonBytes32(json, ".batches[0].contributorsRoot"),
            proof: vm.parseJsonBytes32Array(json, ".batches[0].proof")
        });
        // One unused batch, so that whatever the seed, batch 0 is the one taken.
        vm.prank(CUSTODIAN);
        datanets.sealHoldout(1, 1, HoldoutInput(vm.parseJsonBytes32(json, ".holdoutRoot"), 1, "exam", "bafyexam"));
    }

    /// @dev Round 7 consumed batch 0 and is in `phase`.
    function consume(Phase phase) private {
        vm.prank(address(admission));
        datanets.consumeBatch(1, 1, "seed", 7);
        nameBatch(0);
        setPhase(phase);
    }

    function nameBatch(uint32 batchId) private {
        CaseFile memory file;
        (file.datanetId, file.version, file.batchId) = (1, 1, batchId);
        vm.mockCall(address(admission), abi.encodeCall(admission.caseFile, (7)), abi.encode(file));
    }

    function setPhase(Phase phase) private {
        vm.mockCall(address(admission), abi.encodeCall(admission.phaseOf, (7)), abi.encode(phase));
    }

    function retire(bytes32 key, string memory itemsCid) private {
        datanets.retireBatch(7, key, batch.ciphertextHash, batch.itemsRoot, batch.contributorsRoot, batch.proof, itemsCid);
    }

    function test_retireBatch_publishesTheKeyOnce() public {
        consume(Phase.Final);
        vm.expectEmit();
        emit IDatanetRegistry.BatchRetired(1, 1, 0, batch.key, batch.itemsRoot, batch.contributorsRoot, "bafyitems");
        retire(batch.key, "bafyitems");
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.BatchAlreadyRetired.selector, 0));
        retire(batch.key, "bafyitems");
    }

    function test_retireBatch_afterAVoidRound() public {
        consume(Phase.Void);
        retire(batch.key, "bafyitems");
    }

    function test_retireBatch_revertsWithRoundNotEnded() public {
        consume(Phase.Commit);
        for (uint8 phase = uint8(Phase.Open); phase <= uint8(Phase.Finalizable); ++phase) {
            setPhase(Phase(phase));
            vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.RoundNotEnded.selector, 7));
            retire(batch.key, "bafyitems");
        }
    }

    /// @dev A round that ended undrawn must not retire batch 0, which it never used.
    function test_retireBatch_revertsWithRoundWithoutBatch() public {
        consume(Phase.Void);
        nameBatch(NO_BATCH);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.RoundWithoutBatch.selector, 7));
        retire(batch.key, "bafyitems");
    }

    function test_retireBatch_revertsWithUnknownRound() public {
        vm.expectRevert(abi.encodeWithSelector(IAdmission.UnknownRound.selector, 7));
        retire(batch.key, "bafyitems");
    }

    function test_retireBatch_revertsWithEmptyCid() public {
        consume(Phase.Final);
        vm.expectRevert(IDatanetRegistry.EmptyCid.selector);
        retire(batch.key, "");
    }

    function test_fuzz_retireBatch_revertsWithBadBatchProof(bytes32 key) public {
        vm.assume(key != batch.key);
        consume(Phase.Final);
        vm.expectRevert(IDatanetRegistry.BadBatchProof.selector);
        retire(key, "bafyitems");
    }
}
