//! The scopes that the service knows.

/// What `scopes` of a new key may hold.
pub const ALLOWED_SCOPES: [&str; 12] = [
    ":account_administrator",
    ":administrator",
    ":authenticated",
    ":secure_container",
    ":user",
    ":write_data",
    ":write_notification",
    ":read_notification",
    ":write_resource",
    ":read_resource",
    ":whylabs_administrator",
    ":whylabs_system",
];
