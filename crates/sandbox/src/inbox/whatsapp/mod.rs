//! WhatsApp in the inbox: conversations as the phone shows them, with a box to write in and buttons to press.

mod acts;
mod list;
mod texts;
mod thread;

use actix_web::web::ServiceConfig;

/// Mounts the pages.
pub(super) fn mount(config: &mut ServiceConfig) {
    config
        .service(list::show)
        .service(thread::show)
        .service(acts::say)
        .service(acts::press)
        .service(acts::read)
        .service(acts::block)
        .service(acts::stop);
}
