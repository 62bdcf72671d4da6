// A key on its way in: pasted, checked, connected. The key leaves the page with Stripe's answer, whatever it is; what
// stays here is what Stripe said about it.
import { call, problemOf } from "../bridge/call";
import type { AccountView, Code, KeyCheck, Problem } from "../bridge/contract";
import { words } from "../words/en";
import { write } from "./reads.svelte";

/** The fields of the page. */
const FIELDS: ReadonlySet<string> = new Set(["key", "api_base", "account"]);

/** Stripe did not come to look at the key, so nothing is known to be wrong with it. */
const UNHEARD: ReadonlySet<Code> = new Set<Code>(["unreachable", "rate_limited", "stripe_failed"]);

/** One connecting, for as long as its page is open. */
export class Connecting {
  key = $state("");
  base = $state("");
  /** What the owner says where the key may not: which account it is. */
  accountId = $state("");
  accountName = $state("");
  busy = $state(false);
  check: KeyCheck | undefined = $state.raw();
  problem: Problem | undefined = $state.raw();
  /** It was to be checked while the field was empty. */
  #wanting = $state(false);

  /** `replaces` is the account whose key is to be another. */
  constructor(readonly replaces: string | null) {}

  /** What is wrong with one field, where the problem as a whole does not say the same. */
  wrong(path: string): string | undefined {
    if (path === "key" && this.#wanting && this.key.trim() === "") return words.connect.keyNeeded;
    const said = this.problem?.fields.find((field) => field.path === path)?.message;
    return said === this.problem?.message ? undefined : said;
  }

  /** The problem as a whole; nothing where a field says it already and there is no advice beyond it. */
  get whole(): Problem | undefined {
    if (!this.problem) return undefined;
    const others = this.problem.fields.filter((field) => !FIELDS.has(field.path));
    const said = others.length < this.problem.fields.length && this.problem.hint === null;
    return said ? undefined : { ...this.problem, fields: others };
  }

  /** Asks Stripe what the key is; without a new one, what the one before is by now. */
  async ask(): Promise<void> {
    if (this.busy) return;
    this.#wanting = this.check === undefined && this.key.trim() === "";
    if (this.#wanting) return;
    const key = this.key.trim() === "" ? null : this.key.trim();
    const base = this.base.trim() === "" ? null : this.base.trim();
    await this.#during(async () => {
      try {
        this.check = await call("accounts.check", { key, api_base: base, replaces: this.replaces });
        this.key = "";
      } catch (thrown) {
        if (!UNHEARD.has(problemOf(thrown).code)) this.key = "";
        throw thrown;
      }
      this.accountId = this.check.guess?.id ?? this.accountId;
      this.accountName = this.check.guess?.name ?? this.accountName;
    });
  }

  /** Connects the account; answers with it, or nothing when it was refused. */
  async connect(): Promise<AccountView | undefined> {
    const named = this.check?.account || this.check?.replaces ? null : { id: this.accountId, name: this.accountName };
    let account: AccountView | undefined;
    await this.#during(async () => {
      account = await write("accounts.connect", { account: named });
    });
    return account;
  }

  /** Back to an empty field. */
  again(): void {
    this.check = undefined;
    this.problem = undefined;
    void call("accounts.let_go", {}).catch(() => {});
  }

  async #during(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = undefined;
    try {
      await act();
    } catch (thrown) {
      this.problem = problemOf(thrown);
    } finally {
      this.busy = false;
    }
  }
}
