/** The list of accounts and one account. */
export default {
  title: "Codes",
} as const;
