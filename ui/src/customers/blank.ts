// An empty customer, and one that begins with what was typed.
import type { CustomerFields } from "../bridge/contract";

/** Fields with a name, or with an e-mail when that is what was typed. */
export function blankCustomer(typed = ""): CustomerFields {
  const text = typed.trim();
  const email = /^\S+@\S+$/u.test(text);
  return {
    name: email ? "" : text,
    email: email ? text : "",
    phone: "",
    line1: "",
    line2: "",
    city: "",
    postal_code: "",
    region: "",
    country: "",
    note: "",
  };
}
