//! The strip of a subscription's life, from its quote to its end: at each step the window is
//! photographed as it is, and the pictures are laid side by side. What happens at each step stands
//! in `life.js`; time is the practice account's, which is let pass.

use super::screens::Step::{self, See};
use super::{settled, show};
use crate::webdriver::Session;
use anyhow::{Context, Result, ensure};
use serde_json::json;

/// The file's name without theme and ending.
pub(crate) const NAME: &str = "subscription-life";

const ACTS: &str = include_str!("life.js");

/// One picture of the strip.
struct Panel {
    /// What happens before it is taken, as `life.js` calls it.
    act: &'static str,
    caption: &'static str,
    /// What the window has to say by then.
    sees: &'static [Step],
}

const SLIP: &str = "main .slip";

const PANELS: &[Panel] = &[
    Panel {
        act: "quoted",
        caption: "A quote of $49.00 each month",
        sees: &[See(SLIP, "Accepting this will start a subscription")],
    },
    Panel {
        act: "accepted",
        caption: "Accepted: its first invoice finalizes itself within the hour",
        sees: &[See(SLIP, "It finalizes itself in")],
    },
    Panel {
        act: "paid",
        caption: "An hour later: charged, and paid",
        sees: &[See(SLIP, "The money has been taken.")],
    },
    Panel {
        act: "renewed",
        caption: "A month later: renewed",
        sees: &[See(SLIP, "Active"), See(SLIP, "As Stripe reckons it now.")],
    },
    Panel {
        act: "failed",
        caption: "Another month: the bank declines the card",
        sees: &[
            See(SLIP, "Past due"),
            See(SLIP, "The next attempt comes by itself in 3 days"),
            See(SLIP, "As Stripe reckons it now."),
        ],
    },
    Panel {
        act: "retried",
        caption: "Tried again in vain; its invoice shows each attempt",
        sees: &[See(SLIP, "Next attempt in 4 days")],
    },
    Panel {
        act: "recovered",
        caption: "Another card, and the next attempt recovers it",
        sees: &[See(SLIP, "Active"), See(SLIP, "As Stripe reckons it now.")],
    },
    Panel {
        act: "ended",
        caption: "It fails for good: canceled, and why",
        sees: &[See(SLIP, "because it was not paid.")],
    },
];

/// The window of each picture, where list and sheet take turns; and the width of the whole strip.
const WINDOW: (u32, u32) = (760, 860);
const STRIP: u32 = 1440;

/// Lets a subscription live in this window, and gives back its strip as a PNG file.
pub(super) fn strip(window: &Session) -> Result<Vec<u8>> {
    window.resize(WINDOW.0, WINDOW.1)?;
    let mut taken = Vec::new();
    for panel in PANELS {
        let route = act(window, panel.act)?;
        show(window, &route, panel.sees)
            .with_context(|| format!("at the step \"{}\"", panel.caption))?;
        taken.push(json!({ "caption": panel.caption, "png": window.picture_text()? }));
    }
    lay_out(window, &json!(taken))?;
    settled(window)?;
    window.picture()
}

/// Carries out a step; answers with the place where it is to be seen.
fn act(window: &Session, name: &str) -> Result<String> {
    let route = window.script_until_done(&format!(
        "const done = arguments[arguments.length - 1]; (async () => {{ {ACTS} return await life[{}](); }})()\
         .then(done, (problem) => done({{ problem: problem?.message ?? String(problem) }}))",
        json!(name)
    ))?;
    let place = route.as_str().map(str::to_owned);
    place.with_context(|| format!("the step \"{name}\" was refused: {route}"))
}

/// Shows nothing but the pictures, two in a row, each below its words. The page's own policy allows
/// no styles in attributes, and those set by a script.
fn lay_out(window: &Session, taken: &serde_json::Value) -> Result<()> {
    let height = window.script(&format!(
        "const sheet = document.createElement('main');\
         Object.assign(sheet.style, {{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '28px 24px', padding: '24px', alignContent: 'start' }});\
         for (const {{ caption, png }} of {taken}) {{\
           const figure = document.createElement('figure'); figure.style.margin = 0;\
           const words = document.createElement('figcaption'); words.textContent = caption;\
           Object.assign(words.style, {{ fontSize: '19px', fontWeight: 600, marginBlockEnd: '8px' }});\
           const picture = new Image(); picture.src = `data:image/png;base64,${{png}}`; picture.width = ({STRIP} - 72) / 2;\
           figure.append(words, picture); sheet.append(figure); }}\
         document.body.replaceChildren(sheet);\
         return Math.ceil({} / 2) * ({} + 27 + 8 + 28) + 48;",
        PANELS.len(),
        WINDOW.1 * ((STRIP - 72) / 2) / WINDOW.0,
    ))?;
    let height = height
        .as_u64()
        .and_then(|height| u32::try_from(height).ok());
    let height = height.context("the strip has no height")?;
    ensure!(height < 8_000, "the strip would be {height} pixels high");
    window.resize(STRIP, height)
}
