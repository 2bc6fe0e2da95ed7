// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessGrants} from "../../../contracts/datanet/AccessGrants.sol";
import {DeployerLink} from "../../../contracts/governance/DeployerLink.sol";
import {Grant, IAccessGrants} from "../../../contracts/interfaces/IAccessGrants.sol";
import {ContractWallet} from "../../../contracts/mocks/ContractWallet.sol";
import {JobStage} from "../jobs/JobStage.sol";

/// @notice Grants: what a curator signs, how often it counts and how it ends.
contract AccessGrantsTest is JobStage {
    function setUp() public {
        deployJobs();
    }

    /// @dev Binds the grant to a new job with a signature made before, and expects this refusal.
    function refuse(Grant memory grant, bytes memory signature, bytes memory reason) private {
        uint256 jobId = created(CLOSED);
        revertsWith(reason);
        vm.prank(REQUESTER);
        market.bindGrant(jobId, grant, signature);
    }

    function refuse(Grant memory grant, bytes memory reason) private {
        refuse(grant, sign(curatorKey, grant), reason);
    }

    function badSignature() private view returns (bytes memory) {
        return abi.encodeWithSelector(IAccessGrants.BadSignature.selector, curator);
    }

    function usedOf(uint64 nonce) private view returns (uint32 used) {
        (, used,) = grants.grantOf(CLOSED, nonce);
    }

    function test_reserve_bindsAndEmits() public {
        uint256 jobId = created(CLOSED);
        Grant memory grant = grantOf(1);
        vm.expectEmit(address(grants));
        emit IAccessGrants.GrantReserved(CLOSED, 1, jobId, grants.hashGrant(grant), grant, 1);
        bind(jobId, grant);
        (bytes32 id, uint32 used, bool revoked) = grants.grantOf(CLOSED, 1);
        assertEq(id, grants.hashGrant(grant), "id");
        assertEq(used, 1, "used");
        assertTrue(!revoked && grants.isLive(jobId), "live");
    }

    function test_hashGrant_isEip712() public view {
        Grant memory grant = grantOf(3);
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Assay Grants"),
                keccak256("1"),
                block.chainid,
                address(grants)
            )
        );
        bytes32 typeHash = keccak256(
            "Grant(uint256 datanetId,uint32 firstVersion,uint32 lastVersion,address grantee,bytes32 purpose,uint64 expiry,uint32 jobs,uint96 price,uint32 keyEpoch,uint64 nonce)"
        );
        bytes32 structHash = keccak256(abi.encode(typeHash, grant));
        assertEq(grants.hashGrant(grant), keccak256(abi.encodePacked("\x19\x01", domain, structHash)), "digest");
    }

    function test_reserve_acceptsAContractCurator() public {
        ContractWallet wallet = new ContractWallet(curator);
        datanets.set(CLOSED, address(wallet), CUSTODIAN);
        bind(created(CLOSED), grantOf(1));
        wallet.setRevoked(true);
        refuse(grantOf(1), abi.encodeWithSelector(IAccessGrants.BadSignature.selector, address(wallet)));
    }

    function test_reserve_revertsOnEachTerm() public {
        Grant memory grant = grantOf(1);
        grant.datanetId = PUBLIC;
        refuse(grant, abi.encodeWithSelector(IAccessGrants.WrongDatanet.selector, PUBLIC, CLOSED));
        grant = grantOf(1);
        grant.grantee = STRANGER;
        refuse(grant, abi.encodeWithSelector(IAccessGrants.NotGrantee.selector, REQUESTER, STRANGER));
        grant = grantOf(1);
        grant.firstVersion = 2;
        refuse(grant, abi.encodeWithSelector(IAccessGrants.WrongVersion.selector, 1, 2, 2));
        grant = grantOf(1);
        (grant.firstVersion, grant.lastVersion) = (0, 0);
        refuse(grant, abi.encodeWithSelector(IAccessGrants.WrongVersion.selector, 1, 0, 0));
        grant = grantOf(1);
        grant.purpose = "research";
        refuse(grant, abi.encodeWithSelector(IAccessGrants.WrongPurpose.selector, bytes32("research"), market.PURPOSE()));
        grant = grantOf(1);
        grant.keyEpoch = 1;
        refuse(grant, abi.encodeWithSelector(IAccessGrants.WrongKeyEpoch.selector, 1, 0));
        grant = grantOf(1);
        grant.jobs = 0;
        refuse(grant, abi.encodeWithSelector(IAccessGrants.UsedUp.selector, 0));
    }

    function test_reserve_revertsWithNonceTaken() public {
        bind(created(CLOSED), grantOf(1));
        Grant memory other = grantOf(1);
        other.jobs = 100;
        refuse(other, abi.encodeWithSelector(IAccessGrants.NonceTaken.selector, 1, grants.hashGrant(grantOf(1))));
    }

    function test_onlyTheJobMarketReservesTakesAndReturns() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessGrants.NotJobMarket.selector, address(this));
        Grant memory grant = grantOf(1);
        revertsWith(refusal);
        grants.reserve(1, REQUESTER, CLOSED, 1, 0, grant, "");
        revertsWith(refusal);
        grants.releaseKey(1);
        revertsWith(refusal);
        grants.giveBack(1);
    }

    function test_wrongUse_neverHappensThroughTheMarket() public {
        uint256 jobId = running();
        vm.startPrank(address(market));
        revertsWith(abi.encodeWithSelector(IAccessGrants.WrongUse.selector, jobId));
        grants.giveBack(jobId);
        revertsWith(abi.encodeWithSelector(IAccessGrants.WrongUse.selector, 99));
        grants.releaseKey(99);
        Grant memory grant = grantOf(1);
        revertsWith(abi.encodeWithSelector(IAccessGrants.WrongUse.selector, jobId));
        grants.reserve(jobId, REQUESTER, CLOSED, 1, grant.purpose, grant, "");
        vm.stopPrank();
    }

    function test_curatorsOwnSwitches() public {
        vm.startPrank(curator);
        vm.expectEmit(address(grants));
        emit IAccessGrants.DatanetOpened(CLOSED, true);
        grants.setOpen(CLOSED, true);
        vm.expectEmit(address(grants));
        emit IAccessGrants.GrantRevoked(CLOSED, 5);
        grants.revoke(CLOSED, 5);
        revertsWith(abi.encodeWithSelector(IAccessGrants.Revoked.selector, CLOSED, 5));
        grants.revoke(CLOSED, 5);
        vm.expectEmit(address(grants));
        emit IAccessGrants.KeyEpochBegun(CLOSED, 1);
        assertEq(grants.beginKeyEpoch(CLOSED), 1, "epoch");
        vm.stopPrank();
        bytes memory refusal = abi.encodeWithSelector(IAccessGrants.NotCurator.selector, STRANGER, curator);
        vm.startPrank(STRANGER);
        revertsWith(refusal);
        grants.setOpen(CLOSED, false);
        revertsWith(refusal);
        grants.revoke(CLOSED, 6);
        revertsWith(refusal);
        grants.beginKeyEpoch(CLOSED);
        vm.stopPrank();
    }

    function test_connectJobMarket_onceByTheDeployer() public {
        AccessGrants fresh = AccessGrants(deploy("datanet/AccessGrants", abi.encode(datanets)));
        revertsWith(abi.encodeWithSelector(DeployerLink.NotDeployer.selector, STRANGER));
        vm.prank(STRANGER);
        fresh.connectJobMarket(address(market));
        revertsWith(abi.encodeWithSelector(DeployerLink.NoCode.selector, STRANGER));
        fresh.connectJobMarket(STRANGER);
        vm.expectEmit(address(fresh));
        emit IAccessGrants.JobMarketConnected(address(market));
        fresh.connectJobMarket(address(market));
        revertsWith(abi.encodeWithSelector(DeployerLink.AlreadyConnected.selector, address(market)));
        fresh.connectJobMarket(address(market));
    }

    function test_attack_grantReplayOnAnotherChain() public {
        bytes memory signature = sign(curatorKey, grantOf(1));
        vm.chainId(10);
        refuse(grantOf(1), signature, badSignature());
    }

    function test_attack_grantReplayOnAnotherContract() public {
        AccessGrants other = AccessGrants(deploy("datanet/AccessGrants", abi.encode(datanets)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(curatorKey, other.hashGrant(grantOf(1)));
        refuse(grantOf(1), abi.encodePacked(r, s, v), badSignature());
    }

    /// @notice One curator of two datanets: a grant on one says nothing of the other.
    function test_attack_grantReplayOnAnotherDatanet() public {
        Grant memory signed = grantOf(1);
        signed.datanetId = PUBLIC;
        refuse(grantOf(1), sign(curatorKey, signed), badSignature());
    }

    function test_attack_grantReplayUnderAnotherNonce() public {
        refuse(grantOf(2), sign(curatorKey, grantOf(1)), badSignature());
    }

    function test_attack_grantWithAChangedTerm() public {
        bytes memory signature = sign(curatorKey, grantOf(1));
        Grant memory grant = grantOf(1);
        grant.price = 0;
        refuse(grant, signature, badSignature());
        grant = grantOf(1);
        grant.jobs = 1_000;
        refuse(grant, signature, badSignature());
        grant = grantOf(1);
        grant.expiry += 1;
        refuse(grant, signature, badSignature());
    }

    function test_attack_grantAfterRevocation() public {
        vm.prank(curator);
        grants.revoke(CLOSED, 1);
        refuse(grantOf(1), abi.encodeWithSelector(IAccessGrants.Revoked.selector, CLOSED, 1));
    }

    function test_attack_grantAfterItsKeyEpoch() public {
        uint256 jobId = granted();
        vm.prank(curator);
        grants.beginKeyEpoch(CLOSED);
        assertTrue(!grants.isLive(jobId), "void");
        refuse(grantOf(1), abi.encodeWithSelector(IAccessGrants.WrongKeyEpoch.selector, 0, 1));
        leaseBy(TRAINER, jobId);
        revertsWith(abi.encodeWithSelector(IAccessGrants.WrongKeyEpoch.selector, 0, 1));
        keyed(jobId);
    }

    function test_attack_grantAfterExpiry() public {
        Grant memory grant = grantOf(1);
        uint256 jobId = granted();
        pass(30 days);
        leaseBy(TRAINER, jobId);
        pass(1);
        bytes memory refusal = abi.encodeWithSelector(IAccessGrants.Expired.selector, grant.expiry);
        revertsWith(refusal);
        keyed(jobId);
        refuse(grant, refusal);
        assertTrue(!grants.isLive(jobId), "over");
    }

    function test_attack_grantBeyondItsJobs() public {
        bind(created(CLOSED), grantOf(1));
        bind(created(CLOSED), grantOf(1));
        refuse(grantOf(1), abi.encodeWithSelector(IAccessGrants.UsedUp.selector, 2));
    }

    /// @notice Binding, cancelling and binding again neither uses a grant up nor multiplies it.
    function test_attack_grantTurnedOverByCancelling() public {
        for (uint256 i = 0; i < 5; ++i) {
            uint256 jobId = granted();
            vm.prank(REQUESTER);
            market.cancelJob(jobId);
        }
        assertEq(usedOf(1), 0, "free");
        uint256 used = running();
        pass(SILENCE + 1);
        market.endLease(used);
        vm.prank(REQUESTER);
        market.cancelJob(used);
        assertEq(usedOf(1), 1, "a released key stays used");
    }

    function test_fuzz_otherKeysSignNothing(uint256 key, uint64 nonce) public {
        key = bound(key, 1, type(uint128).max);
        if (vm.addr(key) == curator) return;
        Grant memory grant = grantOf(nonce);
        refuse(grant, sign(key, grant), badSignature());
    }
}
