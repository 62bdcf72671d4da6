// The currencies offered first where one is chosen, by their three letters as Stripe writes them.

/** Lower-case codes, the most used first. Others can still be met in records; they are shown as they come. */
export const currencies = [
  "usd", "eur", "gbp", "jpy", "cad", "aud", "chf", "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "bgn", "try", "ils",
  "aed", "sar", "kwd", "bhd", "omr", "jod", "tnd", "egp", "ngn", "kes", "ugx", "zar", "inr", "lkr", "bdt", "pkr", "cny",
  "hkd", "twd", "krw", "sgd", "myr", "idr", "thb", "vnd", "php", "nzd", "mxn", "brl", "clp", "cop", "pen", "ars", "isk",
] as const;

/** Choices for a currency field that certainly hold the ones in use. */
export function currencyOptions(inUse: readonly string[]): { value: string; label: string }[] {
  const all = new Set<string>([...inUse.filter((code) => code !== ""), ...currencies]);
  return [...all].map((code) => ({ value: code, label: code.toUpperCase() }));
}
