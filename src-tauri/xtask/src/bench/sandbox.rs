//! The measure `sandbox`: how many list pages of a hundred invoices a second the practice Stripe answers,
//! beside ten times what Stripe allows one endpoint; and what filling it costs an invoice, for a small
//! account and one four times as large.
//!
//! Asked over kept connections, as clients do, from as many threads as there are cores; every answer is
//! read to its end and its last id names the next page. `--times` is the number of seconds.

use super::choices::Choices;
use super::round;
use crate::house::House;
use crate::process::{Leash, run};
use crate::say::{note, step};
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Ten times what Stripe allows one endpoint in a second.
const LIMIT: f64 = 250.0;
/// Stripe's own largest page.
const PAGE: usize = 100;
/// Longer than any answer takes; a server that says nothing for so long never will.
const PATIENCE: Duration = Duration::from_secs(60);

/// A practice Stripe under way, and how long it took to be filled.
struct Server {
    address: String,
    key: String,
    filled: Duration,
    _leash: Leash,
}

/// Takes the measure.
pub(crate) fn take(arguments: &[String]) -> Result<Value> {
    let choices = Choices::read(arguments)?;
    ensure!(
        choices.invoices >= 400 && choices.times >= 1,
        "this measure needs at least 400 invoices and one second"
    );
    let house = House::find()?;
    step(format!(
        "Building the practice Stripe with the profile {}",
        choices.profile
    ));
    run(
        &mut house.build(["--bin", "counterfoil"], &choices.profile),
        "The compiler's message stands above",
    )?;
    let program = house.program(choices.folder(), "counterfoil");
    let place = house.fresh("bench-sandbox")?;

    let small = choices.invoices / 4;
    step(format!("Filling it with {small} invoices"));
    let filled_small = serve(&program, &place.join("small"), small)?.filled;
    step(format!("Filling it with {} invoices", choices.invoices));
    let server = serve(&program, &place.join("large"), choices.invoices)?;

    let threads = thread::available_parallelism().map_or(2, usize::from);
    step(format!(
        "Asking for pages for {} s, over {threads} connections",
        choices.times
    ));
    // The first pass warms the file's pages, as any second look at an account does.
    ask(&server, threads, Duration::from_secs(1))?;
    let (pages, bytes, took) = ask(&server, threads, Duration::from_secs(choices.times.into()))?;
    let ours = pages as f64 / took.as_secs_f64();
    let each = |filled: Duration, invoices: u32| filled.as_secs_f64() * 1e6 / f64::from(invoices);
    let (each_small, each_large) = (
        each(filled_small, small),
        each(server.filled, choices.invoices),
    );
    note(format!("{pages} pages in {:.1} s", took.as_secs_f64()));
    Ok(json!({
        "bench": "sandbox",
        "what": "list pages of 100 invoices a second, beside ten times Stripe's limit for one endpoint",
        "profile": choices.profile,
        "invoices": choices.invoices,
        "pages_per_s": round(ours),
        "limit_pages_per_s": LIMIT,
        "ratio": round(ours / LIMIT),
        "megabytes_per_s": round(bytes as f64 / 1e6 / took.as_secs_f64()),
        "filled_in_s": round(server.filled.as_secs_f64()),
        "filling_us_an_invoice": round(each_large),
        "filling_us_an_invoice_at_a_quarter": round(each_small),
        "filling_growth": round(each_large / each_small),
    }))
}

fn serve(program: &Path, data: &Path, invoices: u32) -> Result<Server> {
    let mut command = Command::new(program);
    command
        .args(["sandbox", "--seed", &invoices.to_string(), "--data"])
        .arg(data);
    let began = Instant::now();
    let mut leash = Leash::start(&command, Stdio::piped())?;
    let mut line = String::new();
    BufReader::new(leash.stdout().context("its output is not to be read")?).read_line(&mut line)?;
    let place: Value = serde_json::from_str(&line)
        .with_context(|| format!("the practice Stripe said “{line}” and not where it is"))?;
    let text = |field: &str| place[field].as_str().unwrap_or_default().to_owned();
    let address = text("url").replace("http://", "");
    Ok(Server {
        address,
        key: text("key"),
        filled: began.elapsed(),
        _leash: leash,
    })
}

/// Pages, bytes and time of all threads together.
fn ask(server: &Server, threads: usize, long: Duration) -> Result<(usize, usize, Duration)> {
    let began = Instant::now();
    let asking: Vec<_> = (0..threads)
        .map(|_| {
            let (address, key) = (server.address.clone(), server.key.clone());
            thread::spawn(move || walk(&address, &key, began + long))
        })
        .collect();
    let (mut pages, mut bytes) = (0, 0);
    for thread in asking {
        let Ok(done) = thread.join() else {
            bail!("a connection's thread ended early");
        };
        let (more, size) = done?;
        pages += more;
        bytes += size;
    }
    Ok((pages, bytes, began.elapsed()))
}

/// Walks through the list, again from the start after its end, until the time is over.
fn walk(address: &str, key: &str, until: Instant) -> Result<(usize, usize)> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut answers = BufReader::with_capacity(1 << 16, stream.try_clone()?);
    let mut requests = stream;
    let (mut pages, mut bytes) = (0, 0);
    let mut after = String::new();
    let mut body = Vec::new();
    while Instant::now() < until {
        let request = format!(
            "GET /v1/invoices?limit={PAGE}{after} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\n\r\n"
        );
        requests.write_all(request.as_bytes())?;
        one(&mut answers, &mut body)?;
        bytes += body.len();
        let text = std::str::from_utf8(&body)?;
        let whole = text.contains("\"has_more\":true");
        after = match text.rfind("\"id\":\"in_") {
            Some(at) if whole => {
                let id = text[at + 6..].split('"').next().unwrap_or_default();
                format!("&starting_after={id}")
            }
            Some(_) => String::new(),
            None => bail!("a page without an invoice: {text:.300}"),
        };
        // The last page may be a short one, and is not counted.
        pages += usize::from(whole);
    }
    Ok((pages, bytes))
}

/// One answer: its head, and as many bytes as that promises.
fn one(answers: &mut impl BufRead, body: &mut Vec<u8>) -> Result<()> {
    let mut length = None;
    let mut line = String::new();
    let mut is_first = true;
    loop {
        line.clear();
        answers.read_line(&mut line)?;
        if is_first {
            ensure!(line.contains(" 200 "), "the practice Stripe said {line}");
            is_first = false;
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = Some(value.trim().parse::<usize>()?);
        }
    }
    body.resize(length.context("an answer without a length")?, 0);
    answers.read_exact(body)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::one;
    use std::io::Cursor;

    #[test]
    fn an_answer_is_read_to_its_end_and_no_further() -> anyhow::Result<()> {
        let mut wire = Cursor::new(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc".as_slice());
        let mut body = Vec::new();
        one(&mut wire, &mut body)?;
        assert_eq!(body, b"{}");
        one(&mut wire, &mut body)?;
        assert_eq!(body, b"abc");
        let mut refused = Cursor::new(b"HTTP/1.1 429 Too Many Requests\r\n\r\n".as_slice());
        assert!(one(&mut refused, &mut body).is_err());
        Ok(())
    }
}
