//! Templates, as the client knows them.

use domain::{
    FieldError, Permission, TemplateId,
    template::{Template, TemplateCreate, TemplateEdit, TemplateQuery, TemplateSummary},
};

use super::{Facts, Noun, noun::line};

/// Templates.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Templates;

impl Noun for Templates {
    const PATH: &'static str = "templates";
    const WRITE: Permission = Permission::TemplatesWrite;
    type Id = TemplateId;
    type View = Template;
    type Row = TemplateSummary;
    type Query = TemplateQuery;
    type Draft = TemplateCreate;
    type Create = TemplateCreate;
    type Edit = TemplateEdit;

    fn facts(view: &Template) -> Facts<TemplateId> {
        let Template { id, version, archived, .. } = *view;
        Facts { id, version, archived, name: view.name.clone(), editable: view.is_editable() }
    }

    fn draft(view: &Template) -> TemplateCreate {
        let Template { name, channel, subject, html, text, .. } = view.clone();
        TemplateCreate { name, channel, subject, html, text }
    }

    fn renamed(draft: TemplateCreate, name: String) -> TemplateCreate {
        TemplateCreate { name, ..draft }
    }

    fn name(draft: &TemplateCreate) -> &str {
        &draft.name
    }

    fn create(draft: TemplateCreate) -> (TemplateCreate, Option<TemplateEdit>) {
        (draft, None)
    }

    fn edit(draft: TemplateCreate) -> TemplateEdit {
        draft.into_parts().1
    }

    fn as_saved(draft: TemplateCreate) -> TemplateCreate {
        let name = draft.name.trim().to_owned();
        TemplateCreate { name, subject: line(draft.subject), ..draft }
    }

    fn check(draft: &TemplateCreate) -> Vec<FieldError> {
        let (channel, edit) = draft.clone().into_parts();
        edit.check(channel).err().unwrap_or_default()
    }
}
