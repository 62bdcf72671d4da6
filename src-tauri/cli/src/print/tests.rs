//! How sheets and lists look, as snapshots.

use super::{births, problem, quote, rows};
use commands::view::{
    Action, Amount, Birth, BirthKind, Code, Collection, CustomerRef, Noun, Page, Per, Problem,
    QuoteSheet, RecurringTotals, Row, Share, SheetLine, State, StateCode, Terms, Totals, Verb,
};

fn usd(minor: i64, text: &str) -> Amount {
    Amount {
        minor,
        currency: "usd".to_owned(),
        decimal: text.trim_start_matches(['-', '$']).replace(',', ""),
        text: text.to_owned(),
    }
}

fn month() -> Per {
    Per {
        interval: "month".to_owned(),
        count: 1,
    }
}

fn row(id: &str, title: &str, number: Option<&str>, amount: Amount, code: StateCode) -> Row {
    Row {
        noun: Noun::Quote,
        id: id.to_owned(),
        title: title.to_owned(),
        subtitle: "Website".to_owned(),
        number: number.map(str::to_owned),
        amount: Some(amount),
        left: None,
        per: None,
        state: Some(State {
            code,
            at: None,
            why: None,
            stripe: "open".to_owned(),
        }),
        created: 0,
        as_of: None,
        pending: None,
    }
}

fn totals(subtotal: Amount, discount: Option<Amount>, tax: Amount, total: Amount) -> Totals {
    let share = |label: &str, amount| Share {
        label: label.to_owned(),
        amount,
        inclusive: false,
    };
    Totals {
        subtotal,
        discounts: discount
            .map(|amount| share("Welcome (10%)", amount))
            .into_iter()
            .collect(),
        taxes: vec![share("VAT (20%)", tax)],
        total,
    }
}

fn birth(kind: BirthKind, amount: Amount, per: Option<Per>) -> Birth {
    Birth {
        kind,
        name: None,
        amount: Some(amount),
        per,
        starts_at: None,
        trial_days: None,
        finalizes_after: None,
        days_until_due: None,
    }
}

