//! How a call can fail.

use domain::{Problem, ProblemCode, problem::FieldProblem};

/// Why there is no answer to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The API says no, and why.
    Problem(Box<Problem>),
    /// Nothing came back.
    Network,
    /// Something came back that is not ours.
    Unreadable(String),
}

impl Failure {
    /// The problem's code.
    pub(crate) fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Network | Self::Unreadable(_) => None,
        }
    }

    /// The number to give to whoever reads the logs.
    pub(crate) fn request(&self) -> Option<&str> {
        match self {
            Self::Problem(problem) => Some(&problem.instance),
            Self::Network | Self::Unreadable(_) => None,
        }
    }

    /// The wrong fields.
    pub(crate) fn fields(&self) -> &[FieldProblem] {
        match self {
            Self::Problem(problem) => &problem.errors,
            Self::Network | Self::Unreadable(_) => &[],
        }
    }

    /// The API does not know who calls.
    pub(crate) fn is_unknown_caller(&self) -> bool {
        self.code() == Some(ProblemCode::TokenInvalid)
    }
}
