//! Linden Studio's two years: what was quoted, accepted, billed, paid and left unpaid, and when.

mod corrections;

use std::collections::BTreeMap;

use super::customers::PEOPLE;
use super::plan::{self, InvoiceFate, QuoteFate, QuoteKind, Step};
use super::products::{OFFERS, ONE_TIME, RECURRING, local};
use super::script::{Form, Script, id_of, p};
use crate::errors::Refusal;
use crate::json::Fields;

const DAY: i64 = 86_400;
const CURRENCIES: &[&str] = &["usd", "eur", "jpy", "kwd"];

pub(super) fn write(script: &mut Script<'_>) -> Result<(), Refusal> {
    let mut studio = Studio {
        script,
        plan: BTreeMap::new(),
        next: 0,
        people: vec![String::new(); PEOPLE.len()],
        prices: BTreeMap::new(),
        taxes: Vec::new(),
        code: String::new(),
    };
    studio.open_shop()?;
    studio.lay_out_plan();
    while let Some(((at, _), step)) = studio.plan.pop_first() {
        studio.script.until(at)?;
        studio.take(step)?;
    }
    Ok(())
}

struct Studio<'a, 's> {
    script: &'a mut Script<'s>,
    plan: BTreeMap<(i64, u64), Step>,
    next: u64,
    people: Vec<String>,
    prices: BTreeMap<(usize, &'static str), String>,
    taxes: Vec<String>,
    /// The promotion code.
    code: String,
}

impl Studio<'_, '_> {
    /// `days` before the account is opened, at some hour of a working day.
    fn at(&mut self, days_ago: i64) -> i64 {
        let hour = 9 + i64::try_from(self.script.roll(8)).unwrap_or(0);
        let midnight = (self.script.end - days_ago * DAY) / DAY * DAY;
        (midnight + hour * 3600 + i64::try_from(self.script.roll(3600)).unwrap_or(0))
            .min(self.script.end - 60)
    }

    /// Plans a step, unless its day is still to come.
    fn then(&mut self, at: i64, step: Step) {
        if at <= self.script.end {
            self.next += 1;
            self.plan.insert((at, self.next), step);
        }
    }

    fn open_shop(&mut self) -> Result<(), Refusal> {
        let start = self.script.end - 735 * DAY;
        self.script.until(start)?;
        for (index, offer) in OFFERS.iter().enumerate() {
            let mut form = vec![p("name", offer.name), p("description", offer.description)];
            form.extend(offer.unit_label.map(|l| p("unit_label", l)));
            let product = id_of(&self.script.post("/v1/products", form)?);
            for currency in CURRENCIES {
                let mut form = vec![
                    p("product", &product),
                    p("currency", currency),
                    p("unit_amount", local(offer.cents, currency)),
                ];
                if let Some((interval, count)) = offer.every {
                    form.extend([
                        p("recurring[interval]", interval),
                        p("recurring[interval_count]", count),
                    ]);
                }
                let price = id_of(&self.script.post("/v1/prices", form)?);
                self.prices.insert((index, currency), price);
            }
        }
        for (name, percentage, inclusive, country) in [
            ("VAT", "20", "false", "FR"),
            ("MwSt.", "19", "true", "DE"),
            ("Sales tax", "6.25", "false", "US"),
            ("消費税", "10", "true", "JP"),
        ] {
            let form = vec![
                p("display_name", name),
                p("percentage", percentage),
                p("inclusive", inclusive),
                p("country", country),
            ];
            self.taxes
                .push(id_of(&self.script.post("/v1/tax_rates", form)?));
        }
        self.script.post(
            "/v1/coupons",
            vec![
                p("id", "WELCOME10"),
                p("name", "Welcome"),
                p("percent_off", "10"),
                p("duration", "once"),
            ],
        )?;
        self.script.post(
            "/v1/coupons",
            vec![
                p("id", "FRIENDS"),
                p("name", "Friends of the studio"),
                p("percent_off", "5"),
                p("duration", "forever"),
            ],
        )?;
        let loyal = vec![
            p("id", "LOYAL25"),
            p("name", "Loyal customer"),
            p("amount_off", "2500"),
            p("currency", "usd"),
            p("duration", "repeating"),
            p("duration_in_months", "3"),
        ];
        self.script.post("/v1/coupons", loyal)?;
        // What a card in the shop window says.
        let code = vec![
            p("promotion[type]", "coupon"),
            p("promotion[coupon]", "WELCOME10"),
            p("code", "HELLO10"),
        ];
        self.code = id_of(&self.script.post("/v1/promotion_codes", code)?);
        Ok(())
    }

