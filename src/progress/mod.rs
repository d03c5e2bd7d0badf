//! What a reader has met, had explained and knows: kept for the user, not for a project, in the platform's state folder.
//!
//! Lives here: the record, its file, and how several programs change it at once. May not live here: when something counts as met (that is the server's and
//! the command line's), what is shown of it. Nothing here looks at concepts: a record may name some of a pack that is not there today.

mod record;
mod store;

pub use record::{Changes, Entry, Record};
pub use store::{Error, Stamp, Store};
