//! The keys of a keyboard that write no letter, as the W3C protocol numbers them.

/// A key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Enter,
    Tab,
    Escape,
    Up,
    Down,
    End,
    Shift,
    Control,
    Alt,
    F5,
    /// One that does write a letter, for use beside Control or Alt.
    Letter(char),
}

impl Key {
    /// Its sign in the protocol.
    pub(crate) fn sign(self) -> char {
        match self {
            Key::Enter => '\u{E007}',
            Key::Tab => '\u{E004}',
            Key::Escape => '\u{E00C}',
            Key::Up => '\u{E013}',
            Key::Down => '\u{E015}',
            Key::End => '\u{E010}',
            Key::Shift => '\u{E008}',
            Key::Control => '\u{E009}',
            Key::Alt => '\u{E00A}',
            Key::F5 => '\u{E035}',
            Key::Letter(letter) => letter,
        }
    }
}
