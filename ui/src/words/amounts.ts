// Amounts and counts as people write them, made from exact decimal strings. It never computes with them.
import type { Amount, Per } from "../bridge/contract";
import { locale } from "./locale";

const formats = new Map<string, Intl.NumberFormat>();

function format(currency: string, decimals: number): Intl.NumberFormat {
  const key = `${currency}/${decimals}`;
  const known = formats.get(key);
  if (known) return known;
  const options: Intl.NumberFormatOptions = { style: "currency", currency: currency.toUpperCase(), currencyDisplay: "narrowSymbol" };
  const usual = new Intl.NumberFormat(locale, options).resolvedOptions().minimumFractionDigits ?? 2;
  // A unit price may be finer than its currency; rounding it for show would make the line look wrong.
  const made = new Intl.NumberFormat(locale, { ...options, maximumFractionDigits: Math.max(usual, decimals) });
  formats.set(key, made);
  return made;
}

/** `$1,234.50`, from the exact decimal figure and never through a float. */
export function money(amount: Pick<Amount, "decimal" | "currency">): string {
  const decimals = amount.decimal.split(".")[1]?.replace(/0+$/u, "").length ?? 0;
  // The type of `format` does not know yet that a decimal string is taken exactly.
  const figure = format(amount.currency, decimals).format(amount.decimal as `${number}`);
  // The joiner keeps a line from ending between the sign and its figure.
  return figure.replace(/^-/u, "−\u2060");
}

/** Amounts of several currencies in one line: `$48,310.00 · €9,240.00`. */
export function moneys(amounts: readonly Amount[]): string {
  return amounts.map(money).join(" · ");
}

/** Amounts of several currencies, one below the other. */
export function stacked(amounts: readonly Amount[]): string {
  return amounts.map(money).join("\n");
}

/** `each month`, `every 3 months`. */
export function each(per: Per): string {
  return per.count === 1 ? `each ${per.interval}` : `every ${per.count} ${per.interval}s`;
}

/** `/ month`, `/ 3 months`: short, behind an amount in a list. */
export function slash(per: Per): string {
  return per.count === 1 ? `/ ${per.interval}` : `/ ${per.count} ${per.interval}s`;
}

/** `monthly`, `every 3 months`: what a line's rhythm is called. */
export function rhythm(per: Per): string {
  if (per.count !== 1) return each(per);
  return { day: "daily", week: "weekly", month: "monthly", year: "yearly" }[per.interval] ?? each(per);
}

const whole = new Intl.NumberFormat(locale);
const plural = new Intl.PluralRules(locale);

/** `1 quote`, `1,204 quotes`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${whole.format(number)} ${plural.select(number) === "one" ? one : many}`;
}

/** A bare count with its thousands apart. */
export function figure(number: number): string {
  return whole.format(number);
}

/** `62 KB`: the size of a file. */
export function size(bytes: number): string {
  if (bytes < 1024) return count(bytes, "byte");
  const kilo = Math.round(bytes / 1024);
  return kilo < 1024 ? `${whole.format(kilo)} KB` : `${whole.format(Math.round(kilo / 102.4) / 10)} MB`;
}
