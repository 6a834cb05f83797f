import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { i18n } from "$lib/i18n/i18n.svelte";
import { call } from "$lib/ipc/call";
import { failure } from "$lib/ipc/fake/world";

import { App } from "./app.svelte";
import { router } from "./router.svelte";
import { recordedHost } from "./testing";

/** As much of a window as the application's state touches. */
function stubWindow(languages: string[]): Map<string, string> {
  const attributes = new Map<string, string>();
  const root = {
    set lang(value: string) {
      attributes.set("lang", value);
    },
    setAttribute: (name: string, value: string) => attributes.set(name, value),
    removeAttribute: (name: string) => attributes.delete(name),
  };
  vi.stubGlobal("document", { documentElement: root });
  vi.stubGlobal("navigator", { languages });
  vi.stubGlobal("history", { pushState: () => {}, replaceState: () => {}, back: () => {} });
  return attributes;
}

describe("the application", () => {
  let attributes: Map<string, string>;
  let app: App;

  beforeEach(() => {
    attributes = stubWindow(["de-DE", "fi-FI"]);
    app = new App();
    router.route = { page: "codes" };
  });
  afterEach(() => vi.unstubAllGlobals());

  it("goes by the system's language until one is chosen", async () => {
    recordedHost();
    await app.start();
    await app.speak(null);
    expect(i18n.language).toBe("fi");
    expect(attributes.get("lang")).toBe("fi");
    await app.speak("nb");
    expect(i18n.language).toBe("nb");
  });

  it("wears the chosen theme, and the system's without one", async () => {
    recordedHost();
    await app.start();
    await app.save({ theme: "dark" });
    expect(attributes.get("data-theme")).toBe("dark");
    await app.save({ theme: "system" });
    expect(attributes.has("data-theme")).toBe(false);
  });

  it("keeps the other settings when one is changed", async () => {
    recordedHost();
    await app.start();
    const before = app.settings;
    await app.save({ clipboard_seconds: 60 });
    expect(app.settings).toEqual({ ...before, clipboard_seconds: 60 });
  });

  it("goes the way that was chosen at the first run once the recovery code is settled", async () => {
    recordedHost("first-run");
    await app.start();
    app.wantAfterwards({ page: "type" });
    app.take(await call("create_vault", { keyring: true, passphrase: null }));
    expect(router.route).toEqual({ page: "codes" });
    app.take(await call("decline_recovery_code"));
    expect(router.route).toEqual({ page: "type" });
  });

  it("goes there once, not after every unlock", async () => {
    recordedHost("first-run");
    await app.start();
    app.wantAfterwards({ page: "type" });
    app.take(await call("create_vault", { keyring: true, passphrase: null }));
    app.take(await call("decline_recovery_code"));
    await app.lock();
    expect(router.route).toEqual({ page: "codes" });
    app.take(await call("unlock", { way: "keyring" }));
    expect(router.route).toEqual({ page: "codes" });
  });

  it("says why when the status cannot be read, in words of its own if it must", async () => {
    const host = recordedHost();
    host.answer("status", () => {
      throw new TypeError("the border broke");
    });
    await app.start();
    expect(app.failure?.code).toBe("internal");
    expect(app.failure?.message).not.toContain("border");

    host.answer("status", () => {
      throw failure("vault_busy", "Segl is open already.", "Close the other window.", true);
    });
    await app.refresh();
    expect(app.failure?.code).toBe("vault_busy");
  });
});
