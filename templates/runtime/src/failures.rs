//! Error bodies as the types that the description gives to each status.
use super::call::Operation;
use super::decode_error::DecodeError;
use super::error::{Error, ErrorKind};

/// An operation whose failures have bodies that the description declares.
pub trait Failures: Operation {
    /// The body of a failure.
    type Failure;

    /// Reads it; `None` for a status whose body the description does not say.
    ///
    /// # Errors
    /// When the body is something else.
    fn read(status: u16, error: &Error) -> Result<Option<Self::Failure>, DecodeError>;
}

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
                O::read(status.as_u16(), self)
            }
            _ => Ok(None),
        }
    }
}
