import { describe, expect, it } from "vitest";

import type { AccountKind, AccountView, CodeView } from "$lib/ipc/bindings/api";

import { faceOf, lengthOf, lifeOf, type Face } from "./face";

const totp: AccountKind = { kind: "totp", digits: 8, period: 30, algorithm: "SHA1" };
const hotp: AccountKind = { kind: "hotp", digits: 6, counter: 41, algorithm: "SHA1" };
const push: AccountKind = {
  kind: "push",
  host: "a.example",
  serial: "S1",
  enrolment: { step: "testing" },
};

function account(kind: AccountKind): AccountView {
  return {
    id: "x",
    kind,
    issuer: "I",
    account: "a",
    note: "",
    group: null,
    favourite: false,
    hidden: false,
    created_at: 0,
    last_used_at: null,
  };
}

function code(from: number | null, until: number | null): CodeView {
  return {
    account_id: "x",
    code: "123456",
    grouped: ["123", "456"],
    next: null,
    next_grouped: null,
    valid_from: from,
    valid_until: until,
    counter: null,
  };
}

describe("what is shown of an account", () => {
  const nothing = { code: undefined, held: undefined, hidden: false };
  const now = { ...nothing, code: code(60, 90) };
  const cases: [string, AccountKind, Parameters<typeof faceOf>[1], Partial<Face>][] = [
    ["a running code", totp, { ...now, seconds: 60 }, { kind: "timed", phase: "running", left: 1 }],
    ["six seconds left", totp, { ...now, seconds: 84 }, { phase: "running", seconds: 6 }],
    ["five seconds left", totp, { ...now, seconds: 85 }, { phase: "last", seconds: 5 }],
    ["a code that ran out", totp, { ...now, seconds: 95 }, { phase: "last", seconds: 0, left: 0 }],
    [
      "a held code, although it ran out",
      totp,
      { ...now, seconds: 500, held: code(60, 90) },
      { kind: "timed", phase: "held" },
    ],
    [
      "a held code, although it is hidden",
      totp,
      { ...now, seconds: 60, held: code(60, 90), hidden: true },
      { phase: "held" },
    ],
    [
      "a hidden code, whose time runs",
      totp,
      { ...nothing, seconds: 84, hidden: true },
      { kind: "hidden", length: 8, seconds: 6 },
    ],
    ["no code yet", totp, { ...nothing, seconds: 84 }, { kind: "waiting", length: 8 }],
    ["by use, not asked", hotp, { ...nothing, seconds: 1 }, { kind: "counted", code: null }],
    [
      "by use, hidden: it shows only what was asked for",
      hotp,
      { ...nothing, hidden: true, seconds: 1 },
      { kind: "counted", uses: 41 },
    ],
    ["approvals", push, { ...nothing, seconds: 1 }, { kind: "push", host: "a.example" }],
  ];

  it.each(cases)("%s", (_, kind, moment, expected) => {
    expect(faceOf(account(kind), moment)).toMatchObject(expected);
  });

  it("never shows a hidden code that the core told nevertheless", () => {
    const face = faceOf(account(totp), { ...now, seconds: 61, hidden: true });
    expect(JSON.stringify(face)).not.toContain("123456");
  });
});

describe("the life of a code", () => {
  it.each([
    [60, 90, 60, 1, 30],
    [60, 90, 75, 0.5, 15],
    [60, 90, 90, 0, 0],
    [60, 90, 40, 1, 30],
    [90, 90, 90, 0, 0],
    [null, null, 90, 0, 0],
  ])("from %s until %s at %s", (from, until, now, left, seconds) => {
    expect(lifeOf(code(from, until), now)).toEqual({ left, seconds });
  });
});

it.each([
  [totp, 8],
  [hotp, 6],
  [{ kind: "steam" } as AccountKind, 5],
  [push, 0],
])("%j has a code of %i signs", (kind, expected) => {
  expect(lengthOf(kind)).toBe(expected);
});
