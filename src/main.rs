//! The `pygloss` program; everything is in the library.

fn main() -> std::process::ExitCode {
    pygloss::cli::main()
}
