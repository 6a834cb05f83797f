import { afterEach, describe, expect, it, vi } from "vitest";

import { parse, Router, write, type Route } from "./router.svelte";

/** A history as a browser keeps it, with the router listening to it. */
function stubHistory(): Router {
  const listeners: (() => void)[] = [];
  const entries = [{ state: null as unknown, hash: "" }];
  let at = 0;
  const location = {
    get hash() {
      return entries[at]?.hash ?? "";
    },
  };
  vi.stubGlobal("location", location);
  vi.stubGlobal("window", {
    addEventListener: (_: string, run: () => void) => listeners.push(run),
  });
  vi.stubGlobal("history", {
    get state() {
      return entries[at]?.state;
    },
    pushState: (state: unknown, _: string, hash: string) => {
      entries.splice((at += 1), entries.length, { state, hash });
    },
    replaceState: (state: unknown, _: string, hash: string) => {
      entries[at] = { state, hash };
    },
    back: () => {
      if (at > 0) at -= 1;
      for (const run of listeners) run();
    },
  });
  const router = new Router();
  router.start();
  return router;
}

describe("the way back", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("leads through the pages that were opened", () => {
    const router = stubHistory();
    router.go({ page: "add" });
    router.go({ page: "type" });
    router.back();
    expect(router.route).toEqual({ page: "add" });
    router.back();
    expect(router.route).toEqual({ page: "codes" });
  });

  it("leads to the codes, never out of the program", () => {
    const router = stubHistory();
    router.go({ page: "add" });
    history.back();
    expect(router.route).toEqual({ page: "codes" });
    router.replace({ page: "settings" });
    router.back();
    expect(router.route).toEqual({ page: "codes" });
  });

  it("does not lead to a page that was replaced", () => {
    const router = stubHistory();
    router.go({ page: "add" });
    router.go({ page: "confirm" });
    router.replace({ page: "enrolment", id: "x" });
    router.back();
    expect(router.route).toEqual({ page: "add" });
  });

  it("opens a page once, however often it is asked for", () => {
    const router = stubHistory();
    router.go({ page: "add" });
    router.go({ page: "add" });
    router.back();
    expect(router.route).toEqual({ page: "codes" });
  });
});

describe("an address", () => {
  const routes: Route[] = [
    { page: "codes" },
    { page: "account", id: "0a/b c#%" },
    { page: "add" },
    { page: "picture" },
    { page: "type" },
    { page: "confirm" },
    { page: "enrolment", id: "e" },
    { page: "requests" },
    { page: "request", id: "r" },
    { page: "settings" },
  ];

  it.each(routes)("of %j leads back to it", (route) => {
    expect(parse(write(route))).toEqual(route);
  });

  it.each(["", "#", "#/", "#/nowhere", "#/account", "#/account/", "#/%"])(
    "%j leads to the codes",
    (fragment) => {
      expect(parse(fragment)).toEqual({ page: "codes" });
    },
  );

  it("that is no valid encoding is taken as it stands", () => {
    expect(parse("#/request/%zz")).toEqual({ page: "request", id: "%zz" });
  });
});
