//! One program of five calls of GitHub, written three times: on our crate, on openapi-to-rust's, and by hand on reqwest.
//!
//! What their users pay for: the processor time of a release build of crate and program, of the program alone, and the
//! size of the binary.

use std::path::Path;

use anyhow::{Context as _, Result};

use super::compile::Workspace;
use super::table::Table;
use super::{Request, Subject, generate, others, write_file};

/// The description that has these calls.
const SUBJECT: &str = "github-rest";

/// A program, what it depends on, and the package below it that is built with it.
struct Program {
    name: &'static str,
    what: &'static str,
    /// Of our crate and the other one, whose folders are given as TOML.
    dependencies: fn(&str, &str) -> String,
    library: Option<&'static str>,
    main: &'static str,
}

const PROGRAMS: &[Program] = &[
    Program {
        name: "five-ours",
        what: "ours",
        dependencies: |ours, _| format!("bench-github-rest = {{ path = {ours} }}\n"),
        library: Some("bench-github-rest"),
        main: OURS,
    },
    Program {
        name: "five-ours-tags",
        what: "ours, its tags alone",
        dependencies: |ours, _| {
            let features = r#"["rustls", "repos", "issues", "pulls", "users"]"#;
            format!(
                "bench-github-rest = {{ path = {ours}, default-features = false, features = {features} }}\n"
            )
        },
        library: Some("bench-github-rest"),
        main: OURS,
    },
    Program {
        name: "five-other",
        what: "openapi-to-rust's",
        dependencies: |_, other| format!("bench-other = {{ path = {other} }}\n"),
        library: Some(others::PACKAGE),
        main: OTHER,
    },
    Program {
        name: "five-by-hand",
        what: "by hand",
        dependencies: |_, _| {
            "reqwest = { version = \"0.13\", features = [\"json\", \"query\"] }\n\
             serde = { version = \"1\", features = [\"derive\"] }\n"
                .to_owned()
        },
        library: None,
        main: BY_HAND,
    },
];

/// Builds all of them in the release profile.
pub(super) fn measure(subjects: &[Subject], request: &Request, table: &mut Table) -> Result<()> {
    let Some(subject) = subjects.iter().find(|subject| subject.name == SUBJECT) else {
        println!("skipped: five calls of {SUBJECT}, which is not here or not asked for");
        return Ok(());
    };
    let ours = generate::folder(request, subject);
    generate::once(subject, &ours)?;
    let other = others::crate_of("openapi-to-rust", request, subject)?;
    for program in PROGRAMS {
        if program.library == Some(others::PACKAGE) && other.is_none() {
            continue;
        }
        let other = other.as_deref().unwrap_or(&ours);
        let folder = request.out.join(program.name);
        write_file(&folder.join("Cargo.toml"), &manifest(program, &ours, other)?)?;
        write_file(&folder.join("src/main.rs"), program.main)?;
        let workspace = Workspace::at(folder, request);
        let arguments = ["build", "--release", "-p", program.name];
        let mut one = |what: &str, stale: &[&str]| {
            let measure = format!("five calls, release, {}: {what}", program.what);
            table.push_cost(SUBJECT, &measure, workspace.measure(&arguments, stale));
        };
        if let Some(library) = program.library {
            one("crate and program", &[library, program.name]);
        }
        one("program", &[program.name]);
        if let Some(bytes) = workspace.binary("release", program.name) {
            table.push(SUBJECT, &format!("five calls, binary, {}", program.what), bytes, "MB");
        }
    }
    Ok(())
}

fn manifest(program: &Program, ours: &Path, other: &Path) -> Result<String> {
    let quoted = |path: &Path| {
        let path = std::path::absolute(path)
            .with_context(|| format!("cannot find `{}`", path.display()))?;
        anyhow::Ok(format!("{:?}", path.display().to_string()))
    };
    Ok(format!(
        "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[profile.release]\nstrip = true\n\n\
         [dependencies]\n{}tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n",
        program.name,
        (program.dependencies)(&quoted(ours)?, &quoted(other)?)
    ))
}

const OURS: &str = r#"use bench_github_rest::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().build()?;
    let (owner, repo) = ("rust-lang", "rust");
    let repository = client.repos().get(owner, repo).await?;
    println!("{} {}", repository.full_name, repository.stargazers_count);
    let issues = client.issues().list_for_repo(owner, repo).page(2).await?;
    println!("{}", issues.len());
    let pulls = client.pulls().list(owner, repo).page(1).await?;
    println!("{}", pulls.len());
    let commits = client.repos().list_commits(owner, repo).per_page(10).await?;
    println!("{}", commits.len());
    let user = client.users().get_by_username("octocat").await?;
    println!("{user:?}");
    Ok(())
}
"#;

const OTHER: &str = r#"use bench_other::client::HttpClient;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_base_url("https://api.github.com");
    let (owner, repo) = ("rust-lang", "rust");
    let none = None::<&str>;
    let repository = client.repos_get(owner, repo).await.map_err(|error| format!("{error:?}"))?;
    println!("{} {}", repository.full_name, repository.stargazers_count);
    let issues = client
        .issues_list_for_repo(
            owner, repo, none, None, none, none, none, none, None, None, none, None, Some(2),
        )
        .await
        .map_err(|error| format!("{error:?}"))?;
    println!("{}", issues.len());
    let pulls = client
        .pulls_list(owner, repo, None, none, none, None, None, None, Some(1))
        .await
        .map_err(|error| format!("{error:?}"))?;
    println!("{}", pulls.len());
    let commits = client
        .repos_list_commits(owner, repo, none, none, none, none, none, Some(10), None)
        .await
        .map_err(|error| format!("{error:?}"))?;
    println!("{}", commits.len());
    let user = client
        .users_get_by_username("octocat")
        .await
        .map_err(|error| format!("{error:?}"))?;
    println!("{user:?}");
    Ok(())
}
"#;

const BY_HAND: &str = r#"use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Debug, Deserialize)]
struct Repository {
    full_name: String,
    stargazers_count: i64,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Issue {
    number: i64,
    title: String,
    body: Option<String>,
    user: Option<User>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Pull {
    number: i64,
    title: String,
    draft: Option<bool>,
    user: Option<User>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Commit {
    sha: String,
    author: Option<User>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct User {
    login: String,
    id: i64,
}

async fn get<T: DeserializeOwned>(
    client: &reqwest::Client,
    path: &str,
    query: &[(&str, &str)],
) -> Result<T, reqwest::Error> {
    let request = client.get(format!("https://api.github.com{path}")).query(query);
    request.send().await?.error_for_status()?.json().await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = reqwest::Client::builder()
        .user_agent("by-hand/1.0")
        .timeout(Duration::from_secs(30))
        .build()?;
    let repository: Repository = get(&client, "/repos/rust-lang/rust", &[]).await?;
    println!("{} {}", repository.full_name, repository.stargazers_count);
    let issues: Vec<Issue> = get(&client, "/repos/rust-lang/rust/issues", &[("page", "2")]).await?;
    println!("{}", issues.len());
    let pulls: Vec<Pull> = get(&client, "/repos/rust-lang/rust/pulls", &[("page", "1")]).await?;
    println!("{}", pulls.len());
    let commits: Vec<Commit> =
        get(&client, "/repos/rust-lang/rust/commits", &[("per_page", "10")]).await?;
    println!("{}", commits.len());
    let user: User = get(&client, "/users/octocat", &[]).await?;
    println!("{user:?}");
    Ok(())
}
"#;
