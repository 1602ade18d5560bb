//! WhatsApp: templates that Meta approves, the window in which anything may be said, conversations.

mod cause;
mod conversation;
mod cost;
mod filled;
mod filling;
mod header_file;
mod keyword;
mod lint;
mod marks;
mod message;
mod news;
mod sender;
mod studio;
mod template;

pub use cause::{Cause, Ruling, code_of, tries_max};
pub use conversation::{
    Conversation, ConversationAnswer, ConversationCounts, ConversationMessage, ConversationQuery,
    ConversationResolve, ConversationState, Direction, MessageQuery, MessageState, WINDOW,
};
pub use cost::{
    ActualCost, ActualLine, BoardMonth, BoardSender, CampaignCost, ChargeGroup, CostEstimate, CostLine,
    CostTerms, Country, DeckTemplate, FlightDeck, Market, Money, NoAmount, Rate, RateCard, RateCardImport,
    RateCategory, RateLine, ReachGroup, WhatsappBoard, days_by_tier,
};
pub use filled::filled;
pub use filling::{Filling, MessagePart, UnfitCount, UnfitReason};
pub use header_file::FileFault;
pub use keyword::{OPT_OUT_PAYLOAD, Wish};
pub use lint::{LintCode, LintFinding, Span, lint};
pub use marks::{Run, runs};
pub use message::{BODY_MAX, FREE_TEXT_MAX, WhatsappMessage};
pub use news::{
    Billed, Charged, Inbound, InboundContent, Known, Media, Preference, Pricing, SenderNews, TemplateNews,
    TemplateRef, WhatsappNews,
};
pub use sender::{NUMBER_QUALITY, TIER_SPAN, TemplateCount, Tier, WhatsappSender};
pub use studio::{
    TEMPLATE_QUALITY, TemplateStanding, TemplateStep, TemplateUse, WhatsappTemplateCopy,
    WhatsappTemplateCreate, WhatsappTemplateQuery, WhatsappTemplateSummary, next_version, template_name,
};
pub use template::{
    HeaderMedia, Rejection, TemplateButton, TemplateCategory, TemplateContent, TemplateHeader,
    TemplateQuality, TemplateStatus, WhatsappTemplate, in_turn,
};
