//! The table of pictures: a name, where in the window, and what to do before the shutter. A step
//! waits for what it needs, so no step waits for a time.

/// One picture, taken in light and in dark.
pub(crate) struct Screen {
    /// The file's name without theme and ending.
    pub(crate) name: &'static str,
    /// The part of the window's address after `#`.
    pub(crate) route: &'static str,
    pub(crate) steps: &'static [Step],
}

/// One thing to do or to wait for.
pub(crate) enum Step {
    /// Wait until this expression in the page is true.
    See(&'static str),
    /// Wait for a selector's first element and click it.
    Click(&'static str),
    /// Wait for a selector's first element and type into it.
    Type(&'static str, &'static str),
}

use Step::{Click, See, Type};

/// All pictures.
pub(crate) const SCREENS: &[Screen] = &[
    Screen {
        name: "quotes",
        route: "/quotes",
        steps: &[
            Click("[data-row]"),
            See("document.querySelector('[data-detail]')"),
        ],
    },
    Screen {
        name: "editor",
        route: "/quotes/new",
        steps: &[
            Type("[data-field=line] input", "Garden design"),
            See("document.querySelector('svg')"),
        ],
    },
];
