import { describe, expect, it } from "vitest";

import { catalogue, type Room } from "./catalogue";
import { format, languageOf, languages } from "./i18n.svelte";
import type { Message } from "./types";

const rooms = Object.keys(catalogue.en) as Room[];

function texts(message: Message): string[] {
  return typeof message === "string" ? [message] : [message.one ?? message.other, message.other];
}

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
}

describe("the catalogue", () => {
  for (const language of languages) {
    for (const room of rooms) {
      const english = catalogue.en[room] as Record<string, Message>;
      const theirs = catalogue[language][room] as Record<string, Message>;

      it(`has every key of ${room} in ${language}, and no other`, () => {
        expect(Object.keys(theirs).sort()).toEqual(Object.keys(english).sort());
      });

      it(`has the same placeholders in ${room} in ${language}, and no empty text`, () => {
        for (const [key, message] of Object.entries(theirs)) {
          const wanted = placeholders(texts(english[key] ?? "").at(-1) ?? "");
          expect(placeholders(texts(message).at(-1) ?? ""), `${room}.${key}`).toEqual(wanted);
          for (const text of texts(message)) {
            expect(text.trim(), `${room}.${key}`).not.toBe("");
            for (const one of placeholders(text)) expect(wanted, `${room}.${key}`).toContain(one);
          }
        }
      });
    }
  }
});

describe("a message", () => {
  it.each([
    ["en", 1, "1 account"],
    ["en", 2, "2 accounts"],
    ["en", 0, "0 accounts"],
    ["fi", 1, "1 account"],
    ["sv", 21, "21 accounts"],
  ] as const)("is put into the plural of %s for %i", (language, n, expected) => {
    const message = { one: "{n} account", other: "{n} accounts" };
    expect(format(language, message, { n })).toBe(expected);
  });

  it("keeps a placeholder that nobody filled, so that it is seen", () => {
    expect(format("en", "for {who}", {})).toBe("for {who}");
  });

  it("does not read placeholders in what was put in", () => {
    expect(format("en", "{a} {b}", { a: "{b}", b: "x" })).toBe("{b} x");
  });
});

describe("the system's language", () => {
  it.each([
    [["fi-FI", "en"], "fi"],
    [["nn-NO"], "nb"],
    [["no"], "nb"],
    [["de-DE", "sv-SE"], "sv"],
    [["de-DE"], "en"],
    [[], "en"],
  ] as const)("%j is %s", (wanted, expected) => {
    expect(languageOf(wanted)).toBe(expected);
  });
});
