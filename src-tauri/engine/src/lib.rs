//! What Counterfoil does: quoting, invoicing, sync, outbox, documents, vault.
//! The only place that knows both Stripe's shapes and ours. No Tauri, no
//! statics: everything it needs comes in one [`Desk`].

pub mod view;
