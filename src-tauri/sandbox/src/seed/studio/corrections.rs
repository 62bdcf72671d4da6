//! What Linden Studio has put right: invoices credited before and after they were paid, and money that it
//! owes its customers. What was wrong with them is nobody's business but theirs.

use super::super::plan::{InvoiceFate, Step};
use super::super::script::p;
use super::{DAY, Studio};
use crate::errors::Refusal;
use crate::json::Fields;

/// How long after the invoice was sent, or paid, its customer has complained.
const LATER: i64 = 2 * DAY;

impl Studio<'_, '_> {
    /// The customer complains in two days.
    pub(super) fn correct_later(&mut self, id: &str, fate: InvoiceFate) {
        let at = self.script.now + LATER;
        self.then(at, Step::Credit(id.to_owned(), fate));
    }

    /// Takes a tenth of the invoice back: of what is still owed, or of what was paid.
    pub(super) fn credit(&mut self, id: &str, fate: InvoiceFate) -> Result<(), Refusal> {
        // Whole hundreds are good in every currency.
        let amount = self.script.see("invoice", id)?.amount("total") / 1000 * 100;
        let mut form = vec![p("invoice", id), p("amount", amount)];
        match fate {
            InvoiceFate::RefundedInPart => form.extend([
                p("refund_amount", amount),
                p("reason", "product_unsatisfactory"),
                p("memo", "One of the signs had to be done again."),
            ]),
            _ => form.extend([
                p("reason", "order_change"),
                p("memo", "We needed fewer hours than we had billed."),
            ]),
        }
        self.script.post("/v1/credit_notes", form).map(drop)
    }

    /// Gives a customer something for the next invoice.
    pub(super) fn give_credit(&mut self, person: usize, amount: i64) -> Result<(), Refusal> {
        let path = format!("/v1/customers/{}/balance_transactions", self.people[person]);
        let form = vec![
            p("amount", -amount),
            p("currency", super::PEOPLE[person].currency),
            p("description", "With our thanks for waiting"),
        ];
        self.script.post(&path, form).map(drop)
    }
}
