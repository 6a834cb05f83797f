import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { failure } from "$lib/ipc/fake/world";

import { Accounts } from "./accounts.svelte";
import { Clock } from "./clock.svelte";
import { recordedHost, type Recorded } from "./testing";

/** A whole number of half minutes, so that a code begins here. */
const START = 1_790_000_010_000;

describe("the accounts", () => {
  let clock: Clock;
  let accounts: Accounts;
  let host: Recorded;

  async function seconds(count: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(count * 1000);
  }

  function asked(command: string): number {
    return host.calls.filter((name) => name === command).length;
  }

  function faceOf(id: string) {
    const account = accounts.find(id);
    if (account === undefined) throw new Error(`no account ${id}`);
    return accounts.face(account);
  }

  beforeEach(async () => {
    vi.useFakeTimers({ now: START });
    host = recordedHost();
    clock = new Clock();
    accounts = new Accounts(clock);
    clock.watch(() => accounts.tick());
    await accounts.load();
  });
  afterEach(() => void vi.useRealTimers());

  it("ask for codes when one has run out, and not before", async () => {
    expect(asked("codes")).toBe(1);
    await seconds(29);
    expect(asked("codes")).toBe(1);
    await seconds(1);
    expect(asked("codes")).toBe(2);
    await seconds(300);
    expect(asked("codes")).toBe(12);
  });

  it("show another code after the old one ended", async () => {
    const before = faceOf("a2");
    await seconds(30);
    const after = faceOf("a2");
    expect(before.kind === "timed" && after.kind === "timed").toBe(true);
    expect(JSON.stringify(after)).not.toBe(JSON.stringify(before));
    expect(after).toMatchObject({ phase: "running", seconds: 30 });
  });

  it("keep a held code through the change, copy that one, and let it go after two minutes", async () => {
    const before = faceOf("a2");
    const code = before.kind === "timed" ? before.code.code : "";
    accounts.toggleHold("a2");
    await seconds(60);
    expect(faceOf("a2")).toMatchObject({ kind: "timed", phase: "held", code: { code } });

    let copied: string | null = null;
    host.answer("copy_code", (request) => {
      copied = request.code;
      return { clears_after: 30 };
    });
    await accounts.copy("a2");
    expect(copied).toBe(code);

    await seconds(60);
    expect(faceOf("a2")).toMatchObject({ phase: "running" });
  });

  it("show a hidden code for half a minute, renewed when it runs out", async () => {
    expect(faceOf("a8").kind).toBe("hidden");
    await seconds(20);
    await accounts.show("a8");
    const shown = faceOf("a8");
    expect(shown.kind).toBe("timed");
    await seconds(11);
    const renewed = faceOf("a8");
    expect(renewed.kind).toBe("timed");
    expect(JSON.stringify(renewed)).not.toBe(JSON.stringify(shown));
    await seconds(19);
    expect(faceOf("a8").kind).toBe("hidden");
  });

  it("show a code by use only once it was asked for, and count it", async () => {
    expect(faceOf("a7")).toMatchObject({ kind: "counted", code: null, uses: 41 });
    await accounts.advance("a7");
    expect(faceOf("a7")).toMatchObject({ kind: "counted", code: { counter: 41 }, uses: 42 });
  });

  it("say that a code is copied until the clipboard is cleared", async () => {
    await accounts.copy("a3");
    expect(accounts.copied).toMatchObject({ id: "a3", after: 30 });
    await seconds(29);
    expect(accounts.copied).not.toBeNull();
    await seconds(1);
    expect(accounts.copied).toBeNull();
  });

  it("keep the list when a copy fails, and say why", async () => {
    host.answer("copy_code", () => {
      throw failure("clipboard_failed", "No clipboard.", "Try again.", true);
    });
    await accounts.copy("a3");
    expect(accounts.copied).toBeNull();
    expect(accounts.failure?.code).toBe("clipboard_failed");
    expect(accounts.list).not.toHaveLength(0);
  });

  it("bring a deleted account back", async () => {
    const count = accounts.list.length;
    await accounts.remove("a3");
    expect(accounts.list).toHaveLength(count - 1);
    expect(accounts.removed?.issuer).toBe("GitHub");
    await accounts.undoRemove();
    expect(accounts.list).toHaveLength(count);
    expect(accounts.removed).toBeNull();
  });

  it("offer to undo for twenty seconds", async () => {
    await accounts.remove("a3");
    await seconds(19);
    expect(accounts.removed).not.toBeNull();
    await seconds(1);
    expect(accounts.removed).toBeNull();
  });

  it.each([
    ["git", ["GitHub"]],
    ["OVERLEAF solberg", ["Overleaf"]],
    ["drawer", ["Microsoft 365"]],
    ["nordvik library", ["Nordvik Library"]],
    ["zzz", []],
  ])("are found by %s", (query, expected) => {
    accounts.query = query;
    expect(accounts.visible.map(({ issuer }) => issuer)).toEqual(expected);
  });

  it("are searched within the group", () => {
    accounts.group = "Own";
    accounts.query = "ingrid";
    const issuers = accounts.visible.map(({ issuer }) => issuer);
    expect(issuers).toEqual(["Google", "Sparebanken Nord"]);
  });

  it("are walked through with the arrows, and no further than the ends", () => {
    accounts.query = "nordvik";
    const ids = accounts.visible.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(2);
    expect(accounts.step(1)).toBe(ids[0]);
    expect(accounts.step(-1)).toBe(ids[0]);
    for (const id of ids.slice(1)) expect(accounts.step(1)).toBe(id);
    expect(accounts.step(1)).toBe(ids.at(-1));
  });

  it.each([
    [null, 0],
    [3, 0],
    [-29, 0],
    [95, 2],
    [-3600, 60],
  ])("with a clock that is %s seconds off speak of %i minutes", async (offset, minutes) => {
    host.answer("codes", () => ({ now_ms: Date.now(), clock_offset: offset, codes: [] }));
    await accounts.loadCodes();
    expect(accounts.minutesOff).toBe(minutes);
  });

  it("leave nothing behind when the vault is locked", async () => {
    await accounts.show("a8");
    accounts.toggleHold("a2");
    await accounts.copy("a3");
    await accounts.remove("a5");
    accounts.query = "x";
    accounts.forget();
    const left = JSON.stringify(accounts.list) + JSON.stringify(accounts.visible);
    expect(left).toBe("[][]");
    expect([accounts.copied, accounts.removed, accounts.chosen, accounts.query]).toEqual([
      null,
      null,
      null,
      "",
    ]);
  });
});
