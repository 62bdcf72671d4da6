// The practice Stripe's stand-in for Stripe.js: the calls that a page needs to take a card, with the same
// names, arguments and answers. Card data is typed into frames of the practice Stripe's own origin and stays
// there; this script only tells them what to do. Not here: what happens inside a frame, which is in frame.js.
(() => {
  "use strict";

  const home = new URL(document.currentScript.src).origin;
  const TYPES = ["payment", "card", "cardCvc"];

  class IntegrationError extends Error {
    name = "IntegrationError";
  }

  /** A frame of the practice Stripe, and the only port that leads into it. */
  class Frame {
    #port;
    #waiting = new Map();
    #count = 0;

    constructor(type, key, options, hears) {
      this.node = document.createElement("iframe");
      this.node.src = `${home}/v3/frame.html`;
      this.node.title = type === "controller" ? "Payment service" : "Secure card payment input frame";
      Object.assign(this.node.style, { border: "0", width: "100%", display: "block", height: type === "controller" ? "0" : "64px" });
      if (type === "controller") {
        this.node.hidden = true;
        this.node.setAttribute("aria-hidden", "true");
      }
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      port1.onmessage = ({ data }) => {
        if (data.event !== undefined) return hears?.(data.event, data.detail);
        this.#waiting.get(data.answers)?.(data.answer);
        this.#waiting.delete(data.answers);
      };
      this.node.addEventListener("load", () => this.node.contentWindow.postMessage({ type, key, options }, home, [port2]), { once: true });
    }

    ask(what, detail) {
      const number = (this.#count += 1);
      return new Promise((resolve) => {
        this.#waiting.set(number, resolve);
        this.#port.postMessage({ number, what, detail });
      });
    }

    tell(what, detail) {
      this.#port.postMessage({ number: 0, what, detail });
    }
  }

  /** One element of a group: where it stands on the page, and whom it tells what happens in it. */
  class Element {
    #handlers = new Map();
    #place;
    frame;

    constructor(type, key, options) {
      this.type = type;
      this.key = key;
      this.options = options;
    }

    mount(target) {
      const place = typeof target === "string" ? document.querySelector(target) : target;
      if (!place) throw new IntegrationError(`The selector you specified (${target}) applies to no DOM elements that are currently on the page.`);
      this.unmount();
      this.frame = new Frame(this.type, this.key, this.options, (event, detail) => this.#heard(event, detail));
      this.#place = place;
      place.replaceChildren(this.frame.node);
      return this;
    }

    unmount() {
      if (this.#place?.contains(this.frame?.node)) this.#place.replaceChildren();
      this.frame = undefined;
      this.#place = undefined;
      return this;
    }

    destroy() {
      this.unmount();
      this.#handlers.clear();
      return this;
    }

    on(event, handler) {
      this.#handlers.set(event, [...(this.#handlers.get(event) ?? []), handler]);
      return this;
    }

    once(event, handler) {
      const first = (detail) => {
        this.off(event, first);
        handler(detail);
      };
      return this.on(event, first);
    }

    off(event, handler) {
      const left = handler ? (this.#handlers.get(event) ?? []).filter((one) => one !== handler) : [];
      this.#handlers.set(event, left);
      return this;
    }

    focus() {
      // A frame of another origin cannot take the focus; the page gives it.
      this.frame?.node.focus();
      this.frame?.tell("focus");
      return this;
    }

    blur() {
      this.frame?.tell("blur");
      return this;
    }

    clear() {
      this.frame?.tell("clear");
      return this;
    }

    update(options) {
      this.options = { ...this.options, ...options };
      this.frame?.tell("update", this.options);
      return this;
    }

    #heard(event, detail) {
      if (event === "height") {
        if (this.frame) this.frame.node.style.height = `${detail}px`;
        return;
      }
      // Enter in a field sends the form that the element stands in, as if the field were the form's own.
      if (event === "enter") {
        this.#place?.closest("form")?.requestSubmit();
        return;
      }
      const told = event === "ready" ? { elementType: this.type } : { elementType: this.type, ...detail };
      for (const handler of this.#handlers.get(event) ?? []) handler(told);
    }
  }

  /** Elements that look alike and pay the same intent. */
  class Elements {
    #made = new Map();

    constructor(key, options) {
      this.key = key;
      this.options = options ?? {};
    }

    create(type, options) {
      if (!TYPES.includes(type)) throw new IntegrationError(`A valid Element name must be provided. Valid Elements are: ${TYPES.join(", ")}; you passed: ${type}.`);
      if (this.#made.has(type)) throw new IntegrationError(`Can only create one Element of type ${type}.`);
      const element = new Element(type, this.key, { appearance: this.options.appearance, ...options });
      this.#made.set(type, element);
      return element;
    }

    getElement(type) {
      return this.#made.get(type) ?? null;
    }

    update(options) {
      this.options = { ...this.options, ...options };
      for (const element of this.#made.values()) element.update({ appearance: this.options.appearance });
    }

    async submit() {
      const element = this.#made.get("payment");
      return element ? mounted(element).ask("check") : {};
    }

    async fetchUpdates() {
      return {};
    }
  }

  function mounted(element) {
    if (!element?.frame) throw new IntegrationError("We could not retrieve data from the specified Element. Please make sure the Element you are attempting to use is still mounted.");
    return element.frame;
  }

  /** Shows the bank's page over the merchant's, and waits until the intent no longer waits for it. */
  async function challenge(address, look) {
    if (new URL(address).origin !== home) throw new IntegrationError("The bank's page is not one of this server.");
    const cover = document.createElement("div");
    Object.assign(cover.style, { position: "fixed", inset: "0", zIndex: "2147483647", display: "grid", placeItems: "center", background: "rgb(0 0 0 / 55%)" });
    const bank = document.createElement("iframe");
    bank.title = "Authentication by the bank of the card";
    Object.assign(bank.style, { border: "0", borderRadius: "14px", width: "min(480px, 94vw)", height: "min(600px, 92vh)", background: "Canvas" });
    cover.append(bank);
    try {
      return await new Promise((resolve) => {
        // Each page that the bank shows is a load; after the person's answer, the intent has moved on.
        bank.addEventListener("load", async () => {
          const seen = await look();
          if (seen.error || seen.object.status !== "requires_action") resolve(seen);
        });
        bank.src = address;
        document.body.append(cover);
        bank.focus();
      });
    } finally {
      cover.remove();
    }
  }

  const NOUNS = {
    payment: { field: "paymentIntent", error: "payment_intent", failed: "last_payment_error", secret: /^pi_[A-Za-z0-9]+_secret_[A-Za-z0-9]+$/ },
    setup: { field: "setupIntent", error: "setup_intent", failed: "last_setup_error", secret: /^seti_[A-Za-z0-9]+_secret_[A-Za-z0-9]+$/ },
  };

  function Stripe(key, options) {
    if (typeof key !== "string" || key === "") throw new IntegrationError("Missing value for Stripe(): apiKey should be a string.");
    if (/^(sk|rk)_/.test(key)) throw new IntegrationError("You should not use your secret key with Stripe.js. Please pass a publishable key instead.");
    if (!key.startsWith("pk_")) throw new IntegrationError(`Invalid API Key provided: ${key.slice(0, 7)}…`);
    if (key.startsWith("pk_live_")) throw new IntegrationError("The practice Stripe takes no live keys.");

    let service;
    const controller = () => {
      if (!service) {
        service = new Frame("controller", key, {});
        document.body.append(service.node);
      }
      return service;
    };

    function secretOf(noun, clientSecret) {
      if (typeof clientSecret !== "string" || !NOUNS[noun].secret.test(clientSecret)) {
        throw new IntegrationError("Invalid value for the client secret: it has the form ID_secret_SECRET.");
      }
      return clientSecret;
    }

    async function retrieve(noun, clientSecret) {
      return controller().ask("retrieve", { noun, clientSecret: secretOf(noun, clientSecret) });
    }

    /** From an answer about an intent to what the caller gets: asked as long as there is something to ask. */
    async function settled(noun, clientSecret, answer, may) {
      const { field, error, failed } = NOUNS[noun];
      let seen = answer;
      while (may.challenge && seen.object?.status === "requires_action") {
        const action = seen.object.next_action;
        const address = action.use_stripe_sdk?.stripe_js ?? action.redirect_to_url?.url;
        if (!address) break;
        seen = await challenge(address, () => retrieve(noun, clientSecret));
        const refused = seen.object?.status === "requires_payment_method" ? seen.object[failed] : null;
        if (refused) return { error: { ...refused, [error]: seen.object } };
      }
      return seen.error ? { error: seen.error } : { [field]: seen.object };
    }

    /** Goes back to the merchant's page, unless the caller wants to stay where nothing forces it to go. */
    function leave(noun, result, clientSecret, { redirect, returnUrl }) {
      const intent = result[NOUNS[noun].field];
      if (redirect === "if_required" || !intent) return result;
      const back = new URL(returnUrl, location.href);
      const name = NOUNS[noun].error;
      back.searchParams.set(name, intent.id);
      back.searchParams.set(`${name}_client_secret`, clientSecret);
      back.searchParams.set("redirect_status", intent.status === "succeeded" ? "succeeded" : "pending");
      location.assign(back);
      return new Promise(() => {});
    }

    async function confirmWithElements(noun, { elements, clientSecret, confirmParams = {}, redirect = "always" }) {
      const secret = secretOf(noun, clientSecret ?? elements?.options.clientSecret);
      const { return_url: returnUrl, payment_method: method, payment_method_data: data, ...rest } = confirmParams;
      if (redirect !== "if_required" && !returnUrl) throw new IntegrationError("Missing required argument: confirmParams.return_url, unless redirect is if_required.");
      const frame = method ? controller() : mounted(elements?.getElement("payment"));
      const detail = { noun, clientSecret: secret, method, billing: data?.billing_details, returnUrl, options: rest };
      const result = await settled(noun, secret, await frame.ask("confirm", detail), { challenge: true });
      return leave(noun, result, secret, { redirect, returnUrl });
    }

    async function confirmWithCard(noun, clientSecret, data = {}, { handleActions = true } = {}) {
      const secret = secretOf(noun, clientSecret);
      const method = data.payment_method;
      const named = typeof method === "string" ? method : undefined;
      const cvc = data.payment_method_options?.card?.cvc;
      const element = method?.card ?? cvc;
      const frame = element ? mounted(element) : controller();
      const detail = {
        noun,
        clientSecret: secret,
        method: named,
        withCvc: cvc !== undefined,
        billing: method?.billing_details,
        returnUrl: data.return_url,
        options: data.setup_future_usage ? { setup_future_usage: data.setup_future_usage } : {},
      };
      return settled(noun, secret, await frame.ask("confirm", detail), { challenge: handleActions });
    }

    async function plain(noun, clientSecret) {
      const seen = await retrieve(noun, clientSecret);
      return seen.error ? { error: seen.error } : { [NOUNS[noun].field]: seen.object };
    }

    return {
      elements: (more) => new Elements(key, more),
      confirmPayment: (more) => confirmWithElements("payment", more),
      confirmSetup: (more) => confirmWithElements("setup", more),
      confirmCardPayment: (secret, data, more) => confirmWithCard("payment", secret, data, more),
      confirmCardSetup: (secret, data, more) => confirmWithCard("setup", secret, data, more),
      retrievePaymentIntent: (secret) => plain("payment", secret),
      retrieveSetupIntent: (secret) => plain("setup", secret),
      async handleNextAction({ clientSecret }) {
        const noun = String(clientSecret).startsWith("seti_") ? "setup" : "payment";
        return settled(noun, clientSecret, await retrieve(noun, clientSecret), { challenge: true });
      },
      async createPaymentMethod(data) {
        const element = data.elements ? data.elements.getElement("payment") : data.card;
        const billing = (data.elements ? data.params : data)?.billing_details;
        const made = await mounted(element).ask("method", { billing });
        return made.error ? { error: made.error } : { paymentMethod: made.object };
      },
      async createToken(kind, element) {
        if (kind !== "cvc_update") throw new IntegrationError("The practice Stripe makes tokens of security codes only: createToken('cvc_update', element).");
        const made = await mounted(element).ask("token", {});
        return made.error ? { error: made.error } : { token: made.object };
      },
      _options: options ?? {},
    };
  }

  Stripe.version = 3;
  window.Stripe = Stripe;
})();
