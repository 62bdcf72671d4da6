// Rows pasted from a spreadsheet, as lines of a draft. Figures stay as they were typed there; Rust reads them.
import type { DraftLine } from "../bridge/contract";
import { blankLine } from "./editor.svelte";

/**
 * Lines from tab-separated rows: what; what, price; what, quantity, price; or what, more about it, quantity, price.
 * Answers nothing for a plain word, which is then pasted as usual.
 */
export function pastedLines(text: string): DraftLine[] | undefined {
  const rows = text
    .split(/\r?\n/u)
    .map((row) => row.split("\t").map((cell) => cell.trim()))
    .filter((row) => row.some((cell) => cell !== ""));
  if (rows.length === 0 || (rows.length === 1 && (rows[0]?.length ?? 0) < 2)) return undefined;
  return rows.map((row) => {
    const [name = "", second = "", third = "", fourth = ""] = row;
    const line = blankLine(name);
    if (row.length === 2) return { ...line, unit: second };
    if (row.length === 3) return { ...line, quantity: second || "1", unit: third };
    return { ...line, detail: second, quantity: third || "1", unit: fourth };
  });
}
