/** Unlock, recovery, the keyring. */
export default {
  title: "Unlock Segl",
} as const;
