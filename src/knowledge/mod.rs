//! Concept files and what they say.
//!
//! Lives here: reading concept files into [`Concept`]s, checking them with errors that name place and remedy, the packs they come in,
//! and the graph they form. `knowledge/README.md` is the format. May not live here: syntax trees and detection (a query is checked where it is
//! compiled, in `detect`), rendering.

mod body;
mod cases;
mod concept;
mod find;
mod front_matter;
mod pack;
mod problem;
mod query;
mod template;
mod version;

pub use cases::{Cases, Expectation, Mark};
pub use concept::{Code, Concept, Level, Program, QueryBlock, Section};
pub use pack::{Knowledge, Loaded, Source, builtin, files_of, read_folder};
pub use problem::Problem;
pub(crate) use problem::nearest;
pub use query::{Argument, Item, Pattern, Quantifier, QueryError, RawPredicate, Root, Shape, split};
pub use template::{AUTOMATIC_PARTS, Segment, Template};
pub use version::{Version, VersionRange};
