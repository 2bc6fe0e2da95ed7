// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CaseState} from "../../../contracts/interfaces/IJury.sol";
import {EpochInput, EpochState, NodeProof, RewardLeaf, SumNode} from "../../../contracts/interfaces/IRewardDistributor.sol";
import {MockJury} from "../../../contracts/mocks/MockJury.sol";
import {RewardDistributor} from "../../../contracts/reward/RewardDistributor.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {Artifacts} from "../base/Artifacts.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {TestBase} from "../base/TestBase.sol";
import {TreeLib, Trees} from "./Trees.sol";

/// @notice What a posted epoch is. `Wrong`: its amounts are, which only a recomputation shows.
enum Kind { Honest, Wrong, Order, Fallen, Missing, Mismatch, BadSum }

/// @notice Gateways, honest, lazy and hostile posters, a discarder, an objector, claimers, in any order. Calls that must fail
/// are counted when they succeed, and the other way round.
contract EpochHandler is TestBase {
    using TreeLib for Trees;

    uint256 public constant ACCOUNTS = 4;
    uint256 private constant BOND = 10e18;
    uint256 private constant CHALLENGE = 20e18;
    uint256 private constant PAY = 5e18;
    uint64 private constant WINDOW = 10;
    address private constant TREASURY = address(0x7EA);

    AssayToken public immutable TOKEN;
    RewardDistributor public immutable REWARDS;
    MockJury public immutable JURY;
    address[ACCOUNTS] public accounts = [address(0xA1), address(0xA2), address(0xA3), address(0xA4)];

    uint256 public breaches;
    uint256 public fundedByHandler;
    uint256 public discarded;
    /// @notice Bonds of epochs and objections that were not settled, wei.
    uint256 public openBonds;
    mapping(uint256 epoch => uint256[ACCOUNTS]) private cumulatives;
    mapping(uint256 epoch => Kind) private kinds;
    /// @notice What an epoch was when it was first seen final, its bond apart.
    mapping(uint256 epoch => bytes32) public finalFact;
    uint256 public finals;
    uint256[] private cases;
    mapping(uint256 caseId => uint256) private attemptOf;
    uint64 private clock = 1_000_000;
    uint64 private finalAt;
    /// @dev set while this contract calls its own sendDiscard
    bool private isSending;

    constructor() {
        vm.warp(clock);
        vm.roll(5_000);
        TOKEN = new AssayToken(address(this));
        REWARDS = RewardDistributor(Artifacts.deploy("reward/RewardDistributor", abi.encode(TOKEN, LocalParams.deploy(address(this), address(this)), TREASURY)));
        JURY = new MockJury(TOKEN);
        REWARDS.connectJury(JURY);
        TOKEN.approve(address(REWARDS), type(uint256).max);
    }

    function fund(uint256 amount) external {
        amount = bound(amount, 1, 1_000e18);
        REWARDS.fund(amount, "statement", "cid");
        fundedByHandler += amount;
    }

    function postHonest(uint256[ACCOUNTS] calldata steps) external {
        _post(Kind.Honest, steps);
    }

    /// @notice A lazy poster pays nobody anything new.
    function postLazy() external {
        uint256[ACCOUNTS] memory nothing;
        _post(Kind.Honest, nothing);
    }

    function postHostile(uint8 kind, uint256[ACCOUNTS] calldata steps) external {
        _post(Kind(bound(kind, 1, uint256(type(Kind).max))), steps);
    }

    /// @notice The proof of what is wrong; must hold exactly when the pending epoch is wrong in its trees.
    function discard() external {
        uint256 epoch = REWARDS.currentEpoch();
        if (epoch == 0) return;
        bool due = _isPending() && _isProvable(epoch);
        isSending = true;
        try this.sendDiscard(epoch, uint8(kinds[epoch])) {
            if (!due) ++breaches;
            _dropped(epoch);
        } catch {
            if (due) ++breaches;
        }
        isSending = false;
    }

    /// @notice The proof of a wrong that is not there.
    function discardHonest(uint8 kind) external {
        uint256 epoch = REWARDS.currentEpoch();
        if (epoch == 0 || kinds[epoch] != Kind.Honest) return;
        isSending = true;
        try this.sendDiscard(epoch, uint8(bound(kind, 2, uint256(type(Kind).max)))) {
            ++breaches;
        } catch {}
        isSending = false;
    }

    function object() external {
        uint256 epoch = REWARDS.currentEpoch();
        if (epoch == 0) return;
        bool due = _isPending() && clock < finalAt && REWARDS.epochOf(epoch).objections < 3;
        try REWARDS.object(REWARDS.factOf(epoch), "other", "cid") returns (uint256 caseId) {
            if (!due) ++breaches;
            cases.push(caseId);
            attemptOf[caseId] = REWARDS.epochOf(epoch).attempt;
            openBonds += CHALLENGE - PAY;
        } catch {
            if (due) ++breaches;
        }
    }

    /// @notice The jury decides by what the epoch is, or hangs.
    function judge(uint256 seed) external {
        if (cases.length == 0) return;
        uint256 caseId = cases[seed % cases.length];
        cases[seed % cases.length] = cases[cases.length - 1];
        cases.pop();
        uint256 epoch = REWARDS.currentEpoch();
        bool live = epoch != 0 && REWARDS.epochOf(epoch).attempt == attemptOf[caseId];
        bool hangs = seed % 5 == 0;
        bool stands = live && !hangs && kinds[epoch] == Kind.Honest;
        JURY.decide(caseId, hangs ? CaseState.Hung : CaseState.Decided, stands ? REWARDS.factOf(epoch) : bytes32("truth"), hangs ? PAY : 0);
        REWARDS.settleObjection(caseId);
        openBonds -= CHALLENGE - PAY;
        if (live && !stands) _dropped(epoch);
    }

    /// @notice Claims under the newest final epoch; must fail exactly when nothing is due or the money is not there.
    function claim(uint256 seed) external {
        uint256 i = seed % ACCOUNTS;
        uint256 epoch = REWARDS.claimableEpoch();
        if (epoch == 0) return;
        _note(epoch);
        (uint256 place, uint256 cumulative, bytes32[] memory proof) = _claimOf(epoch, i);
        uint256 claimed = REWARDS.claimedBy(accounts[i]);
        bool mustFail = cumulative <= claimed || REWARDS.totalClaimed() + cumulative - claimed > REWARDS.funded()
            || (kinds[epoch] == Kind.Missing && i == 3);
        try REWARDS.claim(accounts[i], place, cumulative, proof) {
            if (mustFail) ++breaches;
        } catch {
            if (!mustFail) ++breaches;
        }
    }

    /// @notice Claims by an epoch that is not the newest final one.
    function claimOther(uint256 seed, uint256 epochSeed) external {
        uint256 current = REWARDS.currentEpoch();
        if (current == 0) return;
        uint256 epoch = bound(epochSeed, 1, current);
        if (epoch == REWARDS.claimableEpoch()) return;
        (uint256 place, uint256 cumulative, bytes32[] memory proof) = _claimOf(epoch, seed % ACCOUNTS);
        uint256 paid = REWARDS.claimedBy(accounts[seed % ACCOUNTS]);
        try REWARDS.claim(accounts[seed % ACCOUNTS], place, cumulative, proof) returns (uint256 amount) {
            // Two epochs may share a leaf's path only if nothing in the tree changed.
            if (REWARDS.epochOf(epoch).root != REWARDS.epochOf(REWARDS.claimableEpoch()).root) ++breaches;
            if (amount + paid != cumulative) ++breaches;
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

    function withdraw(bool treasury) external {
        address who = treasury ? TREASURY : address(this);
        bool mustFail = REWARDS.creditOf(who) == 0;
        vm.prank(who);
        try REWARDS.withdrawCredit() {
            if (mustFail) ++breaches;
        } catch {
            if (!mustFail) ++breaches;
        }
    }

    function pass(uint64 time) external {
        clock += uint64(bound(time, 1, WINDOW));
        vm.warp(clock);
        if (REWARDS.claimableEpoch() != 0) _note(REWARDS.claimableEpoch());
    }

    function credits() external view returns (uint256) {
        return REWARDS.creditOf(TREASURY) + REWARDS.creditOf(address(this));
    }

    /// @dev External for its try; the runner's own calls of it do nothing. The runner may send as this contract, so the
    /// sender says nothing.
    function sendDiscard(uint256 epoch, uint8 number) external {
        if (!isSending) return;
        Kind kind = Kind(number);
        Trees memory trees = _trees(epoch);
        if (kind == Kind.Order) {
            REWARDS.discardOrder(1, trees.proofOf(1), trees.proofOf(2));
        } else if (kind == Kind.Mismatch) {
            REWARDS.discardMismatch(0, trees.proofOf(0), trees.plain[0][0], trees.plainPath(0));
        } else if (kind == Kind.Fallen) {
            REWARDS.discardFallen(0, _trees(epoch - 1).proofOf(0), 0, trees.proofOf(0));
        } else if (kind == Kind.Missing) {
            REWARDS.discardMissing(3, _trees(epoch - 1).proofOf(3), 3, trees.proofOf(2), trees.proofOf(3));
        } else if (kind == Kind.BadSum) {
            _sendNode(trees);
        } else {
            revert();
        }
    }

    function _sendNode(Trees memory trees) private {
        REWARDS.discardNode(_node(trees), 1, trees.sums[0][2], trees.sums[0][3]);
    }

    function _node(Trees memory trees) private pure returns (NodeProof memory node) {
        (node.level, node.index, node.sum, node.path) = (1, 1, trees.sums[1][1].sum, trees.path(1, 1));
    }

    function _post(Kind kind, uint256[ACCOUNTS] memory steps) private {
        uint256 last = REWARDS.currentEpoch();
        bool due = !_isPending();
        // A pending epoch's numbers must not be overwritten by a try.
        if (!due) {
            try REWARDS.postEpoch(_input(_trees(last))) {
                ++breaches;
            } catch {}
            return;
        }
        if (last != 0) _note(last);
        uint256 previous = last == 0 ? 0 : REWARDS.epochOf(last).total;
        uint256 room = (REWARDS.funded() - previous) / (ACCOUNTS + 1);
        for (uint256 i; i < ACCOUNTS; ++i) cumulatives[last + 1][i] = cumulatives[last][i] + bound(steps[i], 0, room);
        if (kind == Kind.Fallen && cumulatives[last][0] != 0) cumulatives[last + 1][0] = cumulatives[last][0] - 1;
        if (kind == Kind.Missing) cumulatives[last + 1][3] = 0;
        kinds[last + 1] = kind;
        EpochInput memory input = _input(_trees(last + 1));
        uint256 total = input.left.sum + input.right.sum;
        due = total > previous && total <= REWARDS.funded();
        try REWARDS.postEpoch(input) {
            if (!due) ++breaches;
            openBonds += BOND;
            finalAt = clock + WINDOW;
        } catch {
            if (due) ++breaches;
        }
    }

    /// @dev Remembers what an epoch was when it became final.
    function _note(uint256 epoch) private {
        if (finalFact[epoch] != 0) return;
        finalFact[epoch] = REWARDS.factOf(epoch);
        finals = epoch;
    }

    function _dropped(uint256 epoch) private {
        ++discarded;
        openBonds -= BOND;
        if (REWARDS.currentEpoch() != epoch - 1) ++breaches;
    }

    function _isPending() private view returns (bool) {
        EpochState state = REWARDS.stateOf(REWARDS.currentEpoch());
        return state == EpochState.Pending || state == EpochState.Objected;
    }

    function _isProvable(uint256 epoch) private view returns (bool) {
        Kind kind = kinds[epoch];
        if (kind == Kind.Fallen) return cumulatives[epoch][0] < cumulatives[epoch - 1][0];
        // Below the bad sum of a final epoch nothing can be proven any more.
        if (kind == Kind.Missing) return cumulatives[epoch - 1][3] != 0 && kinds[epoch - 1] != Kind.BadSum;
        return kind >= Kind.Order;
    }

    function _trees(uint256 epoch) private view returns (Trees memory trees) {
        Kind kind = kinds[epoch];
        RewardLeaf[] memory leaves = new RewardLeaf[](kind == Kind.Missing ? 3 : ACCOUNTS);
        for (uint256 i; i < leaves.length; ++i) {
            leaves[i] = RewardLeaf(accounts[i], address(TOKEN), cumulatives[epoch][i]);
        }
        if (kind == Kind.Order) (leaves[1], leaves[2]) = (leaves[2], leaves[1]);
        trees = TreeLib.build(leaves, 2);
        if (kind == Kind.Mismatch) {
            SumNode[][] memory sums = trees.sums;
            trees.plain[0][0] = TreeLib.plainLeaf(RewardLeaf(accounts[0], address(TOKEN), _greedy(epoch)));
            trees.refresh();
            trees.sums = sums;
        }
        if (kind == Kind.BadSum) trees.plant(1, 1, SumNode(trees.sums[1][1].hash, trees.sums[1][1].sum + 1));
    }

    function _greedy(uint256 epoch) private view returns (uint256) {
        return cumulatives[epoch][0] + 500e18;
    }

    function _input(Trees memory trees) private pure returns (EpochInput memory input) {
        input.top = trees.top();
        (input.left, input.right) = (trees.sums[1][0], trees.sums[1][1]);
        (input.depth, input.asOfBlock, input.attributionHash, input.cid) = (2, 4_999, "attribution", "cid");
    }

    function _claimOf(uint256 epoch, uint256 i)
        private
        view
        returns (uint256 place, uint256 cumulative, bytes32[] memory proof)
    {
        Kind kind = kinds[epoch];
        place = kind == Kind.Order && (i == 1 || i == 2) ? 3 - i : i;
        cumulative = kind == Kind.Mismatch && i == 0 ? _greedy(epoch) : cumulatives[epoch][i];
        proof = _trees(epoch).plainPath(place);
    }
}