    fn lay_out_plan(&mut self) {
        for person in 0..PEOPLE.len() {
            let days = 730 - i64::try_from(person).unwrap_or(0) * 12;
            let at = self.at(days);
            self.then(at, Step::Person(person));
        }
        self.plan_quotes();
        self.plan_invoices();
        for (days, person, amount) in plan::BALANCES {
            let at = self.at(*days);
            let (person, amount) = (*person, *amount);
            self.then(at, Step::GiveCredit { person, amount });
        }
        for days in (5..700).step_by(15) {
            let at = self.at(days);
            self.then(at, Step::CollectSent);
        }
    }

    /// A customer who was there that many days ago.
    fn someone(index: usize, days_ago: i64) -> usize {
        let known = usize::try_from((730 - days_ago) / 12).unwrap_or(0);
        index % known.clamp(1, PEOPLE.len() - 1)
    }

    fn plan_quotes(&mut self) {
        let mut person = 0;
        for (days, fate, kind) in plan::quotes() {
            person = Self::someone(person + 7, days);
            let at = self.at(days);
            self.then(at, Step::Quote { person, fate, kind });
        }
    }

    fn plan_invoices(&mut self) {
        for (index, (days, fate)) in plan::invoices().into_iter().enumerate() {
            let person = Self::someone(index * 11 + 3, days);
            let at = self.at(days);
            self.then(at, Step::Invoice { person, fate });
        }
    }

    fn take(&mut self, step: Step) -> Result<(), Refusal> {
        match step {
            Step::Person(person) => self.meet(person),
            Step::Quote { person, fate, kind } => self.quote(person, fate, kind),
            Step::Finalize(id, fate) => self.finalize(&id, fate),
            Step::Accept(id) => self.accept(&id),
            Step::CancelQuote(id) => self
                .script
                .post(&format!("/v1/quotes/{id}/cancel"), vec![])
                .map(drop),
            Step::Revise(id) => self.revise(&id),
            Step::Invoice { person, fate } => self.invoice(person, fate),
            Step::Bill(id, fate) => self.bill(&id, fate),
            Step::Conclude(id, fate) => self.conclude(&id, fate),
            Step::Credit(id, fate) => self.credit(&id, fate),
            Step::GiveCredit { person, amount } => self.give_credit(person, amount),
            Step::CollectSent => {
                for id in self.script.unpaid(12)? {
                    self.conclude(&id, InvoiceFate::Paid)?;
                }
                Ok(())
            }
        }
    }

    fn meet(&mut self, person: usize) -> Result<(), Refusal> {
        let who = &PEOPLE[person];
        let mut form = vec![
            p("name", who.name),
            p("email", who.email),
            p("address[line1]", who.line1),
            p("address[city]", who.city),
            p("address[postal_code]", who.postal_code),
            p("address[country]", who.country),
        ];
        // Two in three leave a card, so that what comes back can be collected.
        if person % 3 != 2 {
            form.extend([
                p("payment_method", "pm_card_visa"),
                p("invoice_settings[default_payment_method]", "pm_card_visa"),
            ]);
        }
        self.people[person] = id_of(&self.script.post("/v1/customers", form)?);
        Ok(())
    }

