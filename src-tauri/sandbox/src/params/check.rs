//! The check of a form against an operation's table. Its answer is plain JSON: numbers as integers,
//! decimals as text, null where a value was unset.

use serde_json::{Map, Value};

use super::{Args, Kind, Need, Param};
use crate::errors::Refusal;
use crate::http::form::Node;

/// Holds `form` against `table`; what only older versions know passes only when `is_old`.
pub(crate) fn check(table: &'static [Param], form: &Node, is_old: bool) -> Result<Args, Refusal> {
    if !is_old && let Node::Branch(entries) = form {
        let gone = table
            .iter()
            .find(|p| p.need == Need::Legacy && entries.iter().any(|(k, _)| k == p.name));
        if let Some(gone) = gone {
            return Err(unknown(gone.name).before_it_began());
        }
    }
    let map = hash(table, form, "").map_err(Refusal::before_it_began)?;
    Ok(Args::new(Value::Object(map)))
}

fn hash(table: &'static [Param], node: &Node, at: &str) -> Result<Map<String, Value>, Refusal> {
    let Node::Branch(entries) = node else {
        return Err(Refusal::invalid("Invalid object").param(at));
    };
    if let Some((name, _)) = entries
        .iter()
        .find(|(k, _)| k != "expand" && !table.iter().any(|p| p.name == k))
    {
        let path = inside(at, name);
        return Err(unknown(&path));
    }
    let mut out = Map::new();
    for param in table {
        let path = inside(at, param.name);
        match entries
            .iter()
            .find(|(k, _)| k == param.name)
            .map(|(_, v)| v)
        {
            Some(node) => {
                out.insert(param.name.to_owned(), value(param, node, &path)?);
            }
            None if param.need == Need::Required => return Err(Refusal::missing_param(&path)),
            None => {}
        }
    }
    // Every operation takes `expand`, nested hashes do not.
    if let Some((_, node)) = entries.iter().find(|(k, _)| k == "expand") {
        if !at.is_empty() {
            let path = inside(at, "expand");
            return Err(unknown(&path));
        }
        out.insert(
            "expand".into(),
            of_kind(Kind::List(&Kind::Id), node, "expand")?,
        );
    }
    Ok(out)
}

fn unknown(path: &str) -> Refusal {
    Refusal::invalid(format!("Received unknown parameter: {path}"))
        .code("parameter_unknown")
        .param(path)
}

fn value(param: &'static Param, node: &Node, at: &str) -> Result<Value, Refusal> {
    let is_empty = matches!(node, Node::Text(text) if text.is_empty());
    if !is_empty {
        return of_kind(param.kind, node, at);
    }
    let clears = match param.need {
        Need::Clearable => true,
        Need::Optional | Need::Legacy => {
            matches!(param.kind, Kind::Text(_) | Kind::Metadata | Kind::List(_))
        }
        Need::Required => false,
    };
    if clears {
        return Ok(Value::Null);
    }
    Err(Refusal::invalid(format!(
        "You passed an empty string for '{at}'. We assume empty values are an attempt to unset a parameter; however '{at}' cannot be unset. You should remove '{at}' from your request or supply a non-empty value."
    ))
    .code("parameter_invalid_empty")
    .param(at))
}

fn of_kind(kind: Kind, node: &Node, at: &str) -> Result<Value, Refusal> {
    match (kind, node) {
        (Kind::Hash(table), node) => Ok(Value::Object(hash(table, node, at)?)),
        (Kind::List(member), Node::Branch(_)) if node.is_list() => {
            let members = node.members();
            let checked = members
                .iter()
                .enumerate()
                .map(|(i, n)| of_kind(*member, n, &format!("{at}[{i}]")));
            Ok(Value::Array(checked.collect::<Result<_, _>>()?))
        }
        (Kind::List(_), _) => Err(Refusal::invalid("Invalid array").param(at)),
        (Kind::Metadata, Node::Branch(entries)) => metadata(entries, at),
        (Kind::Range, Node::Branch(entries)) => range(entries, at),
        (_, Node::Branch(_)) => {
            Err(Refusal::invalid(format!("Invalid string: {{...}} for '{at}'")).param(at))
        }
        (_, Node::Text(text)) => scalar(kind, text, at),
    }
}

