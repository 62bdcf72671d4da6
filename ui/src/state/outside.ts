// Opening a page of Stripe's in the system's browser. Where none can be opened, its address is offered to be copied: the
// webview lets nothing onto the clipboard unless somebody has just asked for it.
import { openOutside, problemOf } from "../bridge/call";
import { words } from "../words/en";
import { copyText } from "./clipboard";
import { say } from "./toasts.svelte";

/** Opens a web page outside the program, or says why not. */
export async function openPage(url: string): Promise<void> {
  try {
    await openOutside(url);
  } catch (thrown) {
    const problem = problemOf(thrown);
    // An address that may not be opened is not handed on either.
    const copy = problem.code === "not_allowed" ? undefined : { label: words.common.copyAddress, run: () => void copyText(url) };
    say(problem.message, copy, "wrong");
  }
}
