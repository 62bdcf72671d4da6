// A list while its answers come one after the other: what can be pressed is there from the beginning and stays what and
// where it was.
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, it } from "vitest";
import { useHost } from "../bridge/call";
import type { Amount, Noun, Row, Summary } from "../bridge/contract";
import { silentHost } from "../bridge/silent";
import RecordList from "./RecordList.svelte";

const eur = (decimal: string): Amount => ({ minor: Number(decimal.replace(".", "")), currency: "eur", decimal, text: decimal });
const summary: Summary = {
  tabs: [{ id: "all", count: 1 }, { id: "open", count: 1 }],
  totals: [],
  listed: [eur("120.00")],
  awaited: false,
  moved: null,
  currencies: ["eur"],
};
const row: Row = {
  noun: "invoice", id: "in_1", title: "Ana Ruiz", number: "A-1", subtitle: "", amount: eur("120.00"), left: null, per: null,
  state: null, created: 0, as_of: 0, pending: null,
};

let list: ReturnType<typeof mount> | undefined;
afterEach(async () => {
  if (list) await unmount(list);
  list = undefined;
});

/** A list whose answers come when the test says so. */
function opened(noun: Noun): { answer: (command: string, reply: unknown) => Promise<void> } {
  const waiting = new Map<string, (reply: unknown) => void>();
  useHost(silentHost((command) => new Promise((done) => waiting.set(command, done))));
  list = mount(RecordList, {
    target: document.body,
    props: { noun, empty: { title: "", text: "" }, selected: undefined, onselect: () => {}, onopen: () => {} },
  });
  flushSync();
  return {
    async answer(command, reply) {
      waiting.get(command)?.(reply);
      await new Promise((later) => setTimeout(later));
      flushSync();
    },
  };
}

function part(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`${selector} is not there`);
  return found;
}

it("has its place for tabs, its filter and its foot before anything is answered, and keeps them", async () => {
  const { answer } = opened("invoice");
  const parts = ["[role=tablist]", ".add", "[role=tabpanel]", ".sum"];
  const first = parts.map(part);
  expect(part(".sum").textContent.trim()).toBe("");
  await answer("records.list", { rows: [row], next: null, total: 1 });
  expect(document.querySelectorAll("[role=option]").length).toBe(1);
  await answer("records.summary", summary);
  expect(part(".totals").textContent).toBe("€120.00");
  expect(parts.map(part)).toEqual(first);
});

it("adds up below its rows, where what arrives moves none of them", () => {
  opened("invoice");
  expect(part("[role=tabpanel]").compareDocumentPosition(part(".sum"))).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

it("keeps its foot while another tab is fetched", async () => {
  const { answer } = opened("payment");
  await answer("records.list", { rows: [row], next: null, total: 1 });
  await answer("records.summary", summary);
  const foot = part(".sum");
  part("[data-tab=open]").click();
  flushSync();
  expect(part(".sum")).toBe(foot);
});

it("keeps no place for tabs where there are none", () => {
  opened("customer");
  expect(document.querySelector("[role=tablist]")).toBeNull();
});
