//! The templates of the account, page by page.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::whatsapp::{
    TemplateButton, TemplateContent, TemplateHeader, TemplateNews, TemplateRef, filled, in_turn,
};
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{category, language, media, quality, status};
use crate::{
    Failure, KnownTemplate, TemplatePage, http,
    meta::{
        Meta,
        answer::{META, answered},
    },
    payload::Payload,
};

const FIELDS: &str =
    "id,name,language,status,category,components,parameter_format,quality_score,rejected_reason";

#[derive(Deserialize)]
struct Listed {
    data: Vec<Map<String, Value>>,
    paging: Option<Paging>,
}

#[derive(Deserialize)]
struct Paging {
    cursors: Option<Cursors>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct Cursors {
    after: Option<String>,
}

impl Meta {
    /// A hundred at a time; `page` is the cursor that the page before told.
    pub(in crate::meta) async fn known_templates(&self, page: Option<&str>) -> Result<TemplatePage, Failure> {
        let after = page.map(|cursor| ("after", cursor));
        let query: Vec<_> = [("fields", FIELDS), ("limit", "100")].into_iter().chain(after).collect();
        let call = self.call(Method::GET, &self.templates_path()).query(&query);
        let answer = answered(http::call(call).await)?;
        let Listed { data, paging } = META.parsed(&answer)?;
        let at = answer.told_at();
        let next = paging.filter(|paging| paging.next.is_some()).and_then(|paging| paging.cursors?.after);
        Ok(TemplatePage { templates: data.iter().map(|item| known(Payload(item), at)).collect(), next })
    }
}

fn known(item: Payload<'_>, at: DateTime<Utc>) -> KnownTemplate {
    let word = item.text("status");
    let score = item.object("quality_score").and_then(|score| score.text("score"));
    let news = TemplateNews {
        template: TemplateRef {
            provider_id: item.id("id"),
            name: item.text("name").map(str::to_owned),
            language: item.text("language").map(language),
        },
        status: word.map(status),
        told: word.map(str::to_owned),
        quality: score.map(quality),
        category: item.text("category").and_then(category),
        next_category: None,
        reason: item.text("rejected_reason").filter(|reason| *reason != "NONE").map(str::to_owned),
        detail: None,
        recommendation: None,
        at,
    };
    KnownTemplate { news, content: content(item) }
}

/// What a template says; none where it holds what we have no words for: carousels, catalogues, one-time codes, addresses of others
/// that end in a variable, numbers of variables that leave one out.
fn content(item: Payload<'_>) -> Option<TemplateContent> {
    let mut content = TemplateContent {
        name: item.text("name")?.to_owned(),
        language: language(item.text("language")?),
        category: category(item.text("category")?)?,
        header: None,
        body: String::new(),
        footer: None,
        buttons: Vec::new(),
        examples: BTreeMap::new(),
    };
    let mut above = BTreeMap::new();
    for component in item.objects("components") {
        let text = component.text("text").map(str::to_owned);
        if text.as_deref().is_some_and(|text| !is_counted(text)) {
            return None;
        }
        match component.text("type")?.to_uppercase().as_str() {
            "HEADER" => {
                (content.header, above) = (Some(header(component)?), examples(component));
                continue;
            }
            "BODY" => content.body = text?,
            "FOOTER" => content.footer = text,
            "BUTTONS" => content.buttons = component.objects("buttons").map(button).collect::<Option<_>>()?,
            _ => return None,
        }
        content.examples.extend(examples(component));
    }
    count_on(&mut content, above);
    (!content.body.is_empty()).then_some(content)
}

/// Whether the numbers of its variables, if it has any, are 1, 2 and so on: how many values Meta wants where one is left out, nobody tells.
fn is_counted(text: &str) -> bool {
    in_turn(text).into_iter().filter_map(place).zip(1..).all(|(place, turn)| place == turn)
}

/// Meta counts the variables above the text and those in it apart, each from 1, and we know a variable by its name alone: those above go on
/// where those in the text end. Meta never hears these numbers, for values without names are told in the order of their numbers, each part's
/// apart.
fn count_on(content: &mut TemplateContent, examples: BTreeMap<String, String>) {
    let last = in_turn(&content.body).into_iter().filter_map(place).max().unwrap_or_default();
    let counted =
        |name: &str| place(name).map_or_else(|| name.to_owned(), |place| (last + place).to_string());
    if let Some(TemplateHeader::Text { text }) = &mut content.header {
        let tag = |name: &str| (name.to_owned(), format!("{{{{{}}}}}", counted(name)));
        let tags = in_turn(text).into_iter().map(tag).collect();
        *text = filled(text, &tags);
    }
    content.examples.extend(examples.into_iter().map(|(name, example)| (counted(&name), example)));
}

/// The number that a variable is called by; none where it has a name.
fn place(name: &str) -> Option<u64> {
    name.parse::<u32>().ok().map(u64::from)
}

fn header(component: Payload<'_>) -> Option<TemplateHeader> {
    let format = component.text("format")?;
    if format.eq_ignore_ascii_case("text") {
        return Some(TemplateHeader::Text { text: component.text("text")?.to_owned() });
    }
    let handles = component.object("example").and_then(|example| example.texts("header_handle"));
    let example_url = handles.into_iter().flatten().next().unwrap_or_default();
    Some(TemplateHeader::Media { media: media(format)?, example_url })
}

fn button(told: Payload<'_>) -> Option<TemplateButton> {
    let text = told.text("text").map(str::to_owned);
    Some(match told.text("type")?.to_uppercase().as_str() {
        "QUICK_REPLY" => TemplateButton::QuickReply { text: text?, opts_out: false },
        "URL" => {
            let url = told.text("url").filter(|url| !url.contains("{{"))?.to_owned();
            TemplateButton::Url { text: text?, url }
        }
        "PHONE_NUMBER" => TemplateButton::Phone { text: text?, phone: told.text("phone_number")?.to_owned() },
        "COPY_CODE" => TemplateButton::CopyCode,
        _ => return None,
    })
}

/// The examples of a component's variables, told by name or in the order of their numbers.
fn examples(component: Payload<'_>) -> BTreeMap<String, String> {
    let Some(example) = component.object("example") else { return BTreeMap::new() };
    let named = ["header_text_named_params", "body_text_named_params"].into_iter();
    let named = named
        .flat_map(|member| example.objects(member))
        .filter_map(|one| Some((one.text("param_name")?.to_owned(), one.text("example")?.to_owned())));
    let row = example.0.get("body_text").and_then(|rows| rows.get(0)).or(example.0.get("header_text"));
    let values = row.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let names = in_turn(component.text("text").unwrap_or_default());
    named.chain(names.into_iter().map(str::to_owned).zip(values.map(str::to_owned))).collect()
}
