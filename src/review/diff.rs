//! Unified diffs: which lines of which files a change adds.

use std::borrow::Cow;

use diffy::Line;
use diffy::patch_set::{FileOperation, FilePatch, ParseOptions, PatchKind, PatchSet};

use super::moved;

/// A change of several files.
#[derive(Debug, Default)]
pub struct Diff {
    /// The files that still exist after it and have text, in its order.
    pub files: Vec<File>,
    /// How many files were passed over: deleted, binary, only renamed or made executable.
    pub without_text: usize,
}

/// The text that a change adds to one file.
#[derive(Debug, PartialEq, Eq)]
pub struct File {
    /// The path after the change, as the diff has it: the prefix `b/` is still there if the diff has prefixes.
    pub path: String,
    /// Whether the path begins with a prefix that git puts there.
    pub prefixed: bool,
    /// Whether the change deletes it.
    deleted: bool,
    hunks: Vec<Hunk>,
}

#[derive(Debug, PartialEq, Eq)]
struct Hunk {
    /// The row of its first line in the new file, from 0.
    start: usize,
    /// The lines of the new file, and whether each was added (and not only moved).
    lines: Vec<(String, bool)>,
    /// The lines that went away, with the number of lines of the new file before each.
    gone: Vec<String>,
}

/// The text is no diff.
#[derive(Debug, thiserror::Error)]
#[error("this is no unified diff: {0}. Pipe in what `git diff` prints, or name a file that holds it")]
pub struct Unreadable(String);

impl Diff {
    /// Reads a diff as git, Mercurial, Subversion and `diff -u` print it. Combined diffs, as of a merge, are read as the change to the first parent.
    /// Line ends may be LF or CRLF; bytes that are not UTF-8 are replaced. An empty text is an empty change.
    ///
    /// # Errors
    /// The text is not empty and has no diff, or a hunk does not hold what its header says.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let text = String::from_utf8_lossy(bytes);
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let text = to_first_parent(&text);
        let is_git = text.lines().any(|line| line.starts_with("diff --git "));
        let options = if is_git {
            ParseOptions::gitdiff()
        } else {
            ParseOptions::unidiff()
        };
        let mut diff = Self::default();
        for patch in PatchSet::parse(&text, options) {
            let patch = patch.map_err(|error| Unreadable(error.to_string()))?;
            match file(&patch, is_git) {
                Some(file) => diff.files.push(file),
                None => diff.without_text += 1,
            }
        }
        moved::forget(&mut diff.files);
        // What stood in them was needed to tell what moved.
        let all = diff.files.len();
        diff.files.retain(|file| !file.deleted);
        diff.without_text += all - diff.files.len();
        Ok(diff)
    }
}

impl File {
    /// The rows of the new file that the change added and did not only move, from 0, in order.
    pub fn added(&self) -> Vec<usize> {
        let rows = self.hunks.iter().flat_map(|hunk| {
            let lines = hunk.lines.iter().enumerate();
            lines
                .filter(|(_, (_, added))| *added)
                .map(|(index, _)| hunk.start + index)
        });
        rows.collect()
    }

    /// Whether `text` can be the new file: its lines are those that the diff shows.
    pub fn fits(&self, text: &str) -> bool {
        let lines: Vec<&str> = text.lines().collect();
        self.hunks.iter().all(|hunk| {
            let mut shown = hunk.lines.iter().enumerate();
            shown.all(|(index, (line, _))| lines.get(hunk.start + index) == Some(&line.as_str()))
        })
    }

    /// What is known of the new file from the diff alone: the text of the hunks, one after the other; for each of its rows the row of the file, from 1;
    /// and the added rows of this text, from 0.
    pub(super) fn fragment(&self) -> (String, Vec<usize>, Vec<usize>) {
        let (mut text, mut rows, mut added) = (String::new(), Vec::new(), Vec::new());
        for hunk in &self.hunks {
            for (index, (line, is_added)) in hunk.lines.iter().enumerate() {
                if *is_added {
                    added.push(rows.len());
                }
                rows.push(hunk.start + index + 1);
                text.push_str(line);
                text.push('\n');
            }
        }
        (text, rows, added)
    }

    /// The lines that went away, one list a hunk.
    pub(super) fn gone(&self) -> impl Iterator<Item = &[String]> {
        self.hunks.iter().map(|hunk| hunk.gone.as_slice())
    }

    /// The lines of the new file that the diff shows, one list a hunk, each with whether it was added.
    pub(super) fn shown_mut(&mut self) -> impl Iterator<Item = &mut [(String, bool)]> {
        self.hunks.iter_mut().map(|hunk| hunk.lines.as_mut_slice())
    }
}

