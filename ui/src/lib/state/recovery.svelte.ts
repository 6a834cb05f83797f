/** A recovery code while it is typed: six groups of five, each checked as soon as it is full. */
import { call } from "$lib/ipc/call";

export const GROUPS = 6;
export const LENGTH = 5;

export type Verdict = "open" | "checking" | "fits" | "off";

/** Whether a full group adds up; the core knows, and it is asked. */
export type CheckGroup = (index: number, text: string) => Promise<boolean>;

const askCore: CheckGroup = async (index, text) =>
  (await call("check_recovery_group", { index, text })).fits;

/** Signs that are taken for each other on paper, the typed one first. The core reads O, I and L. */
const lookalikes: readonly (readonly [string, string])[] = [
  ["8", "B"],
  ["B", "8"],
  ["5", "S"],
  ["S", "5"],
  ["2", "Z"],
  ["Z", "2"],
  ["6", "G"],
  ["G", "6"],
  ["V", "Y"],
  ["Y", "V"],
  ["D", "0"],
  ["0", "D"],
  ["1", "7"],
  ["7", "1"],
];

/** Letters and digits in capitals: blanks and dashes of the sheet do not matter. */
export function signs(text: string): string {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, "");
}

export class RecoveryTyping {
  groups = $state<string[]>(Array.from({ length: GROUPS }, () => ""));
  verdicts = $state<Verdict[]>(Array.from({ length: GROUPS }, () => "open"));

  #check: CheckGroup;

  constructor(check: CheckGroup = askCore) {
    this.#check = check;
  }

  /**
   * Takes what stands in a field now; what is too long runs on into the next ones, and a whole
   * code fills all. Answers the field where typing goes on.
   */
  put(index: number, text: string): number {
    let rest = signs(text);
    let at = rest.length >= GROUPS * LENGTH ? 0 : index;
    do {
      this.#set(at, rest.slice(0, LENGTH));
      rest = rest.slice(LENGTH);
      at += 1;
    } while (rest !== "" && at < GROUPS);
    const last = at - 1;
    const full = this.groups[last]?.length === LENGTH;
    return full ? Math.min(last + 1, GROUPS - 1) : last;
  }

  get code(): string {
    return this.groups.join("-");
  }

  get complete(): boolean {
    return this.groups.every((group) => group.length === LENGTH);
  }

  /** The first group that does not add up. */
  get off(): number | null {
    const index = this.verdicts.indexOf("off");
    return index < 0 ? null : index;
  }

  /** The first group that is not full. */
  get missing(): number | null {
    const index = this.groups.findIndex((group) => group.length < LENGTH);
    return index < 0 ? null : index;
  }

  clear(): void {
    this.groups.forEach((_, index) => this.#set(index, ""));
  }

  #set(index: number, text: string): void {
    if (this.groups[index] === text) return;
    this.groups[index] = text;
    this.verdicts[index] = "open";
    if (text.length === LENGTH) void this.#judge(index, text);
  }

  async #judge(index: number, text: string): Promise<void> {
    this.verdicts[index] = "checking";
    let verdict: Verdict = "open";
    try {
      verdict = (await this.#check(index, text)) ? "fits" : "off";
    } catch {
      // Without an answer the whole code is judged when it is sent.
    }
    if (this.groups[index] === text) this.verdicts[index] = verdict;
  }
}

/** Which sign of a group to look at again, and what it may be. */
export function lookAgain(group: string): { typed: string; meant: string } | null {
  const pair = lookalikes.find(([typed]) => group.includes(typed));
  return pair === undefined ? null : { typed: pair[0], meant: pair[1] };
}
