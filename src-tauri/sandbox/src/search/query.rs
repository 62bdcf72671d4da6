//! A search query: clauses of a field, an operator and a value, joined by AND or by OR, each perhaps
//! negated. There are no parentheses, and AND and OR do not stand in one query; so Stripe has it.

use serde_json::Value;

use super::fields::{Field, Searched, Sort};
use crate::errors::Refusal;

#[derive(Debug)]
pub(super) struct Query {
    clauses: Vec<Clause>,
    /// One clause is enough.
    any: bool,
}

#[derive(Debug)]
struct Clause {
    negated: bool,
    /// Which of the kind's fields.
    place: usize,
    /// The key, for metadata.
    key: Option<String>,
    asked: Asked,
}

#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    /// In lower case.
    Is(String),
    /// In lower case.
    Contains(String),
    Equals(i128),
    Flag(bool),
    More(i128),
    AtLeast(i128),
    Less(i128),
    AtMost(i128),
}

impl Query {
    pub(super) fn read(text: &str, searched: &'static Searched) -> Result<Self, Refusal> {
        let mut rest = text.trim_start();
        let mut clauses = Vec::new();
        // What has joined the clauses so far; a mere space is an AND.
        let mut any: Option<bool> = None;
        while !rest.is_empty() {
            if !clauses.is_empty() {
                let joined_by_or = if let Some(after) = word(rest, "OR") {
                    rest = after;
                    true
                } else {
                    rest = word(rest, "AND").unwrap_or(rest);
                    false
                };
                if *any.get_or_insert(joined_by_or) != joined_by_or {
                    return Err(unreadable(
                        "You cannot combine AND and OR in the same search query.",
                    ));
                }
            }
            let (clause, after) = clause(rest, searched)?;
            clauses.push(clause);
            if !after.is_empty() && !after.starts_with(char::is_whitespace) {
                return Err(unparsed());
            }
            rest = after.trim_start();
        }
        if clauses.is_empty() {
            return Err(unparsed());
        }
        Ok(Self {
            clauses,
            any: any == Some(true),
        })
    }

    /// Whether it holds for the object that [`Searched::extract`] made these values of.
    pub(super) fn holds(&self, values: &[Value]) -> bool {
        if self.any {
            self.clauses.iter().any(|clause| clause.holds(values))
        } else {
            self.clauses.iter().all(|clause| clause.holds(values))
        }
    }
}

impl Clause {
    fn holds(&self, values: &[Value]) -> bool {
        let value = values.get(self.place);
        let found = match &self.key {
            Some(key) => value.and_then(|metadata| metadata.get(key)),
            None => value,
        };
        let found = found.filter(|value| !value.is_null());
        self.asked.holds(found) != self.negated
    }
}

impl Asked {
    fn holds(&self, found: Option<&Value>) -> bool {
        let Some(found) = found else {
            return *self == Self::Nothing;
        };
        let number = || found.as_i64().map(i128::from);
        let lower = || found.as_str().map(str::to_lowercase);
        match self {
            Self::Nothing => false,
            Self::Is(text) => lower().as_ref() == Some(text),
            Self::Contains(text) => lower().is_some_and(|found| found.contains(text.as_str())),
            Self::Flag(flag) => found.as_bool() == Some(*flag),
            Self::Equals(n) => number() == Some(*n),
            Self::More(n) => number().is_some_and(|found| found > *n),
            Self::AtLeast(n) => number().is_some_and(|found| found >= *n),
            Self::Less(n) => number().is_some_and(|found| found < *n),
            Self::AtMost(n) => number().is_some_and(|found| found <= *n),
        }
    }
}

/// What follows `wanted`, if `text` begins with it as a word, in capitals or not.
fn word<'t>(text: &'t str, wanted: &str) -> Option<&'t str> {
    let (head, tail) = (text.get(..wanted.len())?, text.get(wanted.len()..)?);
    (head.eq_ignore_ascii_case(wanted) && tail.starts_with(char::is_whitespace))
        .then(|| tail.trim_start())
}

