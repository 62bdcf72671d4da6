//! Making a pack: PDFs one by one, then the tables, then what the pack says about itself. At no
//! time is more than one document or a few hundred rows in memory.

use super::archive::{Archive, Place};
use super::fetching::{Reasons, fetch};
use super::gather::{Entry, entries, lacks, sums};
use super::manifest::{Numbers, read_me, table};
use super::period::Period;
use super::progress::Underway;
use super::proof::{Proof, compare};
use super::{NAMED, Zone, csv, tables};
use crate::account::Account;
use crate::view::{Code, PackGap, PackLack, PackMade, Problem};
use crate::{documents, file_name};
use cache::{Kind, Read};
use std::collections::HashSet;
use std::io;

/// How many invoices are read for a table at once.
const ROWS: usize = 200;

pub(super) async fn make(
    account: &Account,
    period: Period,
    bom: bool,
    place: &Place,
    underway: &Underway<'_>,
) -> Result<PackMade, Problem> {
    place.is_free()?;
    let all = account
        .cache
        .read(move |r| Ok(entries(r, period, &Zone)))
        .await??;
    if all.is_empty() {
        return Err(Problem::new(
            Code::NotFound,
            "No invoice was finalized and no quote accepted in this period.",
        )
        .hint("Choose another period, or sync first if something is not here yet."));
    }
    let wanted: u64 = all.iter().map(|entry| entry.lacks.len() as u64).sum();
    underway.expect(wanted + all.len() as u64);
    let reasons = fetch(account, &all, underway).await?;

    let mut pack = Pack {
        account,
        underway,
        archive: Some(Archive::begin(place)?),
        gaps: Vec::new(),
        there: HashSet::new(),
    };
    for entry in &all {
        pack.document(entry, &reasons).await?;
        underway.step();
    }
    let invoices: Vec<&Entry> = all
        .iter()
        .filter(|entry| entry.kind == Kind::Invoice)
        .collect();
    let mut of_invoices = Proof::of_invoices();
    pack.table(
        "invoices.csv",
        tables::INVOICES,
        bom,
        &invoices,
        &mut of_invoices,
    )
    .await?;
    let mut of_lines = Proof::of_lines();
    let lines = pack
        .table("lines.csv", tables::LINES, bom, &invoices, &mut of_lines)
        .await?;
    let totals = compare(sums(&all)?, &of_invoices, &of_lines);

    let numbers = Numbers {
        invoices: invoices.len() as u64,
        quotes: (all.len() - invoices.len()) as u64,
        pdfs: pack.there.len() as u64,
        lines,
    };
    let gaps = std::mem::take(&mut pack.gaps);
    let mark = if bom { csv::BOM } else { "" };
    let (identity, listed, missing) = (account.identity.clone(), all.clone(), gaps.clone());
    let kept = totals.clone();
    pack.write(move |archive| {
        let manifest = format!("{mark}{}", table(&archive.files, &listed, &missing));
        archive.add("manifest.csv", manifest.as_bytes())?;
        let Some(manifest) = archive.files.last() else {
            return Ok(());
        };
        let read_me = read_me(&identity, period, numbers, &kept, &missing, manifest);
        archive.add("README.txt", read_me.as_bytes())
    })
    .await?;
    underway.go_on()?;
    let name = file_name::pack(
        &period.first().to_string(),
        &period.last().to_string(),
        &account.identity.name,
        gaps.is_empty(),
    );
    let (path, size, sha256) = pack.settle(place, name).await?;
    Ok(PackMade {
        name: path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        path: path.to_string_lossy().into_owned(),
        size,
        sha256,
        invoices: numbers.invoices,
        quotes: numbers.quotes,
        pdfs: numbers.pdfs,
        lines: numbers.lines,
        totals,
        missing_count: gaps.len() as u64,
        missing: gaps.into_iter().take(NAMED).collect(),
    })
}

/// A pack being written.
struct Pack<'a> {
    account: &'a Account,
    underway: &'a Underway<'a>,
    /// None only while a write is under way, and after one that failed.
    archive: Option<Archive>,
    gaps: Vec<PackGap>,
    /// The files of the PDFs that are in it.
    there: HashSet<String>,
}

