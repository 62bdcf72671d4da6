//! Closes a PDF: what the file says about itself, and an identity that follows from its contents
//! instead of from chance. Nothing here is seen on a page.

use lopdf::{Dictionary, Document, Object, StringFormat};

use crate::error::Error;
use crate::page::Info;

/// Writes the file. printpdf leaves random ids and its own dates; both are replaced.
pub(crate) fn close(mut document: Document, info: &Info) -> Result<Vec<u8>, Error> {
    // OpenType programs and marked text need more than the 1.3 that printpdf writes.
    document.version = "1.7".to_owned();
    describe(&mut document, info);
    identify(&mut document, &[0; 16]);
    document.compress();
    let draft = write(&mut document)?;
    identify(&mut document, &fingerprint(&draft));
    write(&mut document)
}

fn describe(document: &mut Document, info: &Info) {
    let mut about = Dictionary::new();
    about.set("Title", text(&info.title));
    if !info.author.is_empty() {
        about.set("Author", text(&info.author));
    }
    if let Some(created) = info.created {
        let date = Object::string_literal(date(created));
        about.set("CreationDate", date.clone());
        about.set("ModDate", date);
    }
    let old = document.trailer.get(b"Info").and_then(Object::as_reference);
    if let Ok(place) = old {
        document.set_object(place, about);
    }
    let mut viewer = Dictionary::new();
    viewer.set("DisplayDocTitle", !info.title.is_empty());
    if info.rtl {
        viewer.set("Direction", "R2L");
    }
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("ViewerPreferences", viewer);
        if let Some(language) = &info.language {
            catalog.set("Lang", Object::string_literal(language.as_str()));
        }
    }
}

fn identify(document: &mut Document, id: &[u8; 16]) {
    let id = Object::String(id.to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
}

fn write(document: &mut Document) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    document
        .save_to(&mut bytes)
        .map_err(|problem| Error::Pdf(problem.to_string()))?;
    Ok(bytes)
}

/// Two FNV-1a sums of the bytes. Not against forgery: it only has to differ where files do.
fn fingerprint(bytes: &[u8]) -> [u8; 16] {
    let sum = |start: u64| {
        bytes.iter().fold(start, |sum, byte| {
            (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    };
    let [high, low] = [sum(0xcbf2_9ce4_8422_2325), sum(0x6c62_272e_07bb_0142)];
    ((u128::from(high) << 64) | u128::from(low)).to_be_bytes()
}

fn text(text: &str) -> Object {
    Object::String(utf16(text), StringFormat::Hexadecimal)
}

/// A text as PDF writes it outside of pages: UTF-16, large end first, with its mark.
pub(crate) fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_be_bytes).collect()
}

/// `D:20261122094100Z` from unix seconds UTC.
fn date(seconds: i64) -> String {
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("D:{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z")
}

/// Year, month and day of a day counted from 1 January 1970, in the Gregorian calendar. Counts in
/// years that start in March, so that the leap day comes last.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_are_written_as_pdf_wants_them() {
        assert_eq!(date(0), "D:19700101000000Z");
        assert_eq!(date(1_709_210_096), "D:20240229123456Z");
        assert_eq!(date(1_795_340_460), "D:20261122094100Z");
        assert_eq!(date(-1), "D:19691231235959Z");
    }
}
