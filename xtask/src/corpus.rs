//! `cargo xtask corpus`: a crate for every description of a folder, compiled if asked for, and a table of what came out.

pub mod baseline;
pub mod compile;
pub mod count;
pub mod discover;
pub mod glob;
pub mod manifest;
pub mod measure;
pub mod message;
pub mod produce;
pub mod progress;
pub mod row;
pub mod shuffle;
pub mod state;
pub mod summary;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use compile::{Messages, Workspace};
use discover::Case;
use produce::Times;
use progress::Progress;
use row::{Mode, Row, Status};
use state::State;

use crate::Exit;
use crate::report::{MessageFormat, Reporter};
use crate::sync;

/// Crates that are compiled together. Enough to keep the processors busy, and few enough that a run that is ended
/// has something to go on from.
const BATCH: usize = 8;

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Request {
    /// The folder with descriptions.
    pub folder: PathBuf,
    /// Patterns of names or paths; none for all.
    pub only: Vec<String>,
    /// What to ask cargo for, if anything.
    pub mode: Option<Mode>,
    /// How many compilers at once.
    pub jobs: usize,
    /// Scratch folder.
    pub out: PathBuf,
    /// An earlier table.
    pub baseline: Option<PathBuf>,
    /// Where to write the table.
    pub tsv: Option<PathBuf>,
    /// Take nothing over from earlier runs.
    pub fresh: bool,
    /// Print the first complaint about each crate in full.
    pub verbose: bool,
    /// After this, no more crates are compiled.
    pub limit: Option<Duration>,
    /// Nothing is written: names are compared with those of the shuffled description.
    pub shuffle: Option<Shuffle>,
}

/// In which way descriptions are shuffled.
#[derive(Clone, Copy, Debug)]
pub struct Shuffle {
    /// The same seed gives the same order.
    pub seed: u64,
    /// What is shuffled.
    pub depth: shuffle::Depth,
}

/// Does it.
#[must_use]
pub fn run(root: &Path, request: &Request) -> Exit {
    let reporter = Reporter::new(MessageFormat::Text, false);
    match table(root, request) {
        Ok(exit) => exit,
        Err(Failure { message, help }) => {
            reporter.error(&message, help);
            Exit::Input
        }
    }
}

struct Failure {
    message: String,
    help: &'static str,
}

fn failure(help: &'static str) -> impl Fn(String) -> Failure {
    move |message| Failure { message, help }
}

fn table(root: &Path, request: &Request) -> Result<Exit, Failure> {
    let path = failure("check the path, permissions and space, and run it again");
    let before = match &request.baseline {
        None => None,
        Some(file) => Some(read_table(file).map_err(failure("name a file that `--tsv` wrote"))?),
    };
    let cases = discover::discover(&request.folder, &request.only).map_err(&path)?;
    if cases.is_empty() {
        return Err(Failure {
            message: format!("no descriptions in `{}`", request.folder.display()),
            help: "a description is a YAML or JSON file with `openapi` or `swagger` at the top; \
                   `--only` is about names and paths, with `*` and `?`",
        });
    }
    if let Some(wanted) = request.shuffle {
        return Ok(shuffled(&cases, wanted, request.verbose));
    }
    fs::create_dir_all(&request.out)
        .map_err(|error| path(format!("cannot make `{}`: {error}", request.out.display())))?;
    produce::keep_panics();
    let began = Instant::now();
    let mut run = Run::new(root, request).map_err(&path)?;
    for batch in cases.chunks(if request.mode.is_some() { BATCH } else { 1 }) {
        run.batch(batch, cases.len(), began).map_err(&path)?;
    }
    run.progress.clear();
    let crates = state::crates(&request.out);
    Workspace::join(&request.out, &crates).map_err(&path)?;
    if let Some(file) = &request.tsv {
        fs::write(file, row::to_tsv(&run.rows))
            .map_err(|error| path(format!("cannot write `{}`: {error}", file.display())))?;
    }
    say(&run.report(began));
    let changes =
        before.map(|before| baseline::compare(&before, &run.rows, request.only.is_empty()));
    let worse = changes.as_ref().is_some_and(|changes| !changes.worse.is_empty());
    if let Some(changes) = &changes {
        say(&changes.text());
    }
    let failing = run.rows.values().any(Row::fails);
    Ok(if failing || worse { Exit::Stale } else { Exit::Success })
}