impl Pack<'_> {
    /// Writes away from the async runtime.
    async fn write<F>(&mut self, write: F) -> Result<(), Problem>
    where
        F: FnOnce(&mut Archive) -> io::Result<()> + Send + 'static,
    {
        let mut archive = self.archive.take().ok_or_else(cut_short)?;
        let done = tokio::task::spawn_blocking(move || match write(&mut archive) {
            Ok(()) => Ok(archive),
            Err(error) => Err(archive.trouble(&error)),
        });
        self.archive = Some(done.await.map_err(|_| cut_short())??);
        Ok(())
    }

    /// Puts the record's PDF in, or says why it is not there.
    async fn document(&mut self, entry: &Entry, reasons: &Reasons) -> Result<(), Problem> {
        self.underway.go_on()?;
        let (kind, id) = (entry.kind, entry.id.clone());
        let read = self.account.cache.read(move |r| {
            Ok((
                still(r, kind, &id),
                r.documents().get(kind, &id, documents::PDF),
            ))
        });
        let (lacking, document) = read.await?;
        let mut lacking = lacking?;
        // Bytes that are not what was fetched are not handed on; the rest of the pack is.
        let document = document
            .inspect_err(|error| tracing::warn!(%error, id = entry.id, "a kept PDF"))
            .unwrap_or_else(|_| {
                lacking.push(PackLack::Pdf);
                None
            });
        if lacking.contains(&PackLack::Pdf) || document.is_none() {
            lacking.retain(|lack| *lack == PackLack::Lines);
            lacking.insert(0, PackLack::Pdf);
        }
        for lack in lacking {
            let why = reasons.get(&(entry.id.clone(), lack)).cloned();
            self.gaps.push(entry.gap(
                lack,
                Some(why.unwrap_or_else(|| usual_reason(lack).to_owned())),
            ));
        }
        if let Some(document) = document {
            let file = entry.file.clone();
            self.there.insert(file.clone());
            self.write(move |archive| archive.add(&file, &document.bytes))
                .await?;
        }
        Ok(())
    }

    /// Writes one of the two tables, a few rows at a time; answers with how many rows it has.
    async fn table(
        &mut self,
        name: &'static str,
        columns: &'static [&'static str],
        bom: bool,
        invoices: &[&Entry],
        proof: &mut Proof,
    ) -> Result<u64, Problem> {
        let head = format!("{}{}", if bom { csv::BOM } else { "" }, csv::row(columns));
        self.write(move |archive| {
            archive.start(name)?;
            archive.write(head.as_bytes())
        })
        .await?;
        let of_invoices = columns == tables::INVOICES;
        let mut count = 0;
        for some in invoices.chunks(ROWS) {
            self.underway.go_on()?;
            let wanted: Vec<(String, String)> = some
                .iter()
                .map(|entry| {
                    (
                        entry.id.clone(),
                        if self.there.contains(&entry.file) {
                            entry.file.clone()
                        } else {
                            String::new()
                        },
                    )
                })
                .collect();
            let (rows, more) = self
                .account
                .cache
                .read(move |r| rows(r, &wanted, of_invoices))
                .await?;
            count += more;
            proof.read(&rows)?;
            self.write(move |archive| archive.write(rows.as_bytes()))
                .await?;
        }
        self.write(|archive| {
            archive.end();
            Ok(())
        })
        .await?;
        Ok(count)
    }

    async fn settle(
        &mut self,
        place: &Place,
        name: String,
    ) -> Result<(std::path::PathBuf, u64, String), Problem> {
        let (archive, place) = (self.archive.take().ok_or_else(cut_short)?, place.clone());
        let done = tokio::task::spawn_blocking(move || archive.finish()?.settle(&place, &name));
        done.await.map_err(|_| cut_short())?
    }
}

/// What of a record is lacking now that whatever could be fetched was.
fn still(r: &Read<'_>, kind: Kind, id: &str) -> Result<Vec<PackLack>, Problem> {
    let Some(record) = r.records().get(kind, id)? else {
        return Ok(vec![PackLack::Pdf]);
    };
    let known = documents::view(r, &record)?;
    let mut lacking = lacks(&record, &known);
    // One fetched within the second of the change was only just fetched because of it.
    if known.fetched_at.is_some() && known.fetched_at >= record.columns.updated {
        lacking.retain(|lack| *lack != PackLack::OldPdf);
    }
    Ok(lacking)
}

/// Rows of a table for invoices, each with its file in the pack; and how many rows.
fn rows(
    r: &Read<'_>,
    wanted: &[(String, String)],
    of_invoices: bool,
) -> Result<(String, u64), cache::Error> {
    let (mut text, mut count) = (String::new(), 0);
    for (id, file) in wanted {
        let Some(record) = r.records().get(Kind::Invoice, id)? else {
            continue;
        };
        if of_invoices {
            text.push_str(&tables::invoice(&record, file, &Zone));
            count += 1;
        } else {
            let (rows, lines) = tables::lines(&record);
            text.push_str(&rows);
            count += lines;
        }
    }
    Ok((text, count))
}

fn usual_reason(lack: PackLack) -> &'static str {
    match lack {
        PackLack::Pdf => "It is not kept here, or what is kept is damaged.",
        PackLack::OldPdf => "Stripe could not be reached for a newer one.",
        PackLack::Lines => "Stripe could not be reached for the rest.",
    }
}

fn cut_short() -> Problem {
    Problem::new(Code::Bug, "Writing the pack was cut short.")
        .hint("Make it again; if it stays so, report it.")
}
