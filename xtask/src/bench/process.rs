//! What a process costs, with all that it starts and waits for.

use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use wait4::Wait4 as _;

/// Processor time of user and system, and the most memory that one of its processes had.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    /// Processor time.
    pub(super) cpu: Duration,
    /// Bytes.
    pub(super) memory: u64,
}

impl Cost {
    /// The median of each figure; nothing of nothing.
    pub(super) fn median(costs: &[Self]) -> Self {
        let mut cpu: Vec<Duration> = costs.iter().map(|cost| cost.cpu).collect();
        let mut memory: Vec<u64> = costs.iter().map(|cost| cost.memory).collect();
        cpu.sort_unstable();
        memory.sort_unstable();
        let middle = costs.len() / 2;
        Self {
            cpu: cpu.get(middle).copied().unwrap_or_default(),
            memory: memory.get(middle).copied().unwrap_or_default(),
        }
    }

    /// Memory in MB (10⁶ bytes).
    #[allow(clippy::cast_precision_loss, reason = "sizes of processes are far below 2^52")]
    pub(super) fn memory_mb(&self) -> f64 {
        self.memory as f64 / 1e6
    }
}

/// Runs a command to its end, without its output.
///
/// # Errors
/// When it cannot be started or fails; with what it said.
pub(super) fn cost(command: &mut Command) -> Result<Cost> {
    let errors = tempfile::NamedTempFile::new().context("cannot make a temporary file")?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(errors.reopen().context("cannot open a temporary file again")?)
        .spawn()
        .with_context(|| format!("cannot start {command:?}"))?;
    let used = child.wait4().with_context(|| format!("cannot wait for {command:?}"))?;
    if !used.status.success() {
        let said = std::fs::read(errors.path()).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        let is_error = |line: &&str| line.starts_with("error:") || line.starts_with("error[");
        let from = said.lines().position(|line| is_error(&line)).unwrap_or_default();
        let said: Vec<&str> = said.lines().skip(from).take(12).collect();
        bail!("{command:?} failed ({}):\n{}", used.status, said.join("\n"));
    }
    Ok(Cost { cpu: used.rusage.utime + used.rusage.stime, memory: used.rusage.maxrss })
}

/// Runs a command to its end and shows what it says.
///
/// # Errors
/// When it cannot be started or fails.
pub(super) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} failed ({status})");
    }
    Ok(())
}

/// Whether a program is installed.
pub(super) fn is_installed(program: &str) -> bool {
    Command::new(program)
        .arg("--help")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
