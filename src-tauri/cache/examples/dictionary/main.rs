//! Makes the dictionary that records' JSON is packed with: fills shapes of Stripe's objects with
//! invented values and trains on them. Not part of the program; run once for each new dictionary.
//!
//! `cargo run -p cache --example dictionary -- OUT [MEASURED.json]`
//!
//! Writes the dictionary to OUT and prints how small invented objects get that it was not trained
//! on, and, with a second file (a list or map of objects), how small those get.
//!
//! In `shapes.json` a text `{id in}` becomes an id with that prefix, `{of a b}` one of the words,
//! `{of# 1 2}` one of the JSON values, `{amount#}` a number, and so on (see `Invented::text`).
//! Within one object the same placeholder mostly gives the same value, as it does at Stripe.

use std::collections::HashMap;
use std::error::Error;

use serde_json::{Value, json};
use zstd::bulk::Compressor;

const SHAPES: &str = include_str!("shapes.json");
const SIZE: usize = 48 << 10;
const PER_SHAPE: usize = 300;
const LEVEL: i32 = 12;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments
        .next()
        .ok_or("which file shall it be written to?")?;
    let shapes: Vec<Value> = serde_json::from_str(SHAPES)?;

    let mut random = Random(0x0c0_0f01);
    let mut samples = Vec::new();
    for _ in 0..PER_SHAPE {
        for shape in &shapes {
            samples.push(invent(shape, &mut random)?);
        }
    }
    let dictionary = zstd::dict::from_samples(&samples, SIZE)?;
    std::fs::write(&out, &dictionary)?;
    println!(
        "{out}: {} bytes from {} objects",
        dictionary.len(),
        samples.len()
    );

    let mut packer = Compressor::with_dictionary(LEVEL, &dictionary)?;
    for shape in &shapes {
        let text = invent(shape, &mut random)?;
        let packed = packer.compress(&text)?;
        println!(
            "{:24} {:6} -> {:4}",
            shape["object"],
            text.len(),
            packed.len()
        );
    }
    if let Some(measured) = arguments.next() {
        println!("{measured}:");
        let objects: Value = serde_json::from_slice(&std::fs::read(&measured)?)?;
        let objects: Vec<&Value> = match &objects {
            Value::Array(list) => list.iter().collect(),
            Value::Object(map) => map.values().collect(),
            _ => return Err("neither a list nor a map of objects".into()),
        };
        for object in objects {
            let text = serde_json::to_vec(object)?;
            let packed = packer.compress(&text)?;
            println!(
                "{:24} {:6} -> {:4}",
                object["object"],
                text.len(),
                packed.len()
            );
        }
    }
    Ok(())
}

fn invent(shape: &Value, random: &mut Random) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut invented = Invented {
        created: 1_640_000_000 + random.below(260_000_000),
        known: HashMap::new(),
        random,
    };
    let object = invented.value(shape)?;
    Ok(serde_json::to_vec(&object)?)
}

/// The values of one object.
struct Invented<'r> {
    created: u64,
    known: HashMap<String, String>,
    random: &'r mut Random,
}

