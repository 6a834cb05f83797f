import { describe, expect, it } from "vitest";

import { isLink, requestOf, usual } from "./typed";

describe("what was typed", () => {
  it.each([
    ["otpauth://totp/x?secret=A", true],
    ["  OTPAUTH-MIGRATION://offline?data=1", true],
    ["https://a.example", true],
    ["JBSW Y3DP EHPK 3PXP", false],
    ["key: abc", false],
    ["", false],
  ])("%j is a link: %s", (text, expected) => {
    expect(isLink(text)).toBe(expected);
  });

  it.each([
    ["8", 8],
    [" 8 ", 8],
    ["eight", 0],
    ["-6", 0],
    ["6.5", 0],
    ["1e3", 0],
    ["99999999999999999999", 0],
    ["", 0],
  ])("%j digits become %i, which the core judges", (digits, expected) => {
    expect(requestOf("i", "a", "s", { ...usual, digits }).digits).toBe(expected);
  });
});
