//! Every currency Stripe takes for charges, and what each demands of an amount.
//!
//! Not a list of all the world's currencies: one that Stripe cannot charge is not a currency
//! here, because guessing how many decimals it has would be guessing by a factor of 100.

use std::{fmt, hash};

/// A currency that Stripe can charge. Small, `Copy`, compared by its code.
#[derive(Clone, Copy)]
pub struct Currency(&'static Row);

/// What the table says of one currency.
#[derive(Debug)]
struct Row {
    code: &'static str,
    upper: &'static str,
    decimals: u8,
    name: &'static str,
}

const fn row(code: &'static str, upper: &'static str, decimals: u8, name: &'static str) -> Row {
    Row {
        code,
        upper,
        decimals,
        name,
    }
}

impl Currency {
    /// US dollar.
    pub const USD: Self = Self(&row("usd", "USD", 2, "US dollar"));
    /// Euro.
    pub const EUR: Self = Self(&row("eur", "EUR", 2, "euro"));
    /// British pound.
    pub const GBP: Self = Self(&row("gbp", "GBP", 2, "British pound"));
    /// Japanese yen: no decimals.
    pub const JPY: Self = Self(&row("jpy", "JPY", 0, "Japanese yen"));
    /// Kuwaiti dinar: three decimals.
    pub const KWD: Self = Self(&row("kwd", "KWD", 3, "Kuwaiti dinar"));

    /// The currency with this three-letter code, in either case. `None` for anything that
    /// Stripe does not charge in.
    pub fn parse(code: &str) -> Option<Self> {
        let code: [u8; 3] = code.trim().as_bytes().try_into().ok()?;
        let code = code.map(|letter| letter.to_ascii_lowercase());
        let at = TABLE
            .binary_search_by(|row| row.code.as_bytes().cmp(&code))
            .ok()?;
        TABLE.get(at).map(Self)
    }

    /// All currencies, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(Self)
    }

    /// The code as Stripe writes it: `"usd"`.
    pub fn code(self) -> &'static str {
        self.0.code
    }

    /// The code as people write it: `"USD"`.
    pub fn upper(self) -> &'static str {
        self.0.upper
    }

    /// The name within an English sentence: `"US dollar"`, `"euro"`.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// How many decimals Stripe's minor unit stands for: 0, 2 or 3.
    ///
    /// ISK and UGX say 2, as Stripe does for backward compatibility, although neither has a
    /// smaller coin: see [`step`](Self::step).
    pub fn decimals(self) -> u8 {
        self.0.decimals
    }

    /// Minor units in one major unit: 1, 100 or 1000.
    pub fn scale(self) -> i64 {
        match self.0.decimals {
            0 => 1,
            3 => 1000,
            _ => 100,
        }
    }

    /// An amount to charge must be a multiple of this many minor units: 100 for ISK and UGX
    /// (whole units only), 10 for three-decimal currencies (the last digit is always 0),
    /// otherwise 1.
    pub fn step(self) -> i64 {
        match (self.code(), self.decimals()) {
            ("isk" | "ugx", _) => 100,
            (_, 3) => 10,
            _ => 1,
        }
    }

    /// The smallest amount that Stripe charges, in minor units, as far as Stripe states one.
    ///
    /// Stripe states it for the currency that is paid out; for another settlement currency the
    /// converted amount counts, which is not known here.
    pub fn minimum(self) -> Option<i64> {
        Some(match self.code() {
            "usd" | "aud" | "brl" | "cad" | "chf" | "eur" | "inr" | "nzd" | "sgd" | "jpy" => 50,
            "gbp" => 30,
            "bgn" => 100,
            "aed" | "myr" | "pln" | "ron" => 200,
            "dkk" => 250,
            "nok" | "sek" => 300,
            "hkd" => 400,
            "mxn" | "thb" => 1_000,
            "czk" => 1_500,
            "huf" => 17_500,
            _ => return None,
        })
    }

    /// How many digits of minor units an amount may have: 8, for IDR 12, for INR 9.
    ///
    /// Stripe lets cards go higher in JPY, HUF and COP without naming a figure that holds for
    /// invoices, so they stay at eight.
    pub fn maximum_digits(self) -> u32 {
        match self.code() {
            "idr" => 12,
            "inr" => 9,
            _ => 8,
        }
    }

    /// The largest amount that Stripe charges, in minor units.
    pub fn maximum(self) -> i64 {
        match self.maximum_digits() {
            12 => 999_999_999_999,
            9 => 999_999_999,
            _ => 99_999_999,
        }
    }

    /// The sign that stands before an amount, for the four currencies where it cannot be
    /// mistaken for another's. `None` means that the code is written instead.
    pub fn symbol(self) -> Option<&'static str> {
        match self.code() {
            "usd" => Some("$"),
            "eur" => Some("€"),
            "gbp" => Some("£"),
            "jpy" => Some("¥"),
            _ => None,
        }
    }
}

