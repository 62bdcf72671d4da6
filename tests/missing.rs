//! What a test does where something that it needs is not there: by itself it
//! says so and does nothing; under `cargo xtask test`, which brings everything,
//! it fails, because a test that passes without having run proves nothing.

/// Set by `cargo xtask test` once all that the tests need is there.
const ALL: &str = "COUNTERFOIL_TEST_ALL";

/// Says that the test is skipped for want of `what`; fails where nothing may be missing.
pub(crate) fn missing(what: &str) {
    assert!(
        std::env::var_os(ALL).is_none(),
        "{ALL} is set, so nothing may be missing, but: {what}"
    );
    eprintln!("Skipped: {what}. `cargo xtask test` brings what is needed.");
}
