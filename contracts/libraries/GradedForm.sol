// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title GradedForm
/// @notice Canonical form of an expected label under the graders whose grade anyone can recompute
/// (node/worker/assay_worker/data/graders.py). A trial passed exactly when its answerHash is the hash of this form.
/// @dev `normalised` folds Unicode, which a contract cannot: labels outside ASCII are refused here and go to the jury.
library GradedForm {
    uint8 internal constant EXACT = 0;
    uint8 internal constant NORMALISED = 1;
    uint8 internal constant LABEL_SET = 2;

    error GraderNotProvable(uint8 graderId);
    error LabelNotAscii(uint256 position);

    /// @notice Whether an answer with this hash passes against `label`.
    function passes(uint8 graderId, bytes calldata label, bytes32 answerHash) internal pure returns (bool) {
        require(graderId <= LABEL_SET, GraderNotProvable(graderId));
        if (graderId == NORMALISED) return answerHash == keccak256(normalise(label));
        // In a label set the empty form stands for an answer outside the set, which never passes.
        if (graderId == LABEL_SET && label.length == 0) return false;
        return answerHash == keccak256(label);
    }

    /// @notice ASCII case folded, runs of white space, `_` and `-` as one space, nothing but letters and digits at the ends.
    function normalise(bytes calldata label) internal pure returns (bytes memory form) {
        bytes memory folded = new bytes(label.length);
        uint256 length = 0;
        uint256 end = 0;
        bool gap = false;
        for (uint256 i = 0; i < label.length; ++i) {
            uint8 c = uint8(label[i]);
            require(c < 0x80, LabelNotAscii(i));
            if (c >= 0x41 && c <= 0x5a) c += 0x20;
            bool isGap = _isGap(c);
            bool word = _isWord(c);
            // What precedes the first letter or digit is an edge.
            if ((length != 0 || word) && !(isGap && gap)) {
                folded[length++] = isGap ? bytes1(0x20) : bytes1(c);
                if (word) end = length;
            }
            gap = isGap;
        }
        form = new bytes(end);
        for (uint256 i = 0; i < end; ++i) form[i] = folded[i];
    }

    /// @dev Python's white space below 0x80 (9..13, 28..32), `_` and `-`.
    function _isGap(uint8 c) private pure returns (bool) {
        return (c >= 9 && c <= 13) || (c >= 28 && c <= 32) || c == 0x5f || c == 0x2d;
    }

    function _isWord(uint8 c) private pure returns (bool) {
        return (c >= 0x30 && c <= 0x39) || (c >= 0x61 && c <= 0x7a);
    }
}
