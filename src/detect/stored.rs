//! Values that the build has prepared and the program carries: each is read when it is asked for first.
//!
//! May not live here: what is stored, and how it is found out.

use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that is there, or stored in the program.
pub(super) struct Stored<T> {
    bytes: &'static [u8],
    /// `None` where the bytes are of something else, which a test would show.
    value: OnceLock<Option<Box<T>>>,
}

impl<T> Stored<T> {
    /// A value that is there.
    pub(super) fn new(value: T) -> Self {
        Self {
            bytes: &[],
            value: Some(Box::new(value)).into(),
        }
    }
}

impl<T: DeserializeOwned> Stored<T> {
    /// The value.
    #[inline]
    pub(super) fn get(&self) -> Option<&T> {
        let read = || postcard::from_bytes(self.bytes).ok().map(Box::new);
        self.value.get_or_init(read).as_deref()
    }
}

impl<T: Serialize> Serialize for Stored<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.value.get().and_then(Option::as_deref);
        let value = value.ok_or_else(|| S::Error::custom("only what was not stored before is stored"))?;
        serializer.serialize_bytes(&postcard::to_allocvec(value).map_err(S::Error::custom)?)
    }
}

impl<'de: 'static, T> Deserialize<'de> for Stored<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            bytes: <&'static [u8]>::deserialize(deserializer)?,
            value: OnceLock::new(),
        })
    }
}
