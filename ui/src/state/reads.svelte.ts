// The one cache of the window, and how components read from it and write past it.
import { call, changed, type Command, type Reply, type Request } from "../bridge/call";
import { TAGS, type Problem, type Tag } from "../bridge/contract";
import { Cache } from "./cache.svelte";
import { gate } from "./live.svelte";

/** The window's cache. */
export const cache = new Cache();

/** What a component sees of an answer. */
export interface Read<T> {
  /** The latest answer; that of the question before until the new one is there, so that nothing flickers. */
  readonly value: T | undefined;
  readonly problem: Problem | undefined;
  readonly asking: boolean;
  again(): void;
}

/** Reads a command for as long as the component lives; `request` may answer nothing, and then nothing is asked. */
export function read<K extends Command>(command: K, request: () => Request<K> | undefined): Read<Reply<K>> {
  const answer = $derived.by(() => {
    const asked = request();
    return asked === undefined ? undefined : cache.answer(command, asked);
  });
  let last: Reply<K> | undefined = $state.raw();
  $effect(() => (answer ? cache.hold(answer) : undefined));
  $effect(() => {
    if (answer?.value !== undefined) last = answer.value;
  });
  return {
    get value() {
      if (!answer) return undefined;
      return answer.value ?? (answer.problem ? undefined : last);
    },
    get problem() {
      return answer?.problem;
    },
    get asking() {
      return answer?.asking ?? false;
    },
    again() {
      if (answer) void cache.again(answer);
    },
  };
}

/** Carries out a command that changes something, and drops what it made stale. */
export async function write<K extends Command>(command: K, request: Request<K>): Promise<Reply<K>> {
  try {
    return await gate.through(() => call(command, request));
  } finally {
    // Dropped after a refusal too: the reason for it may be that the record is not what the screen shows.
    if (TAGS[command].writes) cache.drop(TAGS[command].tags.includes("account") ? "all" : TAGS[command].tags);
  }
}

/** Listens to changes made elsewhere. Many come in bursts (a sync, the outbox): each burst redraws once. */
export function listen(): () => void {
  let waiting = new Set<Tag>();
  return changed((tags) => {
    if (waiting.size === 0) {
      setTimeout(() => {
        const all = [...waiting];
        waiting = new Set();
        cache.drop(all);
      }, 40);
    }
    for (const tag of tags) waiting.add(tag);
  });
}
