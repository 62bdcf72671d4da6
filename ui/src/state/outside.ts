// Opening a page of Stripe's in the system's browser. Where there is none to open, the address lies on the clipboard.
import { openOutside, problemOf, Refusal } from "../bridge/call";
import { words } from "../words/en";
import { copyText } from "./clipboard";

/** Opens a web page outside the program. */
export async function openPage(url: string): Promise<void> {
  try {
    await openOutside(url);
  } catch (thrown) {
    const problem = problemOf(thrown);
    // An address that may not be opened is not handed on either.
    if (problem.code === "not_allowed") throw thrown;
    await copyText(url);
    throw new Refusal({ ...problem, hint: words.common.addressCopied });
  }
}
