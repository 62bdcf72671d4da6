// The inside of an element: reads what is typed, and is the only place from which card data is sent. The page
// that embeds it asks through one port and gets answers about intents and methods, never a number.
// Not here: what a page calls, which is in stripe.js.
(() => {
  "use strict";

  const form = document.forms[0];
  const { number, expiry, cvc } = form.elements;
  const COLOURS = ["colorPrimary", "colorBackground", "colorText", "colorTextSecondary", "colorDanger", "colorBorder", "borderRadius", "fontSizeBase", "fontFamily"];
  let key = "";
  let port;
  let fields = [];

  addEventListener("message", function begin({ data, source, ports }) {
    if (source !== parent || ports.length !== 1 || typeof data?.key !== "string") return;
    removeEventListener("message", begin);
    key = data.key;
    port = ports[0];
    fields = { payment: [number, expiry, cvc], card: [number, expiry, cvc], cardCvc: [cvc], controller: [] }[data.type] ?? [];
    document.documentElement.dataset.type = data.type;
    for (const label of form.querySelectorAll("label")) label.hidden = !fields.some((field) => label.contains(field));
    look(data.options);
    port.onmessage = ({ data: asked }) => void answer(asked);
    new ResizeObserver(() => tell("height", Math.ceil(form.getBoundingClientRect().height) + 2)).observe(form);
    tell("ready", {});
  });

  function tell(event, detail) {
    port?.postMessage({ event, detail });
  }

  function look(options) {
    const { theme, variables = {} } = options?.appearance ?? {};
    document.documentElement.classList.toggle("night", theme === "night");
    document.documentElement.classList.toggle("light", theme === "stripe" || theme === "flat");
    for (const name of COLOURS) {
      const value = variables[name];
      if (typeof value === "string") document.documentElement.style.setProperty(`--${name}`, value);
    }
  }

  async function answer({ number: answers, what, detail }) {
    const done = await DO[what]?.(detail ?? {});
    if (answers) port.postMessage({ answers, answer: done ?? {} });
  }

  const DO = {
    check: async () => ({ ...wrong() }),
    focus: async () => void fields[0]?.focus(),
    blur: async () => void document.activeElement?.blur(),
    clear: async () => {
      form.reset();
      changed();
    },
    update: async (options) => look(options),
    retrieve: ({ noun, clientSecret }) => call("GET", `${path(noun, clientSecret)}?client_secret=${encodeURIComponent(clientSecret)}`),
    async method({ billing }) {
      return wrong() ?? call("POST", "/v1/payment_methods", { type: "card", card: card(), billing_details: billing });
    },
    async token() {
      return wrong() ?? call("POST", "/v1/tokens", { cvc_update: { cvc: digits(cvc) } });
    },
    async confirm({ noun, clientSecret, method, withCvc, billing, returnUrl, options }) {
      const params = { ...options, client_secret: clientSecret, use_stripe_sdk: "true", return_url: returnUrl };
      if (method === undefined || withCvc) {
        const said = wrong();
        if (said) return said;
      }
      if (withCvc) {
        const token = await DO.token();
        if (token.error) return token;
        params.payment_method_options = { card: { cvc_token: token.object.id } };
      }
      if (method === undefined) params.payment_method_data = { type: "card", card: card(), billing_details: billing };
      else params.payment_method = method;
      return call("POST", `${path(noun, clientSecret)}/confirm`, params);
    },
  };

  function path(noun, clientSecret) {
    return `/v1/${noun}_intents/${clientSecret.split("_secret_")[0]}`;
  }

  /** One request of the API, with the publishable key. */
  async function call(method, address, params) {
    try {
      const response = await fetch(address, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/x-www-form-urlencoded" },
        body: params && new URLSearchParams(flat(params)),
      });
      const body = await response.json();
      return response.ok ? { object: body } : { error: body.error };
    } catch {
      return { error: { type: "api_connection_error", message: "The practice Stripe does not answer. Check that it is running, then try again." } };
    }
  }

  /** `{ a: { b: 1 } }` as `a[b]=1`. */
  function flat(params, within = "") {
    return Object.entries(params).flatMap(([name, value]) => {
      if (value === undefined || value === null) return [];
      const full = within ? `${within}[${name}]` : name;
      return typeof value === "object" ? flat(value, full) : [[full, String(value)]];
    });
  }

  const digits = (field) => field.value.replace(/\D/g, "");

  function card() {
    const date = digits(expiry);
    return { number: digits(number), exp_month: String(Number(date.slice(0, 2))), exp_year: date.slice(2), cvc: digits(cvc) };
  }

  function brand(typed) {
    if (/^3[47]/.test(typed)) return "amex";
    if (/^4/.test(typed)) return "visa";
    if (/^(5[1-5]|2[2-7])/.test(typed)) return "mastercard";
    if (/^6(011|4|5)/.test(typed)) return "discover";
    if (/^3[0689]/.test(typed)) return "diners";
    if (/^35/.test(typed)) return "jcb";
    return /^62/.test(typed) ? "unionpay" : "unknown";
  }

  const length = (typed) => ({ amex: 15, diners: 14 })[brand(typed)] ?? 16;
  const cvcLength = () => (brand(digits(number)) === "amex" ? 4 : 3);

  function checksOut(typed) {
    let sum = 0;
    [...typed].reverse().forEach((digit, at) => {
      const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
      sum += value > 9 ? value - 9 : value;
    });
    return sum % 10 === 0;
  }

  const say = (code, message) => ({ type: "validation_error", code, message });

  /** What is wrong with a field, as soon as enough is typed; `atEnd` also says what is missing. */
  function fault(field, atEnd) {
    const typed = digits(field);
    if (field === number) {
      if (typed.length < length(typed)) return atEnd ? say("incomplete_number", "Your card number is incomplete.") : undefined;
      return checksOut(typed) ? undefined : say("invalid_number", "Your card number is invalid.");
    }
    if (field === expiry) {
      if (typed.length < 4) return atEnd ? say("incomplete_expiry", "Your card's expiration date is incomplete.") : undefined;
      const [month, year, now] = [Number(typed.slice(0, 2)), 2000 + Number(typed.slice(2)), new Date()];
      if (month < 1 || month > 12) return say("invalid_expiry_month", "Your card's expiration month is invalid.");
      if (year < now.getFullYear()) return say("invalid_expiry_year_past", "Your card's expiration year is in the past.");
      if (year === now.getFullYear() && month < now.getMonth() + 1) return say("invalid_expiry_month_past", "Your card's expiration date is in the past.");
      return undefined;
    }
    const needed = fields.length === 1 ? 3 : cvcLength();
    return typed.length < needed && atEnd ? say("incomplete_cvc", "Your card's security code is incomplete.") : undefined;
  }

  function show(field, said) {
    field.setAttribute("aria-invalid", String(said !== undefined));
    document.getElementById(`${field.name}-said`).textContent = said?.message ?? "";
  }

  /** The first thing that is wrong, shown at its field. */
  function wrong() {
    let first;
    for (const field of fields) {
      const said = fault(field, true);
      show(field, said);
      if (said && !first) {
        first = said;
        field.focus();
      }
    }
    return first && { error: first };
  }

  function changed() {
    const faults = fields.map((field) => fault(field, false));
    const complete = fields.length > 0 && fields.every((field) => !fault(field, true));
    const empty = fields.every((field) => field.value === "");
    tell("change", { complete, empty, error: faults.find(Boolean), value: { type: "card" }, brand: brand(digits(number)) });
  }

  function spaced(typed) {
    const shape = brand(typed) === "amex" ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?$/ : /^(\d{1,4})(\d{1,4})?(\d{1,4})?(\d{1,7})?$/;
    const groups = shape.exec(typed);
    return groups ? groups.slice(1).filter(Boolean).join(" ") : typed;
  }

  /** Rewrites a field and leaves the caret after the same digit. */
  function rewrite(field, text) {
    if (field.value === text) return;
    const before = field.value.slice(0, field.selectionStart ?? 0).replace(/\D/g, "").length;
    field.value = text;
    let at = 0;
    for (let seen = 0; at < text.length && seen < before; at += 1) if (/\d/.test(text[at])) seen += 1;
    if (before === text.replace(/\D/g, "").length) at = text.length;
    field.setSelectionRange(at, at);
  }

  form.addEventListener("input", ({ target, inputType }) => {
    const typed = digits(target);
    const deletes = inputType?.startsWith("delete");
    if (target === number) rewrite(number, spaced(typed.slice(0, 19)));
    if (target === expiry) {
      const date = /^[2-9]/.test(typed) ? `0${typed}` : typed;
      rewrite(expiry, date.length > 2 || (date.length === 2 && !deletes) ? `${date.slice(0, 2)} / ${date.slice(2, 4)}` : date);
    }
    if (target === cvc) rewrite(cvc, typed.slice(0, 4));
    const said = fault(target, false);
    show(target, said);
    // A field that is full hands on to the next, as long as one types at its end.
    const full = target === number ? typed.length === length(typed) : target === expiry && digits(expiry).length === 4;
    if (full && !said && !deletes && target.selectionStart === target.value.length) fields[fields.indexOf(target) + 1]?.focus();
    changed();
  });
  form.addEventListener("focusin", () => tell("focus", {}));
  form.addEventListener("focusout", ({ target }) => {
    show(target, target.value === "" ? undefined : fault(target, true));
    tell("blur", {});
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tell("escape", {});
    if (event.key === "Enter") {
      event.preventDefault();
      tell("enter", {});
    }
  });
})();