/// Says of each description that differs from its shuffled form in what.
fn shuffled(cases: &[Case], wanted: Shuffle, verbose: bool) -> Exit {
    let (mut sums, mut kept) = ([0; 3], 0);
    let progress = Progress::new(cases.len());
    for (done, case) in cases.iter().enumerate() {
        progress.at(done, &case.name);
        let Some(found) = shuffle::of_case(case, wanted.seed, wanted.depth) else {
            sums[2] += 1;
            continue;
        };
        sums[usize::from(!found.names.is_empty() || !found.code.is_empty())] += 1;
        kept += usize::from(found.locked.is_empty());
        if !found.is_empty() {
            let shown = if verbose { usize::MAX } else { 3 };
            let mut text = format!(
                "{}: {} names, {} lines of code, {} names with names.lock\n",
                case.name,
                found.names.len(),
                found.code.len(),
                found.locked.len(),
            );
            for line in found
                .names
                .iter()
                .take(shown)
                .chain(found.code.iter().take(shown))
                .chain(found.locked.iter().take(shown))
            {
                let _ = writeln!(text, "    {line}");
            }
            progress.clear();
            say(&text);
        }
    }
    progress.clear();
    let [same, differing, none] = sums;
    say(&format!(
        "{same} of {} have the same names whatever the order, {differing} have not, {none} give no crate; with the \
         names.lock of the other order, {kept} have the same names\n",
        cases.len()
    ));
    if differing > 0 || kept + none < cases.len() { Exit::Stale } else { Exit::Success }
}

fn read_table(file: &Path) -> Result<BTreeMap<String, Row>, String> {
    let unreadable = |error: &dyn std::fmt::Display| {
        format!("cannot read the earlier table `{}`: {error}", file.display())
    };
    let text = fs::read_to_string(file).map_err(|error| unreadable(&error))?;
    row::from_tsv(&text).map_err(|error| unreadable(&error))
}

struct Run<'a> {
    request: &'a Request,
    workspace: Option<Workspace>,
    state: State,
    progress: Progress,
    done: usize,
    rows: BTreeMap<String, Row>,
    messages: Messages,
}

impl<'a> Run<'a> {
    fn new(root: &Path, request: &'a Request) -> Result<Self, String> {
        let workspace = request.mode.map(|mode| Workspace {
            folder: request.out.clone(),
            lock: root.join("Cargo.lock"),
            mode,
            jobs: request.jobs,
        });
        let state = State::open(&request.out, request.mode, request.fresh)?;
        say(&(summary::head() + "\n"));
        Ok(Self {
            request,
            workspace,
            state,
            progress: Progress::new(0),
            done: 0,
            rows: BTreeMap::new(),
            messages: Messages::new(),
        })
    }

    fn batch(&mut self, cases: &[Case], total: usize, began: Instant) -> Result<(), String> {
        self.progress = Progress::new(total);
        let mut rows = Vec::new();
        for case in cases {
            self.progress.at(self.done, &case.name);
            let row = self.generate(case);
            self.done += usize::from(self.workspace.is_none() || row.files == 0);
            rows.push(row);
        }
        self.compile(&mut rows, began)?;
        self.progress.clear();
        for row in rows {
            say(&self.lines(&row));
            self.state.keep(&row);
            self.rows.insert(row.name.clone(), row);
        }
        self.state.save()
    }

