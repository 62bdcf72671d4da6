// How Svelte components are compiled: runes everywhere, styles extracted (the content security policy allows no inline ones).
import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

export default {
  preprocess: vitePreprocess({ script: false }),
  compilerOptions: { runes: true, css: "external" },
};