fn scalar(kind: Kind, text: &str, at: &str) -> Result<Value, Refusal> {
    match kind {
        Kind::Text(_) | Kind::Id if text.chars().count() > most_of(kind) => {
            let start: String = text.chars().take(20).collect();
            Err(Refusal::invalid(format!(
                "Invalid string: {start}...; must be at most {} characters",
                most_of(kind)
            ))
            .param(at))
        }
        Kind::Text(_) | Kind::Id => Ok(text.into()),
        Kind::Boolean => match text {
            "true" => Ok(true.into()),
            "false" => Ok(false.into()),
            _ => Err(Refusal::invalid(format!("Invalid boolean: {text}")).param(at)),
        },
        Kind::Integer { least, most } => {
            let number = integer(text, at)?;
            if number < least {
                let message = if least == 0 {
                    "This value must be greater than or equal to 0.".to_owned()
                } else {
                    format!("This value must be greater than or equal to {least}.")
                };
                return Err(Refusal::invalid(message)
                    .code("parameter_invalid_integer")
                    .param(at));
            }
            if number > most {
                return Err(Refusal::invalid(format!(
                    "This value must be less than or equal to {most} (it currently is '{number}')."
                ))
                .code("parameter_invalid_integer")
                .param(at));
            }
            Ok(number.into())
        }
        Kind::Time => Ok(integer(text, at)?.into()),
        Kind::TimeOr(word) if text == word => Ok(text.into()),
        Kind::TimeOrOneOf(words) if words.contains(&text) => Ok(text.into()),
        Kind::TimeOr(_) | Kind::TimeOrOneOf(_) | Kind::Range => Ok(integer(text, at)?.into()),
        Kind::Decimal | Kind::Number => match crate::money::Decimal::parse(text) {
            Some(_) => Ok(text.into()),
            None => Err(Refusal::invalid(format!(
                "Invalid decimal: {text}; must have at most 12 decimal places"
            ))
            .code("parameter_invalid_decimal")
            .param(at)),
        },
        Kind::Choice(words) if words.contains(&text) => Ok(text.into()),
        Kind::Choice(words) => Err(Refusal::invalid(format!(
            "Invalid {}: must be one of {}",
            last(at),
            words.join(", ")
        ))
        .param(at)),
        Kind::Metadata => Err(Refusal::invalid("Invalid hash").param(at)),
        Kind::List(_) => Err(Refusal::invalid("Invalid array").param(at)),
        Kind::Hash(_) => Err(Refusal::invalid("Invalid object").param(at)),
    }
}

fn most_of(kind: Kind) -> usize {
    if let Kind::Text(most) = kind {
        most
    } else {
        5000
    }
}

fn integer(text: &str, at: &str) -> Result<i64, Refusal> {
    text.parse().map_err(|_| {
        Refusal::invalid(format!("Invalid integer: {text}"))
            .code("parameter_invalid_integer")
            .param(at)
    })
}

fn range(entries: &[(String, Node)], at: &str) -> Result<Value, Refusal> {
    let mut out = Map::new();
    for (bound, node) in entries {
        let path = inside(at, bound);
        if !["gt", "gte", "lt", "lte"].contains(&bound.as_str()) {
            return Err(unknown(&path));
        }
        let Node::Text(text) = node else {
            return Err(Refusal::invalid("Invalid integer").param(&path));
        };
        out.insert(bound.clone(), integer(text, &path)?.into());
    }
    Ok(Value::Object(out))
}

fn metadata(entries: &[(String, Node)], at: &str) -> Result<Value, Refusal> {
    let mut out = Map::new();
    for (key, node) in entries {
        let Node::Text(text) = node else {
            return Err(Refusal::invalid(format!("Metadata values must be strings, but for key '{key}' you passed in a value of type hash")).param(at));
        };
        if key.chars().count() > 40 {
            return Err(Refusal::invalid("Metadata keys must be at most 40 characters.").param(at));
        }
        if text.chars().count() > 500 {
            return Err(Refusal::invalid(format!("Metadata values can have up to 500 characters, but you passed in a value that is {} characters.", text.chars().count())).param(&inside(at, key)));
        }
        out.insert(key.clone(), text.as_str().into());
    }
    if out.len() > 50 {
        return Err(Refusal::invalid("You can only have 50 metadata keys.").param(at));
    }
    Ok(Value::Object(out))
}

fn inside(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}[{name}]")
    }
}

fn last(at: &str) -> &str {
    at.trim_end_matches(']').rsplit('[').next().unwrap_or(at)
}
