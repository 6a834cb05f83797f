import { describe, expect, it } from "vitest";

import { lookAgain, RecoveryTyping, signs } from "./recovery.svelte";

const code = ["7KQ2M", "XV4RD", "HN8TB", "P3WYC", "6GJZE", "A9FSK"];
const settled = () => new Promise((done) => setTimeout(done));

function typing(): RecoveryTyping {
  return new RecoveryTyping(async (index, text) => text === code[index]);
}

describe("a recovery code that is typed", () => {
  it.each([
    ["blanks, dashes and small letters", " 7kq2m - xv4rd ", "7KQ2MXV4RD"],
    ["line breaks", "7KQ2M\nXV4RD", "7KQ2MXV4RD"],
    ["letters that no code has", "äö·7", "7"],
  ])("is read through %s", (_, text, expected) => {
    expect(signs(text)).toBe(expected);
  });

  it("goes on in the next field when a group is full", () => {
    const field = typing();
    expect(field.put(0, "7kq2")).toBe(0);
    expect(field.put(0, "7kq2m")).toBe(1);
    expect(field.groups[0]).toBe("7KQ2M");
    expect(field.put(5, "A9FSK")).toBe(5);
  });

  it("runs on into the next fields when more is typed than fits", () => {
    const field = typing();
    expect(field.put(0, "7KQ2MXV")).toBe(1);
    expect(field.groups.slice(0, 2)).toEqual(["7KQ2M", "XV"]);
  });

  it("fills all fields from a whole code, wherever it was pasted", () => {
    for (const index of [0, 3, 5]) {
      const field = typing();
      expect(field.put(index, code.join("-").toLowerCase())).toBe(5);
      expect(field.groups).toEqual(code);
      expect(field.complete).toBe(true);
      expect(field.code).toBe(code.join("-"));
    }
  });

  it("checks each group when it is full, and again when it is mended", async () => {
    const field = typing();
    field.put(0, "7KQ2");
    field.put(1, "XV4R8");
    await settled();
    expect(field.verdicts.slice(0, 2)).toEqual(["open", "off"]);
    expect(field.off).toBe(1);
    field.put(1, "XV4R");
    expect(field.off).toBeNull();
    field.put(1, "XV4RD");
    await settled();
    expect(field.verdicts[1]).toBe("fits");
  });

  it("does not hold an old verdict against a new group", async () => {
    let answer = (_: boolean): void => {};
    const field = new RecoveryTyping(() => new Promise((done) => (answer = done)));
    field.put(0, "XXXXX");
    const first = answer;
    field.put(0, "7KQ2M");
    first(false);
    await settled();
    expect(field.verdicts[0]).toBe("checking");
    answer(true);
    await settled();
    expect(field.verdicts[0]).toBe("fits");
  });

  it("is left to the whole code when a group cannot be checked", async () => {
    const field = new RecoveryTyping(async () => {
      throw new Error("gone");
    });
    field.put(0, "7KQ2M");
    await settled();
    expect(field.verdicts[0]).toBe("open");
  });

  it("names the first group that is missing", () => {
    const field = typing();
    field.put(0, "7KQ2M");
    expect(field.missing).toBe(1);
  });
});

describe("a group that does not add up", () => {
  it.each([
    ["3F8NE", { typed: "8", meant: "B" }],
    ["3FBNE", { typed: "B", meant: "8" }],
    ["AAAAA", null],
  ])("%s is looked at again", (group, expected) => {
    expect(lookAgain(group)).toEqual(expected);
  });
});
