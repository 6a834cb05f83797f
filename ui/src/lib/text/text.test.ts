import { describe, expect, it } from "vitest";

import { fold } from "./fold";
import { strengthOf } from "./strength";

describe("text that is searched", () => {
  it.each([
    ["Ærø Århus", "aero arhus"],
    ["Ålesund", "alesund"],
    ["Ångström", "angstrom"],
    ["ĐÐŁ", "ddl"],
    ["ﬁ", "fi"],
    ["Straße", "strasse"],
    ["é", "e"],
    ["日本", "日本"],
  ])("%s is found as %s", (text, expected) => {
    expect(fold(text)).toBe(expected);
  });
});

describe("the word for a passphrase", () => {
  it.each([
    ["", "short"],
    ["abc1234", "short"],
    ["12345678", "weak"],
    ["aaaaaaaaaaaaaaaaaaaa", "weak"],
    ["Password1", "weak"],
    ["salasana123", "weak"],
    ["k7Qd9!mPx", "fair"],
    ["båten synger høst", "strong"],
    ["🦊🐙🦊🐙🦊🐙🦊🐙", "weak"],
  ] as const)("%s is %s", (passphrase, expected) => {
    expect(strengthOf(passphrase)).toBe(expected);
  });
});
