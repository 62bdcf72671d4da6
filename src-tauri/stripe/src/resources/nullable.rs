//! Reading `null` where Stripe means "none of them": lists, maps and flags that may be null.
//!
//! Not for amounts: a missing amount is never a zero.

use serde::{Deserialize, Deserializer};

/// The value, or its empty form for `null`. Goes with `#[serde(default)]`, which covers a field
/// that is missing altogether.
pub(super) fn or_empty<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}
