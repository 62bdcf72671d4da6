//! Letting time pass on the practice account.

use crate::answer::Answer;
use crate::args::PracticeVerb;
use crate::desk::Session;
use crate::print::dates::moment;
use commands::LetPass;
use commands::view::{PracticeTime, Problem};

const HOUR_SECONDS: u32 = 3_600;
const DAY_SECONDS: u32 = 86_400;

pub(crate) async fn run(session: &Session, verb: PracticeVerb) -> Result<Answer, Problem> {
    let PracticeVerb::Advance(args) = verb;
    // What is too much is refused by name, so it may stop at the most that fits.
    let hours = args.hours.unwrap_or(0).saturating_mul(HOUR_SECONDS);
    let days = args.days.unwrap_or(0).saturating_mul(DAY_SECONDS);
    let request = LetPass {
        months: args.months.unwrap_or(0),
        seconds: hours.saturating_add(days),
    };
    let time: PracticeTime = session.ask("practice.advance", &request).await?;
    Answer::new(
        &time,
        format!(
            "On the practice account it is now {}. What was due by then has happened.",
            moment(time.now)
        ),
    )
}
