// A key on its way in: it leaves the page with Stripe's answer, and what went wrong is said once, at the right place.
import { afterEach, expect, it } from "vitest";
import { useHost } from "../bridge/call";
import type { Problem } from "../bridge/contract";
import { silentHost } from "../bridge/silent";
import { Connecting } from "./connecting.svelte";

const asked: unknown[] = [];

function host(answer: () => unknown): void {
  asked.length = 0;
  useHost(silentHost((_command, request) => {
    asked.push(request);
    return new Promise((done) => void done(answer()));
  }));
}

function problem(hint: string | null, fields: Problem["fields"], code: Problem["code"] = "key_refused"): Problem {
  return { code, message: "This key has expired.", hint, fields, retry: "now", request_id: null };
}

afterEach(() => void (asked.length = 0));

it("forgets the key with Stripe's answer, whatever it is", async () => {
  for (const refused of [false, true]) {
    host(() => {
      if (refused) throw problem("Make a new one.", []);
      return { guess: null, account: null, replaces: null };
    });
    const connecting = new Connecting(null);
    connecting.key = " rk_test_1 ";
    await connecting.ask();
    expect(asked).toEqual([{ key: "rk_test_1", api_base: null, replaces: null }]);
    expect(connecting.key).toBe("");
    expect(connecting.problem?.message).toBe(refused ? "This key has expired." : undefined);
  }
});

it("keeps the key for another try where Stripe could not be asked", async () => {
  host(() => {
    throw problem(null, [], "unreachable");
  });
  const connecting = new Connecting(null);
  connecting.key = "rk_test_1";
  await connecting.ask();
  expect(connecting.key).toBe("rk_test_1");
  host(() => {
    throw problem(null, []);
  });
  await connecting.ask();
  expect([asked, connecting.key]).toEqual([[{ key: "rk_test_1", api_base: null, replaces: null }], ""]);
});

it("says at the field that a key is needed, until there is one", async () => {
  host(() => ({ guess: null }));
  const connecting = new Connecting(null);
  expect(connecting.wrong("key")).toBeUndefined();
  await connecting.ask();
  expect([asked, connecting.wrong("key")]).toEqual([[], "Paste the key here first."]);
  connecting.key = "rk_test_1";
  expect(connecting.wrong("key")).toBeUndefined();
});

it("says a problem with a field at the field, and one with advice as a whole", async () => {
  const connecting = new Connecting(null);
  connecting.problem = problem(null, [{ path: "key", message: "This is a publishable key." }]);
  expect([connecting.whole, connecting.wrong("key")]).toEqual([undefined, "This is a publishable key."]);
  connecting.problem = problem("Make a new one.", [{ path: "key", message: "This key has expired." }]);
  expect([connecting.whole?.hint, connecting.wrong("key")]).toEqual(["Make a new one.", undefined]);
});

it("asks nothing without a key, unless one was checked before", async () => {
  host(() => ({ guess: null }));
  const connecting = new Connecting("acct_1_test");
  await connecting.ask();
  expect(asked).toEqual([]);
  connecting.key = "rk_test_1";
  await connecting.ask();
  await connecting.ask();
  expect(asked.at(-1)).toEqual({ key: null, api_base: null, replaces: "acct_1_test" });
});
