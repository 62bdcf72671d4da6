// A record on its way to the customer by mail: whether its draft is being opened, has been opened, or could not be.
import { openMail, problemOf } from "../bridge/call";
import type { MailText, OfRecord, Problem } from "../bridge/contract";
import { words } from "../words/en";
import { write } from "./reads.svelte";
import { say } from "./toasts.svelte";

/** The state of one sending. One per dialog. */
export class Sending {
  busy = $state(false);
  opened = $state(false);
  problem: Problem | undefined = $state.raw();

  /** Opens the mail draft; it can be opened again. */
  async open(of: OfRecord): Promise<void> {
    if (await this.#during(() => openMail(of))) this.opened = true;
  }

  /** Notes that it was sent; answers whether that is noted. */
  async mark(of: OfRecord, number: string): Promise<boolean> {
    const noted = await this.#during(() => write("mail.sent", of));
    if (noted) say(words.sending.marked(number));
    return noted;
  }

  async #during(act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = undefined;
    try {
      await act();
      return true;
    } catch (thrown) {
      this.problem = problemOf(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** The head of a mail, line by line. */
export function mailHeads(text: MailText): { name: string; text: string; faint: boolean }[] {
  const said = words.sending;
  return [
    { name: said.to, text: text.to === "" ? said.noAddress : text.to, faint: text.to === "" },
    { name: said.subject, text: text.subject, faint: false },
    { name: said.attached, text: text.file_name, faint: false },
  ];
}
