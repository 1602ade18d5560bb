//! What a template says, in Meta's components.

use domain::whatsapp::{TemplateButton, TemplateContent, TemplateHeader, in_turn};
use serde_json::{Value, json};

/// What stands for the token in the example of a tracked address.
const EXAMPLE_TOKEN: &str = "example";

/// What Meta is told of a template.
pub(super) struct Written<'a> {
    pub(super) content: &'a TemplateContent,
    /// Where tracked buttons lead, up to the token.
    pub(super) tracked_base: &'a str,
    /// What Meta calls the example above the text, where that is a file.
    pub(super) handle: Option<String>,
}

impl Written<'_> {
    /// `named`, or `positional` where the variables are numbers: templates that were not written here.
    pub(super) fn parameter_format(&self) -> &'static str {
        if self.content.is_positional() { "positional" } else { "named" }
    }

    pub(super) fn components(&self) -> Vec<Value> {
        let content = self.content;
        let body =
            self.with_examples(json!({"type": "BODY", "text": plain(&content.body)}), "body", &content.body);
        let footer = content.footer.as_ref().map(|text| json!({"type": "FOOTER", "text": text}));
        let buttons: Vec<_> = content.buttons.iter().map(|button| self.button(button)).collect();
        let buttons = (!buttons.is_empty()).then(|| json!({"type": "BUTTONS", "buttons": buttons}));
        self.header().into_iter().chain([body]).chain(footer).chain(buttons).collect()
    }

    fn header(&self) -> Option<Value> {
        Some(match self.content.header.as_ref()? {
            TemplateHeader::Text { text } => {
                let header = json!({"type": "HEADER", "format": "TEXT", "text": plain(text)});
                self.with_examples(header, "header", text)
            }
            TemplateHeader::Media { media, .. } => json!({
                "type": "HEADER",
                "format": media.as_str().to_uppercase(),
                "example": {"header_handle": [self.handle.as_deref().unwrap_or_default()]},
            }),
        })
    }

    fn button(&self, button: &TemplateButton) -> Value {
        match button {
            TemplateButton::QuickReply { text, .. } => json!({"type": "QUICK_REPLY", "text": text}),
            TemplateButton::Tracked { text } => json!({
                "type": "URL",
                "text": text,
                "url": format!("{}{{{{1}}}}", self.tracked_base),
                "example": [EXAMPLE_TOKEN],
            }),
            TemplateButton::Url { text, url } => json!({"type": "URL", "text": text, "url": url}),
            TemplateButton::Phone { text, phone } => {
                json!({"type": "PHONE_NUMBER", "text": text, "phone_number": phone})
            }
            TemplateButton::CopyCode => json!({"type": "COPY_CODE", "example": self.example("code")}),
        }
    }

    /// The component with an example for each variable of its text: all of one component in one list, by name or in their order.
    fn with_examples(&self, mut component: Value, part: &str, text: &str) -> Value {
        let names = in_turn(text);
        if names.is_empty() {
            return component;
        }
        component["example"] = if self.content.is_positional() {
            let examples: Vec<_> = names.iter().map(|name| self.example(name)).collect();
            let nested = if part == "body" { json!([examples]) } else { json!(examples) };
            json!({format!("{part}_text"): nested})
        } else {
            let named = names.iter().map(|name| json!({"param_name": name, "example": self.example(name)}));
            json!({format!("{part}_text_named_params"): named.collect::<Vec<_>>()})
        };
        component
    }

    fn example(&self, name: &str) -> &str {
        self.content.examples.get(name).map(String::as_str).unwrap_or_default()
    }
}

/// The text with its variables as Meta spells them: `{{prenom}}`, without spaces.
fn plain(text: &str) -> String {
    let mut pieces = text.split("{{");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        plain.push_str("{{");
        match piece.split_once("}}") {
            Some((name, rest)) => plain.extend([name.trim(), "}}", rest]),
            None => plain.push_str(piece),
        }
    }
    plain
}
