/** Limits of an uploaded table, checked before and while it is parsed. */
export const FILE_LIMIT_BYTES = 8 * 1024 * 1024;
export const CELL_LIMIT_BYTES = 64 * 1024;
export const ROW_LIMIT = 200_000;
export const COLUMN_LIMIT = 100;
