// The cache: one question is asked once, a change makes it stale by its tags, and an old answer never overtakes a new one.
import { describe, expect, it } from "vitest";
import type { Overview } from "../bridge/contract";
import { Cache, type Ask } from "./cache.svelte";

interface Asked {
  command: string;
  answer: (value: unknown) => void;
  refuse: (problem: unknown) => void;
}

function setting(): { cache: Cache; asked: Asked[] } {
  const asked: Asked[] = [];
  const ask = ((command: string) =>
    new Promise<unknown>((answer, refuse) => {
      asked.push({ command, answer, refuse });
    })) as Ask;
  return { cache: new Cache(ask), asked };
}

const settled = (): Promise<void> => new Promise((done) => void setTimeout(done));

describe("the cache", () => {
  it("asks once for two places that show the same", async () => {
    const { cache, asked } = setting();
    cache.hold(cache.answer("outbox.list", {}));
    cache.hold(cache.answer("outbox.list", {}));
    expect(asked.length, "the second place must not ask again").toBe(1);
    asked[0]?.answer([]);
    await settled();
    expect(cache.answer("outbox.list", {}).value).toEqual([]);
  });

  it("asks again for what is shown when a tag of it changes, and keeps the old answer meanwhile", async () => {
    const { cache, asked } = setting();
    const answer = cache.answer("outbox.list", {});
    cache.hold(answer);
    asked[0]?.answer([]);
    await settled();
    cache.drop(["outbox"]);
    expect(asked.length).toBe(2);
    expect(answer.value, "a redraw must not blink").toEqual([]);
  });

  it("leaves alone what a change does not concern", async () => {
    const { cache, asked } = setting();
    cache.hold(cache.answer("tax_rates.list", {}));
    asked[0]?.answer([]);
    await settled();
    cache.drop(["outbox"]);
    expect(asked.length).toBe(1);
  });

  it("forgets what is not shown and asks for it when it is shown again", async () => {
    const { cache, asked } = setting();
    const letGo = cache.hold(cache.answer("outbox.list", {}));
    asked[0]?.answer([]);
    await settled();
    letGo();
    cache.drop(["outbox"]);
    expect(asked.length, "nobody looks: nothing is asked").toBe(1);
    cache.hold(cache.answer("outbox.list", {}));
    expect(asked.length).toBe(2);
  });

  it("throws away an answer that comes after a newer question", async () => {
    const { cache, asked } = setting();
    const answer = cache.answer("app.overview", {});
    cache.hold(answer);
    cache.drop(["sync"]);
    asked[1]?.answer({ version: "new" } as Overview);
    await settled();
    asked[0]?.answer({ version: "old" } as Overview);
    await settled();
    expect(answer.value?.version).toBe("new");
  });

  it("shows what went wrong and asks again only when it is shown anew", async () => {
    const { cache, asked } = setting();
    const answer = cache.answer("outbox.list", {});
    const letGo = cache.hold(answer);
    asked[0]?.refuse({ code: "disk", message: "The disk is full.", hint: null, fields: [], retry: "never", request_id: null });
    await settled();
    expect(answer.problem?.code).toBe("disk");
    expect(asked.length, "it must not try again by itself").toBe(1);
    letGo();
    cache.hold(answer);
    expect(asked.length).toBe(2);
  });
});
