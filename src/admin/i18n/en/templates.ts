/** Template management. */
export const templates = {
  templates: {
    subtitle: "Texts to start a mail from. Changing one never changes mails that were sent.",
    create: "New template",
    createShort: "New",
    edit: "Edit template",
    duplicate: "Duplicate",
    copyOf: "{{name}} (copy)",
    changed: "Changed",
    saved: "The template is saved.",
    nameHint: "Only you and your colleagues see it.",
    incomplete: "Give it a name and a subject.",
    header: "Text above the order's data",
    footer: "Text below the order's data",
    emptyTitle: "No templates yet",
    emptyText: "Write texts that you need again once, and start your mails from them.",
    starters: "Or begin with an example",
    deleteTitle: "Delete “{{name}}”?",
    deleteText: "Mails and drafts that were made from it stay as they are. This cannot be undone.",
    deleted: "The template is deleted.",
  },
}
