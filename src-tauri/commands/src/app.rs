//! Commands about the program as a whole: overview, sync, settings, reading
//! an amount.

use crate::requests::{Attend, Nothing, ReadAmount, Reading, SyncNow};
use engine::Desk;
use engine::view::{Overview, Problem, Settings, SyncView};

pub(crate) async fn overview(desk: &Desk, _: Nothing) -> Result<Overview, Problem> {
    engine::overview::overview(&*desk.account().await?).await
}

pub(crate) async fn sync(desk: &Desk, request: SyncNow) -> Result<SyncView, Problem> {
    engine::sync::run(&*desk.account().await?, request.full).await
}

pub(crate) async fn attend(desk: &Desk, request: Attend) -> Result<Nothing, Problem> {
    engine::reads::attend(&*desk.account().await?, request.here).await;
    Ok(Nothing {})
}

pub(crate) async fn settings(desk: &Desk, _: Nothing) -> Result<Settings, Problem> {
    engine::settings::read(&*desk.account().await?).await
}

pub(crate) async fn put_settings(desk: &Desk, request: Settings) -> Result<Settings, Problem> {
    engine::settings::write(&*desk.account().await?, request).await
}

pub(crate) async fn read_amount(desk: &Desk, request: ReadAmount) -> Result<Reading, Problem> {
    let account = desk.account().await?;
    let (text, currency) = (request.text.as_str(), request.currency.as_str());
    if request.moved {
        let read = engine::payments::amount::read(&account, text, currency, request.most).await?;
        return Ok(match read {
            Ok(amount) => Reading {
                decimal: Some(amount.decimal.clone()),
                rest: request
                    .most
                    .map(|most| engine::payments::amount::rest(&amount, most)),
                amount: Some(amount),
                message: None,
                readings: Vec::new(),
            },
            Err(misread) => unread(misread.message, misread.readings),
        });
    }
    let read = engine::drafting::read_amount(&account, text, currency).await?;
    Ok(match read {
        Ok(decimal) => Reading {
            decimal: Some(decimal),
            amount: None,
            rest: None,
            message: None,
            readings: Vec::new(),
        },
        Err((message, readings)) => unread(message, readings),
    })
}

fn unread(message: String, readings: Vec<String>) -> Reading {
    Reading {
        decimal: None,
        amount: None,
        rest: None,
        message: Some(message),
        readings,
    }
}
