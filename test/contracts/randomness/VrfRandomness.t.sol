// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RandomWordsRequest} from "../../../contracts/interfaces/IVrfCoordinator.sol";
import {MockVrfCoordinator} from "../../../contracts/mocks/MockVrfCoordinator.sol";
import {VrfConfig, VrfRandomness} from "../../../contracts/randomness/VrfRandomness.sol";
import {TestBase} from "../base/TestBase.sol";

contract VrfRandomnessTest is TestBase {
    uint256 private constant GENESIS = 1_700_000_000;
    address private constant STRANGER = address(0x57);

    MockVrfCoordinator private coordinator;
    VrfRandomness private source;

    function setUp() public {
        vm.warp(GENESIS);
        coordinator = new MockVrfCoordinator();
        source = new VrfRandomness(coordinator, config());
    }

    function config() private pure returns (VrfConfig memory) {
        return VrfConfig({epochLength: 1 hours, keyHash: "lane", subId: 77, confirmations: 20, callbackGas: 150_000, nativePayment: true});
    }

    function words(uint256 word) private pure returns (uint256[] memory list) {
        list = new uint256[](1);
        list[0] = word;
    }

    function seedFrom(uint32 epoch, uint256 word) private view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(source), epoch, word));
    }

    function assertRefused(VrfConfig memory bad, bytes32 field, uint256 value, uint256 min, uint256 max) private {
        vm.expectRevert(abi.encodeWithSelector(VrfRandomness.ConfigOutOfBounds.selector, field, value, min, max));
        new VrfRandomness(coordinator, bad);
    }

    function test_constructor_bounds() public {
        VrfConfig memory bad = config();
        bad.epochLength = 299;
        assertRefused(bad, "epochLength", 299, 300, 604_800);
        bad.epochLength = 604_801;
        assertRefused(bad, "epochLength", 604_801, 300, 604_800);
        bad = config();
        bad.confirmations = 2;
        assertRefused(bad, "confirmations", 2, 3, 200);
        bad.confirmations = 201;
        assertRefused(bad, "confirmations", 201, 3, 200);
        bad = config();
        bad.callbackGas = 99_999;
        assertRefused(bad, "callbackGas", 99_999, 100_000, 2_500_000);
        bad.callbackGas = 2_500_001;
        assertRefused(bad, "callbackGas", 2_500_001, 100_000, 2_500_000);
        bad = config();
        bad.keyHash = 0;
        assertRefused(bad, "keyHash", 0, 1, type(uint256).max);
    }

    function test_constructor_refusesACoordinatorWithoutCode() public {
        vm.expectRevert(abi.encodeWithSelector(VrfRandomness.NoCoordinator.selector, STRANGER));
        new VrfRandomness(MockVrfCoordinator(STRANGER), config());
    }

    /// @dev Selectors of the coordinator and consumer deployed on public chains.
    function test_interfaceIsThatOfVrf25() public pure {
        assertEq(uint32(MockVrfCoordinator.requestRandomWords.selector), 0x9b1c385e, "request");
        assertEq(uint32(VrfRandomness.rawFulfillRandomWords.selector), 0x1fe543e3, "answer");
    }

    function test_currentEpoch_followsTime() public {
        assertEq(source.currentEpoch(), 1, "genesis");
        vm.warp(GENESIS + 1 hours - 1);
        assertEq(source.currentEpoch(), 1, "last second");
        vm.warp(GENESIS + 1 hours);
        assertEq(source.currentEpoch(), 2, "next");
    }

    function test_request_asksAsConfigured() public {
        vm.expectEmit();
        emit VrfRandomness.SeedRequested(1, 1);
        vm.prank(STRANGER);
        assertEq(source.request(), 1, "id");
        assertEq(source.pendingEpoch(1), 1, "pending");
        assertEq(source.lastRequested(), 1, "last");
        RandomWordsRequest memory asked = coordinator.last();
        assertEq(asked.keyHash, "lane", "key hash");
        assertEq(asked.subId, 77, "subscription");
        assertEq(asked.requestConfirmations, 20, "confirmations");
        assertEq(asked.callbackGasLimit, 150_000, "gas");
        assertEq(asked.numWords, 1, "words");
        // The tag as it stands in requests on public chains.
        assertEq(keccak256(asked.extraArgs), keccak256(abi.encodePacked(bytes4(0x92fd1338), abi.encode(true))), "extra");
    }

    function test_request_onceAnEpoch() public {
        source.request();
        vm.expectRevert(abi.encodeWithSelector(VrfRandomness.AlreadyRequested.selector, 1));
        source.request();
        coordinator.answer(source, 1, words(5));
        vm.expectRevert(abi.encodeWithSelector(VrfRandomness.AlreadyRequested.selector, 1));
        source.request();
        vm.warp(GENESIS + 1 hours);
        assertEq(source.request(), 2, "next epoch");
    }

    function test_answer_setsTheSeedForGood() public {
        source.request();
        assertEq(source.seedOf(1), bytes32(0), "unknown");
        vm.expectEmit();
        emit VrfRandomness.SeedFulfilled(1, 1, seedFrom(1, 5));
        coordinator.answer(source, 1, words(5));
        assertEq(source.seedOf(1), seedFrom(1, 5), "seed");
        vm.expectRevert(abi.encodeWithSelector(VrfRandomness.UnknownRequest.selector, 1));
        coordinator.answer(source, 1, words(6));
        assertEq(source.seedOf(1), seedFrom(1, 5), "unchanged");
    }

    function test_answer_refuses() public {
        source.request();
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(VrfRandomness.NotCoordinator.selector, STRANGER));
        source.rawFulfillRandomWords(1, words(5));
        vm.expectRevert(abi.encodeWithSelector(VrfRandomness.UnknownRequest.selector, 2));
        coordinator.answer(source, 2, words(5));
        vm.expectRevert(abi.encodeWithSelector(VrfRandomness.WordCount.selector, 0, 1));
        coordinator.answer(source, 1, new uint256[](0));
        vm.expectRevert(abi.encodeWithSelector(VrfRandomness.WordCount.selector, 2, 1));
        coordinator.answer(source, 1, new uint256[](2));
    }

    /// @dev A late answer belongs to the epoch it was asked in, not to the one it arrives in.
    function test_answer_afterItsEpoch() public {
        source.request();
        vm.warp(GENESIS + 5 hours);
        source.request();
        coordinator.answer(source, 2, words(8));
        coordinator.answer(source, 1, words(7));
        assertEq(source.seedOf(1), seedFrom(1, 7), "first epoch");
        assertEq(source.seedOf(2), bytes32(0), "nobody asked");
        assertEq(source.seedOf(6), seedFrom(6, 8), "running epoch");
    }

    function test_fuzz_equalWordsGiveDifferentSeeds(uint256 word) public {
        source.request();
        vm.warp(GENESIS + 1 hours);
        source.request();
        coordinator.answer(source, 1, words(word));
        coordinator.answer(source, 2, words(word));
        assertTrue(source.seedOf(1) != source.seedOf(2) && source.seedOf(1) != 0 && source.seedOf(2) != 0, "seeds");
    }
}
