/** Times for people. All take seconds since 1970, as the core gives them. */
import { i18n, t } from "./i18n.svelte";

function dayOf(ms: number): number {
  const day = new Date(ms);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}

/** "08:52" */
export function clockTime(seconds: number): string {
  return new Intl.DateTimeFormat(i18n.locale, { hour: "2-digit", minute: "2-digit" }).format(
    seconds * 1000,
  );
}

/** "today", "yesterday", else "12 March" and the year if it is another one. */
export function day(seconds: number, nowMs: number): string {
  const days = Math.round((dayOf(nowMs) - dayOf(seconds * 1000)) / 86_400_000);
  if (days === 0) return t("common.today");
  if (days === 1) return t("common.yesterday");
  const sameYear = new Date(nowMs).getFullYear() === new Date(seconds * 1000).getFullYear();
  return new Intl.DateTimeFormat(i18n.locale, {
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" as const }),
  }).format(seconds * 1000);
}

/** "today, 08:52" */
export function moment(seconds: number, nowMs: number): string {
  return t("common.day_and_time", { day: day(seconds, nowMs), time: clockTime(seconds) });
}

/** What is left, "4:07"; never under 0:00. */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

/** "09:41:22", for what happened to the second. */
export function clockTimeExact(seconds: number): string {
  return new Intl.DateTimeFormat(i18n.locale, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(seconds * 1000);
}
