//! WhatsApp: templates that Meta approves, the window in which anything may be said, conversations.

mod cause;
mod conversation;
mod message;
mod news;
mod sender;
mod template;

pub use cause::{Cause, code_of};
pub use conversation::{
    Conversation, ConversationAnswer, ConversationMessage, ConversationQuery, ConversationState, Direction,
    MessageState, WINDOW,
};
pub use message::{BODY_MAX, FREE_TEXT_MAX, WhatsappMessage};
pub use news::{
    Charged, Inbound, InboundContent, Media, Preference, Pricing, SenderNews, TemplateNews, TemplateRef,
    WhatsappNews,
};
pub use sender::{Tier, WhatsappSender};
pub use template::{
    HeaderMedia, Rejection, TemplateButton, TemplateCategory, TemplateContent, TemplateHeader,
    TemplateQuality, TemplateStatus, WhatsappTemplate,
};