#[test]
fn a_list_lines_up() {
    let accepting = Row {
        pending: Some(Verb::Accept),
        ..row(
            "qt_3",
            "Beech",
            Some("QT-0003-1"),
            usd(990, "$9.90"),
            StateCode::Open,
        )
    };
    let page = Page {
        rows: vec![
            row(
                "draft_1",
                "Alder & Finch",
                None,
                usd(125_050, "$1,250.50"),
                StateCode::Draft,
            ),
            row(
                "qt_2",
                "株式会社灯台",
                Some("QT-0002-1"),
                usd(48_500, "$485.00"),
                StateCode::Open,
            ),
            accepting,
        ],
        next: Some("c2".to_owned()),
        total: 41,
    };
    let sums = [usd(174_540, "$1,745.40"), usd(0, "€90.00")];
    insta::assert_snapshot!(rows::page(&page, Noun::Quote, (&sums, None)), @r#"
               Alder & Finch  Website  $1,250.50  Draft      draft_1
    QT-0002-1  株式会社灯台   Website    $485.00  Open       qt_2
    QT-0003-1  Beech          Website      $9.90  Accepting  qt_3

    3 of 41 quotes of $1,745.40 and €90.00 in all. Go on with --cursor 'c2'.
    "#);
    // Of what waits for payment, what remains is added up, and said so; the rest may be tried again.
    let mut retried = row(
        "in_1",
        "Alder & Finch",
        Some("INV-1"),
        usd(125_000, "$1,250.00"),
        StateCode::Retrying,
    );
    retried.noun = Noun::Invoice;
    retried.left = Some(usd(85_000, "$850.00"));
    if let Some(state) = &mut retried.state {
        state.at = Some(1_777_766_400);
    }
    let page = Page {
        rows: vec![retried],
        next: None,
        total: 1,
    };
    let sums = [usd(85_000, "$850.00")];
    let said = rows::page(&page, Noun::Invoice, (&sums, rows::sum_of(true, None)));
    assert!(said.contains("Rest: next attempt"), "{said}");
    assert!(
        said.contains("1 of 1 invoice, $850.00 still to be paid"),
        "{said}"
    );
}

#[test]
fn a_quote_says_what_it_comes_to_and_what_accepting_creates() {
    let sheet = QuoteSheet {
        row: row(
            "qt_1",
            "Alder & Finch",
            Some("QT-0001-1"),
            usd(131_220, "$1,312.20"),
            StateCode::Open,
        ),
        customer: Some(CustomerRef {
            id: "cus_1".to_owned(),
            name: "Alder & Finch".to_owned(),
            email: Some("a@alder.example".to_owned()),
        }),
        lines: vec![
            SheetLine {
                title: "Website".to_owned(),
                detail: Some("Design and set-up".to_owned()),
                quantity: 1,
                unit: Some(usd(112_500, "$1,125.00")),
                amount: usd(112_500, "$1,125.00"),
                per: None,
                notes: Vec::new(),
            },
            SheetLine {
                title: "Care plan".to_owned(),
                detail: None,
                quantity: 2,
                unit: Some(usd(4500, "$45.00")),
                amount: usd(9000, "$90.00"),
                per: Some(month()),
                notes: Vec::new(),
            },
        ],
        upfront: totals(
            usd(121_500, "$1,215.00"),
            Some(usd(-12_150, "-$121.50")),
            usd(21_870, "$218.70"),
            usd(131_220, "$1,312.20"),
        ),
        recurring: Some(RecurringTotals {
            per: month(),
            totals: totals(
                usd(9000, "$90.00"),
                None,
                usd(1800, "$18.00"),
                usd(10_800, "$108.00"),
            ),
        }),
        births: vec![
            birth(
                BirthKind::Subscription,
                usd(10_800, "$108.00"),
                Some(month()),
            ),
            birth(BirthKind::Invoice, usd(131_220, "$1,312.20"), None),
        ],
        actions: vec![Action {
            verb: Verb::Accept,
            allowed: true,
            why: None,
            needs_network: true,
            primary: true,
        }],
        document: None,
        history: Vec::new(),
        links: Vec::new(),
        terms: Terms {
            collection: Collection::SendInvoice,
            days_until_due: Some(14),
            starts_at: None,
            trial_days: None,
            until: None,
            header: Some("Website".to_owned()),
            description: None,
            footer: None,
        },
        revision: Some(1),
        draft: None,
        headline: usd(131_220, "$1,312.20"),
        problem: None,
    };
    insta::assert_snapshot!(quote::quote(&sheet), @r#"
    Quote QT-0001-1: Open
      qt_1
      For Alder & Finch <a@alder.example> (cus_1)

      Website              1 ×  $1,125.00  $1,125.00
        Design and set-up
      Care plan            2 ×     $45.00     $90.00  a month

      Subtotal       $1,215.00
      Welcome (10%)   -$121.50
      VAT (20%)        $218.70
      Due first      $1,312.20
    Then every month
      Subtotal    $90.00
      VAT (20%)   $18.00
      Total      $108.00

      Payment by invoice, due in 14 days.
      Header: Website

    Accepting it creates
      - a subscription of $108.00 a month
      - an invoice of $1,312.20

    Next: accept
    "#);
}

#[test]
fn births_say_when_and_how() {
    let all = [
        Birth {
            name: Some("Photographs".to_owned()),
            ..birth(BirthKind::Product, usd(0, "$0.00"), None)
        },
        Birth {
            trial_days: Some(14),
            days_until_due: Some(1),
            ..birth(
                BirthKind::Subscription,
                usd(10_800, "$108.00"),
                Some(Per {
                    count: 3,
                    ..month()
                }),
            )
        },
        Birth {
            finalizes_after: Some(3600),
            days_until_due: Some(0),
            ..birth(BirthKind::DraftInvoice, usd(990, "$9.90"), None)
        },
    ];
    insta::assert_snapshot!(births::lines(&all), @r#"
      - a product “Photographs” of $0.00
      - a subscription of $108.00 every 3 months, free for the first 14 days, due in 1 day
      - a draft invoice of $9.90, finalized by itself after 60 minutes, due at once
    "#);
}

#[test]
fn a_problem_says_what_happened_and_what_to_do() {
    let found = Problem::new(Code::InvalidInput, "The quote cannot be written like this.")
        .field("lines[0].unit", "“1.250” may be 1,250 or 1.25.")
        .hint("Write one of these: 1250, 1.2500.");
    insta::assert_snapshot!(problem::sentence(&found), @r#"
    The quote cannot be written like this.
      lines[0].unit: “1.250” may be 1,250 or 1.25.
    Write one of these: 1250, 1.2500.
    "#);
}
