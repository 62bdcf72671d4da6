// What has been asked, kept by command and request until a change with one of its tags makes it stale. Stale answers
// that are on the screen stay there until the new ones arrive; the rest are forgotten. It never guesses what a change
// touches (the tags say so) and it never tries again by itself.
import { call, problemOf, type Command, type Reply, type Request } from "../bridge/call";
import { TAGS, type Problem, type Tag } from "../bridge/contract";

/** One question and its latest answer. */
export class Answer<T> {
  value: T | undefined = $state.raw();
  problem: Problem | undefined = $state.raw();
  asking = $state(false);
  /** How many places on the screen show it. */
  holders = 0;
  stale = true;
  round = 0;

  constructor(
    readonly tags: readonly Tag[],
    readonly fetch: () => Promise<T>,
  ) {}
}

/** How a question is put: replaced in tests. */
export type Ask = <K extends Command>(command: K, request: Request<K>) => Promise<Reply<K>>;

/** All answers. */
export class Cache {
  readonly #answers = new Map<string, Answer<unknown>>();
  readonly #listeners = new Set<(tags: readonly Tag[] | "all") => void>();
  readonly #ask: Ask;

  constructor(ask: Ask = call) {
    this.#ask = ask;
  }

  /** The answer to a question, asked or not. */
  answer<K extends Command>(command: K, request: Request<K>): Answer<Reply<K>> {
    const key = `${command} ${JSON.stringify(request)}`;
    let known = this.#answers.get(key) as Answer<Reply<K>> | undefined;
    if (!known) {
      known = new Answer<Reply<K>>(TAGS[command].tags, () => this.#ask(command, request));
      this.#answers.set(key, known as Answer<unknown>);
    }
    return known;
  }

  /** Shows an answer somewhere, asking when it is stale; answers how to stop showing it. */
  hold<T>(answer: Answer<T>): () => void {
    answer.holders += 1;
    if (answer.stale) void this.#refresh(answer);
    return () => {
      answer.holders -= 1;
    };
  }

  /** Asks again now. */
  again<T>(answer: Answer<T>): Promise<void> {
    return this.#refresh(answer);
  }

  /** Something with these tags changed. */
  drop(tags: readonly Tag[] | "all"): void {
    for (const [key, answer] of this.#answers) {
      if (tags !== "all" && !answer.tags.some((tag) => tags.includes(tag))) continue;
      answer.stale = true;
      if (answer.holders > 0) void this.#refresh(answer);
      else this.#answers.delete(key);
    }
    for (const listener of this.#listeners) listener(tags);
  }

  /** Hears of every drop; for what keeps more than one answer, such as a paged list. */
  dropped(listener: (tags: readonly Tag[] | "all") => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #refresh<T>(answer: Answer<T>): Promise<void> {
    answer.round += 1;
    const mine = answer.round;
    answer.stale = false;
    answer.asking = true;
    try {
      const value = await answer.fetch();
      // A newer question is under way: this answer may already be out of date.
      if (mine !== answer.round) return;
      answer.value = value;
      answer.problem = undefined;
    } catch (thrown) {
      if (mine !== answer.round) return;
      answer.problem = problemOf(thrown);
      answer.stale = true;
    } finally {
      if (mine === answer.round) answer.asking = false;
    }
  }
}
