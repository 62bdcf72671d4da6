//! A letter as a mail message: RFC 5322, in parts, with `X-Unsent`, so that a mail program opens
//! it for writing and not as something that came in.

use super::letter::Letter;
use mail_builder::MessageBuilder;
use mail_builder::headers::raw::Raw;
use std::io;
use std::path::Path;

/// The message with the PDF attached under `name`; `now` in unix seconds UTC.
pub(super) fn eml(letter: &Letter, name: &str, pdf: &[u8], now: i64) -> io::Result<Vec<u8>> {
    // The message's name is made here, so that it tells nothing about this computer.
    let id = format!("{}@counterfoil.invalid", uuid::Uuid::new_v4().simple());
    let mut message = MessageBuilder::new()
        .message_id(id)
        .date(now)
        .subject(letter.subject.as_str())
        .header("X-Unsent", Raw::new("1"))
        .text_body(letter.body.as_str())
        .attachment("application/pdf", name, pdf);
    if let Some((name, address)) = &letter.from {
        message = message.from((name.as_str(), address.as_str()));
    }
    if !letter.to.is_empty() {
        message = message.to((letter.name.as_str(), letter.to.as_str()));
    }
    message.write_to_vec()
}

/// Writes the message beside its PDF, under the same name. A newer draft takes the older one's
/// place, in one move.
pub(super) async fn put(folder: &Path, pdf: &str, mail: Vec<u8>) -> io::Result<String> {
    let path = folder.join(pdf).with_extension("eml");
    let part = folder.join(format!(".{}.part", uuid::Uuid::new_v4().simple()));
    tokio::fs::write(&part, mail).await?;
    if let Err(error) = tokio::fs::rename(&part, &path).await {
        // What went wrong first is what is told.
        let _ = tokio::fs::remove_file(&part).await;
        return Err(error);
    }
    Ok(path.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail_parser::{MessageParser, MimeHeaders as _};

    #[test]
    fn every_script_arrives_as_it_was_written() -> Result<(), Box<dyn std::error::Error>> {
        let letter = Letter {
            from: Some(("Bürobedarf Nord".to_owned(), "post@nord.example".to_owned())),
            name: "東京建築設計事務所".to_owned(),
            to: "ana@halden.example".to_owned(),
            subject: "Angebot für Möbel – 見積書".to_owned(),
            body: "Grüße\n\n見積書です。\n".to_owned(),
        };
        let name = "2026-05-03_QT-1_東京建築設計事務所.pdf";
        let mail = eml(&letter, name, b"%PDF-1.7 \x00\xff", 1_777_766_400)?;
        assert!(mail.is_ascii(), "what is not ASCII is encoded");
        let longest = mail.split(|byte| *byte == b'\n').map(<[u8]>::len).max();
        assert!(
            longest <= Some(999),
            "no line is too long for a mail server"
        );

        let read = MessageParser::new().parse(&mail).ok_or("it can be read")?;
        assert_eq!(read.subject(), Some(letter.subject.as_str()));
        let to = read
            .to()
            .and_then(|to| to.first())
            .ok_or("it has a recipient")?;
        assert_eq!(
            (to.name(), to.address()),
            (Some(letter.name.as_str()), Some(letter.to.as_str()))
        );
        assert_eq!(read.header_raw("X-Unsent").map(str::trim), Some("1"));
        assert_eq!(
            read.body_text(0).map(|text| text.replace("\r\n", "\n")),
            Some(letter.body.clone())
        );
        let attached = read.attachment(0).ok_or("the PDF is attached")?;
        assert_eq!(
            (attached.attachment_name(), attached.contents()),
            (Some(name), &b"%PDF-1.7 \x00\xff"[..])
        );
        assert_eq!(
            read.date().map(|date| date.to_timestamp()),
            Some(1_777_766_400)
        );
        Ok(())
    }
}
