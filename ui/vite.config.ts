// How the user interface is built and its unit tests run. Not where it is served from: that is the shell, or the
// loopback server of the screen tests.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  // Relative addresses: the same files are served by the shell's own scheme and by a loopback server.
  base: "./",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "safari16",
    // The first with light-dark(): below it, the minifier would freeze every colour at the system's theme.
    cssTarget: "safari17.5",
    // The content security policy names no data: source for fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { host: "127.0.0.1", strictPort: true },
  // Without the browser condition Svelte resolves to its server build, and components cannot be mounted.
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"], css: { include: [/tokens\.css/] } },
});
