//! The table of pictures: a name, where in the window, and what to do before the shutter. A step
//! waits for what it needs, so no step waits for a time.

/// One picture, taken in light and in dark.
pub(crate) struct Screen {
    /// The file's name without theme and ending.
    pub(crate) name: &'static str,
    /// The part of the window's address after `#`.
    pub(crate) route: &'static str,
    pub(crate) steps: &'static [Step],
    /// Without a network.
    pub(crate) offline: bool,
}

/// One thing to do or to wait for. A text that is empty fits every element.
pub(crate) enum Step {
    /// Wait until an element of this selector shows this text.
    See(&'static str, &'static str),
    /// Wait for it and click it.
    Click(&'static str, &'static str),
    /// Wait for the first element of a selector and type into it.
    Type(&'static str, &'static str),
    /// Go on from the address that the last step led to, by adding this to it.
    Deeper(&'static str),
    /// Wait until the PDF viewer has drawn a page with this text.
    Paper(&'static str),
}

use Step::{Click, Deeper, Paper, See, Type};

const ROW: &str = "main [role=option]";

/// All pictures.
pub(crate) const SCREENS: &[Screen] = &[
    Screen {
        name: "quotes",
        route: "/quotes",
        steps: &[Click(ROW, "Open"), See("main button", "Accept…")],
        offline: false,
    },
    Screen {
        name: "editor",
        route: "/quotes",
        steps: &[
            Click(ROW, "Open"),
            Click("main button", "Duplicate"),
            See("main section img", ""),
        ],
        offline: false,
    },
    Screen {
        name: "accept",
        route: "/quotes",
        steps: &[
            Click(ROW, "Open"),
            Click("main button", "Accept…"),
            See("dialog[open] button", "Not yet"),
        ],
        offline: false,
    },
    Screen {
        name: "invoice",
        route: "/invoices",
        steps: &[Click(ROW, "Paid"), See("main button", "Open PDF")],
        offline: false,
    },
    Screen {
        name: "invoice-pdf",
        route: "/invoices",
        steps: &[
            Click(ROW, "Paid"),
            See("main button", "Open PDF"),
            Deeper("/pdf"),
            See("main iframe", ""),
            Paper("Invoice"),
        ],
        offline: false,
    },
    Screen {
        name: "find",
        route: "/customers",
        steps: &[
            Click(ROW, ""),
            Click("main button", "Find"),
            Type("dialog[open] input", "ha"),
            See("dialog[open] [role=option]", ""),
        ],
        offline: false,
    },
    Screen {
        name: "filtered",
        route: "/invoices",
        steps: &[
            Click(".chips button", "Filter"),
            Type("dialog[open] .figures", "500"),
            Click("dialog[open] button", "Show them"),
            See(".chip", "At least 500"),
            Click(ROW, ""),
            See("main .slip h1", ""),
        ],
        offline: false,
    },
    Screen {
        name: "revision",
        route: "/quotes",
        steps: &[Click(ROW, "0001-2"), See("main .slip", "Revision 2")],
        offline: false,
    },
    Screen {
        name: "subscription",
        route: "/subscriptions",
        steps: &[
            Click(ROW, "Active"),
            Click("main button", "Change…"),
            Type("dialog[open] .figures", "2"),
            See("dialog[open] h3", "With the next invoice"),
        ],
        offline: false,
    },
    Screen {
        name: "connect",
        route: "/settings/new/connect",
        steps: &[See("main", "restricted key")],
        offline: false,
    },
    Screen {
        name: "pack",
        route: "/packs",
        steps: &[
            See("main", "Everything your accountant"),
            See("main .loud", ""),
        ],
        offline: false,
    },
    Screen {
        name: "offline",
        route: "/invoices",
        steps: &[
            Click(ROW, "Paid"),
            See("main button", "Open PDF"),
            See("nav", "Offline"),
        ],
        offline: true,
    },
];
