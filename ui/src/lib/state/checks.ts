/** The one sentence over the checks, and their order: what needs the person comes first. */
import type { CheckView } from "$lib/ipc/bindings/api";

export interface Sorted {
  /** Failed, then warnings. */
  bad: CheckView[];
  fine: CheckView[];
  skipped: CheckView[];
  failed: number;
  warnings: number;
}

export function sortChecks(checks: readonly CheckView[]): Sorted {
  const of = (outcome: CheckView["outcome"]) => checks.filter((one) => one.outcome === outcome);
  const failed = of("failed");
  const warnings = of("warning");
  return {
    bad: [...failed, ...warnings],
    fine: of("fine"),
    skipped: of("skipped"),
    failed: failed.length,
    warnings: warnings.length,
  };
}
