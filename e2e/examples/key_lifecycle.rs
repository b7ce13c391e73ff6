//! The life of an API key: created, looked up, listed, revoked, listed again.
//!
//! Talks to `WHYLABS_API_ENDPOINT` with `WHYLABS_API_KEY` where the endpoint is set, and else to a fake of the service
//! that it starts for itself. `WHYLABS_DEFAULT_ORG_ID` names the organization.

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use e2e::fake::Fake;
use whylabs_client::Client;
use whylabs_client::model::{ListUserApiKeys, UserApiKey};

#[tokio::main]
async fn main() -> ExitCode {
    match lifecycle().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn lifecycle() -> Result<(), Box<dyn Error>> {
    // Kept until the end: the fake stops when it is dropped.
    let mut fake = None;
    let client = if std::env::var_os("WHYLABS_API_ENDPOINT").is_some() {
        Client::from_env()?
    } else {
        let fake = fake.insert(Fake::start().await?);
        println!(
            "WHYLABS_API_ENDPOINT is not set: this is a fake of the service, started for the occasion."
        );
        Client::builder().base_url(&fake.url).api_key_auth(fake.system_key()).build()?
    };
    println!("The service is at {}.\n", client.base_url());

    let org = client.default_org_id().unwrap_or("org-123").to_owned();
    let user = "user-123";
    let api = client.api_key();

    let created = api
        .create_api_key(&org, user)
        .expiration_time(in_an_hour()?)
        .scopes([":user"])
        .alias("key-lifecycle-example")
        .await?;
    println!("1. created a key for {user} in {org}");
    show(&created);
    if let Some(secret) = &created.key {
        println!(
            "   secret    {}  (shown in full only to the program, once)",
            masked(secret.expose())
        );
    }

    println!("\n2. looked it up by its id");
    match api.get_api_key(&org, &created.key_id).await?.key {
        Some(key) => show(&key),
        None => println!("   the service does not know it"),
    }

    println!("\n3. listed the keys of {org}");
    show_list(&api.list_api_keys(&org).await?, &created.key_id);

    println!("\n4. revoked it");
    show(&api.revoke_api_key(&org, user, &created.key_id).await?);

    println!("\n5. listed again");
    println!("   of {org}, where revoked keys are left out:");
    show_list(&api.list_api_keys(&org).await?, &created.key_id);
    println!("   of {user}, where they are not:");
    show_list(&api.list_api_keys(&org).user_id(user).await?, &created.key_id);
    Ok(())
}

fn in_an_hour() -> Result<i64, Box<dyn Error>> {
    let then = SystemTime::now() + Duration::from_secs(3600);
    Ok(i64::try_from(then.duration_since(UNIX_EPOCH)?.as_millis())?)
}

fn show(key: &UserApiKey) {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    println!("   id        {}", key.key_id);
    println!("   alias     {}", or_none(&key.alias));
    println!("   scopes    {}", key.scopes.as_deref().unwrap_or_default().join(" "));
    println!("   created   {}", key.creation_time);
    println!("   expires   {}", or_none(&key.expiration_time));
    println!("   revoked   {}", if key.revoked == Some(true) { "yes" } else { "no" });
}

fn show_list(list: &ListUserApiKeys, ours: &str) {
    if list.items.is_empty() {
        println!("   (none)");
    }
    for key in &list.items {
        let alias = key.alias.as_deref().unwrap_or("-");
        let state = if key.revoked == Some(true) { "revoked" } else { "active" };
        let mark = if key.key_id == ours { "  <- ours" } else { "" };
        println!("   {}  {state:<8} {alias}{mark}", key.key_id);
    }
}

/// The id, which is no secret, and a few dots for the rest.
fn masked(secret: &str) -> String {
    format!("{}.…", secret.split('.').next().unwrap_or_default())
}
