// The choosing behind Combobox.svelte and Palette.svelte: which option is active, and where a match is marked. No DOM.

/** A piece of text, marked when it is part of what was searched for. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** The next active option; wraps at both ends, and `-1` means none is active. */
export function step(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === "ArrowDown") return at + 1 >= count ? 0 : at + 1;
  if (key === "ArrowUp") return at <= 0 ? count - 1 : at - 1;
  return undefined;
}

/** Splits `text` at every word of `query` it contains, ignoring case, so that the reader sees why it was found. */
export function pieces(text: string, query: string): Piece[] {
  const words = query.trim().toLocaleLowerCase().split(/\s+/u).filter((word) => word !== "");
  const low = text.toLocaleLowerCase();
  // Lower-casing may change the length in a few scripts; then positions would lie, and nothing is marked.
  if (words.length === 0 || low.length !== text.length) return [{ text, hit: false }];
  const marked = Array.from({ length: text.length }, () => false);
  for (const word of words) {
    for (let from = low.indexOf(word); from >= 0; from = low.indexOf(word, from + word.length)) {
      marked.fill(true, from, from + word.length);
    }
  }
  const found: Piece[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const hit = marked[at] === true;
    const last = found.at(-1);
    if (last && last.hit === hit) last.text += text.charAt(at);
    else found.push({ text: text.charAt(at), hit });
  }
  return found;
}

/** How well `text` answers `query`: higher is better, 0 is not at all. Every word must occur; beginnings count more. */
export function score(text: string, query: string): number {
  const low = text.toLocaleLowerCase();
  let sum = 1;
  for (const word of query.trim().toLocaleLowerCase().split(/\s+/u)) {
    if (word === "") continue;
    const at = low.indexOf(word);
    if (at < 0) return 0;
    sum += at === 0 ? 4 : /\s/u.test(low.charAt(at - 1)) ? 3 : 1;
  }
  return sum;
}
