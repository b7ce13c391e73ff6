//! The client as the environment sets it up.
//!
//! Variables of this process are not to be changed while its threads run, so each case is a process of its own: this
//! test binary again, told by `E2E_CHILD` to be the one that calls.

use std::error::Error as StdError;
use std::process::{Command, Output};

use e2e::fake::Fake;
use whylabs_client::{Client, Error, ErrorKind};

const NAMES: [&str; 4] = [
    "WHYLABS_API_KEY",
    "WHYLABS_API_ENDPOINT",
    "WHYLABS_DEFAULT_ORG_ID",
    "WHYLABS_DEFAULT_DATASET_ID",
];

/// What the child prints of its client, or of the error.
#[tokio::test]
async fn child() {
    if std::env::var_os("E2E_CHILD").is_none() {
        return;
    }
    match calls().await {
        Ok(told) => println!("child: {told}"),
        Err(error) => println!("child: {:?} {error}", error.kind()),
    }
}

async fn calls() -> Result<String, Error> {
    let client = Client::from_env()?;
    let (org, dataset) = (client.default_org_id(), client.default_dataset_id());
    let url = client.base_url().trim_end_matches('/').to_owned();
    let keys = match org {
        Some(org) => client.api_key().list_api_keys(org).await?.items.len(),
        None => 0,
    };
    Ok(format!("{url} {org:?} {dataset:?} {keys} keys"))
}

fn run(variables: &[(&str, &str)]) -> std::io::Result<String> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--exact", "child", "--nocapture"]).env("E2E_CHILD", "1");
    for name in NAMES {
        command.env_remove(name);
    }
    let Output { stdout, .. } = command.envs(variables.iter().copied()).output()?;
    let stdout = String::from_utf8_lossy(&stdout);
    let told = stdout.lines().find_map(|line| line.split_once("child: "));
    Ok(told.map_or_else(|| stdout.to_string(), |(_, told)| told.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn all_four_variables_count() -> Result<(), Box<dyn StdError>> {
    let fake = Fake::start().await?;
    let _ = fake.issue_key("org-123", "u", &[]);
    let told = run(&[
        ("WHYLABS_API_KEY", fake.system_key()),
        ("WHYLABS_API_ENDPOINT", &fake.url),
        ("WHYLABS_DEFAULT_ORG_ID", "org-123"),
        ("WHYLABS_DEFAULT_DATASET_ID", "model-1"),
    ])?;
    assert_eq!(told, format!("{} Some(\"org-123\") Some(\"model-1\") 1 keys", fake.url));
    Ok(())
}

#[test]
fn what_is_not_set_keeps_its_default() -> std::io::Result<()> {
    assert_eq!(run(&[])?, "https://api.whylabsapp.com None None 0 keys");
    Ok(())
}

#[test]
fn what_cannot_work_is_refused_by_name_and_without_its_value() -> std::io::Result<()> {
    for (name, value) in [
        ("WHYLABS_API_KEY", ""),
        ("WHYLABS_API_KEY", "s3cret\nline"),
        ("WHYLABS_API_ENDPOINT", ""),
        ("WHYLABS_API_ENDPOINT", "s3cret.example.com"),
        ("WHYLABS_API_ENDPOINT", "http://user:s3cret@127.0.0.1"),
        ("WHYLABS_DEFAULT_ORG_ID", ""),
    ] {
        let told = run(&[(name, value)])?;
        assert!(told.starts_with(&format!("{:?} ", ErrorKind::Configuration)), "{name}: {told}");
        assert!(told.contains(name), "{told}");
        assert!(!told.contains("s3cret"), "{told}");
    }
    Ok(())
}
