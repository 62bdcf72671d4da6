//! One HTTP request on loopback, one answer, and the connection is over. Not a client for the
//! world: no TLS, no redirects, no chunks, because WebKitWebDriver sends none.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longer than any page load here; a driver that says nothing for so long never will.
const PATIENCE: Duration = Duration::from_secs(100);

/// What came back.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

/// Sends one request with a JSON body, or none, and reads the answer to its end.
pub(crate) fn call(
    to: SocketAddr,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> Result<Answer> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut stream = TcpStream::connect(to).context("the driver takes no connection")?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut bytes = Vec::new();
    stream
        .read_to_end(&mut bytes)
        .with_context(|| format!("the driver gave no answer to {method} {path}"))?;
    parse(&bytes)
}

fn parse(bytes: &[u8]) -> Result<Answer> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        bail!("the driver's answer has no end of its headers");
    };
    let head = String::from_utf8_lossy(&bytes[..end]);
    let status = head
        .split_ascii_whitespace()
        .nth(1)
        .and_then(|code| code.parse().ok())
        .context("the driver's answer has no status")?;
    let body = bytes[end + 4..].to_vec();
    let promised = head.lines().skip(1).find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    });
    if promised.is_some_and(|length| length != body.len()) {
        bail!("the driver's answer was cut short");
    }
    Ok(Answer { status, body })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn an_answer_is_a_status_and_a_body() -> anyhow::Result<()> {
        let answer = parse(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}")?;
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (404, b"{}".as_slice())
        );
        Ok(())
    }

    #[test]
    fn half_an_answer_is_refused() {
        assert!(parse(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}").is_err());
        assert!(parse(b"HTTP/1.1 200 OK\r\n").is_err());
    }
}
