//! A problem in words: what happened, what to do, and Stripe's own name for
//! the request.

use super::table::clean;
use commands::view::Problem;

/// The whole problem, a line a thought.
pub(crate) fn sentence(problem: &Problem) -> String {
    let mut lines = vec![clean(&problem.message)];
    for field in &problem.fields {
        if field.message != problem.message {
            lines.push(format!(
                "  {}: {}",
                clean(&field.path),
                clean(&field.message)
            ));
        }
    }
    if let Some(hint) = &problem.hint {
        lines.push(clean(hint));
    }
    if let Some(id) = &problem.request_id {
        lines.push(format!("Stripe's request: {}", clean(id)));
    }
    lines.join("\n")
}
