//! What is drawn, as the page says it and `js/chart.js` reads it.

use serde::Serialize;

/// One drawing: series of values over the same labels.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Drawing {
    /// What the labels are: « Jour ». Heads the table's first column.
    pub(crate) over: String,
    /// The labels, in order.
    pub(crate) labels: Vec<String>,
    /// The series, in the order of the legend; bars are stacked.
    pub(crate) series: Vec<Series>,
}

/// One series: a value for each label, or none where there was nothing to measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Series {
    /// Its name.
    pub(crate) name: String,
    /// Its values.
    pub(crate) values: Vec<Option<f64>>,
    /// How it is drawn.
    pub(crate) shape: Shape,
    /// In which colour.
    pub(crate) tone: Tone,
    /// Where it stands.
    pub(crate) place: Place,
    /// Striped: lost, estimated, machine, or counted on another base.
    pub(crate) hatched: bool,
    /// A reference: median, threshold, previous period.
    pub(crate) dashed: bool,
    /// Each value has its dot.
    pub(crate) dotted: bool,
    /// The one point that matters.
    pub(crate) note: Option<Note>,
}

/// How a series is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Shape {
    /// Bars, stacked on those of the series before.
    Bar,
    /// A line.
    Line,
    /// A line with its area.
    Area,
}

/// A colour, by its role in `tokens.css`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Tone {
    /// The only series, or the first.
    #[serde(rename = "chart-main")]
    Main,
    /// First of several.
    #[serde(rename = "chart-1")]
    First,
    /// Second.
    #[serde(rename = "chart-2")]
    Second,
    /// What went wrong.
    #[serde(rename = "chart-5")]
    Wrong,
    /// A reference.
    #[serde(rename = "chart-ref")]
    Reference,
}

impl Tone {
    /// The class of its mark in the legend.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Main => "eb-tint-main",
            Self::First => "eb-tint-1",
            Self::Second => "eb-tint-2",
            Self::Wrong => "eb-tint-5",
            Self::Reference => "eb-tint-ref",
        }
    }
}

/// Where a series stands: reactions above, volumes below, on one axis of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    /// Above.
    Above,
    /// Below, or alone.
    Below,
}

/// Words at one point of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Note {
    /// The point's place among the labels.
    pub(crate) at: usize,
    /// The words.
    pub(crate) text: String,
}

impl Series {
    /// Plain: a number, below, without signs.
    pub(crate) fn new(name: impl Into<String>, shape: Shape, tone: Tone, values: Vec<Option<f64>>) -> Self {
        Self {
            name: name.into(),
            values,
            shape,
            tone,
            place: Place::Below,
            hatched: false,
            dashed: false,
            dotted: false,
            note: None,
        }
    }
}
