// Tax rates as choices of a field: those of the account, those this draft will create, and the offer of a new one.
import type { Draft, TaxChoice, TaxRateView } from "../bridge/contract";
import { words } from "../words/en";

/** The choice that opens the form for a new tax rate. */
export const NEW_TAX = "+";

/** The choice that stands for a tax; empty for none. */
export function taxValue(tax: TaxChoice | null): string {
  if (tax === null) return "";
  return tax.id ?? `new/${tax.name}/${tax.percent}/${tax.inclusive}`;
}

function label(tax: Pick<TaxChoice, "name" | "percent" | "inclusive">): string {
  return words.editor.taxLabel(tax.name, tax.percent.replace(/\.?0+$/u, (zeros) => (tax.percent.includes(".") ? "" : zeros)), tax.inclusive);
}

/** Every tax that can be chosen, by its choice. */
export function knownTaxes(rates: readonly TaxRateView[], draft: Draft): Map<string, TaxChoice> {
  const known = new Map<string, TaxChoice>();
  for (const rate of rates) known.set(rate.id, { id: rate.id, name: rate.name, percent: rate.percent, inclusive: rate.inclusive });
  for (const tax of [draft.tax, ...draft.lines.map((line) => line.tax)]) {
    if (tax !== null && !known.has(taxValue(tax))) known.set(taxValue(tax), tax);
  }
  return known;
}

/** The choices of a field; `none` is what no choice of its own means there. */
export function taxOptions(known: ReadonlyMap<string, TaxChoice>, none: TaxChoice | null): { value: string; label: string }[] {
  return [
    { value: "", label: none === null ? words.editor.noTax : label(none) },
    ...[...known].map(([value, tax]) => ({ value, label: label(tax) })),
    { value: NEW_TAX, label: words.editor.newTax },
  ];
}
