// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {AccessGrants} from "../../../contracts/datanet/AccessGrants.sol";
import {ProtocolParams} from "../../../contracts/governance/ProtocolParams.sol";
import {Grant} from "../../../contracts/interfaces/IAccessGrants.sol";
import {Job, JobInput, JobState} from "../../../contracts/interfaces/IJobMarket.sol";
import {JobMarket} from "../../../contracts/jobs/JobMarket.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {TestBase} from "../base/TestBase.sol";
import {DatanetStub, JuryStub} from "./JobMocks.sol";

/// @notice One datanet of closed rows (1) and one of public rows (2), a funded requester and a funded trainer.
abstract contract JobStage is TestBase {
    address internal constant GUARDIAN = address(0x6A);
    address internal constant REQUESTER = address(0xA1);
    address internal constant TRAINER = address(0xB1);
    address internal constant CUSTODIAN = address(0xC1);
    address internal constant STRANGER = address(0x57);
    uint256 internal constant CLOSED = 1;
    uint256 internal constant PUBLIC = 2;
    uint256 internal constant WALLET = 1_000e18;
    uint96 internal constant PRICE = 100e18;
    uint96 internal constant DATA_PRICE = 7e18;
    uint96 internal constant LEASE_BOND = 20e18;
    uint96 internal constant CHALLENGE_BOND = 20e18;
    uint256 internal constant KEY_WINDOW = 120;
    uint256 internal constant ACCEPT_WINDOW = 10;
    uint32 internal constant QUOTE = 1 hours;
    uint256 internal constant SILENCE = 15 minutes;

    /// @dev unix seconds; block.timestamp is not read after a warp: the optimizer may keep the earlier value
    uint256 internal clock = 1_700_000_000;
    address internal curator;
    uint256 internal curatorKey;
    IERC20 internal token;
    ProtocolParams internal params;
    DatanetStub internal datanets;
    AccessGrants internal grants;
    JuryStub internal jury;
    JobMarket internal market;

    function deployJobs() internal {
        deployJobsWith(IERC20(deploy("token/AssayToken", abi.encode(address(this)))));
        fund(REQUESTER);
        fund(TRAINER);
    }

    function deployJobsWith(IERC20 token_) internal {
        vm.warp(clock);
        token = token_;
        (curator, curatorKey) = account("curator");
        params = LocalParams.deploy(address(this), GUARDIAN);
        datanets = new DatanetStub();
        datanets.set(CLOSED, curator, CUSTODIAN);
        datanets.set(PUBLIC, curator, CUSTODIAN);
        grants = AccessGrants(deploy("datanet/AccessGrants", abi.encode(datanets)));
        jury = new JuryStub(token);
        market = JobMarket(deploy("jobs/JobMarket", abi.encode(token, params, datanets, grants, jury)));
        grants.connectJobMarket(address(market));
        vm.prank(curator);
        grants.setOpen(PUBLIC, true);
    }

    /// @dev Deploys from the artifact, so that a test file compiles without compiling the contracts it uses once more.
    function deploy(string memory path, bytes memory arguments) internal returns (address deployed) {
        bytes memory code = bytes.concat(vm.getCode(string.concat("contracts/", path, ".sol")), arguments);
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
        }
        assertTrue(deployed != address(0), path);
    }

    function fund(address who) internal {
        token.transfer(who, WALLET);
        vm.prank(who);
        token.approve(address(market), type(uint256).max);
    }

    function pass(uint256 time) internal {
        clock += time;
        vm.warp(clock);
    }

    function inputOf(uint256 datanetId) internal pure returns (JobInput memory input) {
        input.jobHash = "job";
        input.jobCid = "bafyjob";
        input.datanetId = datanetId;
        input.version = 1;
        input.price = PRICE;
        input.quoteSeconds = QUOTE;
        input.maxLeases = 3;
        input.encryptionKey = "requester";
    }

    function grantOf(uint64 nonce) internal view returns (Grant memory grant) {
        grant.datanetId = CLOSED;
        grant.firstVersion = 1;
        grant.lastVersion = 2;
        grant.grantee = REQUESTER;
        grant.purpose = keccak256("assay.training");
        grant.expiry = uint64(clock + 30 days);
        grant.jobs = 2;
        grant.price = DATA_PRICE;
        grant.nonce = nonce;
    }

    function sign(uint256 key, Grant memory grant) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, grants.hashGrant(grant));
        return abi.encodePacked(r, s, v);
    }

    function created(JobInput memory input) internal returns (uint256 jobId) {
        vm.prank(REQUESTER);
        return market.createJob(input);
    }

    function created(uint256 datanetId) internal returns (uint256 jobId) {
        return created(inputOf(datanetId));
    }

    function bind(uint256 jobId, Grant memory grant) internal {
        bytes memory signature = sign(curatorKey, grant);
        vm.prank(REQUESTER);
        market.bindGrant(jobId, grant, signature);
    }

    /// @dev A job on closed rows whose grant (nonce 1) is bound.
    function granted() internal returns (uint256 jobId) {
        jobId = created(CLOSED);
        bind(jobId, grantOf(1));
    }

    function leaseBy(address trainer, uint256 jobId) internal {
        vm.prank(trainer);
        market.lease(jobId, 0, "trainer");
    }

    function keyed(uint256 jobId) internal {
        vm.prank(CUSTODIAN);
        market.postKey(jobId, "wrapped");
    }

    /// @dev A job that runs: on closed rows, leased by TRAINER, key posted.
    function running() internal returns (uint256 jobId) {
        jobId = granted();
        leaseBy(TRAINER, jobId);
        keyed(jobId);
    }

    function beat(uint256 jobId, uint48 step) internal {
        vm.prank(TRAINER);
        market.heartbeat(jobId, step, keccak256(abi.encode(step)), "bafycheckpoint");
    }

    function submitted() internal returns (uint256 jobId) {
        jobId = running();
        submit(jobId);
    }

    function submit(uint256 jobId) internal {
        vm.prank(TRAINER);
        market.submit(jobId, "artifact", "run", "bafyartifact", "bafyrun");
    }

    function disputed() internal returns (uint256 jobId) {
        jobId = submitted();
        vm.prank(REQUESTER);
        market.dispute(jobId, "bafyevidence");
    }

    function stateOf(uint256 jobId) internal view returns (JobState) {
        return market.jobOf(jobId).state;
    }

    function assertState(uint256 jobId, JobState expected) internal view {
        assertEq(uint256(stateOf(jobId)), uint256(expected), "state");
    }

    /// @dev What the job still holds of the market's balance.
    function heldBy(uint256 jobId) internal view returns (uint256) {
        Job memory job = market.jobOf(jobId);
        return uint256(job.price) + job.dataPrice + job.bond + job.disputeBond;
    }

    function assertCredit(address who, uint256 expected, string memory what) internal view {
        assertEq(market.creditOf(who), expected, what);
    }

    function revertsWith(bytes memory data) internal {
        vm.expectRevert(data);
    }
}
