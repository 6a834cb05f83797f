/** The time and the shape of a failure; apart, so that nobody needs the world before it is made. */
import type { Failure } from "../bindings/api";

/** Seconds since 1970. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}

export function failure(
  code: Failure["code"],
  message: string,
  hint: string,
  retry = false,
  details: Record<string, string> = {},
): Failure {
  return { code, message, hint, retry, details };
}
