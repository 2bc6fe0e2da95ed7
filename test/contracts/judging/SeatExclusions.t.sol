// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SeatStatus, SeatView} from "../../../contracts/interfaces/IRoundCourt.sol";
import {ISeatExclusions} from "../../../contracts/interfaces/ISeatExclusions.sol";
import {SeatExclusions} from "../../../contracts/judging/SeatExclusions.sol";
import {ExamLeaf} from "../../../contracts/libraries/ExamLeaf.sol";
import {BatchProof, ShareProof} from "../../../contracts/types/TranscriptProof.sol";
import {Exams} from "./Exams.sol";
import {JudgingStage} from "./JudgingStage.sol";
import {MockRegistries} from "./MockSources.sol";

contract SeatExclusionsTest is JudgingStage {
    SeatExclusions internal exclusions;
    ShareProof private none;

    function setUp() public {
        setCourt();
        exclusions = SeatExclusions(deploy("judging/SeatExclusions", abi.encode(court, registries, registries)));
        court.setJudge(address(exclusions));
    }

    function test_excludeRole_excludesEveryPartOfTheModelAndItsExam() public {
        address[4] memory roles = [PUBLISHER, TRAINER, CURATOR, CUSTODIAN];
        bytes32[4] memory names = [bytes32("publisher"), "trainer", "curator", "custodian"];
        for (uint8 i = 0; i < 4; ++i) {
            seatOf(0, roles[i], SeatStatus.Drawn);
            vm.expectEmit(address(exclusions));
            emit ISeatExclusions.RoleExcluded(ROUND, 0, roles[i], names[i]);
            exclusions.excludeRole(ROUND, 0);
            assertStatus(0, SeatStatus.Excluded);
        }
    }

    function test_excludeRole_revertsForStrangersAndCommittedSeats() public {
        seatOf(0, HUNTER, SeatStatus.Drawn);
        vm.expectRevert(abi.encodeWithSelector(ISeatExclusions.NoRole.selector, HUNTER));
        exclusions.excludeRole(ROUND, 0);
        seatOf(0, PUBLISHER, SeatStatus.Committed);
        vm.expectRevert(abi.encodeWithSelector(ISeatExclusions.SeatNotDrawn.selector, 0));
        exclusions.excludeRole(ROUND, 0);
    }

    /// @dev The publisher's own address was drawn: anyone who looks removes it before it can commit.
    function test_attack_publisherSitsOnItsOwnRound() public {
        seatOf(2, PUBLISHER, SeatStatus.Drawn);
        vm.prank(HUNTER);
        exclusions.excludeRole(ROUND, 2);
        assertStatus(2, SeatStatus.Excluded);
    }

    function test_excludeContributor_fromOneTwentieth() public {
        (address[] memory who, uint64[] memory weights) = contributors(5, 95);
        registries.setRoots(Exams.sharesRoot(who, weights), "holdout");
        seatOf(0, who[0], SeatStatus.Drawn);
        vm.expectEmit(address(exclusions));
        emit ISeatExclusions.ContributorExcluded(ROUND, 0, who[0], 5, 100);
        exclusions.excludeContributor(ROUND, 0, Exams.shareOf(who, weights, 0));
        assertStatus(0, SeatStatus.Excluded);
    }

    function test_excludeContributor_reverts() public {
        (address[] memory who, uint64[] memory weights) = contributors(4, 95);
        registries.setRoots(Exams.sharesRoot(who, weights), "holdout");
        ShareProof memory share = Exams.shareOf(who, weights, 0);
        seatOf(0, who[0], SeatStatus.Drawn);
        vm.expectRevert(abi.encodeWithSelector(ISeatExclusions.ShareTooSmall.selector, 4, 99));
        exclusions.excludeContributor(ROUND, 0, share);
        seatOf(0, HUNTER, SeatStatus.Drawn);
        vm.expectRevert(abi.encodeWithSelector(ExamLeaf.BadShareProof.selector, HUNTER));
        exclusions.excludeContributor(ROUND, 0, share);
        seatOf(0, who[0], SeatStatus.Drawn);
        share.weight = 50;
        vm.expectRevert(abi.encodeWithSelector(ExamLeaf.BadShareProof.selector, who[0]));
        exclusions.excludeContributor(ROUND, 0, share);
        seatOf(0, who[0], SeatStatus.Committed);
        vm.expectRevert(abi.encodeWithSelector(ISeatExclusions.SeatNotDrawn.selector, 0));
        exclusions.excludeContributor(ROUND, 0, share);
    }

    /// @dev In trees of any size the share counts against the whole weight, and only at one twentieth or above.
    function test_fuzz_excludeContributor(uint8 size, uint8 index, uint256 salt) public {
        size = uint8(bound(size, 1, 21));
        index = uint8(bound(index, 0, size - 1));
        (address[] memory who, uint64[] memory weights, uint256 total) = randomShares(size, salt);
        registries.setRoots(Exams.sharesRoot(who, weights), "holdout");
        seatOf(0, who[index], SeatStatus.Drawn);
        ShareProof memory share = Exams.shareOf(who, weights, index);
        bool large = uint256(weights[index]) * 20 >= total;
        (bool ok,) = address(exclusions).call(abi.encodeCall(exclusions.excludeContributor, (ROUND, 0, share)));
        assertTrue(ok == large, "one twentieth");
    }

    function test_proveSelfSet_marksOneAuthorAboveAFourth() public {
        (address[] memory who, uint64[] memory weights) = authors(26, 0, 74);
        BatchProof memory batch = sealWith(who, weights);
        ShareProof memory share = Exams.shareOf(who, weights, 0);
        vm.expectEmit(address(exclusions));
        emit ISeatExclusions.SelfSetProven(ROUND, BATCH, 26, 100);
        exclusions.proveSelfSet(ROUND, batch, share, none);
        assertTrue(court.selfSet(), "marked");
    }

    function test_proveSelfSet_addsPublisherAndCurator() public {
        (address[] memory who, uint64[] memory weights) = authors(13, 13, 74);
        exclusions.proveSelfSet(ROUND, sealWith(who, weights), Exams.shareOf(who, weights, 0), Exams.shareOf(who, weights, 1));
        assertTrue(court.selfSet(), "marked");
    }

    /// @dev One person in both roles is counted once.
    function test_proveSelfSet_countsOnePersonOnce() public {
        registries = new MockRegistries(PUBLISHER, CUSTODIAN, TRAINER, PUBLISHER);
        exclusions = SeatExclusions(deploy("judging/SeatExclusions", abi.encode(court, registries, registries)));
        (address[] memory who, uint64[] memory weights) = authors(20, 0, 80);
        BatchProof memory batch = sealWith(who, weights);
        ShareProof memory share = Exams.shareOf(who, weights, 0);
        vm.expectRevert(abi.encodeWithSelector(ISeatExclusions.ShareTooSmall.selector, 20, 100));
        exclusions.proveSelfSet(ROUND, batch, share, share);
    }

    function test_proveSelfSet_reverts() public {
        (address[] memory who, uint64[] memory weights) = authors(25, 0, 75);
        BatchProof memory batch = sealWith(who, weights);
        ShareProof memory share = Exams.shareOf(who, weights, 0);
        vm.expectRevert(abi.encodeWithSelector(ISeatExclusions.ShareTooSmall.selector, 25, 100));
        exclusions.proveSelfSet(ROUND, batch, share, none);
        vm.expectRevert(abi.encodeWithSelector(ISeatExclusions.ShareTooSmall.selector, 0, 0));
        exclusions.proveSelfSet(ROUND, batch, none, none);
        batch.contributorsRoot = "other";
        vm.expectRevert(abi.encodeWithSelector(ExamLeaf.BadBatchProof.selector));
        exclusions.proveSelfSet(ROUND, batch, share, none);
        seatOf(0, address(0), SeatStatus.None);
        vm.expectRevert(abi.encodeWithSelector(ISeatExclusions.NotDrawn.selector, ROUND));
        exclusions.proveSelfSet(ROUND, batch, share, none);
    }

    function seatOf(uint8 seat, address evaluator, SeatStatus status) private {
        court.setSeat(seat, SeatView(seat + 1, evaluator, status, 0));
    }

    function sealWith(address[] memory who, uint64[] memory weights) private returns (BatchProof memory) {
        Exams.Exam memory exam = Exams.Exam(ITEMS, 0, Exams.sharesRoot(who, weights));
        registries.setRoots("contributors", Exams.holdoutRootOf(exam));
        return Exams.batchOf(exam, BATCH);
    }

    function contributors(uint64 first, uint64 second) private pure returns (address[] memory who, uint64[] memory weights) {
        (who, weights) = (new address[](2), new uint64[](2));
        (who[0], who[1], weights[0], weights[1]) = (address(0xD1), address(0xD2), first, second);
    }

    function authors(uint64 publisher, uint64 curator, uint64 rest) private pure returns (address[] memory who, uint64[] memory weights) {
        (who, weights) = (new address[](3), new uint64[](3));
        (who[0], who[1], who[2]) = (PUBLISHER, CURATOR, address(0xD1));
        (weights[0], weights[1], weights[2]) = (publisher, curator, rest);
    }

    function randomShares(uint8 size, uint256 salt) private pure returns (address[] memory who, uint64[] memory weights, uint256 total) {
        (who, weights) = (new address[](size), new uint64[](size));
        for (uint256 i = 0; i < size; ++i) {
            who[i] = address(uint160(0xD000 + i));
            weights[i] = uint64(uint256(keccak256(abi.encode(salt, i))) % 1_000 + 1);
            total += weights[i];
        }
    }
}
