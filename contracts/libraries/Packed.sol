// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Packed
/// @notice A list of small numbers, many to a storage word. Writing into a word that is in use costs a quarter of writing
/// a fresh one.
/// @dev `bits` must divide 256 and be the same in every call on one map.
library Packed {
    /// @notice A number at least 2^bits cannot be stored.
    error TooWide(uint256 value, uint256 bits);

    /// @notice Number `index`; 0 when never set.
    function get(mapping(uint256 word => uint256) storage self, uint256 index, uint256 bits) internal view returns (uint256) {
        uint256 perWord = 256 / bits;
        return (self[index / perWord] >> (index % perWord * bits)) & _mask(bits);
    }

    /// @notice Replaces number `index`.
    function set(mapping(uint256 word => uint256) storage self, uint256 index, uint256 bits, uint256 value) internal {
        require(value <= _mask(bits), TooWide(value, bits));
        uint256 perWord = 256 / bits;
        uint256 shift = index % perWord * bits;
        uint256 word = self[index / perWord];
        self[index / perWord] = (word & ~(_mask(bits) << shift)) | (value << shift);
    }

    function _mask(uint256 bits) private pure returns (uint256) {
        return (uint256(1) << bits) - 1;
    }
}
