/** Adding an account. */
export default {
  title: "Add account",
} as const;
