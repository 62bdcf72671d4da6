//! Lists: every object once, in order, with the cursor in sight.

use futures_util::TryStreamExt;
use serde_json::{Value, json};
use stripe::{Error, ListPage, Params, paths};

use crate::server::{Server, json as answer, refusal};

fn page(ids: &[&str], has_more: bool) -> axum::http::Response<axum::body::Body> {
    let data: Vec<Value> = ids
        .iter()
        .map(|id| json!({ "id": id, "object": "invoice" }))
        .collect();
    answer(
        200,
        &json!({ "object": "list", "data": data, "has_more": has_more, "url": "/v1/invoices" }),
    )
}

fn ids(pages: &[ListPage]) -> Vec<String> {
    let objects = pages.iter().flat_map(|page| &page.data);
    objects
        .map(|object| object["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn pages_follow_each_other_by_cursor() -> Result<(), Error> {
    let server = Server::start(vec![
        page(&["in_5", "in_4"], true),
        page(&["in_3", "in_2"], true),
        page(&["in_1"], false),
    ])
    .await;
    let params = Params::new().set("status", "open");
    let pages: Vec<_> = server
        .client()
        .list(paths::INVOICES, &params)
        .try_collect()
        .await?;
    assert_eq!(ids(&pages), ["in_5", "in_4", "in_3", "in_2", "in_1"]);
    assert_eq!(
        pages[0].last_id.as_deref(),
        Some("in_4"),
        "where to go on after a restart"
    );
    assert_eq!(pages[0].first_id(), Some("in_5"));
    let queries: Vec<_> = server
        .seen()
        .iter()
        .map(|seen| seen.uri.query().unwrap().to_owned())
        .collect();
    assert_eq!(
        queries,
        [
            "status=open&limit=100",
            "status=open&starting_after=in_4&limit=100",
            "status=open&starting_after=in_2&limit=100",
        ]
    );
    Ok(())
}

#[tokio::test]
async fn walking_towards_the_newer_ones_goes_by_the_first_id() -> Result<(), Error> {
    let server = Server::start(vec![
        page(&["in_3", "in_2"], true),
        page(&["in_5", "in_4"], false),
    ])
    .await;
    let params = Params::new().set("ending_before", "in_1").set("limit", 2);
    let pages: Vec<_> = server
        .client()
        .list(paths::INVOICES, &params)
        .try_collect()
        .await?;
    assert_eq!(ids(&pages), ["in_3", "in_2", "in_5", "in_4"]);
    assert_eq!(
        server.seen()[1].uri.query(),
        Some("ending_before=in_3&limit=2")
    );
    Ok(())
}

#[tokio::test]
async fn an_error_ends_the_walk_after_the_pages_before_it() {
    let server = Server::start(vec![
        page(&["in_2"], true),
        refusal(403, "invalid_request_error", ""),
        page(&["in_1"], false),
    ])
    .await;
    let mut pages = server.client().list(paths::INVOICES, &Params::new());
    assert_eq!(ids(&[pages.try_next().await.unwrap().unwrap()]), ["in_2"]);
    assert!(pages.try_next().await.unwrap_err().is_forbidden());
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn an_empty_list_is_one_empty_page() -> Result<(), Error> {
    let server = Server::start(vec![page(&[], false)]).await;
    let pages: Vec<_> = server
        .client()
        .list(paths::INVOICES, &Params::new())
        .try_collect()
        .await?;
    assert_eq!(
        pages,
        [ListPage {
            data: Vec::new(),
            has_more: false,
            last_id: None
        }]
    );
    Ok(())
}

#[tokio::test]
async fn a_list_that_does_not_move_on_is_an_error_and_not_for_ever() {
    let stuck = || page(&["in_2", "in_1"], true);
    let endless = Server::start(vec![stuck(), stuck(), stuck(), stuck()]).await;
    let walked = endless.client().list(paths::INVOICES, &Params::new());
    let error = walked.try_collect::<Vec<_>>().await.unwrap_err();
    assert!(matches!(error, Error::Shape { .. }), "{error}");
    assert_eq!(endless.seen().len(), 2);
    for odd in [
        json!({ "object": "list" }),
        json!({ "data": [], "has_more": true }),
        json!([]),
    ] {
        let server = Server::start(vec![answer(200, &odd)]).await;
        let error = server
            .client()
            .page(paths::INVOICES, &Params::new())
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Shape { .. }), "{odd}: {error}");
    }
}
