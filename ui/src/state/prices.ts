// The catalogue as a line looks into it: prices in the currency that is asked for, by what is typed.
import { call } from "../bridge/call";
import type { PriceView } from "../bridge/contract";
import { money, slash } from "../words/amounts";

/** Prices that answer what was typed; the most recent for nothing typed. */
export function findPrices(text: string, currency: string): Promise<PriceView[]> {
  return call("prices.pick", { text, currency });
}

/** A price as a proposal. */
export function priceChoice(price: PriceView): { id: string; title: string; detail: string | undefined; end: string | undefined } {
  const amount = price.unit ? money(price.unit) : undefined;
  return {
    id: price.id,
    title: price.name,
    detail: price.detail ?? undefined,
    end: amount && price.per ? `${amount} ${slash(price.per)}` : amount,
  };
}
