// An amount while it is typed: what the question says is how Rust read exactly what stands there, and until then it waits.
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, it } from "vitest";
import { useHost } from "../bridge/call";
import type { Amount, Reading } from "../bridge/contract";
import { silentHost } from "../bridge/silent";
import { TypedAmount } from "./typed.svelte";

interface Question {
  request: { text: string; currency: string; most: number | null };
  answer: (reading: Partial<Reading>) => Promise<void>;
}

let asked: Question[] = [];
let stop = (): void => {};

const usd = (decimal: string): Amount => ({ minor: Number(decimal.replace(".", "")), currency: "usd", decimal, text: "" });

beforeEach(() => {
  asked = [];
  useHost(silentHost((_command, request) =>
    new Promise((done) => {
      const answer = async (reading: Partial<Reading>): Promise<void> => {
        done({ decimal: null, amount: null, rest: null, message: null, readings: [], ...reading });
        await new Promise((later) => setTimeout(later));
      };
      asked.push({ request: request as Question["request"], answer });
    })));
});
afterEach(() => stop());

function typed(most?: number): TypedAmount {
  let made: TypedAmount | undefined;
  stop = $effect.root(() => {
    made = new TypedAmount(() => ({ currency: "usd", most }));
  });
  if (!made) throw new Error("it is made at once");
  return made;
}

function type(amount: TypedAmount, text: string): void {
  amount.text = text;
  flushSync();
}

it("asks nothing and stands in no way while nothing is typed", () => {
  const amount = typed();
  type(amount, "  ");
  expect(asked).toEqual([]);
  expect([amount.empty, amount.why, amount.hint("all of it")]).toEqual([true, undefined, "all of it"]);
});

it("says what was read and not what was typed, with what it leaves", async () => {
  const amount = typed(200000);
  type(amount, "1.234,50");
  expect(asked[0]?.request).toEqual({ text: "1.234,50", currency: "usd", moved: true, most: 200000 });
  expect(amount.why).toBe("");
  await asked[0]?.answer({ amount: usd("1234.50"), rest: usd("765.50") });
  expect([amount.said, amount.left, amount.why, amount.wrong]).toEqual(["$1,234.50", "$765.50", undefined, undefined]);
  expect(amount.hint("all of it")).toContain("$1,234.50");
});

it("refuses what cannot be read, in Rust’s sentence", async () => {
  const amount = typed();
  type(amount, "lots");
  await asked[0]?.answer({ message: "“lots” is not an amount." });
  expect([amount.why, amount.wrong, amount.said]).toEqual(["“lots” is not an amount.", "“lots” is not an amount.", undefined]);
});

it("takes no answer for another than what stands there, whichever comes last", async () => {
  const amount = typed();
  type(amount, "12");
  type(amount, "120");
  await asked[1]?.answer({ amount: usd("120.00") });
  expect(amount.amount?.minor).toBe(12000);
  await asked[0]?.answer({ amount: usd("12.00") });
  expect([amount.amount?.minor, amount.said]).toEqual([12000, "$120.00"]);
  type(amount, "1200");
  expect([amount.amount, amount.why]).toEqual([undefined, ""]);
});
