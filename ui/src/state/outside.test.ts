// A page that no browser opens: its address is offered, and one that may not be opened is not.
import { beforeEach, expect, it } from "vitest";
import { Refusal, useHost } from "../bridge/call";
import type { Code } from "../bridge/contract";
import { openPage } from "./outside";
import { hushAll, toasts } from "./toasts.svelte";

function refusing(code: Code): void {
  const problem = { code, message: "No.", hint: null, fields: [], retry: "never" as const, request_id: null };
  useHost({ open: () => Promise.reject(new Refusal(problem)) } as unknown as Parameters<typeof useHost>[0]);
}

beforeEach(hushAll);

it("offers the address of a page that could not be opened", async () => {
  refusing("bug");
  await openPage("https://pay.stripe.com/receipts/1");
  expect(toasts.all.map(({ text, act }) => [text, act?.label])).toEqual([["No.", "Copy the address"]]);
});

it("keeps an address that may not be opened to itself", async () => {
  refusing("not_allowed");
  await openPage("https://example.com");
  expect(toasts.all.map(({ text, act }) => [text, act])).toEqual([["No.", undefined]]);
});
