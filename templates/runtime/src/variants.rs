//! Unions: how one is made of what a variant holds.

/// Implements `From` for the variants of a union that hold what no other of them does; a variant may hold it in a box.
#[doc(hidden)]
#[macro_export]
macro_rules! variants {
    ($union:ident; $($variant:ident($held:ty)),+) => {$(
        impl ::core::convert::From<$held> for $union {
            #[inline]
            fn from(value: $held) -> Self {
                Self::$variant(::core::convert::From::from(value))
            }
        }
    )+};
}
pub use variants;
