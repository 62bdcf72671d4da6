//! What goes in: one document as finished texts. Not how it looks, and not where the texts
//! come from: amounts, dates and labels arrive formatted, in the reader's language.

/// One document. Start from [`Sheet::default`] and fill in what there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The heading: "Quote", "Invoice", "Receipt".
    pub kind: String,
    /// The document's number, under the heading.
    pub number: Option<String>,
    /// A small label beside the heading, "Draft" or "Practice".
    pub watermark: Option<String>,
    /// Who sends it.
    pub seller: Party,
    /// Who gets it.
    pub buyer: Option<Party>,
    /// What stands over the buyer, "For" or "Billed to"; nothing when empty.
    pub buyer_label: String,
    /// Date, due date and the like: label and value, in the order to show.
    pub facts: Vec<(String, String)>,
    /// A paragraph above the lines.
    pub header: Option<String>,
    /// What the document is about, under the header and a little stronger.
    pub description: Option<String>,
    /// The table's head.
    pub columns: Columns,
    /// What is sold.
    pub lines: Vec<Line>,
    /// From the subtotal to what is due, in order.
    pub totals: Vec<Total>,
    /// Paragraphs under the totals.
    pub notes: Vec<String>,
    /// A paragraph at the end.
    pub footer: Option<String>,
    /// Where the document can be paid; clickable in the PDF.
    pub pay_link: Option<String>,
    /// What stands before the pay link, "Pay online"; nothing when empty.
    pub pay_label: String,
    /// The paper.
    pub page_size: PageSize,
    /// The owner's colour, for the heading and the label beside it.
    pub accent: Rgb,
    /// The owner's logo, over the seller's name.
    pub logo: Option<Image>,
    /// Page numbers, with `{page}` and `{pages}` in it; no page numbers when empty.
    pub page_of: String,
    /// The PDF's title, as a viewer's window shows it.
    pub title: String,
    /// The PDF's author.
    pub author: String,
    /// The PDF's date, in unix seconds UTC. Left out of the PDF when `None`.
    pub created: Option<i64>,
    /// The language of the texts as a BCP 47 tag ("ja", "de-AT"), where known. It chooses among
    /// Chinese, Japanese and Korean letter forms, and a screen reader's voice.
    pub language: Option<String>,
    /// Mirrors the page: the first column stands right.
    pub rtl: bool,
}

/// A name and what stands under it: address, e-mail, tax number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Party {
    /// Set strong.
    pub name: String,
    /// One line each; long ones wrap.
    pub lines: Vec<String>,
}

/// The table's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// "Item"
    pub item: String,
    /// "Qty"
    pub quantity: String,
    /// "Price"
    pub price: String,
    /// "Amount"
    pub amount: String,
}

/// One row of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub title: String,
    /// A quieter paragraph under the title.
    pub detail: Option<String>,
    /// How many.
    pub quantity: String,
    /// Price for one.
    pub price: String,
    /// Price for all.
    pub amount: String,
    /// Quiet single remarks under title and detail: discount, tax, period.
    pub notes: Vec<String>,
}

/// One row under the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Total {
    /// "Subtotal"
    pub label: String,
    /// The amount with its currency.
    pub amount: String,
    /// How loud.
    pub weight: Weight,
}

/// How loud a total is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Weight {
    /// As the table.
    #[default]
    Plain,
    /// Under a rule, larger: what is due.
    Strong,
    /// Quieter than the table: "then each month".
    Muted,
}

/// The paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PageSize {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

impl PageSize {
    /// Width and height in points (1/72 in).
    pub fn points(self) -> (f32, f32) {
        match self {
            PageSize::A4 => (595.276, 841.89),
            PageSize::Letter => (612.0, 792.0),
        }
    }
}

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Reads `#15504a` or `15504a`, as Stripe's branding writes it; nothing else.
    pub fn from_hex(text: &str) -> Option<Rgb> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let value = u32::from_str_radix(digits, 16).ok()?;
        let [_, r, g, b] = value.to_be_bytes();
        Some(Rgb(r, g, b))
    }

    /// `#15504a`
    pub fn to_hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The bytes of a PNG file.
    pub png: Vec<u8>,
}

impl Default for Sheet {
    fn default() -> Self {
        Sheet {
            kind: String::new(),
            number: None,
            watermark: None,
            seller: Party::default(),
            buyer: None,
            buyer_label: String::new(),
            facts: Vec::new(),
            header: None,
            description: None,
            columns: Columns::default(),
            lines: Vec::new(),
            totals: Vec::new(),
            notes: Vec::new(),
            footer: None,
            pay_link: None,
            pay_label: String::new(),
            page_size: PageSize::A4,
            accent: Rgb(0x15, 0x50, 0x4a),
            logo: None,
            page_of: "Page {page} of {pages}".into(),
            title: String::new(),
            author: String::new(),
            created: None,
            language: None,
            rtl: false,
        }
    }
}

impl Default for Columns {
    fn default() -> Self {
        Columns {
            item: "Item".into(),
            quantity: "Qty".into(),
            price: "Price".into(),
            amount: "Amount".into(),
        }
    }
}
