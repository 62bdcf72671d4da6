// A host for tests: it answers commands as it is told to, says nothing by itself, and opens nothing.
import type { Host } from "./host";

/** A host whose only life is how it answers commands. */
export function silentHost(call: Host["call"]): Host {
  const deaf = () => () => {};
  const nothing = (): Promise<void> => Promise.resolve();
  return { call, changed: deaf, news: deaf, pressed: deaf, preview: (path) => path, open: nothing, openMail: nothing, showSaved: nothing, takeCard: nothing };
}
