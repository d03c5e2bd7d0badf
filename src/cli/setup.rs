//! `pygloss setup`: how pygloss comes into an editor.
//!
//! The pages are `editors/EDITOR/setup.md`. What is put in place is a block of code of the page, so that both are the same.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use super::Failure;
use super::output::Output;

pub(super) const EXAMPLES: &str = "\
Examples:
  pygloss setup helix            what to install and to configure
  pygloss setup helix --write    puts the configuration in place";

struct Editor {
    name: &'static str,
    /// What else it is called.
    aliases: &'static [&'static str],
    page: &'static str,
    /// Where its configuration goes; `None` where there is none.
    file: Option<fn(&Folders) -> PathBuf>,
    /// Which kind of code block of the page is the configuration: the first of it.
    block: &'static str,
    /// What remains to be done when the file is in place.
    rest: &'static str,
}

macro_rules! page {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/editors/", $name, "/setup.md"))
    };
}

const EDITORS: [Editor; 10] = [
    Editor {
        name: "vscode",
        aliases: &["code", "vs-code", "vscodium"],
        page: page!("vscode"),
        file: None,
        block: "",
        rest: "",
    },
    Editor {
        name: "neovim",
        aliases: &["nvim"],
        page: page!("neovim"),
        file: Some(|folders| folders.neovim().join("plugin/pygloss.lua")),
        block: "lua",
        rest: "Neovim reads it when it starts.",
    },
    Editor {
        name: "jupyterlab",
        aliases: &["jupyter", "jupyter-lab"],
        page: page!("jupyterlab"),
        file: Some(|folders| folders.jupyter().join("jupyter_server_config.d/pygloss.json")),
        block: "json",
        rest: "JupyterLab reads it when it starts.",
    },
    Editor {
        name: "helix",
        aliases: &["hx"],
        page: page!("helix"),
        file: Some(|folders| folders.config.join("helix/languages.toml")),
        block: "toml",
        rest: "Helix reads it when it starts; `hx --health python` shows what it found.",
    },
    Editor {
        name: "emacs",
        aliases: &["eglot"],
        page: page!("emacs"),
        file: Some(|folders| folders.emacs().join("pygloss.el")),
        block: "elisp",
        rest: "Add this line to your init file: (load (locate-user-emacs-file \"pygloss.el\"))",
    },
    Editor {
        name: "zed",
        aliases: &[],
        page: page!("zed"),
        file: Some(|folders| {
            folders
                .config
                .join(if cfg!(windows) { "Zed" } else { "zed" })
                .join("settings.json")
        }),
        block: "json",
        rest: "Zed reads it at once.",
    },
    Editor {
        name: "sublime",
        aliases: &["sublime-text", "subl"],
        page: page!("sublime"),
        file: Some(|folders| folders.sublime().join("Packages/User/LSP.sublime-settings")),
        block: "json",
        rest: "Sublime Text reads it at once, if the package LSP is installed.",
    },
    Editor {
        name: "kate",
        aliases: &["kwrite"],
        page: page!("kate"),
        file: Some(|folders| folders.config.join("kate/lspclient/settings.json")),
        block: "json",
        rest: "Kate reads it when it starts.",
    },
    Editor {
        name: "vim",
        aliases: &["gvim", "ale"],
        page: page!("vim"),
        file: Some(|folders| folders.vim().join("plugin/pygloss.vim")),
        block: "vim",
        rest: "Vim reads it when it starts.",
    },
    Editor {
        name: "kakoune",
        aliases: &["kak"],
        page: page!("kakoune"),
        file: Some(|folders| folders.config.join("kak/pygloss.kak")),
        block: "kak",
        rest: "Add this line to your kakrc, after the one that starts kak-lsp: source \"%val{config}/pygloss.kak\"",
    },
];

/// The user's folders.
struct Folders {
    home: PathBuf,
    /// `XDG_CONFIG_HOME`, `~/.config`, or what Windows has in its place.
    config: PathBuf,
}

impl Folders {
    fn find() -> Result<Self, Failure> {
        let base = etcetera::choose_base_strategy()
            .map_err(|error| Failure::Impossible(format!("your home folder cannot be found ({error}); set HOME")))?;
        Ok(Self {
            home: base.home_dir().to_owned(),
            config: base.config_dir(),
        })
    }

    /// As Emacs chooses it: the old place where it is in use, the new one where that is.
    fn emacs(&self) -> PathBuf {
        let (old, new) = (self.home.join(".emacs.d"), self.config.join("emacs"));
        let is_new = new.is_dir() && !old.exists() && !self.home.join(".emacs").exists();
        if is_new { new } else { old }
    }

