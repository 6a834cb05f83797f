/** What a person typed, and the request that it becomes. */
import type { TypeAccountRequest, TypedKind } from "$lib/ipc/bindings/api";

export const algorithms = ["SHA1", "SHA224", "SHA256", "SHA384", "SHA512"] as const;

/** The numbers are texts, as the fields have them. */
export interface Unusual {
  by: TypedKind;
  algorithm: string;
  digits: string;
  period: string;
  counter: string;
}

export const usual: Unusual = {
  by: "totp",
  algorithm: "SHA1",
  digits: "6",
  period: "30",
  counter: "0",
};

export function isKind(text: string | null): text is TypedKind {
  return text === "totp" || text === "hotp" || text === "steam";
}

/** Whether the text is a link (or an export), which carries its own account. */
export function isLink(text: string): boolean {
  return /^\s*[a-z][a-z0-9+.-]*:\/\//i.test(text);
}

/** What is no number becomes one that the core refuses in its own words; it takes nothing above 32 bits. */
function number(text: string, wrong: number): number {
  const trimmed = text.trim();
  const value = /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : wrong;
  return Number.isSafeInteger(value) ? value : wrong;
}

export function requestOf(
  issuer: string,
  account: string,
  secret: string,
  unusual: Unusual,
): TypeAccountRequest {
  return {
    issuer,
    account,
    secret,
    by: unusual.by,
    algorithm: unusual.algorithm,
    digits: number(unusual.digits, 0),
    period: number(unusual.period, 0),
    counter: number(unusual.counter, 0),
  };
}
