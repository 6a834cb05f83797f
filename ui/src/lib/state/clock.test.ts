import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Clock } from "./clock.svelte";

describe("the second hand", () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_250 }));
  afterEach(() => void vi.useRealTimers());

  it("does not tick while nobody watches", () => {
    const clock = new Clock();
    expect(vi.getTimerCount()).toBe(0);
    const stop = clock.watch();
    expect(vi.getTimerCount()).toBe(1);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("has one timer for all who watch", () => {
    const clock = new Clock();
    const told: number[] = [];
    const stops = [1, 2, 3].map((who) => clock.watch(() => told.push(who)));
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(750);
    expect(told).toEqual([1, 2, 3]);
    stops[0]?.();
    vi.advanceTimersByTime(1000);
    expect(told).toEqual([1, 2, 3, 2, 3]);
  });

  it("ticks when the second turns, not a second after it was started", () => {
    const clock = new Clock();
    clock.watch();
    vi.advanceTimersByTime(749);
    expect(clock.seconds).toBe(1000);
    vi.advanceTimersByTime(1);
    expect(clock.seconds).toBe(1001);
    vi.advanceTimersByTime(1000);
    expect(clock.seconds).toBe(1002);
  });

  it("goes by the corrected time, to the millisecond", () => {
    const clock = new Clock();
    clock.watch();
    clock.correct(5_000_900);
    expect(clock.seconds).toBe(5000);
    vi.advanceTimersByTime(100);
    expect(clock.seconds).toBe(5001);
  });

  it("stands still while the page is hidden, and is right at once when it is seen again", () => {
    const clock = new Clock();
    let told = 0;
    clock.watch(() => (told += 1));
    clock.pause();
    vi.advanceTimersByTime(60_000);
    expect(told).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    clock.resume();
    expect(told).toBe(1);
    expect(clock.seconds).toBe(1060);
  });

  it("does not begin to tick when it is watched on a hidden page", () => {
    const clock = new Clock();
    clock.pause();
    clock.watch();
    expect(clock.ticking).toBe(false);
  });
});
