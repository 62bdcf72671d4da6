//! Broken lines: no server, silence, a connection dropped before or within the answer, plain
//! text where TLS should be.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use stripe::{Client, Error, Params, Stage, paths};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::server::{config, write};

/// A server that reads each request to the end of its headers, says `words`, and hangs up.
async fn hangs_up(words: &'static str) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut read = Vec::new();
            while !read.windows(4).any(|end| end == b"\r\n\r\n") {
                if stream.read_buf(&mut read).await.unwrap_or(0) == 0 {
                    break;
                }
            }
            counted.fetch_add(1, Ordering::SeqCst);
            let _gone = stream.write_all(words.as_bytes()).await;
        }
    });
    (base, count)
}

#[tokio::test]
async fn a_dropped_connection_is_indeterminate_after_repeating_what_may_be_repeated() {
    for words in [
        "",
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 400\r\n\r\n{\"id\":",
    ] {
        let (base, count) = hangs_up(words).await;
        let client = Client::new(config(&base)).unwrap();
        let error = write(&client).await.unwrap_err();
        assert!(
            matches!(
                error,
                Error::Network {
                    stage: Stage::Exchanging,
                    ..
                }
            ),
            "{error:?}"
        );
        assert!(error.is_unreachable() && error.is_indeterminate() && !error.is_refused());
        assert!(
            !error.needs_new_key(),
            "the same key is what makes sending again safe"
        );
        assert_eq!(count.load(Ordering::SeqCst), 3, "{words:?}");

        let error = client.delete("/v1/invoices/in_1").await.unwrap_err();
        assert!(error.is_indeterminate());
        assert_eq!(
            count.load(Ordering::SeqCst),
            4,
            "a DELETE is not repeated blindly"
        );
    }
}

#[tokio::test]
async fn without_a_server_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::new(config(&base)).unwrap();
    let error = write(&client).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Network {
                stage: Stage::Connecting,
                ..
            }
        ),
        "{error:?}"
    );
    assert!(error.is_unreachable() && !error.is_indeterminate());
}

#[tokio::test]
async fn silence_ends_at_the_time_limit() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let mut config = config(&base);
    config.timeouts.call = Duration::from_millis(50);
    config.retry = stripe::retry::Policy::never();
    let client = Client::new(config).unwrap();
    let error = write(&client).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Timeout {
                stage: Stage::Exchanging
            }
        ),
        "{error:?}"
    );
    assert!(error.is_unreachable() && error.is_indeterminate());
}

#[tokio::test]
async fn plain_text_where_tls_should_be_is_a_matter_of_trust() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut hello = [0u8; 64];
            let _read = stream.read(&mut hello).await;
            let _sent = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let client = Client::new(config(&base)).unwrap();
    let error = client
        .get(paths::BALANCE, &Params::new())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
    assert!(error.is_unreachable() && !error.is_indeterminate());
}