    /// As Vim chooses it.
    fn vim(&self) -> PathBuf {
        let (old, new) = (
            self.home.join(if cfg!(windows) { "vimfiles" } else { ".vim" }),
            self.config.join("vim"),
        );
        let is_new = new.is_dir() && !old.exists() && !self.home.join(".vimrc").exists();
        if is_new { new } else { old }
    }

    fn neovim(&self) -> PathBuf {
        if cfg!(windows) {
            self.home.join("AppData/Local/nvim")
        } else {
            self.config.join("nvim")
        }
    }

    fn jupyter(&self) -> PathBuf {
        let named = std::env::var_os("JUPYTER_CONFIG_DIR").filter(|folder| !folder.is_empty());
        named.map_or_else(|| self.home.join(".jupyter"), PathBuf::from)
    }

    fn sublime(&self) -> PathBuf {
        if cfg!(target_os = "macos") {
            self.home.join("Library/Application Support/Sublime Text")
        } else if cfg!(windows) {
            self.config.join("Sublime Text")
        } else {
            self.config.join("sublime-text")
        }
    }
}

pub(super) fn run(name: &str, write: bool, output: &mut Output) -> Result<(), Failure> {
    let editor = find(name)?;
    if !write {
        output.markdown(editor.page)?;
        return Ok(());
    }
    let Some(file) = editor.file else {
        output.markdown(editor.page)?;
        return Err(Failure::Nothing(format!(
            "{} has no file to put in place; the page above says what to do",
            editor.name
        )));
    };
    let path = file(&Folders::find()?);
    let text = block(editor.page, editor.block).unwrap_or_default();
    match put(&path, &text) {
        Ok(()) => {
            output.text(&format!("wrote {}\n{}\n", path.display(), editor.rest))?;
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if std::fs::read_to_string(&path).is_ok_and(|old| old == text) {
                output.text(&format!("{} is in place already\n{}\n", path.display(), editor.rest))?;
                return Ok(());
            }
            output.text(&text)?;
            Err(Failure::Nothing(format!(
                "{} exists and stays as it is; add what is printed above to it",
                path.display()
            )))
        }
        Err(error) => Err(Failure::Impossible(format!("cannot write {}: {error}", path.display()))),
    }
}

fn find(name: &str) -> Result<&'static Editor, Failure> {
    let wanted = name.to_lowercase();
    let known = EDITORS
        .iter()
        .find(|editor| editor.name == wanted || editor.aliases.contains(&wanted.as_str()));
    known.ok_or_else(|| {
        let names = EDITORS.iter().flat_map(|editor| {
            let all = std::iter::once(editor.name).chain(editor.aliases.iter().copied());
            all.map(move |name| (name, editor.name))
        });
        let (distance, near) = names
            .map(|(name, editor)| (strsim::damerau_levenshtein(&wanted, name), editor))
            .min()
            .unwrap_or((usize::MAX, ""));
        let hint = if distance <= 2 {
            format!("; did you mean `{near}`?")
        } else {
            ".".to_owned()
        };
        let all: Vec<&str> = EDITORS.iter().map(|editor| editor.name).collect();
        Failure::Impossible(format!(
            "there is no page for `{name}`{hint} There are: {}. Any other editor that speaks the Language Server Protocol starts `pygloss` for Python files",
            all.join(", ")
        ))
    })
}

/// The first block of code of a page in `language`.
fn block(page: &str, language: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("\n```{language}\n"))?;
    let (code, _) = rest.split_once("\n```\n")?;
    Some(format!("{code}\n"))
}

/// Makes a file in one step, in a folder that is made if need be. An existing file is never touched.
fn put(path: &Path, text: &str) -> io::Result<()> {
    // Links that lead nowhere are somebody's, too.
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_what_is_put_in_place() {
        for editor in &EDITORS {
            assert!(editor.page.starts_with("# pygloss in "), "{}", editor.name);
            assert!(editor.page.contains("See that it works: "), "{}", editor.name);
            if editor.file.is_some() {
                let text = block(editor.page, editor.block).expect(editor.name);
                assert!(text.contains("pygloss"), "{}: {text}", editor.name);
                assert!(!editor.rest.is_empty());
                match editor.block {
                    "json" => drop(serde_json::from_str::<serde_json::Value>(&text).expect(editor.name)),
                    "toml" => drop(text.parse::<toml::Table>().expect(editor.name)),
                    _ => {}
                }
            }
        }
    }
}