impl Invented<'_> {
    fn value(&mut self, shape: &Value) -> Result<Value, Box<dyn Error>> {
        Ok(match shape {
            Value::String(text) => match text.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
                Some("time") => {
                    json!(self.created + self.random.pick(&[0, 0, 0, 1, 604_800, 2_592_000]))
                }
                Some("amount#") => json!(self.amount()),
                Some(choice) if choice.starts_with("of# ") => {
                    let choices: Vec<&str> = choice.split(' ').skip(1).collect();
                    serde_json::from_str(self.random.pick::<&str>(&choices))?
                }
                _ => json!(self.text(text)),
            },
            Value::Array(list) => list
                .iter()
                .map(|one| self.value(one))
                .collect::<Result<_, _>>()?,
            Value::Object(members) => {
                let members = members
                    .iter()
                    .map(|(name, one)| Ok((name.clone(), self.value(one)?)));
                Value::Object(members.collect::<Result<_, Box<dyn Error>>>()?)
            }
            other => other.clone(),
        })
    }

    /// Fills what stands in braces within a text.
    fn text(&mut self, text: &str) -> String {
        let Some((before, rest)) = text.split_once('{') else {
            return text.to_owned();
        };
        let Some((what, after)) = rest.split_once('}') else {
            return text.to_owned();
        };
        format!("{before}{}{}", self.named(what), self.text(after))
    }

    fn named(&mut self, what: &str) -> String {
        let words: Vec<&str> = what.split(' ').collect();
        match words.as_slice() {
            ["of", choices @ ..] => {
                let chosen = (*self.random.pick(choices)).to_owned();
                self.known(what, |_| chosen)
            }
            // Lines have ids of their own each.
            ["id", prefix @ ("il" | "li" | "si" | "ii")] => {
                format!("{prefix}_1{}", self.random.token(23))
            }
            ["id", prefix @ ("cus" | "prod")] => {
                self.known(what, |random| format!("{prefix}_{}", random.token(14)))
            }
            ["id", prefix] => self.known(what, |random| format!("{prefix}_1{}", random.token(23))),
            ["amount"] => self.amount().to_string(),
            ["long"] => self.known(what, |random| random.token(96)),
            ["word"] => self.random.token(8),
            ["uuid"] => self.known(what, |random| {
                let hex = |random: &mut Random, n| {
                    (0..n)
                        .map(|_| *random.pick(b"0123456789abcdef") as char)
                        .collect::<String>()
                };
                [8, 4, 4, 4, 12].map(|n| hex(random, n)).join("-")
            }),
            ["number"] => self.known(what, |random| {
                format!(
                    "{}-{:04}",
                    random.token(7).to_uppercase(),
                    random.below(400)
                )
            }),
            ["prefix"] => self.random.token(7).to_uppercase(),
            ["phone"] => format!("+1415555{:04}", self.random.below(10_000)),
            ["zip"] => self.random.below(99_999).to_string(),
            ["line"] => format!("{} {}", self.random.below(300), self.words(2)),
            ["name"] => {
                let name = self.words(2);
                self.known(what, |_| name)
            }
            ["email"] => {
                let name = self.words(1).to_lowercase();
                self.known(what, |_| format!("{name}@example.com"))
            }
            _ => {
                let n = self.random.pick(&[1, 2, 3, 5]);
                self.words(*n)
            }
        }
    }

    /// The same text each time within one object.
    fn known(&mut self, what: &str, make: impl FnOnce(&mut Random) -> String) -> String {
        if let Some(known) = self.known.get(what) {
            return known.clone();
        }
        let made = make(self.random);
        self.known.insert(what.to_owned(), made.clone());
        made
    }

    /// Totals mostly repeat each other.
    fn amount(&mut self) -> u64 {
        let made = self.random.below(2_000) * 50;
        let repeated = self.known("amount", |_| made.to_string());
        match self.random.below(3) {
            0 => made,
            _ => repeated.parse().unwrap_or(made),
        }
    }

    fn words(&mut self, n: usize) -> String {
        const WORDS: [&str; 24] = [
            "Website",
            "Design",
            "Hosting",
            "Support",
            "Monthly",
            "Plan",
            "Workshop",
            "Hours",
            "Travel",
            "Photography",
            "Garden",
            "Studio",
            "Consulting",
            "Retainer",
            "Setup",
            "License",
            "Anna",
            "Miller",
            "Schmidt",
            "Tanaka",
            "Jones",
            "Green",
            "North",
            "Harbour",
        ];
        let words: Vec<&str> = (0..n).map(|_| *self.random.pick(&WORDS)).collect();
        words.join(" ")
    }
}

/// The same numbers on every run (splitmix64), so that the dictionary can be made again.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let at = usize::try_from(self.next() % from.len() as u64).unwrap_or_default();
        &from[at]
    }

    fn token(&mut self, n: usize) -> String {
        const LETTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        (0..n).map(|_| *self.pick(LETTERS) as char).collect()
    }
}
