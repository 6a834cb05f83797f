import { describe, expect, it } from "vitest";

import type { CheckView } from "$lib/ipc/bindings/api";

import { sortChecks } from "./checks";

function check(name: CheckView["check"], outcome: CheckView["outcome"]): CheckView {
  return { check: name, subject: null, outcome, message: "", hint: null };
}

describe("the checks", () => {
  it("show what failed first, then warnings, and count both", () => {
    const sorted = sortChecks([
      check("keyring", "fine"),
      check("second_way", "warning"),
      check("server", "failed"),
      check("camera", "skipped"),
    ]);
    expect(sorted.bad.map((one) => one.check)).toEqual(["server", "second_way"]);
    expect([sorted.failed, sorted.warnings]).toEqual([1, 1]);
    expect(sorted.fine.map((one) => one.check)).toEqual(["keyring"]);
    expect(sorted.skipped.map((one) => one.check)).toEqual(["camera"]);
  });
});
