/** Words for what an account is. */
import { t } from "$lib/i18n/i18n.svelte";
import type { EnrolmentView } from "$lib/ipc/bindings/api";

export function enrolmentWord(enrolment: EnrolmentView): string {
  switch (enrolment.step) {
    case "ready":
      return t("accounts.push_ready");
    case "failed":
      return t("accounts.push_failed");
    default:
      return t("accounts.push_setting_up");
  }
}
