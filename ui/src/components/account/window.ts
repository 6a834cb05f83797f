/** Which rows of a long list have to be drawn. Pure; the component measures. */

/** Lists up to this long are drawn whole: simple, and find-in-page works. */
export const DRAWN_WHOLE = 100;
/** Rows drawn beyond each edge, so that a scroll finds them there. */
const SPARE = 8;

export interface Slice {
  from: number;
  to: number;
}

/** `top`: where the list begins, relative to the window's upper edge, in pixels. */
export function sliceOf(count: number, rowHeight: number, top: number, height: number): Slice {
  if (count <= DRAWN_WHOLE || rowHeight <= 0) return { from: 0, to: count };
  const first = Math.floor(-top / rowHeight) - SPARE;
  const last = Math.ceil((height - top) / rowHeight) + SPARE;
  const from = Math.min(Math.max(first, 0), count);
  return { from, to: Math.min(Math.max(last, from), count) };
}
