import { describe, expect, it } from "vitest";

import { parse, write, type Route } from "./router.svelte";

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
