//! The stand-in for Stripe.js: the script that a page loads, and the frame in which a card is typed.
//! They are files; what they may ask of the API is [`crate::http::publishable`].

use crate::http::answer::Answer;

const SCRIPT: &str = include_str!("v3/stripe.js");
const FRAME: &str = include_str!("v3/frame.html");
const FRAME_SCRIPT: &str = include_str!("v3/frame.js");
const FRAME_STYLE: &str = include_str!("v3/frame.css");

/// What lies at this path, if anything of the stand-in does.
pub(super) fn file(path: &str) -> Option<Answer> {
    const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
    let text = |kind, text: &str| Answer::file(kind, text.as_bytes().to_vec());
    let file = match path {
        "/v3" | "/v3/" => {
            text(JAVASCRIPT, SCRIPT).header("cross-origin-resource-policy", "cross-origin")
        }
        // A frame for any page, as Stripe's are; it runs only its own script and talks only to its own origin.
        "/v3/frame.html" => Answer::page(200, FRAME.to_owned()).header(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'",
        ),
        "/v3/frame.js" => text(JAVASCRIPT, FRAME_SCRIPT),
        "/v3/frame.css" => text("text/css; charset=utf-8", FRAME_STYLE),
        _ => return None,
    };
    Some(
        file.header("referrer-policy", "no-referrer")
            .header("x-content-type-options", "nosniff"),
    )
}
