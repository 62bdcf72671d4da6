// Remarks lie in the top layer, and come above a dialog that was opened before them.
import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, it } from "vitest";
import ToastsTrial from "./ToastsTrial.test.svelte";

// The document of these tests has no top layer; this is what is asked of it.
let open = false;
let asked: string[] = [];
let app: ReturnType<typeof mount>;

beforeEach(() => {
  [open, asked] = [false, []];
  Object.assign(HTMLElement.prototype, {
    showPopover: () => [(open = true), asked.push("show")],
    hidePopover: () => [(open = false), asked.push("hide")],
  });
  const matches = HTMLElement.prototype.matches;
  HTMLElement.prototype.matches = function (selector: string): boolean {
    return selector === ":popover-open" ? open : matches.call(this, selector);
  };
  app = mount(ToastsTrial, { target: document.body });
  flushSync();
});
afterEach(() => {
  void unmount(app);
  document.body.replaceChildren();
});

function another(): void {
  document.querySelector<HTMLButtonElement>("button.more")?.click();
  flushSync();
}

it("shows its first remark there, and leaves it where it is for another", () => {
  expect(document.querySelector("[role=status]")?.getAttribute("popover")).toBe("manual");
  expect(asked, "nothing is said yet").toEqual([]);
  another();
  another();
  expect(asked).toEqual(["show"]);
});

it("comes above a dialog that was opened since", () => {
  another();
  const dialog = document.createElement("dialog");
  dialog.setAttribute("open", "");
  document.body.append(dialog);
  another();
  expect(asked).toEqual(["show", "hide", "show"]);
});
