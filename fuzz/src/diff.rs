//! Any bytes as a unified diff.

use arbitrary::Unstructured;
use pygloss::gloss::Glossary;
use pygloss::knowledge::Level;
use pygloss::render;
use pygloss::review::{self, Changed, Diff};

use super::{code, markdown};

/// Runs one input: whether it is a diff of two texts or the bytes themselves, and those.
pub fn run(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let whole = u.arbitrary().unwrap_or(false);
    if whole {
        let Ok(old) = u.choose(&code::PIECES) else { return };
        let new = code::changed(&mut u, old.clone());
        between(old, &new, &mut u);
    } else {
        read(code::rest(&mut u), None);
    }
}

/// A diff as others write it, with something done to it.
fn between(old: &str, new: &str, u: &mut Unstructured<'_>) {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let from = same.saturating_sub(3);
    let mut text = format!(
        "--- a/x.py\n+++ b/x.py\n@@ -{},{} +{},{} @@\n",
        from + 1,
        old.len() - from,
        from + 1,
        new.len() - from
    );
    let lines = old[from..same].iter().map(|line| format!(" {line}\n"));
    let lines = lines.chain(old[same..].iter().map(|line| format!("-{line}\n")));
    text.extend(lines.chain(new[same..].iter().map(|line| format!("+{line}\n"))));
    let text = if u.arbitrary().unwrap_or(false) {
        code::changed(u, text)
    } else {
        text
    };
    read(text.as_bytes(), Some(&new.join("\n")));
}

fn read(bytes: &[u8], file: Option<&str>) {
    let Ok(diff) = Diff::read(bytes) else { return };
    let mut files = Vec::new();
    for one in &diff.files {
        let added = one.added();
        assert!(added.is_sorted(), "{added:?} of {bytes:?}");
        assert!(added.len() <= bytes.len());
        match file {
            Some(text) if one.fits(text) => files.push(Changed::whole(one.path.clone(), text.to_owned(), added)),
            _ => files.push(Changed::fragment(one.path.clone(), one)),
        }
    }
    let glossary = Glossary::builtin();
    let found = review::introduced(glossary, &files, Level::Beginner);
    render::review(&found, "some", glossary.knowledge());
    for introduced in &found {
        assert!(introduced.place.start <= introduced.place.end, "{:?}", introduced.place);
        markdown::check(&render::review_entry(introduced, glossary.knowledge()), "explain:");
    }
}

/// Diffs as git, diff and others write them.
pub fn seeds() -> Vec<Vec<u8>> {
    let diffs = [
        "diff --git a/x.py b/x.py\nindex 1..2 100644\n--- a/x.py\n+++ b/x.py\n@@ -1,3 +1,4 @@ def f():\n a = 1\n-b = 2\n+with a as b:\n+    yield b\n c = 3\n",
        "--- x.py\t2024-01-01 00:00:00\n+++ x.py\t2024-01-02 00:00:00\n@@ -0,0 +1 @@\n+@property\n\\ No newline at end of file\n",
        "diff --git \"a/\\303\\251.py\" \"b/\\303\\251.py\"\nnew file mode 100644\n--- /dev/null\n+++ \"b/\\303\\251.py\"\n@@ -0,0 +1,2 @@\n+lambda x: x\r\n+class A: pass\r\n",
        "diff --git a/a.py b/b.py\nsimilarity index 90%\nrename from a.py\nrename to b.py\n--- a/a.py\n+++ b/b.py\n@@ -9 +9 @@\n-x\n+yield from x\n@@ -20,0 +21,2 @@\n+a = [i for i in x]\n+b = f'{a!r}'\n",
        "diff --cc a.py\n--- a/a.py\n+++ b/a.py\n@@@ -1,2 -1,2 +1,3 @@@\n  a\n++b = not c\n +d\n",
        "Binary files a/x.pyc and b/x.pyc differ\ndiff --git a/y b/y\ndeleted file mode 100644\n",
    ];
    let mut seeds: Vec<Vec<u8>> = diffs.iter().map(|diff| code::as_it_is(diff)).collect();
    let mut random = fastrand::Rng::with_seed(2);
    seeds.extend((0..24).map(|_| {
        let mut seed = vec![1];
        seed.extend(std::iter::repeat_with(|| random.u8(..)).take(60));
        seed
    }));
    seeds
}