    fn generate(&mut self, case: &Case) -> Row {
        let made = produce::produce(case, Times::Twice);
        let mut row = made.row;
        self.state.write_diagnostics(&row.name, &made.diagnostics);
        let folder = self.request.out.join(&row.name);
        let written = match &made.files {
            Some(files) => sync::apply(files, &folder).map(|_| ()),
            // What an earlier run made would be taken for what this one did.
            None => sync::claim(&folder).map(|()| drop(fs::remove_dir_all(&folder))),
        };
        if let Err(error) = written {
            row.worsen(Status::Unreadable, &format!("cannot write the crate: {error}"));
            row.files = 0;
        }
        row
    }

    fn compile(&mut self, rows: &mut [Row], began: Instant) -> Result<(), String> {
        let Some(workspace) = &self.workspace else { return Ok(()) };
        let mut found = Messages::new();
        let mut wanted = Vec::new();
        for row in rows.iter().filter(|row| row.files > 0) {
            match self.state.known(row) {
                Some(messages) => drop(found.insert(row.name.clone(), messages)),
                None => wanted.push(row.name.clone()),
            }
        }
        let late = self.request.limit.is_some_and(|limit| began.elapsed() > limit);
        self.done += found.len();
        if !wanted.is_empty() && !late {
            let (progress, done) = (&self.progress, &mut self.done);
            let compiled = workspace.compile(&wanted, &mut |name| {
                *done += 1;
                progress.at(*done, name);
            })?;
            for (name, messages) in compiled {
                self.state.write_messages(&name, &messages);
                found.insert(name, messages);
            }
        }
        for row in rows.iter_mut().filter(|row| row.files > 0) {
            match found.get(&row.name) {
                Some(messages) => take(messages, workspace.mode, row),
                None => row.worsen(Status::NotCompiled, "the time for it was over"),
            }
        }
        self.messages.extend(found);
        Ok(())
    }

    fn lines(&self, row: &Row) -> String {
        let mut text = summary::line(row) + "\n";
        if row.status != Status::Ok && !row.first.is_empty() {
            let _ = writeln!(text, "    {}", row.first);
        }
        let messages = self.messages.get(&row.name).map(Vec::as_slice).unwrap_or_default();
        let worst = messages.iter().find(|message| message.error).or(messages.first());
        if let (true, Some(worst)) = (self.request.verbose, worst) {
            for line in worst.rendered.lines().take(20) {
                let _ = writeln!(text, "        {line}");
            }
        }
        text
    }

    fn report(&self, began: Instant) -> String {
        let mut text = format!("\n{}{}", summary::sums(&self.rows), summary::growth(&self.rows));
        let peak = self.rows.values().map(|row| row.peak_mb).max().unwrap_or_default();
        let _ = writeln!(
            text,
            "{:.0} s in all, at most {peak} MB in this process; crates, diagnostics and complaints \
             are in {}",
            began.elapsed().as_secs_f64(),
            self.request.out.display(),
        );
        for (title, body) in [
            ("diagnostics by code", summary::codes(&self.rows)),
            ("complaints of the compiler by kind", summary::kinds(&self.messages)),
        ] {
            if !body.is_empty() {
                let _ = write!(text, "\n{title}:\n{body}");
            }
        }
        text
    }
}

/// What cargo said, into the table.
fn take(messages: &[message::Message], mode: Mode, row: &mut Row) {
    row.mode = Some(mode);
    row.compile_errors = messages.iter().filter(|message| message.error).count();
    row.compile_warnings = messages.len() - row.compile_errors;
    let first = |error| messages.iter().find(|message| message.error == error);
    if let Some(message) = first(true) {
        row.worsen(Status::Broken, &message.headline());
    } else if let Some(message) = first(false) {
        row.worsen(Status::Warned, &message.headline());
    }
}

/// What cannot be printed is lost: whoever closed the stream (`| head`) does not want it.
fn say(text: &str) {
    let mut stream = std::io::stdout().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