impl PartialEq for Currency {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

impl Eq for Currency {}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}

impl hash::Hash for Currency {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.code().hash(state);
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.upper())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.upper())
    }
}

/// Sorted by code, which `parse` relies on and a test holds. ANG has been replaced by XCG, and
/// is kept because old records carry it.
static TABLE: &[Row] = &[
    row("aed", "AED", 2, "UAE dirham"),
    row("afn", "AFN", 2, "Afghan afghani"),
    row("all", "ALL", 2, "Albanian lek"),
    row("amd", "AMD", 2, "Armenian dram"),
    row("ang", "ANG", 2, "Netherlands Antillean guilder"),
    row("aoa", "AOA", 2, "Angolan kwanza"),
    row("ars", "ARS", 2, "Argentine peso"),
    row("aud", "AUD", 2, "Australian dollar"),
    row("awg", "AWG", 2, "Aruban florin"),
    row("azn", "AZN", 2, "Azerbaijani manat"),
    row("bam", "BAM", 2, "Bosnian convertible mark"),
    row("bbd", "BBD", 2, "Barbadian dollar"),
    row("bdt", "BDT", 2, "Bangladeshi taka"),
    row("bgn", "BGN", 2, "Bulgarian lev"),
    row("bhd", "BHD", 3, "Bahraini dinar"),
    row("bif", "BIF", 0, "Burundian franc"),
    row("bmd", "BMD", 2, "Bermudian dollar"),
    row("bnd", "BND", 2, "Brunei dollar"),
    row("bob", "BOB", 2, "Bolivian boliviano"),
    row("brl", "BRL", 2, "Brazilian real"),
    row("bsd", "BSD", 2, "Bahamian dollar"),
    row("bwp", "BWP", 2, "Botswana pula"),
    row("byn", "BYN", 2, "Belarusian rouble"),
    row("bzd", "BZD", 2, "Belize dollar"),
    row("cad", "CAD", 2, "Canadian dollar"),
    row("cdf", "CDF", 2, "Congolese franc"),
    row("chf", "CHF", 2, "Swiss franc"),
    row("clp", "CLP", 0, "Chilean peso"),
    row("cny", "CNY", 2, "Chinese yuan"),
    row("cop", "COP", 2, "Colombian peso"),
    row("crc", "CRC", 2, "Costa Rican colón"),
    row("cve", "CVE", 2, "Cape Verdean escudo"),
    row("czk", "CZK", 2, "Czech koruna"),
    row("djf", "DJF", 0, "Djiboutian franc"),
    row("dkk", "DKK", 2, "Danish krone"),
    row("dop", "DOP", 2, "Dominican peso"),
    row("dzd", "DZD", 2, "Algerian dinar"),
    row("egp", "EGP", 2, "Egyptian pound"),
    row("etb", "ETB", 2, "Ethiopian birr"),
    row("eur", "EUR", 2, "euro"),
    row("fjd", "FJD", 2, "Fijian dollar"),
    row("fkp", "FKP", 2, "Falkland Islands pound"),
    row("gbp", "GBP", 2, "British pound"),
    row("gel", "GEL", 2, "Georgian lari"),
    row("gip", "GIP", 2, "Gibraltar pound"),
    row("gmd", "GMD", 2, "Gambian dalasi"),
    row("gnf", "GNF", 0, "Guinean franc"),
    row("gtq", "GTQ", 2, "Guatemalan quetzal"),
    row("gyd", "GYD", 2, "Guyanese dollar"),
    row("hkd", "HKD", 2, "Hong Kong dollar"),
    row("hnl", "HNL", 2, "Honduran lempira"),
    row("htg", "HTG", 2, "Haitian gourde"),
    row("huf", "HUF", 2, "Hungarian forint"),
    row("idr", "IDR", 2, "Indonesian rupiah"),
    row("ils", "ILS", 2, "Israeli new shekel"),
    row("inr", "INR", 2, "Indian rupee"),
    row("isk", "ISK", 2, "Icelandic króna"),
    row("jmd", "JMD", 2, "Jamaican dollar"),
    row("jod", "JOD", 3, "Jordanian dinar"),
    row("jpy", "JPY", 0, "Japanese yen"),
    row("kes", "KES", 2, "Kenyan shilling"),
    row("kgs", "KGS", 2, "Kyrgyzstani som"),
    row("khr", "KHR", 2, "Cambodian riel"),
    row("kmf", "KMF", 0, "Comorian franc"),
    row("krw", "KRW", 0, "South Korean won"),
    row("kwd", "KWD", 3, "Kuwaiti dinar"),
    row("kyd", "KYD", 2, "Cayman Islands dollar"),
    row("kzt", "KZT", 2, "Kazakhstani tenge"),
    row("lak", "LAK", 2, "Lao kip"),
    row("lbp", "LBP", 2, "Lebanese pound"),
    row("lkr", "LKR", 2, "Sri Lankan rupee"),
    row("lrd", "LRD", 2, "Liberian dollar"),
    row("lsl", "LSL", 2, "Lesotho loti"),
    row("mad", "MAD", 2, "Moroccan dirham"),
    row("mdl", "MDL", 2, "Moldovan leu"),
    row("mga", "MGA", 0, "Malagasy ariary"),
    row("mkd", "MKD", 2, "Macedonian denar"),
    row("mmk", "MMK", 2, "Myanmar kyat"),
    row("mnt", "MNT", 2, "Mongolian tögrög"),
    row("mop", "MOP", 2, "Macanese pataca"),
    row("mur", "MUR", 2, "Mauritian rupee"),
    row("mvr", "MVR", 2, "Maldivian rufiyaa"),
    row("mwk", "MWK", 2, "Malawian kwacha"),
    row("mxn", "MXN", 2, "Mexican peso"),
    row("myr", "MYR", 2, "Malaysian ringgit"),
    row("mzn", "MZN", 2, "Mozambican metical"),
    row("nad", "NAD", 2, "Namibian dollar"),
    row("ngn", "NGN", 2, "Nigerian naira"),
    row("nio", "NIO", 2, "Nicaraguan córdoba"),
    row("nok", "NOK", 2, "Norwegian krone"),
    row("npr", "NPR", 2, "Nepalese rupee"),
    row("nzd", "NZD", 2, "New Zealand dollar"),
    row("omr", "OMR", 3, "Omani rial"),
    row("pab", "PAB", 2, "Panamanian balboa"),
    row("pen", "PEN", 2, "Peruvian sol"),
    row("pgk", "PGK", 2, "Papua New Guinean kina"),
    row("php", "PHP", 2, "Philippine peso"),
    row("pkr", "PKR", 2, "Pakistani rupee"),
    row("pln", "PLN", 2, "Polish złoty"),
    row("pyg", "PYG", 0, "Paraguayan guaraní"),
    row("qar", "QAR", 2, "Qatari riyal"),
    row("ron", "RON", 2, "Romanian leu"),
    row("rsd", "RSD", 2, "Serbian dinar"),
    row("rub", "RUB", 2, "Russian rouble"),
    row("rwf", "RWF", 0, "Rwandan franc"),
    row("sar", "SAR", 2, "Saudi riyal"),
    row("sbd", "SBD", 2, "Solomon Islands dollar"),
    row("scr", "SCR", 2, "Seychellois rupee"),
    row("sek", "SEK", 2, "Swedish krona"),
    row("sgd", "SGD", 2, "Singapore dollar"),
    row("shp", "SHP", 2, "Saint Helena pound"),
    row("sle", "SLE", 2, "Sierra Leonean leone"),
    row("sos", "SOS", 2, "Somali shilling"),
    row("srd", "SRD", 2, "Surinamese dollar"),
    row("std", "STD", 2, "São Tomé and Príncipe dobra"),
    row("szl", "SZL", 2, "Swazi lilangeni"),
    row("thb", "THB", 2, "Thai baht"),
    row("tjs", "TJS", 2, "Tajikistani somoni"),
    row("tnd", "TND", 3, "Tunisian dinar"),
    row("top", "TOP", 2, "Tongan paʻanga"),
    row("try", "TRY", 2, "Turkish lira"),
    row("ttd", "TTD", 2, "Trinidad and Tobago dollar"),
    row("twd", "TWD", 2, "New Taiwan dollar"),
    row("tzs", "TZS", 2, "Tanzanian shilling"),
    row("uah", "UAH", 2, "Ukrainian hryvnia"),
    row("ugx", "UGX", 2, "Ugandan shilling"),
    row("usd", "USD", 2, "US dollar"),
    row("uyu", "UYU", 2, "Uruguayan peso"),
    row("uzs", "UZS", 2, "Uzbekistani som"),
    row("vnd", "VND", 0, "Vietnamese dong"),
    row("vuv", "VUV", 0, "Vanuatu vatu"),
    row("wst", "WST", 2, "Samoan tālā"),
    row("xaf", "XAF", 0, "Central African CFA franc"),
    row("xcd", "XCD", 2, "East Caribbean dollar"),
    row("xcg", "XCG", 2, "Caribbean guilder"),
    row("xof", "XOF", 0, "West African CFA franc"),
    row("xpf", "XPF", 0, "CFP franc"),
    row("yer", "YER", 2, "Yemeni rial"),
    row("zar", "ZAR", 2, "South African rand"),
    row("zmw", "ZMW", 2, "Zambian kwacha"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_consistent() {
        for pair in TABLE.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} is misplaced", pair[1].code);
        }
        for row in TABLE {
            assert_eq!(row.code.to_ascii_uppercase(), row.upper);
            assert_eq!(
                Currency::parse(row.upper).map(Currency::code),
                Some(row.code)
            );
        }
        // Stripe says "more than 135".
        assert!(TABLE.len() > 135, "{}", TABLE.len());
        for named in [
            Currency::USD,
            Currency::EUR,
            Currency::GBP,
            Currency::JPY,
            Currency::KWD,
        ] {
            let listed = Currency::parse(named.code()).map(|c| (c.decimals(), c.name()));
            assert_eq!(listed, Some((named.decimals(), named.name())));
        }
    }

    #[test]
    fn codes_are_read_in_either_case_and_nothing_else_is() {
        assert_eq!(Currency::parse("USD"), Some(Currency::USD));
        assert_eq!(Currency::parse(" eur "), Some(Currency::EUR));
        for not in ["", "us", "usdt", "xxx", "€", "ééé", "iqd"] {
            assert_eq!(Currency::parse(not), None, "{not}");
        }
    }

    #[test]
    fn special_currencies() {
        let of = |code: &str| {
            Currency::parse(code).map(|c| (c.decimals(), c.scale(), c.step(), c.maximum()))
        };
        let check = |code: &str, expect| assert_eq!(of(code), Some(expect), "{code}");
        check("usd", (2, 100, 1, 99_999_999));
        check("jpy", (0, 1, 1, 99_999_999));
        check("kwd", (3, 1000, 10, 99_999_999));
        check("isk", (2, 100, 100, 99_999_999));
        check("ugx", (2, 100, 100, 99_999_999));
        check("idr", (2, 100, 1, 999_999_999_999));
        check("inr", (2, 100, 1, 999_999_999));
        check("huf", (2, 100, 1, 99_999_999));
    }
}
