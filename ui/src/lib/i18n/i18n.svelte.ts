/**
 * The words. `t("common.save")` answers them in the person's language and is reactive: a template
 * that uses it changes with the language. Not here: the words of failures, which the core has.
 */
import type { Language } from "$lib/ipc/bindings/api";

import { catalogue, type English, type Room } from "./catalogue";
import type { Message, Placeholders } from "./types";

export const languages: readonly Language[] = ["en", "nb", "da", "sv", "fi"];

/** The languages by their own names. */
export const languageNames: Record<Language, string> = {
  en: "English",
  nb: "Norsk",
  da: "Dansk",
  sv: "Svenska",
  fi: "Suomi",
};

export type Key = { [R in Room]: `${R}.${Extract<keyof English[R], string>}` }[Room];
type MessageOf<K extends Key> = K extends `${infer R extends Room}.${infer N}`
  ? N extends keyof English[R]
    ? English[R][N]
    : never
  : never;
type Values<K extends Key> = [Placeholders<MessageOf<K>>] extends [never]
  ? []
  : [values: { readonly [P in Placeholders<MessageOf<K>>]: string | number }];

/** The first of the person's system languages that we speak, else English. Nynorsk reads Bokmål. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split("-")[0] ?? "";
    if (primary === "no" || primary === "nn") return "nb";
    const found = languages.find((language) => language === primary);
    if (found !== undefined) return found;
  }
  return "en";
}

class I18n {
  language = $state<Language>("en");
  /** For dates and numbers: English as it is written in Europe. */
  locale = $derived(this.language === "en" ? "en-GB" : this.language);
}

export const i18n = new I18n();

const plurals = new Map<Language, Intl.PluralRules>();

function pluralRules(language: Language): Intl.PluralRules {
  const known = plurals.get(language) ?? new Intl.PluralRules(language);
  plurals.set(language, known);
  return known;
}

/** Puts values into a message. Unknown placeholders stay, so that they are seen. */
export function format(
  language: Language,
  message: Message,
  values: Readonly<Record<string, string | number>>,
): string {
  let text: string;
  if (typeof message === "string") text = message;
  else {
    const one = pluralRules(language).select(Number(values["n"])) === "one";
    text = one && message.one !== undefined ? message.one : message.other;
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}

export function t<K extends Key>(key: K, ...[values]: Values<K>): string {
  const [room, name] = key.split(".") as [Room, string];
  const message = (catalogue[i18n.language][room] as Readonly<Record<string, Message>>)[name];
  return message === undefined ? key : format(i18n.language, message, values ?? {});
}
