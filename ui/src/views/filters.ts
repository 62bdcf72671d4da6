// What narrows and orders a list, in words: a chip for each, and which orders make sense for what. It narrows nothing.
import type { Noun, Sort } from "../bridge/contract";
import type { Choice } from "../state/listing";
import { isoDay } from "../words/dates";
import { words } from "../words/en";

/** A chip for everything that narrows, in the order of the form. */
export function chipsOf(choice: Choice): { id: string; text: string }[] {
  const said = words.filter;
  const chips: { id: string; text: string }[] = [];
  if (choice.customer) chips.push({ id: "customer", text: choice.customer.name });
  if (choice.from !== undefined || choice.to !== undefined) {
    chips.push({ id: "days", text: said.days(choice.from && isoDay(choice.from), choice.to && isoDay(choice.to)) });
  }
  if (choice.least !== undefined || choice.most !== undefined) chips.push({ id: "amount", text: said.amounts(choice.least, choice.most) });
  if (choice.currency !== undefined) chips.push({ id: "currency", text: choice.currency.toUpperCase() });
  if (choice.overdue) chips.push({ id: "overdue", text: said.overdue });
  return chips;
}

/** The choice without what a chip stands for. */
export function without(choice: Choice, chip: string): Choice {
  switch (chip) {
    case "days":
      return { ...choice, from: undefined, to: undefined };
    case "amount":
      return { ...choice, least: undefined, most: undefined };
    default:
      return { ...choice, [chip]: undefined };
  }
}

/** The orders that make sense for a list. */
export function sortsOf(noun: Noun): Sort[] {
  switch (noun) {
    case "draft":
    case "quote":
    case "invoice":
      return ["newest", "oldest", "date", "latest", "amount", "smallest", "name"];
    default:
      return ["newest", "oldest", "name"];
  }
}
