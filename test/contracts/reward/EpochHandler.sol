// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {RewardDistributor} from "../../../contracts/reward/RewardDistributor.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {TestBase} from "../base/TestBase.sol";

/// @notice Funding, honest and dishonest roots, claims and bonds in any order. Calls that must fail are counted when they
/// succeed, and the other way round.
contract EpochHandler is TestBase {
    uint256 public constant ACCOUNTS = 4;
    uint256 public constant BOND = 10e18;
    uint64 private constant WINDOW = 10;

    AssayToken public immutable TOKEN;
    RewardDistributor public immutable REWARDS;
    address[ACCOUNTS] public accounts = [address(0xA1), address(0xA2), address(0xA3), address(0xA4)];

    uint256 public breaches;
    /// @notice Bonds of epochs that were not returned yet, wei.
    uint256 public openBonds;
    uint256 public fundedByHandler;
    /// @notice Root of each epoch when it was posted.
    mapping(uint256 epoch => bytes32) public rootOf;
    mapping(uint256 epoch => uint256[ACCOUNTS]) private cumulatives;
    uint64 private clock = 1_000_000;
    uint64 private finalAt;

    constructor() {
        vm.warp(clock);
        TOKEN = new AssayToken(address(this));
        REWARDS = new RewardDistributor(TOKEN, LocalParams.deploy(address(this)));
        TOKEN.approve(address(REWARDS), type(uint256).max);
    }

    function fund(uint256 amount) external {
        amount = bound(amount, 1, 1_000e18);
        REWARDS.fund(amount, "statement", "cid");
        fundedByHandler += amount;
    }

    /// @notice Posts an epoch that adds `steps` to each account; a greedy one adds more than was funded.
    function post(uint256[ACCOUNTS] calldata steps, bool greedy) external {
        uint256 last = REWARDS.currentEpoch();
        if (clock < finalAt) {
            try REWARDS.postEpoch("root", "sums", REWARDS.funded(), "attribution", "cid") {
                ++breaches;
            } catch {}
            return;
        }
        uint256 previous = last == 0 ? 0 : REWARDS.epochOf(last).total;
        uint256 room = (REWARDS.funded() - previous) / ACCOUNTS;
        uint256 total = previous;
        for (uint256 i; i < ACCOUNTS; ++i) {
            uint256 step = bound(steps[i], 0, room);
            total += step;
            cumulatives[last + 1][i] = cumulatives[last][i] + (greedy ? step + 500e18 : step);
        }
        rootOf[last + 1] = Hashes.commutativeKeccak256(_pair(last + 1, 0), _pair(last + 1, 2));
        REWARDS.postEpoch(rootOf[last + 1], "sums", total, "attribution", "cid");
        openBonds += BOND;
        finalAt = clock + WINDOW;
    }

    /// @notice Claims under the newest final epoch; must fail exactly when nothing is due or the money is not there.
    function claim(uint256 seed) external {
        uint256 i = seed % ACCOUNTS;
        uint256 epoch = REWARDS.claimableEpoch();
        if (epoch == 0) return;
        uint256 cumulative = cumulatives[epoch][i];
        uint256 claimed = REWARDS.claimedBy(accounts[i]);
        bool mustFail = cumulative <= claimed || REWARDS.totalClaimed() + cumulative - claimed > REWARDS.funded();
        try REWARDS.claim(accounts[i], cumulative, _proof(epoch, i)) {
            if (mustFail) ++breaches;
        } catch {
            if (!mustFail) ++breaches;
        }
    }

    /// @notice Claims by a root that is not final, or no longer the newest.
    function claimStale(uint256 seed, uint256 epochSeed) external {
        uint256 current = REWARDS.currentEpoch();
        if (current == 0) return;
        uint256 epoch = bound(epochSeed, 1, current);
        uint256 live = REWARDS.claimableEpoch();
        if (live != 0 && rootOf[epoch] == rootOf[live]) return;
        uint256 i = seed % ACCOUNTS;
        try REWARDS.claim(accounts[i], cumulatives[epoch][i], _proof(epoch, i)) {
            ++breaches;
        } catch {}
    }

    function returnBond(uint256 epochSeed) external {
        uint256 current = REWARDS.currentEpoch();
        if (current == 0) return;
        uint256 epoch = bound(epochSeed, 1, current);
        bool mustFail = REWARDS.epochOf(epoch).settled || epoch > REWARDS.claimableEpoch();
        try REWARDS.returnBond(epoch) {
            if (mustFail) ++breaches;
            openBonds -= BOND;
        } catch {
            if (!mustFail) ++breaches;
        }
    }

    function pass(uint64 time) external {
        clock += uint64(bound(time, 1, WINDOW));
        vm.warp(clock);
    }

    function _leaf(uint256 epoch, uint256 i) private view returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(accounts[i], address(TOKEN), cumulatives[epoch][i]))));
    }

    function _pair(uint256 epoch, uint256 first) private view returns (bytes32) {
        return Hashes.commutativeKeccak256(_leaf(epoch, first), _leaf(epoch, first + 1));
    }

    function _proof(uint256 epoch, uint256 i) private view returns (bytes32[] memory proof) {
        proof = new bytes32[](2);
        proof[0] = _leaf(epoch, i ^ 1);
        proof[1] = _pair(epoch, i < 2 ? 2 : 0);
    }
}