/// A file whose text changes; `None` where it has none.
fn file(patch: &FilePatch<'_, str>, is_git: bool) -> Option<File> {
    let (path, mut prefixed) = match patch.operation() {
        FileOperation::Create(path) => (path, true),
        FileOperation::Modify { modified, .. } => (modified, true),
        // Git's own lines about renames have no prefixes.
        FileOperation::Rename { to, .. } | FileOperation::Copy { to, .. } => (to, false),
        FileOperation::Delete(path) => (path, true),
    };
    let PatchKind::Text(text) = patch.patch() else {
        return None;
    };
    let is_prefix = |first: &str| matches!(first, "a" | "b" | "c" | "i" | "o" | "w");
    prefixed &= is_git && path.split_once('/').is_some_and(|(first, _)| is_prefix(first));
    let hunks: Vec<Hunk> = text.hunks().iter().map(hunk).collect();
    (!hunks.is_empty()).then(|| File {
        path: path.to_string(),
        prefixed,
        deleted: patch.operation().is_delete(),
        hunks,
    })
}

fn hunk(hunk: &diffy::Hunk<'_, str>) -> Hunk {
    let (mut lines, mut gone) = (Vec::new(), Vec::new());
    for line in hunk.lines() {
        match *line {
            Line::Context(text) => lines.push((without_end(text), false)),
            Line::Insert(text) => lines.push((without_end(text), true)),
            Line::Delete(text) => gone.push(without_end(text)),
        }
    }
    let start = hunk.new_range().start();
    Hunk {
        start: start.saturating_sub(1),
        lines,
        gone,
    }
}

fn without_end(line: &str) -> String {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line).to_owned()
}

/// Turns the combined diffs in `text` (`diff --cc`, hunks between three or more `@`) into diffs to the first parent.
fn to_first_parent(text: &str) -> Cow<'_, str> {
    let is_combined = |line: &str| line.starts_with("diff --cc ") || line.starts_with("diff --combined ");
    if !text.lines().any(is_combined) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::new();
    let mut combined = false;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        if is_combined(line) {
            combined = true;
            let path = line.splitn(3, ' ').nth(2).unwrap_or("").trim_end();
            plain.push_str(&format!("diff --git a/{path} b/{path}\n"));
        } else if line.starts_with("diff --git ") {
            combined = false;
            plain.push_str(line);
        } else if let Some(header) = combined.then(|| Header::read(line)).flatten() {
            let mut body = Vec::new();
            while let Some(next) = lines.next_if(|next| is_body(next)) {
                body.push(next);
            }
            header.write(&body, &mut plain);
        } else if combined
            && ["index ", "mode ", "new file mode ", "deleted file mode "]
                .iter()
                .any(|h| line.starts_with(h))
        {
            // Of all parents at once; nothing of it is needed.
        } else {
            plain.push_str(line);
        }
    }
    Cow::Owned(plain)
}

/// Whether a line can stand in a hunk.
fn is_body(line: &str) -> bool {
    line.starts_with(['+', '-', ' ', '\\', '\n', '\r'])
}

/// `@@@ -1,8 -1,8 +1,11 @@@`
struct Header {
    parents: usize,
    old: usize,
    new: usize,
}

impl Header {
    fn read(line: &str) -> Option<Self> {
        let marks = line.chars().take_while(|&c| c == '@').count();
        if marks < 3 {
            return None;
        }
        let ranges = line.get(marks..)?.split('@').next()?;
        let first = |sign: char| {
            let range = ranges.split_whitespace().find(|range| range.starts_with(sign))?;
            range.get(1..)?.split(',').next()?.parse().ok()
        };
        Some(Self {
            parents: marks - 1,
            old: first('-')?,
            new: first('+')?,
        })
    }

