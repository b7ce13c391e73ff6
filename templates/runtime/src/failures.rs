//! Error bodies as the types that the description gives to each status.
use std::ops::RangeInclusive;

use super::call::Operation;
use super::decode_error::DecodeError;
use super::error::{Error, ErrorKind};

/// An operation whose failures have bodies that the description declares.
pub trait Failures: Operation {
    /// The body of a failure.
    type Failure: 'static;
    /// How it is read, by status; none for a status whose body the description does not say.
    const BODIES: FailureBodies<Self::Failure>;
}

/// Statuses, no two of which overlap, and how the bodies of each are read.
pub type FailureBodies<T> =
    &'static [(RangeInclusive<u16>, fn(&Error) -> Result<T, DecodeError>)];

impl Error {
    /// The body of a failure of this operation as the type that the description gives to its status; `None` for an
    /// error of another kind or of another operation, and for a status whose body the description does not say.
    ///
    /// # Errors
    /// When the body is something else.
    pub fn described<O: Failures>(&self) -> Result<Option<O::Failure>, DecodeError> {
        match self.status() {
            Some(status)
                if self.kind() == ErrorKind::Status && self.operation() == Some(O::INFO.id) =>
            {
                let status = status.as_u16();
                let body = O::BODIES.iter().find(|(statuses, _)| statuses.contains(&status));
                body.map(|(_, read)| read(self)).transpose()
            }
            _ => Ok(None),
        }
    }
}
