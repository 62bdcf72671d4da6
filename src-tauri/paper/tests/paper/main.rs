//! What a paper must hold, seen from outside: its layout, its PDF, its SVG. How text is shaped in
//! detail is the shaper's own business.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop and say where"
)]

mod layout;
mod limits;
mod pdf;
mod samples;
mod svg;
