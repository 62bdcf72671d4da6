// The one table of what can be done from anywhere: the palette offers it, the shortcut sheet lists it, the keyboard
// listener runs it. A screen adds its own acts while it is shown.
import { untrack } from "svelte";
import type { IconName } from "../parts/icons";
import { matches } from "./shortcuts";

/** Something that can be done. */
export interface Action {
  id: string;
  title: string;
  icon: IconName;
  keys?: string | undefined;
  /** Other words by which it is looked for. */
  also?: string | undefined;
  run: () => void;
  /** Listed with its keys, but not offered in the palette: it is about the place one is in. */
  local?: boolean;
}

let known: Action[] = $state.raw([]);

/** What can be done now. */
export const actions = {
  get all(): Action[] {
    return known;
  },
};

/** Adds acts for as long as the component lives; the latest wins a key that two claim. */
export function offer(given: () => Action[]): void {
  $effect(() => {
    const mine = given();
    // Untracked: adding to the table must not depend on the table.
    known = untrack(() => [...known, ...mine]);
    return () => {
      known = known.filter((action) => !mine.includes(action));
    };
  });
}

/** The act of this name, for menus and buttons that offer it too. */
export function actionOf(id: string): Action | undefined {
  return known.findLast((action) => action.id === id);
}

/** Runs the act a key press stands for; answers whether there was one. */
export function press(event: KeyboardEvent): boolean {
  const action = known.findLast((candidate) => candidate.keys !== undefined && matches(event, candidate.keys));
  if (!action) return false;
  event.preventDefault();
  action.run();
  return true;
}
