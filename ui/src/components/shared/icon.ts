import type { Component } from "svelte";

/** One icon, as `import Copy from "@lucide/svelte/icons/copy"` gives it. */
export type IconType = Component<{ class?: string; "aria-hidden"?: "true" }>;
