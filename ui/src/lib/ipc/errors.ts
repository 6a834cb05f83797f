/**
 * Failures. The core has put them into the person's language already; the page shows `message` and
 * `hint` and decides by `code` alone. What is not a `Failure` is a fault of ours and becomes
 * `internal`, with the words of the catalogue.
 */
import { t } from "$lib/i18n/i18n.svelte";

import type { Failure } from "./bindings/api";

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

export function isFailure(value: unknown): value is Failure {
  return (
    isRecord(value) &&
    typeof value["code"] === "string" &&
    typeof value["message"] === "string" &&
    typeof value["hint"] === "string"
  );
}

export function toFailure(thrown: unknown): Failure {
  if (isFailure(thrown)) return thrown;
  return {
    code: "internal",
    message: t("common.unexpected"),
    hint: t("common.unexpected_hint"),
    retry: true,
    details: {},
  };
}
