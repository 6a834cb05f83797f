/** The first run. */
export default {
  title: "Say yes when it is you. And only then.",
} as const;
