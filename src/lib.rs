//! pygloss explains Python: what a construct is, and what it does to the code under the cursor.
//!
//! Text and edits go into a [`document`], a notebook's cells into a [`notebook`]; [`detect`] finds in it the concepts that [`knowledge`] describes; [`insight`] says what they do to the code
//! at hand, and [`rewrite`] what they stand for there; [`gloss`] puts all together, [`review`] chooses what of it a change introduces, [`render`] makes text of it, [`book`] a site of all concepts, and [`server`] and [`cli`] hand it out. Arrows go one way only: nothing here imports what comes later in this
//! list, and nothing outside of `server` knows the protocol.

pub mod book;
pub mod cli;
pub mod detect;
pub mod document;
pub mod gloss;
pub mod insight;
pub mod knowledge;
pub mod notebook;
pub mod project;
pub mod render;
pub mod review;
pub mod rewrite;
pub mod server;
