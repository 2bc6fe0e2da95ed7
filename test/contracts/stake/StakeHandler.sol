// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {StakeBase} from "./StakeBase.sol";

/// @notice Stakers, a custodian, a publisher and an operator in any order, with a plain account of what must then be true.
/// A step that the state does not allow is skipped, so that every revert is a finding.
contract StakeHandler is StakeBase {
    struct Lock { uint32 stakerId; uint256 obligation; }

    uint160 internal constant STAKERS = 5;

    /// @dev locks that are neither released nor slashed yet
    Lock[] private locks;
    /// @dev weights as they stood when the running epoch began
    mapping(address staker => uint64) private counted;
    uint256 private toTreasury;
    uint256 private bounties;
    uint256 public draws;
    uint256 public slashes;
    uint256 public withdrawals;

    constructor() {
        deployStake();
        for (uint256 i = 0; i < STAKERS; ++i) register(stakerAt(i), 0);
        for (uint256 i = 0; i < 2; ++i) register(i == 0 ? PUBLISHER : CUSTODIAN, 0);
        // One account is everything at once.
        roles.setPublisher(2, stakerAt(0));
        roles.setCustodian(2, stakerAt(0));
    }

    function stakerAt(uint256 index) public pure returns (address) {
        return address(0xE0 + uint160(index % STAKERS) + 1);
    }

    function ownerAt(uint256 index) private pure returns (address) {
        index %= STAKERS + 2;
        return index < STAKERS ? stakerAt(index) : index == STAKERS ? PUBLISHER : CUSTODIAN;
    }

    function idAt(uint256 index) private view returns (uint32) {
        return stake.stakerIdOf(stakerAt(index));
    }

    function stakeMore(uint256 who, uint64 units) external {
        units = uint64(bound(units, 1, 6));
        token.transfer(stakerAt(who), units * UNIT);
        vm.prank(stakerAt(who));
        stake.stakeUnits(units);
    }

    function unstakeSome(uint256 who, uint64 units) external {
        (uint64 total,, uint64 locked, uint64 leaving) = stake.unitsOf(stakerAt(who));
        if (total <= locked + leaving) return;
        unstake(stakerAt(who), uint64(bound(units, 1, total - locked - leaving)));
    }

    function withdraw(uint256 who) external {
        address owner = ownerAt(who);
        (uint128 amount, uint64 availableAt, uint32 effectiveEpoch) = stake.exitOf(owner);
        if (clock < availableAt) return;
        (uint64 total,, uint64 locked, uint64 leaving) = stake.unitsOf(owner);
        uint256 units = effectiveEpoch > epochNow() ? 0 : leaving < total - locked ? leaving : total - locked;
        uint256 due = amount + units * UNIT;
        if (due == 0) return;
        uint256 debt = stake.debtOf(owner);
        uint256 charged = debt < due ? debt : due;
        uint256 before = token.balanceOf(owner);
        vm.prank(owner);
        stake.withdraw();
        assertEq(token.balanceOf(owner), before + due - charged, "paid");
        assertEq(stake.debtOf(owner), debt - charged, "debt");
        toTreasury += charged;
        ++withdrawals;
    }

    /// @dev The honest operator draws; whatever comes must be free, counted and not barred.
    function drawRound(bytes32 seed, uint8 count, uint8 barredMask) external {
        count = uint8(bound(count, 1, 8));
        uint32[] memory barred = new uint32[](STAKERS);
        for (uint256 i = 0; i < STAKERS; ++i) if ((barredMask >> i) & 1 == 1 && i != 4) barred[i] = idAt(i);
        vm.prank(address(court));
        try stake.drawSeats(seed, count, barred, ++draws) returns (uint32[] memory seats) {
            assertEq(seats.length, count, "seats");
            for (uint256 i = 0; i < count; ++i) took(seats[i], barred);
        } catch (bytes memory reason) {
            bytes4 why = bytes4(reason);
            assertTrue(why == IStakeManager.NoFreeUnit.selector || why == IStakeManager.NoStake.selector, "refusal");
        }
    }

    function took(uint32 stakerId, uint32[] memory barred) private {
        for (uint256 i = 0; i < barred.length; ++i) assertTrue(stakerId != barred[i], "barred");
        locks.push(Lock(stakerId, draws));
        (uint64 total, uint64 active, uint64 locked,) = stake.unitsOf(stake.accountOf(stakerId));
        assertLe(locked, total, "a unit that was locked or gone");
        assertLe(locked, active, "a unit that did not count");
    }

    function releaseOne(uint256 which) external {
        if (locks.length == 0) return;
        Lock memory lock = removed(which);
        release(list(lock.stakerId), lock.obligation);
    }

    function slashOne(uint256 which, uint256 bounty) external {
        if (locks.length == 0) return;
        Lock memory lock = removed(which);
        bounty = bound(bounty, 0, UNIT / 2);
        slash(lock.stakerId, lock.obligation, bounty);
        bounties += bounty;
        toTreasury += UNIT - bounty;
        ++slashes;
    }

    function removed(uint256 which) private returns (Lock memory lock) {
        which %= locks.length;
        lock = locks[which];
        locks[which] = locks[locks.length - 1];
        locks.pop();
    }

    function chargeOne(uint256 who, uint256 amount) external {
        if (idAt(who) != 0) charge(idAt(who), bound(amount, 0, UNIT));
    }

    function expel(uint256 who) external {
        (uint64 total,,, uint64 leaving) = stake.unitsOf(stakerAt(who));
        uint256 due = stake.debtOf(stakerAt(who)) / UNIT;
        if ((due < total ? due : total) > leaving) stake.exitForDebt(stakerAt(who));
    }

    function modelMoney(uint256 modelId, uint96 amount, bool out) external {
        modelId = bound(modelId, 1, 2);
        address publisher = roles.publisherOf(modelId);
        uint256 limit = out ? stake.modelStake(modelId) : 1e24;
        if (limit == 0) return;
        uint256 part = bound(amount, 1, limit);
        token.transfer(publisher, out ? 0 : part);
        vm.prank(publisher);
        if (out) stake.unstakeModel(modelId, part);
        else stake.stakeModel(modelId, part);
    }

    function bondMoney(uint256 datanetId, uint96 amount, bool out) external {
        datanetId = bound(datanetId, 1, 2);
        address custodian = roles.custodianOf(datanetId);
        (uint256 total, uint256 tied) = stake.bondOf(datanetId);
        uint256 limit = out ? total - tied : 1e24;
        if (limit == 0) return;
        uint256 part = bound(amount, 1, limit);
        token.transfer(custodian, out ? 0 : part);
        vm.prank(custodian);
        if (out) stake.exitBond(datanetId, part);
        else stake.postBond(datanetId, part);
    }

    function tieBond(uint256 datanetId, uint96 amount, uint8 kind) external {
        datanetId = bound(datanetId, 1, 2);
        (uint256 total, uint256 tied) = stake.bondOf(datanetId);
        uint256 part = bound(amount, 0, kind % 3 == 0 ? total - tied : tied);
        vm.prank(address(court));
        if (kind % 3 == 0) stake.bindBond(datanetId, part);
        else stake.freeBond(datanetId, part, 1, kind % 3 == 1);
        if (kind % 3 == 1) toTreasury += part;
    }

    /// @dev Mostly an epoch or part of one, now and then a whole cooldown.
    function wait(uint256 count) external {
        count = bound(count, 1, 30);
        if (count == 30) passSeconds(COOLDOWN);
        if (count < BLOCKS && height % BLOCKS + count < BLOCKS) {
            height += count;
            vm.roll(height);
            return passSeconds(count);
        }
        for (uint256 i = 0; i < STAKERS; ++i) {
            (uint64 total,,, uint64 leaving) = stake.unitsOf(stakerAt(i));
            counted[stakerAt(i)] = total - leaving;
        }
        passEpoch();
    }

    /// @dev Strangers, owners and a rogue operator try what they must not be able to do.
    function hostile(uint256 who, uint256 kind, uint256 amount) external {
        bytes memory data = attackOf(who, kind % 9, amount);
        vm.prank(kind % 9 < 4 ? stakerAt(who) : kind % 9 < 7 ? address(court) : STRANGER);
        (bool ok,) = address(stake).call(data);
        assertTrue(!ok, "attack went through");
    }

    function attackOf(uint256 who, uint256 kind, uint256 amount) private view returns (bytes memory) {
        uint32 id = idAt(who);
        (uint64 total,, uint64 locked,) = stake.unitsOf(stakerAt(who));
        (uint256 bond, uint256 tied) = stake.bondOf(DATANET);
        if (kind == 0) return abi.encodeCall(stake.unstakeUnits, (uint64(bound(amount, total - locked + 1, type(uint64).max))));
        if (kind == 1) return abi.encodeCall(stake.slash, (id, 1, 0));
        if (kind == 2) return abi.encodeCall(stake.release, (list(id), 1));
        if (kind == 3) return abi.encodeCall(stake.exitBond, (DATANET, bound(amount, 1, 1e30)));
        if (kind == 4) return abi.encodeCall(stake.slash, (id, 1, bound(amount, UNIT / 2 + 1, type(uint256).max)));
        if (kind == 5) return abi.encodeCall(stake.release, (repeated(id, locked + 1), 1));
        if (kind == 6) return abi.encodeCall(stake.freeBond, (DATANET, bound(amount, tied + 1, type(uint256).max), 1, true));
        if (kind == 7) return abi.encodeCall(stake.charge, (id, 1, 1));
        return abi.encodeCall(stake.bindBond, (DATANET, bound(amount, 0, bond)));
    }

    function repeated(uint32 id, uint256 times) private pure returns (uint32[] memory ids) {
        ids = new uint32[](times);
        for (uint256 i = 0; i < times; ++i) ids[i] = id;
    }

    function checkLocks() external view {
        for (uint256 i = 0; i < STAKERS; ++i) {
            (uint64 total,, uint64 locked, uint64 leaving) = stake.unitsOf(stakerAt(i));
            assertLe(locked, total, "locked <= staked");
            assertLe(leaving, total, "leaving <= staked");
            uint256 held = 0;
            for (uint256 j = 0; j < locks.length; ++j) if (locks[j].stakerId == idAt(i)) ++held;
            assertEq(held, locked, "every lock belongs to an obligation");
        }
    }

    function checkMoney() external view {
        uint256 owed = stake.modelStake(1) + stake.modelStake(2);
        for (uint256 id = 1; id <= 2; ++id) {
            (uint256 total, uint256 tied) = stake.bondOf(id);
            assertLe(tied, total, "bound <= total");
            owed += total;
        }
        for (uint256 i = 0; i < STAKERS + 2; ++i) {
            (uint64 units,,,) = stake.unitsOf(ownerAt(i));
            (uint128 amount,,) = stake.exitOf(ownerAt(i));
            owed += units * UNIT + amount;
        }
        assertEq(token.balanceOf(address(stake)), owed, "stakes, bonds and exits");
        assertEq(token.balanceOf(TREASURY), toTreasury, "treasury");
        assertEq(token.balanceOf(address(court)), bounties, "bounties");
    }

    function checkWeights() external view {
        uint256 active = 0;
        uint256 next = 0;
        for (uint256 i = 0; i < STAKERS; ++i) {
            (uint64 total, uint64 effective,, uint64 leaving) = stake.unitsOf(stakerAt(i));
            assertEq(effective, counted[stakerAt(i)], "what was staked when the epoch began");
            active += effective;
            next += total - leaving;
        }
        assertEq(stake.totalActiveUnits(), active, "effective total");
        assertEq(stake.totalNextUnits(), next, "pending total");
    }
}
