// How everything else asks for something: by a command's name, typed by the contract. What goes wrong arrives as a
// `Refusal` with a `Problem` in it, never as a bare string.
import type { CardTaken, CardWanted, Commands, News, OfRecord, Problem, Tag } from "./contract";
import type { Host } from "./host";
import { httpHost } from "./http";
import { tauriHost } from "./tauri";

/** Any command's name. */
export type Command = keyof Commands;
/** What a command takes. */
export type Request<K extends Command> = Commands[K][0];
/** What a command answers. */
export type Reply<K extends Command> = Commands[K][1];

/** A command that was not carried out, and why. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
    this.name = "Refusal";
  }
}

let chosen: Host | undefined;

function host(): Host {
  chosen ??= "__TAURI_INTERNALS__" in window ? tauriHost() : httpHost();
  return chosen;
}

/** Puts another host in place; for tests and for looking at screens with made-up records. */
export function useHost(other: Host): void {
  chosen = other;
}

function isProblem(thing: unknown): thing is Problem {
  return typeof thing === "object" && thing !== null && "code" in thing && typeof thing.code === "string" && "message" in thing;
}

/** The problem in whatever was thrown; a lost connection to the core is a problem too. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Refusal) return thrown.problem;
  if (isProblem(thrown)) return thrown;
  return {
    code: "bug",
    message: "Counterfoil could not carry this out.",
    hint: `Quit and start it again. If it happens again, report these words: ${String(thrown)}`,
    fields: [],
    retry: "never",
    request_id: null,
  };
}

const hearers = new Set<(problem: Problem) => void>();

/** Asks a command. */
export async function call<K extends Command>(command: K, request: Request<K>): Promise<Reply<K>> {
  try {
    return (await host().call(command, request)) as Reply<K>;
  } catch (thrown) {
    const problem = problemOf(thrown);
    for (const hear of hearers) hear(problem);
    throw new Refusal(problem);
  }
}

/** Hears of every command that is refused, whoever asked it; answers how to stop hearing. */
export function refused(listener: (problem: Problem) => void): () => void {
  hearers.add(listener);
  return () => hearers.delete(listener);
}

/** Hears of changes made elsewhere; answers how to stop hearing. */
export function changed(listener: (tags: Tag[]) => void): () => void {
  return host().changed((tags) => listener(tags as Tag[]));
}

/** Hears of what is worth a word: a payment came in. Answers how to stop hearing. */
export function news(listener: (one: News) => void): () => void {
  return host().news(listener);
}

/** Hears that the owner pressed such a word on the desktop. Answers how to stop hearing. */
export function pressed(listener: (one: News) => void): () => void {
  return host().pressed(listener);
}

/** The address of a kept document for a frame. */
export function previewAddress(path: string): string {
  return host().preview(path);
}

/** Opens a web page outside the program. */
export function openOutside(url: string): Promise<void> {
  return host().open(url);
}

/** Writes the mail draft of a record and opens it in the mail program. */
export async function openMail(of: OfRecord): Promise<void> {
  try {
    await host().openMail(of);
  } catch (thrown) {
    throw new Refusal(problemOf(thrown));
  }
}

/** Shows a saved file, by its name, in the file manager. */
export async function showSaved(name: string): Promise<void> {
  try {
    await host().showSaved(name);
  } catch (thrown) {
    throw new Refusal(problemOf(thrown));
  }
}

/** Opens the payment window and waits until it is closed; answers with how it stands then. */
export async function takeCard(wanted: CardWanted): Promise<CardTaken> {
  try {
    return (await host().takeCard(wanted)) as CardTaken;
  } catch (thrown) {
    throw new Refusal(problemOf(thrown));
  }
}
