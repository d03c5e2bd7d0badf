//! Concept files and what they say.
//!
//! Lives here: reading concept files into [`Concept`]s, checking them with errors that name place and remedy, the packs they come in,
//! and the graph they form. `knowledge/README.md` is the format. May not live here: syntax trees and detection (a query is checked where it is
//! compiled, in `detect`), rendering.

mod body;
// The build script reads concept files with this very code, and has no prepared ones.
#[cfg(prepared)]
mod builtin;
mod cases;
mod concept;
mod files;
mod find;
mod front_matter;
mod pack;
mod problem;
mod query;
mod skeleton;
mod template;
mod version;

#[cfg(prepared)]
pub use builtin::builtin;
pub use cases::{Cases, Expectation, Mark};
pub use concept::{Code, Concept, Level, Program, QueryBlock, Section};
pub use files::{Files, Listing, read_folder};
pub use pack::{Knowledge, Loaded, Source};
pub use problem::Problem;
pub(crate) use problem::nearest;
pub use query::{Argument, Item, Pattern, Quantifier, QueryError, RawPredicate, Root, Shape, split};
pub use skeleton::{is_id, skeleton};
pub use template::{AUTOMATIC_PARTS, Segment, Template};
pub use version::{Version, VersionRange};
