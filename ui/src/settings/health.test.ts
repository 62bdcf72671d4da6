// How everything is: looked at once when one comes, and again only when one asks.
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, it } from "vitest";
import { useHost } from "../bridge/call";
import { silentHost } from "../bridge/silent";
import Health from "./Health.svelte";

let shown: ReturnType<typeof mount> | undefined;
afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
});

it("is looked at once", async () => {
  let asked = 0;
  useHost(silentHost(() => {
    asked += 1;
    return Promise.resolve({ state: "well", checks: [], version: "1", stripe_version: "1", sqlite_version: "1" });
  }));
  shown = mount(Health, { target: document.body });
  for (let turn = 0; turn < 5; turn += 1) {
    flushSync();
    await new Promise((later) => setTimeout(later));
  }
  expect(asked).toBe(1);
});
