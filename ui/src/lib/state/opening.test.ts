import { describe, expect, it, vi } from "vitest";

import type { ErrorCode, Failure, Stage, StatusView } from "$lib/ipc/bindings/api";
import { setHost } from "$lib/ipc/call";
import type { Host } from "$lib/ipc/host";

import { app } from "./app.svelte";
import { Opening } from "./opening.svelte";

vi.mock("./app.svelte", () => {
  const app = { status: null as unknown, take: vi.fn(), refresh: vi.fn() };
  return { app };
});

function failure(code: ErrorCode): Failure {
  return { code, message: "", hint: "", retry: true, details: {} };
}

function status(stage: Stage, lost: ErrorCode | null): StatusView {
  const keyring_failure = lost === null ? null : failure(lost);
  return { stage, vault: { keyring_failure } } as unknown as StatusView;
}

function opening(lost: ErrorCode | null, fails: Partial<Record<string, ErrorCode>> = {}) {
  const asked: string[] = [];
  app.status = status("locked", lost);
  const host: Partial<Host> = {
    async call(command) {
      asked.push(command);
      const code = fails[command];
      if (code !== undefined) throw failure(code);
      return status("open", null) as never;
    },
  };
  setHost(host as Host);
  return { opening: new Opening(), asked };
}

describe("opening another way", () => {
  it.each(["keyring_no_entry", "keyring_damaged"] as const)(
    "puts a new key into a keyring with %s, and says so",
    async (lost) => {
      const { opening: page, asked } = opening(lost);
      await page.open({ way: "passphrase", passphrase: "x" });
      expect(asked).toEqual(["unlock", "renew_keyring"]);
      expect(page.told).toEqual({ step: "done", failure: null });
    },
  );

  it.each(["keyring_locked", "keyring_denied", "keyring_absent", null] as const)(
    "leaves a keyring with %s alone",
    async (lost) => {
      const { opening: page, asked } = opening(lost);
      await page.open({ way: "recovery_code", code: "x" });
      expect(asked).toEqual(["unlock"]);
      expect(page.told).toBeNull();
    },
  );

  it("says that the keyring took no new key", async () => {
    const { opening: page } = opening("keyring_no_entry", { renew_keyring: "keyring_denied" });
    await page.open({ way: "passphrase", passphrase: "x" });
    expect(page.told).toEqual({ step: "done", failure: failure("keyring_denied") });
  });

  it("renews nothing when it stays locked", async () => {
    const { opening: page, asked } = opening("keyring_no_entry", { unlock: "passphrase_wrong" });
    await page.open({ way: "passphrase", passphrase: "x" });
    expect(asked).toEqual(["unlock"]);
    expect(page.told).toBeNull();
    expect(page.failure?.code).toBe("passphrase_wrong");
    expect(page.busy).toBeNull();
  });
});
