// Where one goes on when what a dialog asked for was refused.
import { flushSync, mount, tick, unmount } from "svelte";
import { afterEach, expect, it } from "vitest";
import Trial from "./DialogTrial.test.svelte";

let shown: Record<string, unknown> | undefined;
afterEach(() => {
  if (shown) void unmount(shown);
  shown = undefined;
});

async function come(before: { held: boolean; wrong?: string }, after: { held: boolean; wrong?: string }): Promise<string> {
  const props = $state({ ...before } as { held: boolean; wrong?: string });
  shown = mount(Trial, { target: document.body, props });
  flushSync();
  document.querySelector<HTMLElement>("footer button")?.focus();
  Object.assign(props, after);
  flushSync();
  await tick();
  return document.activeElement?.closest(".field")?.querySelector("label")?.textContent ?? "no field";
}

it("the focus goes to the field that is wrong once the work is over", async () => {
  expect(await come({ held: true }, { held: false, wrong: "Not this." })).toBe("Wrong");
});

it("nothing moves where nothing is wrong, or while it is typed", async () => {
  expect(await come({ held: true }, { held: false })).toBe("no field");
  expect(await come({ held: false }, { held: false, wrong: "Not yet." })).toBe("no field");
});
