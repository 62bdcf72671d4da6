// The table of acts: what a screen adds stays there, whatever others do with theirs at the same moment.
import { flushSync } from "svelte";
import { expect, it } from "vitest";
import { actions, offer, type Action } from "./actions.svelte";

const act = (id: string): Action => ({ id, title: id, icon: "plus", run: () => undefined });
const ids = (): string[] => actions.all.map(({ id }) => id).toSorted();

it("keeps what one screen adds while another changes its own", () => {
  let count = $state(0);
  let open = $state(false);
  const stop = $effect.root(() => {
    // What is within the frame comes first, as the effects of children do.
    offer(() => (open ? [act("save")] : []));
    offer(() => [act(`frame ${count}`)]);
  });
  flushSync();
  expect(ids()).toEqual(["frame 0"]);
  // The editor opens in the same moment in which the frame's counts turn.
  open = true;
  count = 1;
  flushSync();
  expect(ids()).toEqual(["frame 1", "save"]);
  count = 2;
  flushSync();
  expect(ids()).toEqual(["frame 2", "save"]);
  open = false;
  flushSync();
  expect(ids()).toEqual(["frame 2"]);
  stop();
  flushSync();
  expect(ids()).toEqual([]);
});