    /// The hunk as a change to the first parent.
    fn write(&self, body: &[&str], plain: &mut String) {
        let (mut text, mut old, mut new) = (String::new(), 0, 0);
        for line in body {
            let Some((columns, rest)) = line.split_at_checked(self.parents) else {
                // An empty line whose blanks somebody trimmed.
                text.push_str(" \n");
                (old, new) = (old + 1, new + 1);
                continue;
            };
            let in_new = !columns.contains('-');
            let in_first = match columns.as_bytes().first() {
                Some(b'+') => false,
                Some(b'-') => true,
                // Not of the new file, and not taken from the first parent: another parent's line.
                _ => in_new,
            };
            let mark = match (in_first, in_new) {
                _ if columns.starts_with('\\') => "\\",
                (true, true) => " ",
                (true, false) => "-",
                (false, true) => "+",
                (false, false) => continue,
            };
            if mark == "\\" {
                text.push_str(line);
                continue;
            }
            old += usize::from(in_first);
            new += usize::from(in_new);
            text.push_str(mark);
            text.push_str(rest);
        }
        plain.push_str(&format!("@@ -{},{old} +{},{new} @@\n{text}", self.old, self.new));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(text: &str) -> Vec<(String, Vec<usize>)> {
        let diff = Diff::read(text.as_bytes()).expect("a diff");
        let files = diff.files.iter();
        files.map(|file| (file.path.clone(), file.added())).collect()
    }

    #[test]
    fn added_lines_are_rows_of_the_new_file() {
        let text = "diff --git a/m.py b/m.py\nindex 1..2 100644\n--- a/m.py\n+++ b/m.py\n@@ -1,2 +1,3 @@\n a = 1\n+b = 2\n c = 3\n@@ -10 +11,2 @@\n-x\n+y\n+z\n";
        assert_eq!(added(text), [("b/m.py".to_owned(), vec![1, 10, 11])]);
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(added(&crlf).first().map(|f| f.1.clone()), Some(vec![1, 10, 11]), "CRLF");
    }

    #[test]
    fn hunks_without_context_and_new_files_are_read() {
        let text = "diff --git a/m.py b/m.py\n--- a/m.py\n+++ b/m.py\n@@ -3,0 +4,2 @@ def f():\n+b = 2\n+c = 3\n@@ -9 +11,0 @@\n-x\ndiff --git a/n.py b/n.py\nnew file mode 100644\n--- /dev/null\n+++ b/n.py\n@@ -0,0 +1 @@\n+x = 1\n";
        assert_eq!(
            added(text),
            [("b/m.py".to_owned(), vec![3, 4]), ("b/n.py".to_owned(), vec![0])]
        );
    }

    #[test]
    fn what_has_no_new_text_is_counted() {
        let text = "diff --git a/i.png b/i.png\nindex 1..2 100644\nBinary files a/i.png and b/i.png differ\ndiff --git a/old.py b/new.py\nsimilarity index 100%\nrename from old.py\nrename to new.py\ndiff --git a/gone.py b/gone.py\ndeleted file mode 100644\n--- a/gone.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x = 1\ndiff --git a/run.py b/run.py\nold mode 100644\nnew mode 100755\n";
        let diff = Diff::read(text.as_bytes()).expect("a diff");
        assert_eq!((diff.files.len(), diff.without_text), (0, 4), "{diff:?}");
    }

    #[test]
    fn a_renamed_file_has_its_new_path() {
        let text = "diff --git a/old.py b/pkg/new.py\nsimilarity index 90%\nrename from old.py\nrename to pkg/new.py\n--- a/old.py\n+++ b/pkg/new.py\n@@ -1 +1,2 @@\n a = 1\n+b = 2\n";
        let diff = Diff::read(text.as_bytes()).expect("a diff");
        let file = &diff.files[0];
        assert_eq!((file.path.as_str(), file.prefixed), ("pkg/new.py", false));
    }

    #[test]
    fn a_merge_is_read_as_a_change_to_its_first_parent() {
        let text = "diff --cc m.py\nindex 1,2..3\n--- a/m.py\n+++ b/m.py\n@@@ -1,3 -1,3 +1,4 @@@\n  a = 1\n- b = 2\n -b = 3\n++b = 4\n +c = 5\n+ d = 6\n";
        // Against the first parent: `b = 2` gone, `b = 4` and `d = 6` added; `c = 5` was there.
        assert_eq!(added(text), [("b/m.py".to_owned(), vec![1, 3])]);
    }

    #[test]
    fn what_is_no_diff_is_refused_and_nothing_is_nothing() {
        assert!(Diff::read(b"hello\nworld\n").is_err());
        assert!(Diff::read(b"").is_ok_and(|diff| diff.files.is_empty()));
        let short = "--- a/m.py\n+++ b/m.py\n@@ -1,5 +1,9 @@\n a\n+b\n";
        assert!(Diff::read(short.as_bytes()).is_err(), "a hunk that ends early");
    }

    #[test]
    fn a_fragment_knows_the_rows_of_the_file() {
        let text = "--- m.py\n+++ m.py\n@@ -4,1 +4,2 @@\n a = 1\n+b = 2\n@@ -20,0 +22,1 @@\n+c = 3\n";
        let diff = Diff::read(text.as_bytes()).expect("a diff");
        let (text, rows, added) = diff.files[0].fragment();
        assert_eq!(
            (text.as_str(), rows, added),
            ("a = 1\nb = 2\nc = 3\n", vec![4, 5, 22], vec![1, 2])
        );
        assert!(
            diff.files[0].fits(
                &"x\n"
                    .repeat(3)
                    .chars()
                    .chain("a = 1\nb = 2\n".chars())
                    .chain("x\n".repeat(16).chars())
                    .chain("c = 3".chars())
                    .collect::<String>()
            )
        );
        assert!(!diff.files[0].fits("a = 1\nb = 2\nc = 3\n"));
    }
}
