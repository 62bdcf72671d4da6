//! Object ids in Stripe's form: a prefix and 24 characters, made from the account's salt and a counter
//! that is stored with the data, so that an id never comes twice and a fixed clock gives fixed ids.
//! They are not secret and not random.

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `cus_` and 24 characters; the salt tells accounts apart, the counter objects.
pub(crate) fn make(prefix: &str, salt: u64, counter: u64, length: usize) -> String {
    let mut out = String::with_capacity(prefix.len() + length);
    out.push_str(prefix);
    let mut state = scramble(salt ^ scramble(counter.wrapping_add(0x51_7c_c1_b7_27_22_0a_95)));
    let mut left = 0;
    while out.len() < prefix.len() + length {
        if left == 0 {
            state = scramble(state.wrapping_add(counter));
            left = 8;
        }
        let index = usize::try_from((state >> (left * 7)) % 62).unwrap_or(0);
        out.push(char::from(ALPHABET[index]));
        left -= 1;
    }
    out
}

/// The finalizer of splitmix64: spreads a counter over all 64 bits.
pub(crate) fn scramble(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::make;
    use std::collections::HashSet;

    #[test]
    fn ids_do_not_repeat_and_have_stripes_length() {
        let ids: HashSet<String> = (0..20_000).map(|n| make("in_", 7, n, 24)).collect();
        assert_eq!(ids.len(), 20_000);
        assert!(
            ids.iter()
                .all(|id| id.len() == 27 && id[3..].chars().all(|c| c.is_ascii_alphanumeric()))
        );
    }

    #[test]
    fn accounts_do_not_share_ids() {
        assert_ne!(make("cus_", 1, 1, 24), make("cus_", 2, 1, 24));
    }
}
