// The gate before real money: asks only where Rust wants it meant, carries the act out after a yes, and no means no.
import { expect, it, vi } from "vitest";
import { Refusal } from "../bridge/call";
import type { Code } from "../bridge/contract";
import { Gate } from "./live.svelte";

function refusal(code: Code): Refusal {
  return new Refusal({ code, message: "This would be real.", hint: null, fields: [], retry: "now", request_id: null });
}

/** A core that wants to be told first. */
function core(): { act: () => Promise<string>; mean: () => Promise<void>; acts: () => number } {
  let meant = false;
  let acts = 0;
  return {
    act: () => {
      if (!meant) return Promise.reject(refusal("live_not_confirmed"));
      acts += 1;
      return Promise.resolve("done");
    },
    mean: () => {
      meant = true;
      return Promise.resolve();
    },
    acts: () => acts,
  };
}

it("asks where it would be real, and carries it out once after a yes", async () => {
  const { act, mean, acts } = core();
  const gate = new Gate(mean);
  const first = gate.through(act);
  await vi.waitFor(() => expect(gate.asking).toBe(true));
  expect(acts()).toBe(0);
  gate.answer(true);
  expect(await first).toBe("done");
  expect(acts()).toBe(1);
  await gate.through(act);
  expect(gate.asking).toBe(false);
});

it("does nothing when the answer is no, and asks again the next time", async () => {
  const { act, mean, acts } = core();
  const gate = new Gate(mean);
  for (let time = 0; time < 2; time += 1) {
    const refused = gate.through(act);
    await vi.waitFor(() => expect(gate.asking).toBe(true));
    gate.answer(false);
    await expect(refused).rejects.toMatchObject({ problem: { code: "live_not_confirmed" } });
  }
  expect(acts()).toBe(0);
});

it("hands every other refusal on unasked", async () => {
  const gate = new Gate(() => Promise.resolve());
  await expect(gate.through(() => Promise.reject(refusal("not_allowed")))).rejects.toMatchObject({ problem: { code: "not_allowed" } });
  expect(gate.asking).toBe(false);
});
