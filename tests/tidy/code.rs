//! Rules about shipped Rust that no lint of the compiler's holds.

use crate::house::{File, hold, sources};

/// Types through which a static becomes a hidden way between parts of the program.
const SHARED: &[&str] = &[
    "Mutex<",
    "RwLock<",
    "RefCell<",
    "Cell<",
    "Atomic",
    "UnsafeCell<",
];

/// Rust that is shipped, or that builds and runs it.
fn rust() -> Vec<File> {
    sources()
        .into_iter()
        .filter(|file| file.is(&["rs"]) && file.below("src-tauri/") && !file.is_test())
        .collect()
}

fn string_errors(files: &[File]) -> Vec<String> {
    offending(files, |line| {
        line.match_indices("Result<").any(|(at, start)| {
            let error = second_argument(&line[at + start.len()..]);
            error == Some("String")
        })
    })
}

/// The second type of a list that was just opened by `<`.
fn second_argument(list: &str) -> Option<&str> {
    let (mut depth, mut from) = (0_usize, None);
    let mut before = ' ';
    for (at, sign) in list.char_indices() {
        match sign {
            '<' | '(' | '[' => depth += 1,
            // The arrow of a function's type closes nothing.
            '>' if before == '-' => {}
            '>' if depth == 0 => return from.map(|from: usize| list[from..at].trim()),
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => from = Some(at + 1),
            _ => {}
        }
        before = sign;
    }
    None
}

fn shared_statics(files: &[File]) -> Vec<String> {
    offending(files, |line| {
        let line = line.trim_start();
        let line = line.strip_prefix("pub ").unwrap_or(line);
        let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
        line.starts_with("static mut ")
            || line.starts_with("thread_local!")
            || (line.starts_with("static ") && SHARED.iter().any(|shared| line.contains(shared)))
    })
}

fn silent_exemptions(files: &[File]) -> Vec<String> {
    let mut offenders = Vec::new();
    for file in files {
        let lines: Vec<(usize, &str)> = file.shipped_lines().collect();
        for (index, (number, line)) in lines.iter().enumerate() {
            let allows = line.contains("#[allow(") || line.contains("#![allow(");
            let expects = line.contains("#[expect(") || line.contains("#![expect(");
            // An attribute may be written over several lines.
            let reasoned = lines[index..]
                .iter()
                .take(6)
                .take_while_inclusive(|(_, line)| !line.contains(")]"))
                .any(|(_, line)| line.contains("reason"));
            if allows || (expects && !reasoned) {
                offenders.push(file.at(*number, line));
            }
        }
    }
    offenders
}

/// `take_while` that keeps the line which ends it.
trait TakeWhileInclusive: Iterator + Sized {
    fn take_while_inclusive(
        self,
        goes_on: impl Fn(&Self::Item) -> bool,
    ) -> impl Iterator<Item = Self::Item> {
        let mut over = false;
        self.take_while(move |item| {
            let keep = !over;
            over = !goes_on(item);
            keep
        })
    }
}

impl<I: Iterator> TakeWhileInclusive for I {}

fn offending(files: &[File], breaks: impl Fn(&str) -> bool) -> Vec<String> {
    files
        .iter()
        .flat_map(|file| {
            file.shipped_lines()
                .filter(|(_, line)| breaks(line))
                .map(|(number, line)| file.at(number, line))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn no_error_is_a_bare_string() {
    let rule = "an error has a type, so that a caller can act on it and the window can explain it";
    hold(rule, &string_errors(&rust()));
}

#[test]
fn nothing_is_shared_through_a_static() {
    let rule = "what code needs is passed in: a static is an arrow that no manifest shows";
    hold(rule, &shared_statics(&rust()));
}

#[test]
fn every_exemption_from_a_lint_gives_its_reason() {
    let rule = "#[expect(…, reason = …)] says why and complains when it is no longer needed";
    hold(rule, &silent_exemptions(&rust()));
}

#[test]
fn the_shell_holds_no_sql_and_no_http() {
    let shell: Vec<File> = rust()
        .into_iter()
        .filter(|file| file.below("src-tauri/shell/"))
        .collect();
    let offenders = offending(&shell, |line| {
        [
            "SELECT ",
            "INSERT ",
            "UPDATE ",
            "TcpStream",
            "TcpListener",
            "api.stripe.com",
        ]
        .iter()
        .any(|sign| line.contains(sign))
    });
    hold(
        "the shell opens windows; what the program does is below the commands",
        &offenders,
    );
}

#[test]
fn bad_samples_are_caught() {
    let sample = |text: &str| [File::sample("src-tauri/engine/src/a.rs", text)];
    let strings = "fn a() -> Result<(), String> {}\n\
                   fn b() -> Result<Vec<(u8, u8)>, String>;\n\
                   fn c() -> Result<String, Problem>;\n\
                   fn d() -> Result<HashMap<String, String>>;\n\
                   fn e(f: fn() -> Result<Box<dyn Fn(u8) -> u8>, String>);\n";
    assert_eq!(string_errors(&sample(strings)).len(), 3);
    let statics = "static mut A: u8 = 0;\n\
                   pub static B: LazyLock<Mutex<u8>> = x();\n\
                   static C: LazyLock<Vec<u8>> = x();\n\
                   fn d(text: &'static str, lock: Mutex<u8>) {}\n";
    assert_eq!(shared_statics(&sample(statics)).len(), 2);
    let exemptions = "#[allow(dead_code)]\n\
                      #[expect(dead_code)]\n\
                      #[expect(dead_code, reason = \"read by the debugger\")]\n\
                      #[expect(\n    dead_code,\n    reason = \"read by the debugger\"\n)]\n";
    assert_eq!(silent_exemptions(&sample(exemptions)).len(), 2);
}
