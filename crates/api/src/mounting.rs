//! Where routes are mounted: on a worker, which serves them, or on the document, which describes them. Whatever is mounted on the one
//! is mounted on the other; but only the document collects descriptions, which are several megabytes on their way.

use actix_web::{dev::HttpServiceFactory, web};
use utoipa_actix_web::{OpenApiFactory, scope, service_config};

/// Takes routes.
pub(crate) enum ServiceConfig<'c, 's> {
    /// For a worker.
    Served(&'c mut web::ServiceConfig),
    /// For the document.
    Described(&'c mut service_config::ServiceConfig<'s>),
}

impl ServiceConfig<'_, '_> {
    /// Mounts a route.
    pub(crate) fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(
        &mut self,
        route: F,
    ) -> &mut Self {
        match self {
            Self::Served(config) => {
                config.service(route);
            }
            Self::Described(config) => {
                config.service(route);
            }
        }
        self
    }

    /// Mounts what a function mounts.
    pub(crate) fn configure(&mut self, mount: impl FnOnce(&mut ServiceConfig<'_, '_>)) -> &mut Self {
        mount(self);
        self
    }

    /// Mounts what a function mounts, under a prefix.
    pub(crate) fn scope(
        &mut self,
        prefix: &str,
        mount: impl FnOnce(&mut ServiceConfig<'_, '_>),
    ) -> &mut Self {
        match self {
            Self::Served(config) => {
                let scope = web::scope(prefix).configure(|config| mount(&mut ServiceConfig::Served(config)));
                config.service(scope);
            }
            Self::Described(config) => {
                let scope =
                    scope::scope(prefix).configure(|config| mount(&mut ServiceConfig::Described(config)));
                config.service(scope);
            }
        }
        self
    }
}
