// Damaged records: known from the first question that comes upon them, until everything is asked again.
import { afterEach, beforeEach, expect, it } from "vitest";
import { call, useHost } from "../bridge/call";
import type { Code, Problem } from "../bridge/contract";
import { silentHost } from "../bridge/silent";
import { damage, lookOut } from "./damage.svelte";
import { cache } from "./reads.svelte";
import { route } from "./route.svelte";

const problem = (code: Code): Problem => ({ code, message: "", hint: null, fields: [], retry: "never", request_id: null });
let code: Code = "damaged";
let stop = (): void => {};

beforeEach(() => {
  useHost(silentHost(() => Promise.reject(problem(code) as unknown)));
  stop = lookOut();
});
afterEach(() => {
  cache.drop("all");
  stop();
});

async function ask(refusal: Code): Promise<void> {
  code = refusal;
  await call("quotes.show", { id: "qt_1" }).catch(() => undefined);
}

it("is known from whatever question comes upon it, and only then", async () => {
  await ask("not_found");
  expect(damage.found).toBeUndefined();
  await ask("damaged");
  expect(damage.found?.code).toBe("damaged");
});

it("is known until everything is asked again", async () => {
  await ask("damaged");
  cache.drop(["quotes"]);
  expect(damage.found?.code).toBe("damaged");
  damage.again();
  expect(damage.found).toBeUndefined();
});

it("has a way to what can be done, taken once", () => {
  damage.lead();
  expect([route.place, damage.leading]).toEqual(["settings", true]);
  damage.arrived();
  expect(damage.leading).toBe(false);
});
