//! What finding every concept costs, beside what parsing alone costs: the whole standard library, both in one run.
//!
//! `cargo bench --bench scan [-- --rounds N --at-most RATIO]`: with a limit, ends with 1 where it is passed.
#![allow(clippy::print_stdout, reason = "it prints what it measured")]

use std::process::ExitCode;
use std::time::Duration;

use pygloss::gloss::Glossary;

mod common;

use common::{asked_anew, bare_parse, judge, number, parser, ratio, standard_library};

fn main() -> ExitCode {
    let files: Vec<String> = standard_library()
        .iter()
        .filter_map(|p| std::fs::read_to_string(p).ok())
        .collect();
    let bytes: usize = files.iter().map(String::len).sum();
    let glossary = Glossary::builtin();
    let (mut parse, mut scan) = (Duration::MAX, Duration::MAX);
    let mut found = 0;
    // The best round over all files counts, since whatever disturbs a machine makes it slower.
    for _ in 0..number("--rounds").map_or(3, |rounds| rounds as usize) {
        let (mut bare, mut whole) = (Duration::ZERO, Duration::ZERO);
        found = 0;
        let mut parser = parser();
        for text in &files {
            bare += bare_parse(&mut parser, text);
            let ((_analysis, occurrences), time) = asked_anew(text, |analysis| glossary.outline(analysis));
            found += occurrences.len();
            whole += time;
        }
        parse = parse.min(bare);
        scan = scan.min(whole);
    }
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    let ratio = ratio(scan, parse);
    println!(
        "{} files, {:.1} MB, {} concepts, {found} occurrences\nparse alone: {:.2} s, {:.1} MB/s\nparse and find: {:.2} s, {:.1} MB/s\nratio: {ratio:.2}",
        files.len(),
        bytes as f64 / 1e6,
        glossary.knowledge().concepts().len(),
        parse.as_secs_f64(),
        speed(parse),
        scan.as_secs_f64(),
        speed(scan),
    );
    judge(ratio)
}
