//! How everything is, in words; anything that does not work is a failure to
//! whoever called.

use crate::answer::Answer;
use crate::desk::Session;
use crate::print::care;
use commands::Nothing;
use commands::view::{Code, Health, HealthState, Problem, Retry};

pub(crate) async fn run(session: &Session) -> Result<Answer, Problem> {
    let health: Health = session.ask("care.health", &Nothing {}).await?;
    let answer = Answer::new(&health, care::health(&health))?;
    let ill = health
        .checks
        .iter()
        .find(|check| check.state == HealthState::Bad);
    Ok(answer.but(ill.map(|check| Problem {
        hint: check.hint.clone(),
        retry: Retry::Now,
        ..Problem::new(Code::NotAllowed, check.said.clone())
    })))
}