/// The first clause of `text`, and what follows it.
fn clause<'t>(text: &'t str, searched: &'static Searched) -> Result<(Clause, &'t str), Refusal> {
    let (negated, text) = match text.strip_prefix('-') {
        Some(after) => (true, after),
        None => (false, text),
    };
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
        .ok_or_else(unparsed)?;
    let (name, mut rest) = text.split_at(end);
    if name.is_empty() {
        return Err(unparsed());
    }
    let mut key = None;
    if let Some(after) = rest.strip_prefix('[') {
        let (read, after) = quoted(after)?.ok_or_else(unparsed)?;
        rest = after.strip_prefix(']').ok_or_else(unparsed)?;
        key = Some(read);
    }
    let operators = [":", "~", ">=", "<=", ">", "<"];
    let (operator, rest) = operators
        .iter()
        .find_map(|o| Some((*o, rest.strip_prefix(o)?)))
        .ok_or_else(unparsed)?;
    let (value, was_quoted, rest) = match quoted(rest)? {
        Some((value, rest)) => (value, true, rest),
        None => {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let (value, rest) = rest.split_at(end);
            (value.to_owned(), false, rest)
        }
    };
    let (place, field) = (searched.fields.iter().enumerate())
        .find(|(_, f)| f.name == name)
        .ok_or_else(|| unknown_field(name, searched))?;
    if (field.kind == Sort::Metadata) != key.is_some() {
        return Err(unparsed());
    }
    let asked = asked(field, name, operator, &value, was_quoted)?;
    let clause = Clause {
        negated,
        place,
        key,
        asked,
    };
    Ok((clause, rest))
}

/// A quoted text and what follows it; `None` when there is no quotation mark at the beginning.
fn quoted(text: &str) -> Result<Option<(String, &str)>, Refusal> {
    let Some(mark) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return Ok(None);
    };
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().map(|(_, escaped)| escaped)),
            c if c == mark => return Ok(Some((out, &text[at + c.len_utf8()..]))),
            c => out.push(c),
        }
    }
    Err(unparsed())
}

fn asked(
    field: &Field,
    name: &str,
    operator: &str,
    value: &str,
    was_quoted: bool,
) -> Result<Asked, Refusal> {
    if operator == ":" && !was_quoted && value.eq_ignore_ascii_case("null") {
        return Ok(Asked::Nothing);
    }
    let wrong = |message: String| Err(unreadable(&message));
    let number = || {
        value.parse::<i64>().map(i128::from).map_err(|_| {
            unreadable(&format!(
                "Field `{name}` is numeric, and `{value}` is not a whole number."
            ))
        })
    };
    Ok(match (field.kind, operator) {
        (Sort::Number, ":") => Asked::Equals(number()?),
        (Sort::Number, ">") => Asked::More(number()?),
        (Sort::Number, ">=") => Asked::AtLeast(number()?),
        (Sort::Number, "<") => Asked::Less(number()?),
        (Sort::Number, "<=") => Asked::AtMost(number()?),
        (_, ">" | ">=" | "<" | "<=") => {
            return wrong(format!(
                "Field `{name}` is not numeric and cannot be compared with `{operator}`."
            ));
        }
        (Sort::Flag, ":") => match value.to_ascii_lowercase().as_str() {
            "true" => Asked::Flag(true),
            "false" => Asked::Flag(false),
            _ => {
                return wrong(format!(
                    "Field `{name}` is true or false, and `{value}` is neither."
                ));
            }
        },
        (Sort::Token | Sort::Text | Sort::Metadata, ":" | "~") if !was_quoted => {
            return Err(unparsed());
        }
        (Sort::Token | Sort::Text | Sort::Metadata, ":") => Asked::Is(value.to_lowercase()),
        (Sort::Text, "~") if value.chars().count() < LEAST => {
            return wrong(format!(
                "A substring match on `{name}` needs at least {LEAST} characters."
            ));
        }
        (Sort::Text, "~") => Asked::Contains(value.to_lowercase()),
        _ => {
            return wrong(format!(
                "Field `{name}` does not support substring matching with `~`."
            ));
        }
    })
}

/// The shortest part that can be looked for.
const LEAST: usize = 3;

fn unparsed() -> Refusal {
    unreadable(
        "We were unable to parse your search query. Try using the format `metadata[\"key\"]:\"value\"` to query for metadata or key:\"value\" to query for other fields.",
    )
}

