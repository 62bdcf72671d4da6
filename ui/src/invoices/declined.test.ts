// What the last card said, with other cards before and after it.
import { describe, expect, it } from "vitest";
import type { Attempt, Failure } from "../bridge/contract";
import { lastNo } from "./declined";

const no: Failure = { message: "The bank declined the card.", hint: "", to_customer: "", step: "other_card", code: "generic_decline" };
const tried = (at: number, state: Attempt["state"]): Attempt => ({
  id: `ch_${at}`,
  at,
  amount: { minor: 100, currency: "usd", decimal: "1.00", text: "$1.00" },
  card: null,
  state,
  failure: state === "failed" ? no : null,
});

describe("what the last card said", () => {
  it("is told while it was the last", () => {
    expect(lastNo([{ attempts: [tried(20, "failed")], failure: no }, { attempts: [tried(10, "taken")], failure: null }])).toBe(no);
    expect(lastNo([{ attempts: [], failure: no }, { attempts: [tried(10, "taken")], failure: null }]), "the bank asked, and nothing was charged").toBe(no);
  });
  it("is no longer told when another card paid a part since", () => {
    expect(lastNo([{ attempts: [tried(20, "failed")], failure: no }, { attempts: [tried(30, "taken")], failure: null }])).toBeNull();
  });
  it("is nothing where nobody tried", () => {
    expect(lastNo([])).toBeNull();
    expect(lastNo([{ attempts: [], failure: null }])).toBeNull();
  });
});
