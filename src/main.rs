//! popscope: a subcommand, or the window.

use std::process::ExitCode;

use clap::Parser as _;
use popscope::cli;
use popscope::cli::args::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match &arguments.command {
        Some(command) => cli::run(command),
        None => open_window(&arguments),
    }
}

#[cfg(not(feature = "gui"))]
fn open_window(_arguments: &Arguments) -> ExitCode {
    cli::output::complain(format_args!("this popscope was built without its window; see popscope --help"));
    ExitCode::from(2)
}

#[cfg(feature = "gui")]
fn open_window(arguments: &Arguments) -> ExitCode {
    // What the window has to say beside its notices: only warnings, and on standard error.
    let level = tracing_subscriber::filter::LevelFilter::WARN;
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(level).init();
    let options = popscope::ui::StartOptions { files: arguments.files.clone() };
    match popscope::ui::run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            cli::output::complain(format_args!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
