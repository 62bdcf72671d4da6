//! What can go wrong between a sheet and its bytes. Not a missing glyph: that is drawn as a box
//! and reported by [`crate::missing_glyphs`], because a paper with one odd character is still
//! worth having.

/// Why a document could not be laid out or painted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A font file could not be read.
    #[error("the font {name} cannot be read")]
    Font {
        /// The font's name, or its place in the list of the bundled ones.
        name: String,
    },
    /// The logo is not a PNG, or a broken one.
    #[error("the logo is not a PNG picture that can be read: {0}")]
    Logo(#[from] png::DecodingError),
    /// The logo is a PNG, but larger than any letterhead needs.
    #[error("the logo is {width} by {height} pixels; it may have at most {limit} on a side")]
    LogoSize {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The most that is taken, in pixels.
        limit: u32,
    },
    /// The layout was made with other fonts than those given to the painter.
    #[error("the layout uses the font {name}, which is not among the fonts given")]
    ForeignFonts {
        /// The font's name.
        name: String,
    },
    /// There is no such page.
    #[error("the document has {pages} pages; there is no page {page}")]
    NoSuchPage {
        /// The page asked for, from 0.
        page: usize,
        /// How many there are.
        pages: usize,
    },
    /// printpdf would not embed a font or write the file.
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
}
