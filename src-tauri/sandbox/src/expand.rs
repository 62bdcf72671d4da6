//! `expand[]`: puts whole objects where ids stand, along dot paths, and adds the fields that come only
//! when they are asked for. It reads; it never changes an object.

use serde_json::Value;

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects;

/// Stripe's own limit on how deep a path may go; a list's `data` does not count.
const DEEPEST: usize = 4;

pub(crate) fn all(call: &Call<'_>, value: &mut Value, paths: &[String]) -> Result<(), Refusal> {
    for path in paths {
        let parts: Vec<&str> = path.split('.').collect();
        if parts.iter().filter(|p| **p != "data").count() > DEEPEST {
            return Err(Refusal::invalid(format!(
                "You cannot expand more than {DEEPEST} levels of a property. Property: {path}."
            ))
            .param("expand")
            .before_it_began());
        }
        along(call, value, &parts, path, &Owner::default())?;
    }
    Ok(())
}

/// The object that a value belongs to, and the fields from there to it.
#[derive(Debug, Clone, Default)]
struct Owner {
    noun: String,
    id: String,
    trail: String,
}

impl Owner {
    fn below(&self, value: &Value, field: &str) -> Self {
        if let (Some(noun), Some(id)) = (value.text("object"), value.text("id")) {
            return Self {
                noun: noun.to_owned(),
                id: id.to_owned(),
                trail: field.to_owned(),
            };
        }
        let trail = if self.trail.is_empty() {
            field.to_owned()
        } else {
            format!("{}.{field}", self.trail)
        };
        Self {
            trail,
            ..self.clone()
        }
    }
}

fn along(
    call: &Call<'_>,
    value: &mut Value,
    parts: &[&str],
    path: &str,
    owner: &Owner,
) -> Result<(), Refusal> {
    let Some((&field, rest)) = parts.split_first() else {
        return Ok(());
    };
    match value {
        Value::Array(members) => {
            for member in members {
                along(call, member, parts, path, owner)?;
            }
            return Ok(());
        }
        Value::Object(_) => {}
        // A null on the way is nothing to expand.
        _ => return Ok(()),
    }
    let owner = owner.below(value, field);
    if value.get(field).is_none()
        && let Some(added) = objects::on_request(call, &owner.noun, &owner.id, &owner.trail)?
    {
        value.put(field, added);
    }
    let noun = objects::referred(value, field);
    let Some(found) = value.get_mut(field) else {
        // Deleted objects have none of their fields, and that is no mistake of the client's.
        return if value.flag("deleted") || objects::may_lack(value, field) {
            Ok(())
        } else {
            Err(cannot(path))
        };
    };
    let is_scalar = match &*found {
        Value::String(_) => true,
        Value::Array(members) => members.iter().any(Value::is_string),
        _ => false,
    };
    match noun {
        Some(noun) => replace(call, found, noun)?,
        None if is_scalar => return Err(cannot(path)),
        None => {}
    }
    along(call, found, rest, path, &owner)
}

fn replace(call: &Call<'_>, found: &mut Value, noun: &str) -> Result<(), Refusal> {
    match found {
        Value::String(id) => {
            if let Some(record) = call.find(noun, id)? {
                *found = record.json;
            }
        }
        Value::Array(members) => {
            for member in members {
                replace(call, member, noun)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn cannot(path: &str) -> Refusal {
    let field = path.rsplit('.').next().unwrap_or(path);
    Refusal::invalid(format!("This property cannot be expanded ({field})."))
        .param("expand")
        .before_it_began()
}