    /// One or two lines that this customer might buy.
    fn lines(&mut self, person: usize, kind: QuoteKind) -> Form {
        let currency = PEOPLE[person].currency;
        let mut offers = Vec::new();
        let pick = |script: &mut Script<'_>, range: std::ops::Range<usize>| {
            range.start
                + usize::try_from(script.roll(u64::try_from(range.len()).unwrap_or(1))).unwrap_or(0)
        };
        if kind == QuoteKind::OneTime {
            offers.push(pick(self.script, ONE_TIME));
            let second = pick(self.script, ONE_TIME);
            if !offers.contains(&second) {
                offers.push(second);
            }
        } else {
            // Monthly plans mostly; now and then with work done once.
            offers.push(if self.script.roll(5) == 0 {
                pick(self.script, RECURRING)
            } else {
                8 + usize::try_from(self.script.roll(2)).unwrap_or(0)
            });
            if self.script.roll(3) == 0 {
                offers.push(pick(self.script, ONE_TIME));
            }
        }
        let mut form = Vec::new();
        for (at, offer) in offers.into_iter().enumerate() {
            let many = matches!(offer, 4 | 5 | 7);
            let quantity = if many { 2 + self.script.roll(9) } else { 1 };
            let price = self
                .prices
                .get(&(offer, currency))
                .cloned()
                .unwrap_or_default();
            form.extend([
                p(format!("line_items[{at}][price]"), price),
                p(format!("line_items[{at}][quantity]"), quantity),
            ]);
        }
        form
    }

    /// The tax that a customer of this country is charged.
    fn tax(&self, person: usize) -> Option<&str> {
        let at = match PEOPLE[person].country {
            "FR" | "ES" | "IT" => 0,
            "DE" => 1,
            "US" if person.is_multiple_of(2) => 2,
            "JP" => 3,
            _ => return None,
        };
        self.taxes.get(at).map(String::as_str)
    }

    fn quote(&mut self, person: usize, fate: QuoteFate, kind: QuoteKind) -> Result<(), Refusal> {
        let written = self.script.roll(5);
        let mut form = self.lines(person, kind);
        form.push(p("customer", &self.people[person]));
        form.extend(self.tax(person).map(|id| p("default_tax_rates[0]", id)));
        if written == 0 {
            form.push(if kind == QuoteKind::OneTime {
                p("discounts[0][promotion_code]", &self.code)
            } else {
                p("discounts[0][coupon]", "FRIENDS")
            });
        }
        let is_sent = kind == QuoteKind::OneTime || person % 3 == 2;
        if is_sent {
            form.extend([
                p("collection_method", "send_invoice"),
                p("invoice_settings[days_until_due]", 30),
            ]);
        }
        form.push(p(
            "description",
            if kind == QuoteKind::OneTime {
                "As we talked about on the phone."
            } else {
                "Looking after your website."
            },
        ));
        let now = self.script.end;
        match kind {
            QuoteKind::Later(days) => {
                form.push(p("subscription_data[effective_date]", now + days * DAY))
            }
            QuoteKind::Trial => form.push(p("subscription_data[trial_period_days]", 30)),
            _ => {}
        }
        let quote = self.script.post("/v1/quotes", form)?;
        if fate != QuoteFate::Draft {
            let at = quote.amount("created") + 3 * 3600;
            self.then(at.min(now), Step::Finalize(id_of(&quote), fate));
        }
        Ok(())
    }

    fn finalize(&mut self, id: &str, fate: QuoteFate) -> Result<(), Refusal> {
        let quote = self
            .script
            .post(&format!("/v1/quotes/{id}/finalize"), vec![])?;
        let at = quote["status_transitions"].amount("finalized_at");
        let later = at + 2 * DAY + i64::try_from(self.script.roll(400_000)).unwrap_or(0);
        match fate {
            QuoteFate::Accepted => self.then(
                later.min(self.script.end - 3600),
                Step::Accept(id.to_owned()),
            ),
            QuoteFate::Canceled => self.then(
                later.min(self.script.end - 3600),
                Step::CancelQuote(id.to_owned()),
            ),
            QuoteFate::Revised => self.then(later, Step::Revise(id.to_owned())),
            QuoteFate::Draft | QuoteFate::Open | QuoteFate::Expired => {}
        }
        Ok(())
    }

