// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DataSource, IModelRegistry, ModelInput} from "../../../contracts/interfaces/IModelRegistry.sol";
import {ProtocolStage} from "../base/ProtocolStage.sol";

contract ModelRegistryTest is ProtocolStage {
    function setUp() public {
        deployAll();
        sealedDatanet();
    }

    function register(ModelInput memory input) private returns (uint256) {
        vm.prank(PUBLISHER);
        return models.register(input);
    }

    function expectEmpty(bytes32 field) private {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.EmptyHash.selector, field));
    }

    function test_register_storesRolesAndExam() public {
        vm.expectEmit();
        emit IModelRegistry.ModelRegistered(1, PUBLISHER, 1, modelInput());
        uint256 id = register(modelInput());
        assertEq(models.publisherOf(id), PUBLISHER, "publisher");
        assertEq(models.trainerOf(id), TRAINER, "trainer");
        (address publisher, uint256 datanetId, uint32 version, uint256 lineage) = models.examOf(id);
        assertTrue(publisher == PUBLISHER && datanetId == 1 && version == 1 && lineage == id, "exam");
    }

    function lineageOf(uint256 id) private view returns (uint256 lineage) {
        (,,, lineage) = models.examOf(id);
    }

    function test_register_continuesTheParentsLineage() public {
        uint256 id = register(modelInput());
        ModelInput memory input = modelInput();
        input.adapterHash = "child";
        input.parent = id;
        uint256 child = register(input);
        input.adapterHash = "grandchild";
        input.parent = child;
        assertEq(lineageOf(register(input)), id, "lineage");
        input.adapterHash = "stranger";
        input.parent = 0;
        assertEq(lineageOf(register(input)), 4, "its own");
    }

    function test_register_keepsAnAdaptersLineage() public {
        uint256 id = register(modelInput());
        ModelInput memory input = modelInput();
        input.adapterHash = "other";
        uint256 other = register(input);
        input.parent = id;
        assertEq(lineageOf(register(input)), other, "whatever parent it names");
        assertEq(lineageOf(register(modelInput())), id, "and when it names none");
        vm.prank(STRANGER);
        assertEq(lineageOf(models.register(modelInput())), 5, "another publisher's is its own");
    }

    function test_register_revertsWithEmptyExamSource() public {
        sealedDatanet();
        ModelInput memory input = modelInput();
        input.sources = new DataSource[](2);
        input.sources[0] = DataSource(1, 1, 0);
        input.sources[1] = DataSource(2, 1, 10_000);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.EmptyExamSource.selector, 1));
        register(input);
    }

    function test_register_revertsWithUnknownModel() public {
        ModelInput memory input = modelInput();
        input.parent = 1; // its own id to be
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownModel.selector, 1));
        register(input);
    }

    function test_register_revertsWithEmptyHash() public {
        ModelInput memory input = modelInput();
        input.baseId = 0;
        expectEmpty("baseId");
        register(input);
        input = modelInput();
        input.baseHash = 0;
        expectEmpty("baseHash");
        register(input);
        input = modelInput();
        input.adapterHash = 0;
        expectEmpty("adapterHash");
        register(input);
        input = modelInput();
        input.runManifestHash = 0;
        expectEmpty("runManifestHash");
        register(input);
        input = modelInput();
        input.tokenizerHash = 0;
        expectEmpty("tokenizerHash");
        register(input);
        input = modelInput();
        input.templateHash = 0;
        expectEmpty("templateHash");
        register(input);
        input = modelInput();
        input.servingProfileHash = 0;
        expectEmpty("servingProfileHash");
        register(input);
    }

    function test_register_revertsOnOtherFields() public {
        ModelInput memory input = modelInput();
        input.adapterCid = "";
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.EmptyCid.selector, bytes32("adapterCid")));
        register(input);
        input = modelInput();
        input.runCid = "";
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.EmptyCid.selector, bytes32("runCid")));
        register(input);
        input = modelInput();
        input.trainer = address(0);
        vm.expectRevert(IModelRegistry.ZeroTrainer.selector);
        register(input);
        input = modelInput();
        input.maxTemperatureMilli = 2_001;
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.TemperatureTooHigh.selector, 2_001, 2_000));
        register(input);
    }

    function test_register_revertsOnBadSources() public {
        ModelInput memory input = modelInput();
        input.sources = new DataSource[](0);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.BadSources.selector, 0));
        register(input);
        input.sources = new DataSource[](9);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.BadSources.selector, 9));
        register(input);
        input = modelInput();
        input.sources[0].weightBps = 9_999;
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.SourceWeights.selector, 9_999));
        register(input);
        input = modelInput();
        input.sources[0].version = 2;
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.SourceNotSealed.selector, 1, 2));
        register(input);
        vm.prank(CURATOR);
        datanets.withdrawVersion(1, 1);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.SourceNotSealed.selector, 1, 1));
        register(modelInput());
    }

    function setFinal(bool isFinal) private {
        vm.mockCall(address(admission), abi.encodeCall(admission.isFinalFor, (7, 1)), abi.encode(isFinal));
    }

    function test_postShareTable_onceForAFinalRound() public {
        register(modelInput());
        setFinal(true);
        vm.expectEmit();
        emit IModelRegistry.ShareTablePosted(1, 7, "table", "bafytable");
        vm.prank(TRAINER);
        models.postShareTable(1, 7, "table", "bafytable");
        assertEq(models.shareTableOf(1, 7), "table", "stored");
        vm.prank(PUBLISHER);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.TableAlreadyPosted.selector, 1, 7));
        models.postShareTable(1, 7, "other", "bafyother");
    }

    function test_postShareTable_reverts() public {
        register(modelInput());
        setFinal(false);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NotParty.selector, STRANGER));
        models.postShareTable(1, 7, "table", "bafytable");
        vm.startPrank(PUBLISHER);
        expectEmpty("tableHash");
        models.postShareTable(1, 7, 0, "bafytable");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.EmptyCid.selector, bytes32("tableCid")));
        models.postShareTable(1, 7, "table", "");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RoundNotFinal.selector, 7));
        models.postShareTable(1, 7, "table", "bafytable");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownModel.selector, 9));
        models.postShareTable(9, 7, "table", "bafytable");
    }
}
