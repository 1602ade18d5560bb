//! The body of `POST /{phone number}/messages`.

use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize)]
pub(super) struct Request {
    #[serde(default)]
    pub(super) messaging_product: String,
    pub(super) recipient_type: Option<String>,
    pub(super) to: Option<String>,
    /// A business-scoped user id; `to` is stronger.
    pub(super) recipient: Option<String>,
    pub(super) r#type: Option<String>,
    pub(super) text: Option<Text>,
    pub(super) template: Option<Template>,
    pub(super) biz_opaque_callback_data: Option<String>,
    pub(super) context: Option<Context>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Context {
    pub(super) message_id: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Text {
    pub(super) body: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Template {
    pub(super) name: String,
    pub(super) language: Language,
    #[serde(default)]
    pub(super) components: Vec<Component>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Language {
    pub(super) code: String,
    pub(super) policy: Option<String>,
}

/// Values for one part of a template.
#[derive(Debug, Deserialize)]
pub(super) struct Component {
    /// In any case.
    pub(super) r#type: String,
    pub(super) sub_type: Option<String>,
    /// Of a button; a number, or its digits.
    pub(super) index: Option<Value>,
    #[serde(default)]
    pub(super) parameters: Vec<Parameter>,
}

impl Component {
    pub(super) fn is(&self, part: &str) -> bool {
        self.r#type.eq_ignore_ascii_case(part)
    }

    /// Which button it is for.
    pub(super) fn button(&self) -> Option<usize> {
        match self.index.as_ref().filter(|_| self.is("button"))? {
            Value::String(digits) => digits.parse().ok(),
            other => usize::try_from(other.as_u64()?).ok(),
        }
    }
}

/// One value.
#[derive(Debug, Deserialize)]
pub(super) struct Parameter {
    pub(super) r#type: String,
    pub(super) parameter_name: Option<String>,
    pub(super) text: Option<String>,
    pub(super) payload: Option<String>,
    pub(super) coupon_code: Option<String>,
    pub(super) image: Option<Media>,
    pub(super) video: Option<Media>,
    pub(super) document: Option<Media>,
}

impl Parameter {
    /// The file that it names, if it names one of its own type.
    pub(super) fn media(&self) -> Option<&str> {
        let media = match self.r#type.to_lowercase().as_str() {
            "image" => self.image.as_ref(),
            "video" => self.video.as_ref(),
            "document" => self.document.as_ref(),
            _ => None,
        };
        media.and_then(|media| media.link.as_deref().or(media.id.as_deref()))
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Media {
    pub(super) link: Option<String>,
    pub(super) id: Option<String>,
}
