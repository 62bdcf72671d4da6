//! Downloads: with the key and without, redirects, and what is not a document.

use axum::body::{Body, Bytes};
use axum::http::Response;
use futures_util::{StreamExt, stream};
use stripe::{Error, MAX_DOWNLOAD_BYTES, paths};

use crate::server::{KEY, Server, redirect, refusal, text, with};

const PDF: &str = "%PDF-1.7\n% a document\n%%EOF\n";

fn pdf() -> Response<Body> {
    text(200, "application/pdf", PDF)
}

#[tokio::test]
async fn a_quotes_pdf_is_fetched_with_the_key_and_an_invoices_without() -> Result<(), Error> {
    let server = Server::start(vec![pdf(), pdf()]).await;
    let client = server.client();
    assert_eq!(
        client.download(&paths::quote_pdf("qt_1")).await?,
        PDF.as_bytes()
    );
    assert_eq!(
        client
            .download(&format!("{}/invoice/x/pdf?s=ap", server.base))
            .await?,
        PDF.as_bytes()
    );
    let seen = server.seen();
    assert_eq!(seen[0].uri, "/v1/quotes/qt_1/pdf");
    assert_eq!(
        seen[0].header("authorization"),
        Some(format!("Bearer {KEY}").as_str())
    );
    assert_eq!(seen[1].uri, "/invoice/x/pdf?s=ap");
    assert_eq!(seen[1].header("authorization"), None);
    Ok(())
}

#[tokio::test]
async fn a_redirect_within_the_server_is_followed() -> Result<(), Error> {
    let server = Server::start(vec![redirect(302, "/files/1"), redirect(307, "2"), pdf()]).await;
    assert_eq!(
        server
            .client()
            .download(&format!("{}/pdf", server.base))
            .await?,
        PDF.as_bytes()
    );
    let uris: Vec<_> = server
        .seen()
        .iter()
        .map(|seen| seen.uri.to_string())
        .collect();
    assert_eq!(uris, ["/pdf", "/files/1", "/files/2"]);
    Ok(())
}

#[tokio::test]
async fn a_redirect_to_another_host_is_refused_before_a_byte_is_sent() {
    let elsewhere = Server::start(vec![pdf()]).await;
    for to in [
        elsewhere.base.clone() + "/pdf",
        elsewhere.base.replace("127.0.0.1", "localhost") + "/pdf",
        "https://pay.stripe.com/pdf".to_owned(),
        "file:///etc/hostname".to_owned(),
    ] {
        let server = Server::start(vec![redirect(302, &to)]).await;
        let error = server
            .client()
            .download(&paths::quote_pdf("qt_1"))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::RefusedHost { .. }), "{to}: {error}");
        assert_eq!(server.seen().len(), 1);
    }
    assert!(elsewhere.seen().is_empty(), "the key could have gone there");
}

#[tokio::test]
async fn an_address_elsewhere_is_refused() {
    let elsewhere = Server::start(vec![pdf()]).await;
    let server = Server::start(Vec::new()).await;
    for address in [
        elsewhere.base.as_str(),
        "https://example.com/a.pdf",
        "not an address",
        "",
    ] {
        let error = server.client().download(address).await.unwrap_err();
        assert!(
            matches!(error, Error::RefusedHost { .. }),
            "{address}: {error}"
        );
    }
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn going_round_in_circles_ends() {
    let server = Server::start(Vec::new()).await;
    for _ in 0..20 {
        server.then(redirect(302, "/pdf"));
    }
    let error = server
        .client()
        .download(&format!("{}/pdf", server.base))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::TooManyRedirects { .. }), "{error}");
    assert_eq!(server.seen().len(), 6);
}

#[tokio::test]
async fn what_is_not_a_pdf_is_not_taken_for_one() {
    for (content_type, body) in [
        ("text/html", "<html>This link has expired</html>"),
        ("application/pdf", "not what it says"),
        ("application/pdf", ""),
        ("application/pdf", "%PD"),
    ] {
        let server = Server::start(vec![text(200, content_type, body)]).await;
        let error = server
            .client()
            .download(&paths::quote_pdf("qt_1"))
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::NotPdf { status: 200 }),
            "{body}: {error}"
        );
    }
}

#[tokio::test]
async fn a_refused_document_says_so_in_stripes_words() {
    let gated = refusal(400, "invalid_request_error", "invoicing_plus_required");
    let server = Server::start(vec![gated, refusal(503, "api_error", ""), pdf()]).await;
    let client = server.client();
    let error = client
        .download(&paths::quote_pdf("qt_1"))
        .await
        .unwrap_err();
    assert!(error.is_refused());
    assert!(error.api().unwrap().is_code("invoicing_plus_required"));
    assert!(
        client.download(&paths::quote_pdf("qt_1")).await.is_ok(),
        "a 503 is tried again"
    );
}

#[tokio::test]
async fn more_than_25_mebibytes_are_not_read() {
    // It begins and never goes on: whoever waits for the rest waits for ever.
    let beginning = stream::iter([Ok::<_, std::convert::Infallible>(Bytes::from("%PDF-"))]);
    let announced = Response::new(Body::from_stream(beginning.chain(stream::pending())));
    let announced = with(announced, "content-length", "26214401");
    let mebibyte = Bytes::from(vec![b' '; 1 << 20]);
    let chunks = (0..=MAX_DOWNLOAD_BYTES >> 20)
        .map(move |_| Ok::<_, std::convert::Infallible>(mebibyte.clone()));
    let unannounced = Response::new(Body::from_stream(stream::iter(chunks)));
    for response in [announced, unannounced] {
        let server = Server::start(vec![response]).await;
        let error = server
            .client()
            .download(&paths::quote_pdf("qt_1"))
            .await
            .unwrap_err();
        assert!(
            matches!(
                error,
                Error::TooLarge {
                    limit: MAX_DOWNLOAD_BYTES
                }
            ),
            "{error}"
        );
        assert_eq!(server.seen().len(), 1);
    }
}