    fn accept(&mut self, id: &str) -> Result<(), Refusal> {
        let quote = self
            .script
            .post(&format!("/v1/quotes/{id}/accept"), vec![])?;
        if quote.text("subscription").is_none()
            && let Some(invoice) = quote.text("invoice")
        {
            let at = quote["status_transitions"].amount("accepted_at") + DAY;
            self.then(at, Step::Bill(invoice.to_owned(), InvoiceFate::Paid));
        }
        Ok(())
    }

    fn revise(&mut self, id: &str) -> Result<(), Refusal> {
        let revision = self.script.post(
            "/v1/quotes",
            vec![
                p("from_quote[quote]", id),
                p("from_quote[is_revision]", "true"),
            ],
        )?;
        self.script.post(
            &format!("/v1/quotes/{}", revision.id()),
            vec![p("description", "With the changes that you asked for.")],
        )?;
        self.script
            .post(&format!("/v1/quotes/{}/finalize", revision.id()), vec![])?;
        Ok(())
    }

    fn invoice(&mut self, person: usize, fate: InvoiceFate) -> Result<(), Refusal> {
        let customer = self.people[person].clone();
        let days = [14, 30][usize::try_from(self.script.roll(2)).unwrap_or(0)];
        let mut form = vec![
            p("customer", &customer),
            p("currency", PEOPLE[person].currency),
            p("collection_method", "send_invoice"),
            p("days_until_due", days),
            p("description", "Thank you for working with us."),
        ];
        form.extend(self.tax(person).map(|id| p("default_tax_rates[0]", id)));
        let invoice = id_of(&self.script.post("/v1/invoices", form)?);
        let lines = self.lines(person, QuoteKind::OneTime);
        for pair in lines.chunks(2) {
            if let [(_, price), (_, quantity)] = pair {
                let item = vec![
                    p("customer", &customer),
                    p("invoice", &invoice),
                    p("pricing[price]", price),
                    p("quantity", quantity),
                ];
                self.script.post("/v1/invoiceitems", item)?;
            }
        }
        if fate != InvoiceFate::Draft {
            self.bill(&invoice, fate)?;
        }
        Ok(())
    }

    /// Finalizes and sends; what comes of it comes later.
    fn bill(&mut self, id: &str, fate: InvoiceFate) -> Result<(), Refusal> {
        let invoice = self
            .script
            .post(&format!("/v1/invoices/{id}/send"), vec![])?;
        let after = match fate {
            InvoiceFate::Paid | InvoiceFate::PaidByCard | InvoiceFate::RefundedInPart => {
                4 + self.script.roll(24)
            }
            InvoiceFate::Void => 2,
            InvoiceFate::Uncollectible => 80,
            InvoiceFate::CreditedOpen => {
                self.correct_later(id, fate);
                return Ok(());
            }
            InvoiceFate::Draft | InvoiceFate::Open => return Ok(()),
        };
        let at = invoice["status_transitions"].amount("finalized_at")
            + i64::try_from(after).unwrap_or(0) * DAY;
        self.then(at, Step::Conclude(id.to_owned(), fate));
        Ok(())
    }

    fn conclude(&mut self, id: &str, fate: InvoiceFate) -> Result<(), Refusal> {
        if self.script.see("invoice", id)?.status() != "open" {
            return Ok(());
        }
        let (step, form) = match fate {
            InvoiceFate::PaidByCard | InvoiceFate::RefundedInPart => {
                ("pay", vec![p("payment_method", "pm_card_mastercard")])
            }
            InvoiceFate::Void => ("void", vec![]),
            InvoiceFate::Uncollectible => ("mark_uncollectible", vec![]),
            InvoiceFate::Paid
            | InvoiceFate::Draft
            | InvoiceFate::Open
            | InvoiceFate::CreditedOpen => ("pay", vec![p("paid_out_of_band", "true")]),
        };
        self.script
            .post(&format!("/v1/invoices/{id}/{step}"), form)?;
        if fate == InvoiceFate::RefundedInPart {
            self.correct_later(id, fate);
        }
        Ok(())
    }
}
