/** Text as it is compared: small letters, no diacritics, "ø" found by "o" and "æ" by "ae". */

/** Letters that Unicode does not take apart. */
const whole: Readonly<Record<string, string>> = {
  ø: "o",
  æ: "ae",
  œ: "oe",
  đ: "d",
  ð: "d",
  þ: "th",
  ß: "ss",
  ł: "l",
  ŋ: "n",
  ŧ: "t",
  ı: "i",
};

export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[øæœđðþßłŋŧı]/g, (letter) => whole[letter] ?? letter);
}
