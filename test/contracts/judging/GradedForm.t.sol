// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {GradedForm} from "../../../contracts/libraries/GradedForm.sol";
import {TestBase} from "../base/TestBase.sol";

/// @notice The canonical form against what node/worker/assay_worker/data/graders.py made of the same bytes.
contract GradedFormTest is TestBase {
    function normalise(bytes calldata label) external pure returns (bytes memory) {
        return GradedForm.normalise(label);
    }

    function passes(uint8 graderId, bytes calldata label, bytes32 answerHash) external pure returns (bool) {
        return GradedForm.passes(graderId, label, answerHash);
    }

    function test_normalise_equalsTheWorkers() public view {
        bytes[2][] memory v = vectors();
        for (uint256 i = 0; i < v.length; ++i) assertEq(keccak256(this.normalise(v[i][0])), keccak256(v[i][1]), string(v[i][0]));
    }

    function test_normalise_revertsOutsideAscii() public {
        vm.expectRevert(abi.encodeWithSelector(GradedForm.LabelNotAscii.selector, 1));
        this.normalise(bytes(unicode"aß"));
    }

    /// @dev A form is its own form.
    function test_fuzz_normalise_isIdempotent(bytes memory label) public view {
        for (uint256 i = 0; i < label.length; ++i) label[i] &= 0x7f;
        bytes memory form = this.normalise(label);
        assertEq(keccak256(this.normalise(form)), keccak256(form), "idempotent");
    }

    function test_passes_byGrader() public view {
        bytes32 raw = keccak256("Card_Arrival");
        bytes32 form = keccak256("card arrival");
        assertTrue(this.passes(0, "Card_Arrival", raw) && !this.passes(0, "Card_Arrival", form), "exact");
        assertTrue(this.passes(1, "Card_Arrival", form) && !this.passes(1, "Card_Arrival", raw), "normalised");
        assertTrue(this.passes(2, "Card_Arrival", raw) && !this.passes(2, "Card_Arrival", form), "label set");
        assertTrue(this.passes(0, "", keccak256("")) && !this.passes(2, "", keccak256("")), "outside the set");
    }

    function test_passes_revertsForOtherGraders() public {
        vm.expectRevert(abi.encodeWithSelector(GradedForm.GraderNotProvable.selector, 3));
        this.passes(3, "a", "");
    }

    /// @dev (label, form) pairs printed by the worker's normalise().
    function vectors() private pure returns (bytes[2][] memory v) {
        v = new bytes[2][](40);
        v[0] = [bytes(hex"43617264204172726976616c"), hex"63617264206172726976616c"];
        v[1] = [bytes(hex"2020636172642d2d6172726976616c5f20"), hex"63617264206172726976616c"];
        v[2] = [bytes(hex"213f"), hex""];
        v[3] = [bytes(hex""), hex""];
        v[4] = [bytes(hex"41"), hex"61"];
        v[5] = [bytes(hex"5f615f"), hex"61"];
        v[6] = [bytes(hex"61202d20212062"), hex"6120212062"];
        v[7] = [bytes(hex"1c1d20611f20620b0a"), hex"612062"];
        v[8] = [bytes(hex"2d5f2d7821792d5f2d21"), hex"782179"];
        v[9] = [bytes(hex"446f6e2774204b6e6f772e"), hex"646f6e2774206b6e6f77"];
        v[10] = [bytes(hex"7f4100"), hex"61"];
        v[11] = [bytes(hex"615f5f62"), hex"612062"];
        v[12] = [bytes(hex"7461620968657265"), hex"7461622068657265"];
        v[13] = [bytes(hex"23313a206f6b3f"), hex"313a206f6b"];
        v[14] = [bytes(hex"55505045525f6c6f7765722d4d49582039"), hex"7570706572206c6f776572206d69782039"];
        v[15] = [bytes(hex"3921615a09"), hex"3921617a"];
        v[16] = [bytes(hex"2d"), hex""];
        v[17] = [bytes(hex"610920615a21215a20"), hex"6120617a21217a"];
        v[18] = [bytes(hex"09"), hex""];
        v[19] = [bytes(hex"61275a202761"), hex"61277a202761"];
        v[20] = [bytes(hex"272161206109395f21"), hex"6120612039"];
        v[21] = [bytes(hex"095a"), hex"7a"];
        v[22] = [bytes(hex"5f09395a2727202d5a"), hex"397a2727207a"];
        v[23] = [bytes(hex"5a276127202e0921"), hex"7a2761"];
        v[24] = [bytes(hex"2d2e272e2d5f2039205a275f"), hex"39207a"];
        v[25] = [bytes(hex"2e2d2e5f275a5a09"), hex"7a7a"];
        v[26] = [bytes(hex"392d392e2161"), hex"3920392e2161"];
        v[27] = [bytes(hex"5a09272d2d2d272e272e"), hex"7a"];
        v[28] = [bytes(hex"5a"), hex"7a"];
        v[29] = [bytes(hex"2e5a615f"), hex"7a61"];
        v[30] = [bytes(hex"272e5f212d612e2d3927"), hex"612e2039"];
        v[31] = [bytes(hex"2e"), hex""];
        v[32] = [bytes(hex""), hex""];
        v[33] = [bytes(hex"5f3920"), hex"39"];
        v[34] = [bytes(hex"212e5a392e21"), hex"7a39"];
        v[35] = [bytes(hex"5f3921095f212d21"), hex"39"];
        v[36] = [bytes(hex"395a39"), hex"397a39"];
        v[37] = [bytes(hex"2020"), hex""];
        v[38] = [bytes(hex""), hex""];
        v[39] = [bytes(hex"27395f5f613921"), hex"39206139"];
    }
}
