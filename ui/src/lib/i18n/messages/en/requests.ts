/** Approval requests. */
export default {
  title: "Requests",
} as const;
