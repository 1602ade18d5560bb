//! The line to the server: opened, heard, lost, opened again.

use js_sys::{Promise, Reflect, Uint8Array};
use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AddEventListenerOptions, ReadableStreamDefaultReader};

use super::parser::{Message, Parser};
use crate::api::{Api, Call, Failure, use_api};

/// The server says at least that it is there within this, in milliseconds; beyond it the line is dead, whatever the network says.
const SILENCE: i32 = 40_000;
/// First pause before another try, and the longest one, in milliseconds.
const PAUSE: (i32, i32) = (1_000, 20_000);

/// How the line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// Not yet there.
    Opening,
    /// What is shown is what is.
    Live,
    /// Lost; what is shown is what was, and another try is on its way.
    Lost,
    /// Refused: there will be no further try.
    Refused,
    /// There is nothing more to be told.
    Over,
}

/// Follows the stream at this path until the page is left, or until whoever hears says that it was the last event; tells how the
/// line stands.
pub(crate) fn follow(path: String, hear: Callback<Message, Heard>) -> Signal<Link> {
    let line = Line {
        api: use_api(),
        path: StoredValue::new(path),
        hear,
        link: RwSignal::new(Link::Opening),
        heard: StoredValue::new(None),
        abort: StoredValue::new_local(None),
    };
    let gone = window_event_listener(ev::offline, move |_| line.hang_up());
    on_cleanup(move || {
        gone.remove();
        line.hang_up();
    });
    spawn_local(line.keep());
    line.link.into()
}

/// What an event means for the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heard {
    /// More may come.
    More,
    /// It was the last one.
    Last,
}

#[derive(Clone, Copy)]
struct Line {
    api: Api,
    path: StoredValue<String>,
    hear: Callback<Message, Heard>,
    link: RwSignal<Link>,
    /// The number of the last event.
    heard: StoredValue<Option<String>>,
    /// Hangs up what is open.
    abort: StoredValue<Option<AbortController>, LocalStorage>,
}

impl Line {
    fn is_followed(self) -> bool {
        self.link.try_get_untracked().is_some_and(|link| link != Link::Over)
    }

    fn hang_up(self) {
        self.abort.try_with_value(|abort| abort.as_ref().map(AbortController::abort));
    }

    /// Opens the line again and again, while somebody listens.
    async fn keep(self) {
        let mut tries = 0;
        while self.is_followed() {
            let end = self.listen().await;
            if !self.is_followed() {
                return;
            }
            match end {
                Err(failure) if is_final(&failure) => return self.link.set(Link::Refused),
                Err(_) => tries += 1,
                Ok(()) => tries = 0,
            }
            self.link.set(Link::Lost);
            pause(length(tries)).await;
        }
    }

    /// Opens the line once and hears it to its end.
    async fn listen(self) -> Result<(), Failure> {
        let abort = AbortController::new().map_err(|_| Failure::Network)?;
        let mut call = Call::get(self.path.get_value());
        if let Some(id) = self.heard.get_value() {
            call = call.after(id);
        }
        self.abort.set_value(Some(abort.clone()));
        let body = self.api.stream(call, &abort.signal()).await?;
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        if self.is_followed() {
            self.link.set(Link::Live);
        }
        let mut parser = Parser::default();
        while let Some(bytes) = read(&reader, &abort).await {
            parser.feed(&bytes).into_iter().for_each(|message| self.told(message));
        }
        Ok(())
    }

    fn told(self, message: Message) {
        // Left meanwhile: nobody to tell.
        if self.heard.try_set_value(message.id.clone()).is_none()
            && self.hear.try_run(message) == Some(Heard::Last)
        {
            self.link.set(Link::Over);
            self.hang_up();
        }
    }
}

/// The next bytes; none where the line ended, broke, or has been silent for too long.
async fn read(reader: &ReadableStreamDefaultReader, abort: &AbortController) -> Option<Vec<u8>> {
    let watchdog = watch_over(abort.clone());
    let piece = JsFuture::from(reader.read()).await;
    watchdog.clear();
    let bytes = Reflect::get(&piece.ok()?, &JsValue::from_str("value")).ok()?;
    bytes.dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec())
}

fn watch_over(abort: AbortController) -> Watchdog {
    let silence = std::time::Duration::from_millis(u64::from(SILENCE.unsigned_abs()));
    Watchdog(set_timeout_with_handle(move || abort.abort(), silence).ok())
}

struct Watchdog(Option<TimeoutHandle>);

impl Watchdog {
    fn clear(self) {
        if let Some(handle) = self.0 {
            handle.clear();
        }
    }
}

/// Asking again would bring the same answer.
fn is_final(failure: &Failure) -> bool {
    match failure {
        Failure::Problem(problem) => {
            (400..500).contains(&problem.status) && ![408, 429].contains(&problem.status)
        }
        Failure::Network | Failure::Unreadable(_) => false,
    }
}

/// Longer with each try, and never for all tabs at the same instant.
fn length(tries: u32) -> i32 {
    let (first, longest) = PAUSE;
    let pause = first.saturating_mul(1 << tries.min(5)).min(longest);
    #[allow(clippy::cast_possible_truncation)] // seconds
    let spread = (f64::from(pause) * js_sys::Math::random() / 2.0) as i32;
    pause / 2 + spread
}

/// Waits, but no longer than until the network is back.
pub(crate) async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let once = AddEventListenerOptions::new();
        once.set_once(true);
        let window = window();
        // Neither is ever refused: both arguments are the browser's own.
        drop(
            window.add_event_listener_with_callback_and_add_event_listener_options("online", &resolve, &once),
        );
        drop(window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds));
    });
    // A promise that is only ever kept.
    drop(JsFuture::from(promise).await);
}
