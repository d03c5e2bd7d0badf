//! The command line: a file a subcommand.
//!
//! Exit codes: 0 for done, 1 for "looked and found nothing" or "found problems", 2 for what could not be done at all.

mod book;
mod check;
mod completions;
mod explain;
mod list;
mod man;
mod new;
mod output;
mod packs;
mod place;
mod playground;
mod progress;
mod proxy;
mod review;
mod rewrite;
mod scan;
mod setup;
mod source;
mod summary;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use output::Output;
use scan::How;

/// Explains Python: what a construct is, and what it does to the code under the cursor.
#[derive(Parser)]
#[command(version = env!("PYGLOSS_VERSION"), about, disable_help_subcommand = true)]
struct Arguments {
    /// Accepted for editors that add it; the server speaks over standard input and output anyway.
    #[arg(long, global = true, hide = true)]
    stdio: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve an editor over standard input and output (also without a subcommand)
    Server,
    /// Serve an editor in front of another language server
    #[command(long_about = proxy::ABOUT, after_help = proxy::EXAMPLES)]
    Proxy {
        /// How many seconds a hover of pygloss waits for the other server's
        #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = proxy::seconds)]
        wait: Duration,
        /// The other server, with its arguments
        #[arg(last = true, required = true, value_name = "SERVER")]
        command: Vec<OsString>,
    },
    /// Explain a concept, a question, a file, a place in a file or some of its lines
    #[command(after_help = explain::EXAMPLES)]
    Explain {
        /// A concept's id or title, some words of a question, FILE, FILE:LINE[:COLUMN] or FILE:START-END (all from 1)
        #[arg(required = true, value_name = "WHAT")]
        what: Vec<String>,
        #[command(flatten)]
        with: With,
    },
    /// Open a page in the browser where one hovers Python, beside the book of all concepts
    #[command(long_about = playground::ABOUT, after_help = playground::EXAMPLES)]
    Playground {
        /// The Python file that is in the editor at first; without one, a sample
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// The port to listen on, instead of any that is free
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
        port: Option<u16>,
        /// Only print the address; open no browser
        #[arg(long)]
        no_open: bool,
    },
    /// Show a construct in plainer Python: what it stands for, with your own names
    #[command(after_help = rewrite::EXAMPLES)]
    Rewrite {
        /// FILE:LINE[:COLUMN] (both from 1); without a column, every construct that begins in the line
        #[arg(value_name = "FILE:LINE[:COLUMN]")]
        place: String,
    },
    /// Explain the constructs that a change introduces
    #[command(after_help = review::EXAMPLES)]
    Review(review::Arguments),
    /// List every construct found in files and folders
    Scan {
        /// How each is printed
        #[arg(long, value_enum, default_value_t = ScanFormat::Text)]
        format: ScanFormat,
        /// Only what is known of this very code: each fact, with its sentence
        #[arg(long)]
        insights: bool,
        /// Each concept once: how often it is there, in how many files, and where first
        #[arg(long, conflicts_with = "insights")]
        summary: bool,
        #[command(flatten)]
        with: With,
        /// Python files, and folders to look for them in
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Say how pygloss comes into an editor, or put its configuration in place
    #[command(after_help = setup::EXAMPLES)]
    Setup {
        /// vscode, neovim, jupyterlab, helix, emacs, zed, sublime, kate, vim or kakoune
        #[arg(value_name = "EDITOR")]
        editor: String,
        /// Put the configuration in place; a file that exists is never changed
        #[arg(long)]
        write: bool,
    },
    /// List the concepts
    List {
        /// How they are printed
        #[arg(long, value_enum, default_value_t = ListFormat::Text)]
        format: ListFormat,
        #[command(flatten)]
        with: With,
    },
    /// Show what you have met in your editors, had explained and know, by area
    #[command(after_help = progress::EXAMPLES)]
    Progress(progress::Arguments),
    /// Begin a concept file of your own: a skeleton with what each field is for
    #[command(after_help = new::EXAMPLES)]
    New {
        /// The concept's id, which names the file: lower-case letters, digits and hyphens
        #[arg(value_name = "CONCEPT")]
        id: String,
        /// The folder it is written to
        #[arg(long, value_name = "DIR", default_value = ".pygloss")]
        dir: PathBuf,
    },
    /// Check a folder of concept files
    Check {
        /// The folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Let the files refer to each other alone, not to built-in concepts
        #[arg(long, conflicts_with = "packs")]
        standalone: bool,
        #[command(flatten)]
        with: With,
    },
    /// Write the concepts as a site: a page each, a course, questions, search
    #[command(after_help = book::EXAMPLES)]
    Book {
        /// The folder it is written to
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        #[command(flatten)]
        with: With,
    },
    /// Print a shell's completion script
    #[command(after_help = completions::EXAMPLES)]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = man::EXAMPLES)]
    Man {
        /// Write it, and a page for each command, into this folder instead
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

#[derive(clap::Args)]
struct With {
    /// A folder of concept files of your own, beside the built-in ones; may be given several times
    #[arg(id = "packs", long = "pack", value_name = "DIR")]
    packs: Vec<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ScanFormat {
    /// PATH:ROW:COLUMN: CONCEPT
    Text,
    /// One JSON object a line; rows and columns from 1, in code points
    Jsonl,
}

#[derive(Clone, Copy, ValueEnum)]
enum ListFormat {
    /// By area
    Text,
    /// An array of objects
    Json,
}

/// Why a command could not do its work, with what to do about it.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// Nothing was found, or problems were; what there is to say is said.
    #[error("{0}")]
    Nothing(String),
    /// It could not be done.
    #[error("{0}")]
    Impossible(String),
    /// Writing failed. A reader that went away is no failure.
    #[error("cannot write: {0}")]
    Output(#[from] std::io::Error),
}

/// Ends with 0 if the client shut the server down before it left, as the protocol has it.
fn serve() -> Result<(), Failure> {
    match crate::server::run() {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::Nothing("the client left without `shutdown`".to_owned())),
        Err(error) => Err(Failure::Impossible(format!("the server cannot start: {error}"))),
    }
}

/// Runs the program.
pub fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("PYGLOSS_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(filter)
        .init();
    let arguments = Arguments::parse();
    let mut output = Output::stdout();
    let command = arguments.command.unwrap_or(Command::Server);
    // A server has standard output for itself: a client that no longer reads may keep it for ever.
    let serves = matches!(command, Command::Server | Command::Proxy { .. });
    let result = match command {
        Command::Server => serve(),
        Command::Proxy { wait, command } => proxy::run(&command, wait),
        Command::Explain { what, with } => explain::run(&what, &with.packs, &mut output),
        Command::Playground { file, port, no_open } => playground::run(file.as_deref(), port, !no_open, &mut output),
        Command::Rewrite { place } => rewrite::run(&place, &mut output),
        Command::Review(arguments) => review::run(&arguments, &mut output),
        Command::Scan {
            format,
            summary: true,
            with,
            paths,
            ..
        } => summary::run(format, &with.packs, &paths, &mut output),
        Command::Scan {
            format,
            insights,
            with,
            paths,
            ..
        } => scan::run(How { format, insights }, &with.packs, &paths, &mut output),
        Command::List { format, with } => list::run(format, &with.packs, &mut output),
        Command::Setup { editor, write } => setup::run(&editor, write, &mut output),
        Command::Progress(arguments) => progress::run(&arguments, &mut output),
        Command::New { id, dir } => new::run(&id, &dir, &mut output),
        Command::Check {
            folder,
            standalone,
            with,
        } => check::run(&folder, standalone, &with.packs, &mut output),
        Command::Book { out, with } => book::run(&out, &with.packs, &mut output),
        Command::Completions { shell } => completions::run(shell, Arguments::command(), &mut output),
        Command::Man { out } => man::run(out.as_deref(), Arguments::command(), &mut output),
    };
    let mut finish = || if serves { Ok(()) } else { output.finish() };
    match result.and_then(|()| Ok(finish()?)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = finish();
            output::complain(&format!("pygloss: {failure}"));
            ExitCode::from(if matches!(failure, Failure::Nothing(_)) { 1 } else { 2 })
        }
    }
}
