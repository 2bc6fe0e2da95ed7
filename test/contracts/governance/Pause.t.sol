// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ProtocolParams} from "../../../contracts/governance/ProtocolParams.sol";
import {IProtocolParams} from "../../../contracts/interfaces/IProtocolParams.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {TestBase} from "../base/TestBase.sol";

/// @notice The switch that stops entries: who turns it, for how long, and how seldom.
contract PauseTest is TestBase {
    address private constant OWNER = address(0xA11);
    address private constant GUARDIAN = address(0x6A);
    address private constant STRANGER = address(0x57);
    uint64 private constant START = 1_700_000_000;
    uint64 private constant TERM = 14 days;
    ProtocolParams private params;

    function setUp() public {
        vm.warp(START);
        params = LocalParams.deploy(OWNER, GUARDIAN);
    }

    function pause() private {
        vm.prank(GUARDIAN);
        params.pauseEntries();
    }

    function test_constructor_namesTheGuardian() public {
        vm.expectEmit();
        emit IProtocolParams.GuardianSet(address(0), GUARDIAN);
        ProtocolParams fresh = LocalParams.deploy(OWNER, GUARDIAN);
        assertEq(fresh.guardian(), GUARDIAN, "guardian");
        assertTrue(!fresh.entriesPaused(), "open");
    }

    function test_pauseEntries_lastsFourteenDaysAndEndsByItself() public {
        vm.expectEmit(address(params));
        emit IProtocolParams.EntriesPaused(GUARDIAN, START + TERM, START + 2 * TERM);
        pause();
        assertTrue(params.entriesPaused(), "paused");
        vm.warp(START + TERM - 1);
        assertTrue(params.entriesPaused(), "last second");
        vm.warp(START + TERM);
        assertTrue(!params.entriesPaused(), "over");
    }

    function test_pauseEntries_revertsWithNotGuardian() public {
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.NotGuardian.selector, STRANGER, GUARDIAN));
        vm.prank(STRANGER);
        params.pauseEntries();
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.NotGuardian.selector, OWNER, GUARDIAN));
        vm.prank(OWNER);
        params.pauseEntries();
    }

    function test_pauseEntries_revertsWithPauseTooSoon() public {
        pause();
        bytes memory tooSoon = abi.encodeWithSelector(IProtocolParams.PauseTooSoon.selector, START + 2 * TERM);
        vm.expectRevert(tooSoon);
        pause();
        vm.warp(START + 2 * TERM - 1);
        vm.expectRevert(tooSoon);
        pause();
        vm.warp(START + 2 * TERM);
        pause();
        assertEq(params.entriesPausedUntil(), START + 3 * TERM, "again");
    }

    function test_unpauseEntries_byGuardianOrOwner() public {
        pause();
        vm.warp(START + 1);
        vm.expectEmit(address(params));
        emit IProtocolParams.EntriesUnpaused(GUARDIAN);
        vm.prank(GUARDIAN);
        params.unpauseEntries();
        assertTrue(!params.entriesPaused(), "open");
        vm.warp(START + 2 * TERM);
        pause();
        vm.expectEmit(address(params));
        emit IProtocolParams.EntriesUnpaused(OWNER);
        vm.prank(OWNER);
        params.unpauseEntries();
        assertTrue(!params.entriesPaused(), "open again");
    }

    function test_unpauseEntries_reverts() public {
        vm.expectRevert(IProtocolParams.EntriesAreOpen.selector);
        vm.prank(GUARDIAN);
        params.unpauseEntries();
        pause();
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.NotGuardianOrOwner.selector, STRANGER));
        vm.prank(STRANGER);
        params.unpauseEntries();
    }

    function test_setGuardian_byTheOwner() public {
        vm.expectEmit(address(params));
        emit IProtocolParams.GuardianSet(GUARDIAN, STRANGER);
        vm.prank(OWNER);
        params.setGuardian(STRANGER);
        assertEq(params.guardian(), STRANGER, "guardian");
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, GUARDIAN));
        vm.prank(GUARDIAN);
        params.setGuardian(GUARDIAN);
    }

    function test_setGuardian_toZeroEndsThePower() public {
        vm.prank(OWNER);
        params.setGuardian(address(0));
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.NotGuardian.selector, GUARDIAN, address(0)));
        pause();
    }

    /// @notice A guardian that pauses and unpauses to shut single entries out spends its turn with the first.
    function test_attack_pauseAsASwitchAgainstOneEntry() public {
        pause();
        vm.prank(GUARDIAN);
        params.unpauseEntries();
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.PauseTooSoon.selector, START + 2 * TERM));
        pause();
    }

    /// @notice An owner that names one guardian after the other gets no second pause.
    function test_attack_aRowOfGuardians() public {
        pause();
        vm.prank(OWNER);
        params.setGuardian(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.PauseTooSoon.selector, START + 2 * TERM));
        vm.prank(STRANGER);
        params.pauseEntries();
    }

    /// @notice However guardian and owner play, entries are open half of all time.
    function test_fuzz_entriesAreOpenHalfOfAllTime(uint64[12] calldata waits) public {
        uint256 clock = START;
        uint256 paused;
        for (uint256 i = 0; i < waits.length; ++i) {
            uint256 wait = bound(waits[i], 1, 20 days);
            vm.prank(GUARDIAN);
            try params.pauseEntries() {} catch {}
            uint256 until = params.entriesPausedUntil();
            if (until > clock) paused += until - clock < wait ? until - clock : wait;
            clock += wait;
            vm.warp(clock);
        }
        assertLe(paused, (clock - START) / 2 + TERM, "paused");
    }
}
