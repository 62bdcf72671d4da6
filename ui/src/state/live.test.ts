// The gate before real money: asked once after a start, never for reading or practice, and no means no.
import { expect, it } from "vitest";
import { Gate } from "./live.svelte";

it("lets everything pass on a practice account, and reading on a live one", async () => {
  const gate = new Gate();
  await gate.pass("quotes.accept");
  gate.mode = "live";
  await gate.pass("quotes.show");
  expect(gate.asking).toBe(false);
});

it("asks before the first live change, and not before the second", async () => {
  const gate = new Gate();
  gate.mode = "live";
  const first = gate.pass("quotes.accept");
  expect(gate.asking).toBe(true);
  gate.answer(true);
  await first;
  await gate.pass("invoices.void");
  expect(gate.asking).toBe(false);
});

it("sends nothing when the answer is no, and asks again the next time", async () => {
  const gate = new Gate();
  gate.mode = "live";
  const first = gate.pass("quotes.accept");
  gate.answer(false);
  await expect(first).rejects.toMatchObject({ problem: { code: "live_not_confirmed" } });
  void gate.pass("quotes.accept").catch(() => {});
  expect(gate.asking).toBe(true);
  gate.answer(false);
});
