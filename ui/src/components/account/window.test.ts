import { describe, expect, it } from "vitest";

import { sliceOf } from "./window";

describe("the rows that are drawn", () => {
  it("are all of a short list", () => {
    expect(sliceOf(100, 65, -3000, 800)).toEqual({ from: 0, to: 100 });
  });

  it.each([0, -1, -64, -65, -32_500, -649_000, -700_000, 500])(
    "of ten thousand cover the window when the list begins at %i",
    (top) => {
      const { from, to } = sliceOf(10_000, 65, top, 800);
      const firstSeen = Math.min(10_000, Math.max(0, Math.floor(-top / 65)));
      const lastSeen = Math.min(10_000, Math.max(0, Math.ceil((800 - top) / 65)));
      expect(from).toBeGreaterThanOrEqual(0);
      expect(from).toBeLessThanOrEqual(firstSeen);
      expect(to).toBeGreaterThanOrEqual(lastSeen);
      expect(to).toBeLessThanOrEqual(10_000);
      expect(to - from).toBeLessThan(40);
    },
  );

  it("are all while the height of a row is not known", () => {
    expect(sliceOf(500, 0, 0, 800)).toEqual({ from: 0, to: 500 });
  });
});
