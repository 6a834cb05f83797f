/**
 * A word for how hard a passphrase is to guess. A rough measure on purpose: it shall stop the worst
 * and praise length, not promise anything. The only rule that the core enforces is the length.
 */

export const SHORTEST = 8;

export type Strength = "short" | "weak" | "fair" | "strong";

/** What everybody tries first, in the languages of the program. */
const common = [
  "password",
  "passord",
  "adgangskode",
  "lösenord",
  "salasana",
  "qwerty",
  "letmein",
  "welcome",
  "velkommen",
  "välkommen",
  "tervetuloa",
  "sommer",
  "segl",
];

export function strengthOf(passphrase: string): Strength {
  const signs = [...passphrase];
  if (signs.length < SHORTEST) return "short";
  const lower = passphrase.toLowerCase();
  const known = common.reduce((text, word) => text.replaceAll(word, "·"), lower);
  const weight = surprising([...known]);
  if (weight < 9) return "weak";
  return weight < 15 ? "fair" : "strong";
}

/** How many signs are neither the one before again nor its neighbour in the alphabet. */
function surprising(signs: readonly string[]): number {
  let count = 0;
  let before: number | null = null;
  for (const sign of signs) {
    const point = sign.codePointAt(0) ?? 0;
    if (before === null || Math.abs(point - before) > 1) count += 1;
    before = point;
  }
  return Math.min(count, new Set(signs).size * 2);
}
