// Payments, attempts and refunds, turned into what the parts show: plain words and figures.
import type { CardRef, PaymentSheet } from "../bridge/contract";
import { money } from "./amounts";
import { dayTime } from "./dates";
import { words } from "./en";

const brands: Record<string, string> = {
  amex: "American Express",
  cartes_bancaires: "Cartes Bancaires",
  diners: "Diners Club",
  discover: "Discover",
  jcb: "JCB",
  mastercard: "Mastercard",
  sepa_debit: "SEPA debit",
  unionpay: "UnionPay",
  us_bank_account: "US bank account",
  visa: "Visa",
};

/** `Visa ···· 4242`. */
export function cardWords(card: CardRef | null): string {
  if (card === null || card.brand === "" || card.brand === "unknown") return words.payment.someCard;
  const brand = brands[card.brand] ?? card.brand.charAt(0).toUpperCase() + card.brand.slice(1).replaceAll("_", " ");
  return card.last4 === "" ? brand : `${brand} ···· ${card.last4}`;
}

interface Happening {
  label: string;
  when: string;
  wrong: boolean;
}

/** Every attempt as a timeline shows it, newest first. */
export function attemptWords(payment: PaymentSheet): Happening[] {
  return payment.attempts.map((attempt) => {
    const card = cardWords(attempt.card);
    const part = attempt.state === "taken_in_part" ? words.payment.attemptPart(card, money(attempt.amount)) : undefined;
    const said = attempt.failure ? words.payment.attemptWhy(card, attempt.failure.message) : (part ?? words.payment.attempt(card, attempt.state));
    return { label: said, when: dayTime(attempt.at), wrong: attempt.state === "failed" };
  });
}

/** What went back, as a timeline shows it, newest first. */
export function refundWords(payment: PaymentSheet): Happening[] {
  return payment.refunds.map((refund) => {
    const said = words.payment.refund(money(refund.amount), refund.state);
    return { label: refund.failure === null ? said : `${said}. ${refund.failure}`, when: dayTime(refund.at), wrong: refund.failure !== null };
  });
}
