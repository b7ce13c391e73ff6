//! A vector of type definitions that hands out ids; ids stay valid, iteration is in order of insertion.

/// Names a [`super::TypeDef`] in [`super::Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(u32);

impl TypeId {
    /// Position in the arena.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Values by [`TypeId`].
#[derive(Clone, Debug)]
pub struct Arena<T>(Vec<T>);

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Arena<T> {
    /// Adds a value and returns its id.
    ///
    /// # Panics
    /// When more than `u32::MAX` values are added, which no description reaches.
    pub fn push(&mut self, value: T) -> TypeId {
        let id = TypeId(u32::try_from(self.0.len()).expect("fewer than 2^32 types"));
        self.0.push(value);
        id
    }

    /// Number of values.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Ids in order.
    pub fn ids(&self) -> impl Iterator<Item = TypeId> + use<T> {
        (0..u32::try_from(self.0.len()).unwrap_or(u32::MAX)).map(TypeId)
    }

    /// Ids and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &T)> {
        self.ids().zip(&self.0)
    }

    /// Values, mutable, in order.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut()
    }
}

impl<T> std::ops::Index<TypeId> for Arena<T> {
    type Output = T;
    fn index(&self, id: TypeId) -> &T {
        &self.0[id.index()]
    }
}

impl<T> std::ops::IndexMut<TypeId> for Arena<T> {
    fn index_mut(&mut self, id: TypeId) -> &mut T {
        &mut self.0[id.index()]
    }
}
