//! Lines that a change only moves are not new.
//!
//! A run of added lines that also went away elsewhere in the change counts as moved, whatever its white space, if it is long enough to be no accident:
//! the measure is that of `git diff --color-moved=blocks --color-moved-ws=ignore-all-space`, twenty letters and digits.

use rustc_hash::FxHashMap;

use super::diff::File;

/// How many letters and digits a run of lines needs to be the same run.
const ENOUGH: usize = 20;

/// More places of one line than this are not looked at: such a line says nothing about where it came from.
const PLACES: usize = 64;

/// Where a line stands: its list, and its place in it.
type At = (usize, usize);

/// Marks the added lines of `files` that were moved as not added.
pub(super) fn forget(files: &mut [File]) {
    let gone: Vec<Vec<String>> = files
        .iter()
        .flat_map(File::gone)
        .map(|lines| lines.iter().map(|line| bare(line)).collect())
        .collect();
    let mut places: FxHashMap<&str, Vec<At>> = FxHashMap::default();
    for (list, lines) in gone.iter().enumerate() {
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
            let of_line = places.entry(line).or_default();
            if of_line.len() < PLACES {
                of_line.push((list, index));
            }
        }
    }
    for file in files {
        for lines in file.shown_mut() {
            let shown = Shown::new(lines);
            // The places from which a run went on to no avail, and the row at which it ended: what begins later in it is shorter still.
            let mut tried = FxHashMap::default();
            let mut index = 0;
            while index < lines.len() {
                let run = shown.longest_run(index, &gone, &places, &mut tried);
                for (_, added) in lines.iter_mut().skip(index).take(run) {
                    *added = false;
                }
                index += run.max(1);
            }
        }
    }
}

/// The lines of a hunk, as they are compared.
struct Shown {
    /// Without white space; `None` where the line was not added.
    lines: Vec<Option<String>>,
}

impl Shown {
    fn new(lines: &[(String, bool)]) -> Self {
        let lines = lines.iter().map(|(line, added)| added.then(|| bare(line)));
        Self { lines: lines.collect() }
    }

    /// The length of the longest run of added lines from `index` on that went away somewhere; 0 where none is long enough.
    fn longest_run(
        &self,
        index: usize,
        gone: &[Vec<String>],
        places: &FxHashMap<&str, Vec<At>>,
        tried: &mut FxHashMap<(usize, usize), usize>,
    ) -> usize {
        let Some(first) = &self.lines[index] else {
            return 0;
        };
        let starts = places.get(first.as_str()).map_or(&[][..], Vec::as_slice);
        let runs = starts.iter().map(|&(list, at)| {
            // All pairs of lines that lie so far apart belong to one comparison.
            let apart = (list, at + self.lines.len() - index);
            if tried.get(&apart).is_some_and(|end| index < *end) {
                return 0;
            }
            let pairs = self.lines.iter().skip(index).zip(gone[list].iter().skip(at));
            let same = pairs.take_while(|(new, old)| new.as_ref() == Some(*old));
            let (mut length, mut weight) = (0, 0);
            for (_, old) in same {
                length += 1;
                weight += old.chars().filter(|c| c.is_alphanumeric()).count();
            }
            if weight >= ENOUGH {
                return length;
            }
            tried.insert(apart, index + length);
            0
        });
        runs.max().unwrap_or(0)
    }
}

/// A line without its white space.
fn bare(line: &str) -> String {
    line.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Diff, File};

    fn added(text: &str) -> Vec<usize> {
        let diff = Diff::read(text.as_bytes()).expect("a diff");
        diff.files.iter().flat_map(File::added).collect()
    }

    const MOVED: &str = "    with open(path) as stream:\n        return stream.read()\n";

    /// A change that takes `gone` out of one file and puts `came` into another.
    fn change(gone: &str, came: &str) -> String {
        let marked = |mark: char, text: &str| text.lines().map(|line| format!("{mark}{line}\n")).collect::<String>();
        let (old, new) = (gone.lines().count(), came.lines().count());
        format!(
            "--- a/m.py\n+++ b/m.py\n@@ -1,{} +1,1 @@\n keep\n{}--- a/n.py\n+++ b/n.py\n@@ -1,1 +1,{} @@\n keep\n{}",
            old + 1,
            marked('-', gone),
            new + 1,
            marked('+', came)
        )
    }

    #[test]
    fn moved_lines_are_not_new_whatever_their_indentation() {
        assert_eq!(added(&change(MOVED, MOVED)), Vec::<usize>::new());
        assert_eq!(
            added(&change(
                MOVED,
                &MOVED
                    .replace("    with", "with")
                    .replace("        return", "    return")
            )),
            Vec::<usize>::new()
        );
    }

    #[test]
    fn a_changed_line_among_them_is_new() {
        let came = MOVED.replace("stream.read()", "stream.readline()");
        assert_eq!(added(&change(MOVED, &came)), [2]);
    }

    #[test]
    fn many_lines_that_say_nothing_are_compared_once() {
        let brackets = ")\n".repeat(20_000);
        assert_eq!(added(&change(&brackets, &brackets)).len(), 20_000);
    }

    #[test]
    fn short_lines_are_no_moved_code() {
        assert_eq!(added(&change("    @property\n", "    @property\n")), [1]);
    }
}
