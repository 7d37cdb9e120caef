// A mask of the free floor as shares of its cells, as labels and colours give it, in the form that a network answers in.

/** The grid that the labels' shares come in; half a cell decides. */
export const SHARE_GRID = { columns: 24, rows: 18, freeThreshold: 0.5 };

/** Any steep line does: only its sign and the place of its zero between two cells are used. */
const LOGIT_PER_SHARE = 8;

/** 0 where half a cell is free. */
export function shareLogit(share: number): number {
  return LOGIT_PER_SHARE * (share - SHARE_GRID.freeThreshold);
}
