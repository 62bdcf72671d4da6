// As of when a record is grows older by itself, while nothing is read anew.
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useHost } from "../bridge/call";
import type { Row } from "../bridge/contract";
import { silentHost } from "../bridge/silent";
import { open } from "./desk.svelte";
import { freshness } from "./freshness";

const NOW = 1_795_970_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("ages like the line that says when Stripe was last looked at", async () => {
  useHost(silentHost(() => Promise.resolve({ now: NOW, account: { id: "acct_1" }, sync: { at: NOW } })));
  let said = "";
  const row: Pick<Row, "noun" | "as_of" | "state"> = { noun: "customer", as_of: NOW, state: null };
  const stop = $effect.root(() => {
    open();
    $effect(() => {
      said = freshness(row);
    });
  });
  flushSync();
  await vi.advanceTimersByTimeAsync(10);
  flushSync();
  expect(said).toBe("As of just now");
  await vi.advanceTimersByTimeAsync(125_000);
  flushSync();
  expect(said).toBe("As of 2 min ago");
  stop();
});
