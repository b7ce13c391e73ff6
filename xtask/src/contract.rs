//! `cargo xtask contract`: generates a crate for every description, runs its test that calls every operation, and
//! prints what became of each call.

mod build;
mod outcome;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use build::Builder;
use outcome::{Outcome, Sums};

use crate::Exit;
use crate::corpus::discover::{self, Case};
use crate::corpus::produce::{self, Times};
use crate::report::{MessageFormat, Reporter};
use crate::sync;

/// Crates that are built together.
const BATCH: usize = 4;

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Request {
    /// A description, or a folder of them.
    pub folder: PathBuf,
    /// Patterns of names or paths; none for all.
    pub only: Vec<String>,
    /// Base URL of a server to call; without one, the service of the feature `testing` is.
    pub url: Option<String>,
    /// How many compilers at once.
    pub jobs: usize,
    /// Scratch folder.
    pub out: PathBuf,
    /// Where to write all calls.
    pub tsv: Option<PathBuf>,
    /// Take nothing over from earlier runs.
    pub fresh: bool,
    /// Print every call, not only those that failed.
    pub verbose: bool,
    /// After this, no more crates are built.
    pub limit: Option<Duration>,
}

/// Does it.
#[must_use]
pub fn run(root: &Path, request: &Request) -> Exit {
    match calls(root, request) {
        Ok(exit) => exit,
        Err(message) => {
            let help = "check the path, permissions and space, and run it again";
            Reporter::new(MessageFormat::Text, false).error(&message, help);
            Exit::Input
        }
    }
}

fn calls(root: &Path, request: &Request) -> Result<Exit, String> {
    let cases = discover::discover(&request.folder, &request.only)?;
    if cases.is_empty() {
        return Err(format!("no descriptions in `{}`", request.folder.display()));
    }
    fs::create_dir_all(&request.out)
        .map_err(|error| format!("cannot make `{}`: {error}", request.out.display()))?;
    produce::keep_panics();
    let builder = Builder {
        folder: request.out.clone(),
        lock: root.join("Cargo.lock"),
        jobs: request.jobs,
        url: request.url.clone(),
    };
    let began = Instant::now();
    let mut sums = Sums::default();
    let mut all = Vec::new();
    for batch in cases.chunks(BATCH) {
        let late = request.limit.is_some_and(|limit| began.elapsed() > limit);
        for outcome in outcomes(&builder, request, batch, late)? {
            say(&outcome.text(request.verbose));
            sums.add(&outcome);
            all.push(outcome);
        }
    }
    say(&sums.text());
    if let Some(file) = &request.tsv {
        let text = outcome::to_tsv(&all);
        fs::write(file, text)
            .map_err(|error| format!("cannot write `{}`: {error}", file.display()))?;
    }
    Ok(if sums.is_clean() { Exit::Success } else { Exit::Stale })
}

/// What became of the descriptions of a batch, in their order.
fn outcomes(
    builder: &Builder,
    request: &Request,
    batch: &[Case],
    late: bool,
) -> Result<Vec<Outcome>, String> {
    let mut outcomes = Vec::new();
    let mut wanted = Vec::new();
    for case in batch {
        let made = produce::produce(case, Times::Once);
        let mut outcome = Outcome::new(&case.name, made.row.operations, &made.row.hash);
        match &made.files {
            None => outcome.problem = format!("not generated: {}", made.row.first),
            Some(files) => {
                let folder = request.out.join(&case.name);
                sync::apply(files, &folder)
                    .map_err(|error| format!("cannot write `{}`: {error}", folder.display()))?;
                let kept = kept(request, &case.name);
                let known = fs::read_to_string(kept).ok().filter(|_| !request.fresh);
                if !known.is_some_and(|text| outcome.restore(&text)) {
                    wanted.push(case.name.clone());
                }
            }
        }
        outcomes.push(outcome);
    }
    if late {
        for outcome in outcomes.iter_mut().filter(|outcome| wanted.contains(&outcome.name)) {
            "the time for it was over".clone_into(&mut outcome.problem);
        }
        return Ok(outcomes);
    }
    let mut tests = builder.build(&wanted)?;
    for outcome in outcomes.iter_mut().filter(|outcome| wanted.contains(&outcome.name)) {
        match tests.remove(&outcome.name) {
            Some(Ok(test)) => {
                outcome.read(&builder.run(&test, &request.out.join(&outcome.name))?);
                let file = kept(request, &outcome.name);
                fs::write(&file, outcome.kept())
                    .map_err(|error| format!("cannot write `{}`: {error}", file.display()))?;
            }
            Some(Err(said)) => outcome.problem = format!("not built: {said}"),
            None => "not built: cargo says nothing of it".clone_into(&mut outcome.problem),
        }
    }
    if !wanted.is_empty() {
        builder.clean(&wanted);
    }
    Ok(outcomes)
}

/// Where the calls of a crate are kept, so that they are not made again while it stays the same. Servers change.
fn kept(request: &Request, name: &str) -> PathBuf {
    let kind = if request.url.is_some() { "live" } else { "contract" };
    request.out.join(format!("{name}.{kind}.tsv"))
}

/// What cannot be printed is lost: whoever closed the stream (`| head`) does not want it.
fn say(text: &str) {
    let mut stream = std::io::stdout().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
