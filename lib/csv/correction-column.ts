/**
 * First column of a file of refused lines that were given back: the reason. In such a file, and in no
 * other, an apostrophe before a formula is ours and not the cell's.
 */
export const CORRECTION_COLUMN = "motivo_da_recusa";
