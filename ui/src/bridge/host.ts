// What the user interface needs from whatever runs it, and nothing more. Two hosts fulfil it: the window and a browser.
import type { CardWanted, News, OfRecord } from "./contract";

/** Whoever answers commands. */
export interface Host {
  /** Asks a command by name; rejects with what the other side said, whatever that is. */
  call(name: string, request: unknown): Promise<unknown>;
  /** Calls back with the tags of what changed elsewhere: the outbox, a sync, the terminal program. */
  changed(listener: (tags: string[]) => void): () => void;
  /** Calls back with what is worth a word while one does something else. */
  news(listener: (one: News) => void): () => void;
  /** Calls back when the owner pressed such a word where the system shows it, and wants to see what it is about. */
  pressed(listener: (one: News) => void): () => void;
  /** The address under which a kept document can be shown in a frame. */
  preview(path: string): string;
  /** Opens a web page in the system's browser. */
  open(url: string): Promise<void>;
  /** Writes the mail draft of a record and opens it in the mail program. */
  openMail(of: OfRecord): Promise<unknown>;
  /** Shows a saved file, by its name, in the file manager. */
  showSaved(name: string): Promise<void>;
  /** Opens the payment window and waits until it is closed. */
  takeCard(wanted: CardWanted): Promise<unknown>;
}
