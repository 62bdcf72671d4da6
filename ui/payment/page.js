// The page of the payment window: shows what is taken and from whom, lets a card be typed into Stripe's frame, and
// goes to an address that says "look again". It decides nothing: no amount is reckoned here, and what the page
// believes to have happened is asked of Stripe once more by the program. It has no way to ask the program anything.
(() => {
  "use strict";

  const ticket = JSON.parse(document.getElementById("ticket").textContent);
  const at = (id) => document.getElementById(id);
  const { question } = ticket;
  const keeps = question.amount === null;
  let stripe;
  let elements;
  let element;

  const RETYPE_CODE = "Look for the three or four digits on the card and type them again.";
  const RETYPE_NUMBER = "Look at the number on the card and type it again.";
  const RETYPE_DAY = "Look at the card for the month and year in which it ends, and type them again.";
  const ADVICE = {
    insufficient_funds: "Use another card, or speak to the bank.",
    card_velocity_exceeded: "Use another card, or speak to the bank.",
    expired_card: "Use a card that is still valid.",
    incorrect_cvc: RETYPE_CODE,
    invalid_cvc: RETYPE_CODE,
    incorrect_number: RETYPE_NUMBER,
    invalid_number: RETYPE_NUMBER,
    invalid_expiry_month: RETYPE_DAY,
    invalid_expiry_year: RETYPE_DAY,
    processing_error: "Try again in a minute.",
  };
  // Where Stripe's own words say the same at length.
  const INSTEAD = {
    test_mode_live_card: "This is not one of the cards for trying, which are named below. Nothing was taken.",
    payment_intent_authentication_failure: "The bank could not confirm its customer. Try again, or use another card.",
    setup_intent_authentication_failure: "The bank could not confirm its customer. Try again, or use another card.",
  };

  function say(error) {
    // What is wrong with a field stands at the field.
    if (error.type === "validation_error") return;
    const advice = ADVICE[error.decline_code] ?? ADVICE[error.code] ?? (error.type === "card_error" ? "Use another card, or ask the bank why." : "");
    at("refused").textContent = INSTEAD[error.decline_code] ?? INSTEAD[error.code] ?? [error.message, advice].filter(Boolean).join(" ");
    at("refused").hidden = false;
  }

  function busy(is) {
    at("go").disabled = is;
    at("go").textContent = is ? "One moment…" : keeps ? "Keep the card" : `${question.hold ? "Hold" : "Pay"} ${question.amount.text}`;
    document.documentElement.setAttribute("aria-busy", String(is));
  }

  /** The program looks again, whatever is the case. */
  function leave() {
    location.assign("/look-again");
  }

  async function pay() {
    if (ticket.card) {
      const more = { payment_method: ticket.card, payment_method_options: { card: { cvc: element } } };
      return stripe.confirmCardPayment(ticket.client_secret, more);
    }
    const wrong = await elements.submit();
    if (wrong.error) return wrong;
    const asked = { elements, clientSecret: ticket.client_secret, redirect: "if_required" };
    return keeps ? stripe.confirmSetup(asked) : stripe.confirmPayment(asked);
  }

  /** Goes on as long as there is something to go on with; what is left is done, or was refused and can be tried again. */
  async function attempt(act) {
    busy(true);
    at("refused").hidden = true;
    let result = await act();
    const intent = () => result.paymentIntent ?? result.setupIntent;
    for (let rounds = 0; rounds < 3 && intent()?.status === "requires_action"; rounds += 1) {
      result = await stripe.handleNextAction({ clientSecret: ticket.client_secret });
    }
    if (["succeeded", "processing", "requires_capture"].includes(intent()?.status)) return leave();
    busy(false);
    if (result.error) say(result.error);
  }

  function appearance() {
    const style = getComputedStyle(document.documentElement);
    const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    // Tokens are written for light and dark at once; Stripe's frame wants one plain colour each.
    const colour = (name) => {
      const sample = document.createElement("i");
      sample.style.color = `var(${name})`;
      document.body.append(sample);
      probe.fillStyle = getComputedStyle(sample).color;
      sample.remove();
      probe.fillRect(0, 0, 1, 1);
      const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
      return `rgb(${red}, ${green}, ${blue})`;
    };
    return {
      theme: matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "stripe",
      variables: {
        colorPrimary: colour("--green"),
        colorBackground: colour("--paper"),
        colorText: colour("--ink"),
        colorTextSecondary: colour("--ink-2"),
        colorDanger: colour("--red"),
        borderRadius: style.getPropertyValue("--radius").trim(),
      },
    };
  }

  async function begin() {
    at("practice").hidden = !question.practice;
    at("trying").hidden = !question.practice || Boolean(ticket.card);
    at("amount").textContent = keeps ? "Keep a card" : question.amount.text;
    at("subject").textContent = [question.subject, question.customer].filter(Boolean).join(" · ");
    at("leave").textContent = keeps ? "Close without a card" : "Close without paying";
    if (ticket.card) {
      at("saved").textContent = `${question.card}. Its security code is asked for once more.`;
      at("saved").hidden = false;
    }
    busy(false);
    at("go").disabled = true;
    at("leave").addEventListener("click", leave);
    if (!window.Stripe) {
      say({ message: "Stripe cannot be reached, so no card can be taken now. Close this window and try again later." });
      return;
    }
    stripe = window.Stripe(ticket.publishable_key);
    elements = stripe.elements(ticket.card ? { appearance: appearance() } : { clientSecret: ticket.client_secret, appearance: appearance() });
    element = elements.create(ticket.card ? "cardCvc" : "payment");
    element.on("ready", () => {
      at("go").disabled = false;
      element.focus();
    });
    element.on("loaderror", ({ error }) => say(error));
    element.mount("#card");
    at("form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (!at("go").disabled) void attempt(pay).catch(fail);
    });
    const seen = keeps ? await stripe.retrieveSetupIntent(ticket.client_secret) : await stripe.retrievePaymentIntent(ticket.client_secret);
    // Left in the middle last time: the bank still waits for its customer. Of another card than the one that was chosen
    // since, it waits in vain.
    const waiting = seen.paymentIntent ?? seen.setupIntent;
    const method = waiting?.payment_method?.id ?? waiting?.payment_method;
    if (waiting?.status === "requires_action" && (!ticket.card || method === ticket.card)) void attempt(async () => seen).catch(fail);
  }

  function fail(thrown) {
    busy(false);
    say({ message: `The card could not be taken: ${thrown.message}` });
  }

  begin().catch(fail);
})();
