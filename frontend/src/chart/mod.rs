//! Charts: the title is the question, the caption the answer, the drawing the proof, and the same data stands in a table.

mod canvas;
mod drawing;
mod figure;
mod funnel;
mod key;
mod spark;
mod table;

pub(crate) use drawing::{Drawing, Note, Place, Series, Shape, Tone};
pub(crate) use figure::Figure;
pub(crate) use funnel::{Funnel, Step};
pub(crate) use spark::Spark;
