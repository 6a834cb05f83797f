import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Fails a build for people that would carry the host in memory. */
const noFakeHost: Plugin = {
  name: "no-fake-host",
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk") continue;
      const fake = chunk.moduleIds.find((id) => id.includes("/lib/ipc/fake/"));
      if (fake !== undefined) this.error(`${fake} must not be part of this build`);
    }
  },
};

/** In the mode `fake` the page talks to a host in memory; no other build contains that host. */
export default defineConfig(({ mode }) => ({
  plugins: [svelte(), ...(mode === "fake" ? [] : [noFakeHost])],
  base: "./",
  define: { __FAKE_HOST__: JSON.stringify(mode === "fake") },
  resolve: {
    alias: {
      $lib: fileURLToPath(new URL("./src/lib", import.meta.url)),
      $components: fileURLToPath(new URL("./src/components", import.meta.url)),
      $views: fileURLToPath(new URL("./src/views", import.meta.url)),
    },
    // The tests run the client's runes, not the server's, although there is no window.
    ...(process.env["VITEST"] ? { conditions: ["browser"] } : {}),
  },
  build: {
    outDir: mode === "fake" ? (process.env["FAKE_DIST"] ?? "dist-fake") : "dist",
    emptyOutDir: true,
    // WebKitGTK 2.40 and WebView2 of the same time.
    target: ["safari16.4", "chrome111"],
    // The content security policy lets nothing in that is not a file of the program's own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { port: 1420, strictPort: true },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
}));
