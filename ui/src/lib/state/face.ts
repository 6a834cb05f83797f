/**
 * What a row or a page shows of an account at one moment. Pure: the same account, codes and second
 * always give the same face; the components only draw it.
 */
import type { AccountView, CodeView, EnrolmentView } from "$lib/ipc/bindings/api";

/** From here on the next code is shown and the ring is thicker. */
export const LAST_SECONDS = 5;

export type Face =
  | {
      kind: "timed";
      code: CodeView;
      phase: "running" | "last" | "held";
      /** What is left of the code's life, from 1 to 0. */
      left: number;
      seconds: number;
    }
  | { kind: "hidden"; length: number; left: number | null; seconds: number }
  | { kind: "counted"; code: CodeView | null; length: number; uses: number }
  | { kind: "push"; host: string; serial: string; enrolment: EnrolmentView }
  /** Its code is on the way. */
  | { kind: "waiting"; length: number };

export interface Moment {
  /** Seconds since 1970, corrected. */
  seconds: number;
  code: CodeView | undefined;
  held: CodeView | undefined;
  hidden: boolean;
}

/** How many signs the code of this account has. */
export function lengthOf(kind: AccountView["kind"]): number {
  switch (kind.kind) {
    case "totp":
    case "hotp":
      return kind.digits;
    case "steam":
      return 5;
    case "push":
      return 0;
  }
}

/** The period of a code by time, in seconds. */
export function periodOf(kind: AccountView["kind"]): number | null {
  if (kind.kind === "totp") return kind.period;
  return kind.kind === "steam" ? 30 : null;
}

export function faceOf(account: AccountView, moment: Moment): Face {
  const { kind } = account;
  const length = lengthOf(kind);
  if (kind.kind === "push") {
    return { kind: "push", host: kind.host, serial: kind.serial, enrolment: kind.enrolment };
  }
  if (kind.kind === "hotp") {
    return { kind: "counted", code: moment.code ?? null, length, uses: kind.counter };
  }
  if (moment.held) {
    return { kind: "timed", code: moment.held, phase: "held", left: 1, seconds: 0 };
  }
  if (moment.hidden) return { kind: "hidden", length, ...remaining(account, moment.seconds) };
  if (!moment.code) return { kind: "waiting", length };
  const { left, seconds } = lifeOf(moment.code, moment.seconds);
  const phase = seconds <= LAST_SECONDS ? "last" : "running";
  return { kind: "timed", code: moment.code, phase, left, seconds };
}

/** What is left of a code: as a share, and in whole seconds. */
export function lifeOf(code: CodeView, now: number): { left: number; seconds: number } {
  const { valid_from: from, valid_until: until } = code;
  if (from === null || until === null || until <= from) return { left: 0, seconds: 0 };
  const seconds = Math.min(Math.max(until - now, 0), until - from);
  return { left: seconds / (until - from), seconds };
}

/** A hidden code's time still runs; steps begin at 1970, as in RFC 6238. */
function remaining(account: AccountView, now: number): { left: number | null; seconds: number } {
  const period = periodOf(account.kind);
  if (period === null) return { left: null, seconds: 0 };
  const seconds = period - (now % period);
  return { left: seconds / period, seconds };
}