fn unknown_field(name: &str, searched: &Searched) -> Refusal {
    let plural = searched.plural;
    unreadable(&format!(
        "Field `{name}` is an unsupported search field for resource `{plural}`. See http://stripe.com/docs/search#query-fields-for-{} for a list of supported fields.",
        plural.replace('_', "-")
    ))
}

fn unreadable(message: &str) -> Refusal {
    Refusal::invalid(message).param("query").before_it_began()
}

#[cfg(test)]
mod tests {
    use super::super::fields::{CHARGES, CUSTOMERS, Searched};
    use super::Query;
    use serde_json::{Value, json};

    fn customer() -> Value {
        json!({
            "name": "Café \"Zur Post\"", "email": "Amy@Rocket.example", "phone": null,
            "created": 1000, "metadata": { "tier": "Gold", "a key": "" },
        })
    }

    /// `None` where the query is refused.
    fn found(query: &str, searched: &'static Searched, object: &Value) -> Option<bool> {
        let values = searched.extract(object).into_iter();
        let values: Vec<Value> = values.map(|v| v.cloned().unwrap_or_default()).collect();
        Query::read(query, searched).ok().map(|q| q.holds(&values))
    }

    #[test]
    fn clauses_hold_or_do_not_or_are_refused() {
        for (query, expected) in [
            (r#"email:"amy@rocket.example""#, Some(true)),
            (r"email:'AMY@rocket.example'", Some(true)),
            (r#"email:"amy""#, Some(false)),
            (r#"email~"rocket""#, Some(true)),
            (r#"name~"zur post""#, Some(true)),
            (r#"name:"CAFÉ \"zur post\"""#, Some(true)),
            (r#"-email~"rocket""#, Some(false)),
            (r#"metadata["tier"]:"gold""#, Some(true)),
            (r#"metadata['tier']:'silver'"#, Some(false)),
            (r#"metadata["a key"]:"""#, Some(true)),
            (r#"metadata["none"]:null"#, Some(true)),
            (r#"-metadata["tier"]:NULL"#, Some(true)),
            ("phone:null", Some(true)),
            ("-phone:null", Some(false)),
            // What is not there does not match, so its negation does.
            (r#"phone:"123""#, Some(false)),
            (r#"-phone:"123""#, Some(true)),
            ("created>999", Some(true)),
            ("created>1000", Some(false)),
            ("created>=1000 created<=1000", Some(true)),
            ("created<\"1001\"", Some(true)),
            ("created:1000", Some(true)),
            ("created:-5", Some(false)),
            (r#"created<5 OR name~"caf""#, Some(true)),
            (r#"created<5 or created<6"#, Some(false)),
            (r#"created>5 AND name~"caf""#, Some(true)),
            (r#"created>5 name~"xyz""#, Some(false)),
            // Refused.
            ("", None),
            ("email", None),
            ("email:amy", None),
            (r#"email:"amy"#, None),
            (r#"email>"amy""#, None),
            (r#"email~"am""#, None),
            (r#"nickname:"amy""#, None),
            (r#"metadata:"gold""#, None),
            (r#"metadata["tier"]~"gold""#, None),
            (r#"name["x"]:"gold""#, None),
            ("created:soon", None),
            ("created~1000", None),
            (r#"created>1 OR created>2 AND created>3"#, None),
            (r#"created>1 created>2 OR created>3"#, None),
            (r#"(created>1)"#, None),
            (r#"created>1 OR"#, None),
            (r#"email:"a"name:"b""#, None),
        ] {
            assert_eq!(found(query, &CUSTOMERS, &customer()), expected, "{query}");
        }
    }

    #[test]
    fn flags_and_nested_fields() {
        let charge = json!({
            "refunded": true, "disputed": false, "customer": "cus_1",
            "payment_method_details": { "card": { "last4": "4242", "exp_month": 8 } },
        });
        for (query, expected) in [
            ("refunded:true", Some(true)),
            ("-refunded:'true'", Some(false)),
            ("disputed:\"true\"", Some(false)),
            ("disputed:\"maybe\"", None),
            ("payment_method_details.card.last4:4242", None),
            ("payment_method_details.card.last4:\"4242\"", Some(true)),
            ("payment_method_details.card.exp_month:8", Some(true)),
            // A token is matched whole, or not at all.
            ("customer~\"cus\"", None),
        ] {
            assert_eq!(found(query, &CHARGES, &charge), expected, "{query}");
        }
    }
}
