// The one table of what can be done from anywhere: the palette offers it, the shortcut sheet lists it, the keyboard
// listener runs it. A screen adds its own acts while it is shown.
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
/** The same for whoever changes it: what is torn down reads the state from before the change, and would undo what others
    added in the same one. */
let table: Action[] = [];

function keep(next: Action[]): void {
  table = next;
  known = next;
}

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
    keep([...table, ...mine]);
    return () => keep(table.filter((action) => !mine.includes(action)));
  });
}

/** The act of this name, for menus and buttons that offer it too. */
export function actionOf(id: string): Action | undefined {
  return known.findLast((action) => action.id === id);
}

/** Runs the act a key press stands for; answers whether there was one. */
export function press(event: KeyboardEvent): boolean {
  const action = table.findLast((candidate) => candidate.keys !== undefined && matches(event, candidate.keys));
  if (!action) return false;
  event.preventDefault();
  action.run();
  return true;
}
