//! How a record's JSON is kept: without secrets, and small. Not what it means.
//!
//! An invoice is some 6 KB of JSON, nearly all of it the same field names; a dictionary that knows
//! them (`raw/1.dictionary`, made by `examples/dictionary.rs`) brings it under 700 bytes. A stored
//! value is one byte naming the dictionary, four with the length of the text (little-endian), and
//! a zstd frame. Dictionaries are only ever added: what was stored with one needs it for ever.

use std::cell::RefCell;

use serde_json::Value;
use zstd::bulk::{Compressor, Decompressor};

use crate::Error;

const DICTIONARY: &[u8] = include_bytes!("raw/1.dictionary");
const NUMBER: u8 = 1;

/// Twelve is where more effort stops paying for texts this short.
const LEVEL: i32 = 12;

/// No object of Stripe's comes near this; a stored length beyond it is damage, and would otherwise
/// be allocated before anything is noticed.
const LARGEST: usize = 64 << 20;

/// Names of members that hold secrets, wherever they stand.
const SECRETS: [&str; 2] = ["client_secret", "confirmation_secret"];

/// Packs and unpacks for one thread. Its two halves are made when first needed: a reader never
/// packs.
pub(crate) struct Codec {
    packer: RefCell<Option<Compressor<'static>>>,
    unpacker: RefCell<Option<Decompressor<'static>>>,
}

impl Codec {
    pub(crate) fn new() -> Self {
        Self {
            packer: RefCell::new(None),
            unpacker: RefCell::new(None),
        }
    }

    /// The bytes to store for this JSON, secrets taken out.
    pub(crate) fn pack(&self, id: &str, value: &Value) -> Result<Vec<u8>, Error> {
        let text = if holds_secret(value) {
            let mut value = value.clone();
            strip(&mut value);
            serde_json::to_vec(&value)
        } else {
            serde_json::to_vec(value)
        }
        .map_err(Error::stored("records", id))?;

        let length = u32::try_from(text.len())
            .ok()
            .filter(|_| text.len() <= LARGEST)
            .ok_or_else(|| Error::stored("records", id)("larger than any object of Stripe's"))?;
        let mut slot = self.packer.borrow_mut();
        let packer = match &mut *slot {
            Some(packer) => packer,
            none => none.insert(
                Compressor::with_dictionary(LEVEL, DICTIONARY)
                    .map_err(Error::stored("records", id))?,
            ),
        };
        let frame = packer
            .compress(&text)
            .map_err(Error::stored("records", id))?;

        let mut bytes = Vec::with_capacity(frame.len() + 5);
        bytes.push(NUMBER);
        bytes.extend(length.to_le_bytes());
        bytes.extend(frame);
        Ok(bytes)
    }

    /// The JSON that was stored as these bytes.
    pub(crate) fn unpack(&self, id: &str, bytes: &[u8]) -> Result<Value, Error> {
        let unreadable = |why: &str| Error::stored("records", id)(why);
        let (head, frame) = bytes
            .split_at_checked(5)
            .ok_or_else(|| unreadable("cut short"))?;
        let [NUMBER, length @ ..] = head else {
            return Err(unreadable("packed with an unknown dictionary"));
        };
        let length = u32::from_le_bytes(length.try_into().unwrap_or_default());
        let length = usize::try_from(length)
            .ok()
            .filter(|length| *length <= LARGEST)
            .ok_or_else(|| unreadable("an impossible length"))?;

        let mut slot = self.unpacker.borrow_mut();
        let unpacker = match &mut *slot {
            Some(unpacker) => unpacker,
            none => none.insert(
                Decompressor::with_dictionary(DICTIONARY).map_err(Error::stored("records", id))?,
            ),
        };
        let text = unpacker
            .decompress(frame, length)
            .map_err(Error::stored("records", id))?;
        serde_json::from_slice(&text).map_err(Error::stored("records", id))
    }
}

fn holds_secret(value: &Value) -> bool {
    match value {
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| SECRETS.contains(&name.as_str()) || holds_secret(value)),
        Value::Array(values) => values.iter().any(holds_secret),
        _ => false,
    }
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !SECRETS.contains(&name.as_str()));
            members.values_mut().for_each(strip);
        }
        Value::Array(values) => values.iter_mut().for_each(strip),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test is what these say")]

    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_gone_at_every_depth() {
        let codec = Codec::new();
        let value = json!({
            "id": "in_1",
            "confirmation_secret": {"client_secret": "pi_1_secret_2", "type": "payment_intent"},
            "payments": {"data": [{"payment": {"client_secret": "pi_1_secret_2", "id": "pi_1"}}]},
        });
        let back = codec
            .unpack("in_1", &codec.pack("in_1", &value).unwrap())
            .unwrap();
        assert_eq!(
            back,
            json!({"id": "in_1", "payments": {"data": [{"payment": {"id": "pi_1"}}]}})
        );
    }

    #[test]
    fn the_dictionary_is_the_one_that_files_were_written_with() {
        // Never change these bytes: add `raw/2.dictionary` and keep this one for reading.
        let hash = crate::tables::documents::hex(DICTIONARY);
        assert_eq!(
            hash,
            "4ddf246ffa6f305d20728caef83df3090270c07b55fc0028deb5941280d0bba9"
        );
    }

    #[test]
    fn objects_get_small_and_come_back_whole() {
        let shapes = include_str!("../examples/dictionary/shapes.json");
        let shapes: Vec<Value> = serde_json::from_str(shapes).unwrap();
        let codec = Codec::new();
        for shape in shapes {
            let packed = codec.pack("x", &shape).unwrap();
            let length = shape.to_string().len();
            // The smaller the object, the more of it are ids and numbers.
            let times = if length > 2_500 { 4 } else { 2 };
            let (object, packed_length) = (&shape["object"], packed.len());
            assert!(
                packed_length * times < length,
                "{object}: {packed_length} of {length}"
            );
            assert_eq!(codec.unpack("x", &packed).unwrap(), shape);
        }
    }

    #[test]
    fn damage_is_an_error_and_nothing_worse() {
        let codec = Codec::new();
        let good = codec
            .pack("in_1", &json!({"id": "in_1", "total": 1250}))
            .unwrap();
        for length in 0..good.len() {
            assert!(codec.unpack("in_1", &good[..length]).is_err(), "{length}");
        }
        let mut unknown = good.clone();
        unknown[0] = 9;
        assert!(codec.unpack("in_1", &unknown).is_err());
        let mut vast = good;
        vast[4] = 0xff;
        assert!(codec.unpack("in_1", &vast).is_err());
    }
}
