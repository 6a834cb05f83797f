import { describe, expect, it } from "vitest";

import { ARMED_MS, HOLD_MS, Holding, SETTLE_MS } from "./holding";

/** Time that stands still until it is moved. */
function stillTime() {
  let now = 0;
  const due: { at: number; run: () => void }[] = [];
  return {
    after(ms: number, run: () => void) {
      const entry = { at: now + ms, run };
      due.push(entry);
      return () => void due.splice(due.indexOf(entry), due.includes(entry) ? 1 : 0);
    },
    pass(ms: number) {
      now += ms;
      for (const entry of [...due].sort((a, b) => a.at - b.at)) {
        if (entry.at > now || !due.includes(entry)) continue;
        due.splice(due.indexOf(entry), 1);
        entry.run();
      }
    },
  };
}

function button() {
  const time = stillTime();
  let approvals = 0;
  const holding = new Holding(
    () => {},
    () => (approvals += 1),
    (ms, run) => time.after(ms, run),
  );
  return { holding, time, approvals: () => approvals };
}

describe("approving without a number", () => {
  it("takes holding long enough", () => {
    const { holding, time, approvals } = button();
    holding.press();
    time.pass(HOLD_MS - 1);
    expect(approvals()).toBe(0);
    time.pass(1);
    expect(approvals()).toBe(1);
    holding.release();
    expect(holding.state).toBe("idle");
  });

  it("takes a second press after a short one", () => {
    const { holding, time, approvals } = button();
    holding.press();
    time.pass(100);
    holding.release();
    expect(holding.state).toBe("armed");
    time.pass(SETTLE_MS);
    holding.press();
    expect(approvals()).toBe(1);
    holding.release();
    expect(approvals()).toBe(1);
  });

  it.each([
    ["one press", (b: ReturnType<typeof button>) => b.holding.click()],
    [
      "a double click",
      (b: ReturnType<typeof button>) => {
        b.holding.click();
        b.time.pass(SETTLE_MS - 1);
        b.holding.click();
      },
    ],
    [
      "a second press long after the first",
      (b: ReturnType<typeof button>) => {
        b.holding.click();
        b.time.pass(ARMED_MS);
        b.holding.click();
      },
    ],
    [
      "a hold that was broken off",
      (b: ReturnType<typeof button>) => {
        b.holding.press();
        b.time.pass(HOLD_MS - 1);
        b.holding.cancel();
      },
    ],
    [
      "a second press after the button lost the focus",
      (b: ReturnType<typeof button>) => {
        b.holding.click();
        b.time.pass(SETTLE_MS);
        b.holding.cancel();
        b.holding.click();
      },
    ],
    [
      "a key that repeats",
      (b: ReturnType<typeof button>) => {
        for (let i = 0; i < 20; i += 1) b.holding.press();
        b.time.pass(HOLD_MS - 1);
        b.holding.release();
      },
    ],
  ])("is not done by %s", (_, act) => {
    const b = button();
    act(b);
    b.time.pass(HOLD_MS * 20);
    expect(b.approvals()).toBe(0);
  });

  it("is done by two presses of assistive technology", () => {
    const { holding, time, approvals } = button();
    holding.click();
    time.pass(SETTLE_MS);
    holding.click();
    expect(approvals()).toBe(1);
  });
});
