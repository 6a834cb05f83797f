/** What kind of account a draft is, in a sentence. */
import { t } from "$lib/i18n/i18n.svelte";
import type { DraftKind } from "$lib/ipc/bindings/api";

/** "SHA1" is written "SHA-1". */
function hash(name: string): string {
  return name.replace(/^SHA(\d)/, "SHA-$1");
}

export function kindWords(kind: DraftKind): string {
  switch (kind.kind) {
    case "totp": {
      const values = { period: kind.period, digits: kind.digits, algorithm: hash(kind.algorithm) };
      const usual = kind.period === 30 && kind.digits === 6 && kind.algorithm === "SHA1";
      return usual ? t("add.kind_usual", values) : t("add.kind_time", values);
    }
    case "hotp":
      return t("add.kind_use", { digits: kind.digits, algorithm: hash(kind.algorithm) });
    case "steam":
      return t("add.kind_steam");
    case "push":
      return t("add.many_push", { host: kind.host });
  }
}
