//! What stands where in an HTML text. Nothing is ever written back from here: a serialiser would touch bytes that no one
//! asked it to.

use std::{
    cell::{Cell, RefCell},
    ops::Range,
    rc::Rc,
};

use lol_html::{
    element, end_tag,
    errors::RewritingError,
    html_content::{Attribute, Element},
};

use super::rewrite::rewrite;

/// The places that compiling and checking ask for.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Every `<a href>` and `<area href>`.
    pub(crate) anchors: Vec<Anchor>,
    /// Just behind the first `<body …>`.
    pub(crate) body_start: Option<usize>,
    /// Just before the last `</body>`.
    pub(crate) body_end: Option<usize>,
    /// Just behind the last tag that comes before a body: `<html …>`, or the end of the head.
    pub(crate) head_end: usize,
}

/// A link.
#[derive(Debug)]
pub(crate) struct Anchor {
    /// The value of `href`, entities and all.
    pub(crate) value: String,
    /// Where the value stands, without quotes.
    pub(crate) place: Range<usize>,
    /// Where `data-no-track` stands with the space before it.
    pub(crate) no_track: Option<Range<usize>>,
}

impl Outline {
    /// Reads a (masked) HTML text.
    pub(crate) fn read(html: &str) -> Result<Self, RewritingError> {
        let outline = RefCell::new(Self { head_end: doctype_end(html), ..Self::default() });
        let (head_end, body_end) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(None)));
        let handlers = vec![
            element!("a[href], area[href]", |element| {
                outline.borrow_mut().anchors.extend(anchor(element, html));
                Ok(())
            }),
            element!("html", |element| {
                outline.borrow_mut().head_end = element.source_location().bytes().end;
                Ok(())
            }),
            element!("head", |element| {
                let head_end = Rc::clone(&head_end);
                element.on_end_tag(end_tag!(move |tag| {
                    head_end.set(tag.source_location().bytes().end);
                    Ok(())
                }))
            }),
            element!("body", |element| {
                outline.borrow_mut().body_start.get_or_insert(element.source_location().bytes().end);
                let body_end = Rc::clone(&body_end);
                element.on_end_tag(end_tag!(move |tag| {
                    body_end.set(Some(tag.source_location().bytes().start));
                    Ok(())
                }))
            }),
        ];
        rewrite(html, handlers, Vec::new())?;
        let mut outline = outline.into_inner();
        outline.body_end = body_end.get();
        outline.head_end = outline.head_end.max(head_end.get());
        Ok(outline)
    }
}

fn doctype_end(html: &str) -> usize {
    let start = html.len() - html.trim_start().len();
    let is_doctype = html[start..].get(..9).is_some_and(|head| head.eq_ignore_ascii_case("<!doctype"));
    if is_doctype { html.find('>').map_or(0, |end| end + 1) } else { 0 }
}

fn anchor(element: &Element<'_, '_>, html: &str) -> Option<Anchor> {
    let attribute = |name: &str| element.attributes().iter().find(|attribute| attribute.name() == name);
    let href = attribute("href")?;
    let place = href.value_source_location()?.bytes();
    let no_track = attribute("data-no-track").and_then(|attribute| extent(attribute, html));
    Some(Anchor { value: href.value(), place, no_track })
}

/// The whole of an attribute: the white space before it, name, value, quotes.
fn extent(attribute: &Attribute<'_>, html: &str) -> Option<Range<usize>> {
    let name = attribute.name_source_location()?.bytes();
    let start = html[..name.start].trim_end().len();
    let end = match attribute.value_source_location().map(|value| value.bytes()) {
        Some(value) => value.end + usize::from(html[value.end..].starts_with(['"', '\''])),
        None => name.end,
    };
    Some(start..end)
}
