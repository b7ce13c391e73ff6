//! The same for other generators, where they are installed: measured in the same run, on the same machine.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::process::{self, Cost};
use super::table::Table;
use super::{Request, Subject, generate};

/// A generator that is run as a program: its name, and the command that generates into a folder.
struct Other {
    program: &'static str,
    command: fn(&Path, &Path) -> Result<Command>,
}

const OTHERS: &[Other] = &[
    Other { program: "cargo-progenitor", command: progenitor },
    Other { program: "openapi-to-rust", command: openapi_to_rust },
    Other { program: "oas3-gen", command: oas3_gen },
];

/// What it costs them to generate. A description that one of them refuses is a line that says so.
pub(super) fn generate(subjects: &[Subject], request: &Request, table: &mut Table) -> Result<()> {
    for other in OTHERS {
        if !process::is_installed(other.program) {
            println!("skipped: {} is not installed", other.program);
            continue;
        }
        for subject in subjects {
            let out = request.out.join(format!("{}-{}", other.program, subject.name));
            if out.exists() {
                fs::remove_dir_all(&out)
                    .with_context(|| format!("cannot empty `{}`", out.display()))?;
            }
            fs::create_dir_all(&out)
                .with_context(|| format!("cannot make the folder `{}`", out.display()))?;
            let measure = format!("generate by {}", other.program);
            match process::cost(&mut (other.command)(&subject.path, &out)?) {
                Ok(Cost { cpu, memory }) => {
                    let cost = Cost { cpu, memory };
                    let cpu = cpu.as_secs_f64();
                    table.push(&subject.name, &format!("{measure}, CPU"), cpu, "s");
                    let memory = generate::memory_mb(&cost);
                    table.push(&subject.name, &format!("{measure}, memory"), memory, "MB");
                }
                Err(error) => println!("{}: {measure}: {error:#}", subject.name),
            }
        }
    }
    Ok(())
}

#[allow(clippy::unnecessary_wraps, reason = "one type for all commands")]
fn progenitor(spec: &Path, out: &Path) -> Result<Command> {
    let mut command = Command::new("cargo-progenitor");
    command.arg("progenitor").arg("-i").arg(spec).arg("-o").arg(out.join("client"));
    command.args(["-n", "progenitor-client", "-v", "0.0.0"]);
    Ok(command)
}

fn openapi_to_rust(spec: &Path, out: &Path) -> Result<Command> {
    let config = out.join("openapi-to-rust.toml");
    let quoted = |path: &Path| format!("{:?}", path.display().to_string());
    let text = format!(
        "[generator]\nspec_path = {}\noutput_dir = {}\nmodule_name = \"client\"\n\n[features]\nenable_async_client = true\n",
        quoted(spec),
        quoted(&out.join("src"))
    );
    fs::write(&config, text).with_context(|| format!("cannot write `{}`", config.display()))?;
    let mut command = Command::new("openapi-to-rust");
    command.arg("generate").arg("--config").arg(config);
    Ok(command)
}

#[allow(clippy::unnecessary_wraps, reason = "one type for all commands")]
fn oas3_gen(spec: &Path, out: &Path) -> Result<Command> {
    let mut command = Command::new("oas3-gen");
    command.args(["generate", "client", "-i"]).arg(spec).arg("-o").arg(out.join("client.rs"));
    Ok(command)
}
