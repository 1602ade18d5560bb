//! Logs and metrics of the process.

use std::{
    io::{self, IsTerminal},
    sync::Arc,
};

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};
use tracing_subscriber::{layer::SubscriberExt, util::SubscriberInitExt};

use crate::settings::LogSettings;

/// Upper bounds of the duration histogram, in seconds: lists are promised under 0.3.
const BUCKETS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0];

/// Reads the metrics in Prometheus' text format.
pub(crate) type Metrics = Arc<dyn Fn() -> String + Send + Sync>;

/// Starts the log, on standard error: standard output belongs to what a command prints.
pub(crate) fn start_log(settings: &LogSettings) -> anyhow::Result<()> {
    let registry = tracing_subscriber::registry().with(settings.filter.clone());
    if settings.json {
        let layer = tracing_subscriber::fmt::layer()
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false);
        registry.with(layer.with_writer(io::stderr)).try_init()?;
    } else {
        // Colours are for terminals: in a file they would be noise.
        let layer = tracing_subscriber::fmt::layer().with_ansi(io::stderr().is_terminal());
        registry.with(layer.with_writer(io::stderr)).try_init()?;
    }
    Ok(())
}

/// Starts to count, and gives what reads the counts.
pub(crate) fn start_metrics() -> anyhow::Result<Metrics> {
    let matcher = Matcher::Suffix("_seconds".to_owned());
    let handle = PrometheusBuilder::new().set_buckets_for_metric(matcher, &BUCKETS)?.install_recorder()?;
    Ok(Arc::new(move || {
        handle.run_upkeep();
        handle.render()
    }))
}
