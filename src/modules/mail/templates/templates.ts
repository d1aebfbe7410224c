/** Template management. A template that could not be sent is refused when it is saved. */
import { entityId } from "../formats/entity-id"
import { conflict, invalid, notAllowed, notFound, Refusal } from "../refusals/refusal"
import { getSettings } from "../settings/settings"
import { check } from "../shapes/check"
import { changesOf, template as templateShape } from "../shapes/template"
import type { Database } from "../sql/database"
import type { Format, Language, MemberContent, OrderContent, TemplateKind } from "../words"
import { AUTOMATIC_EVENTS, templatesOf } from "../words/automatic-rules"
import { TEMPLATE_ORDERS } from "../words/lists"
import { draftContent } from "./draft"

export interface TemplateInput {
  name: string
  kind: TemplateKind
  /** By which other code names it; each is there once in each language. */
  key?: string | null
  /** Of a template for single mail. Off: what is asked for by its key is recorded and not sent. */
  enabled?: boolean
  subject: string
  /** Of an HTML template. */
  preheader?: string | null
  /** Of a template for members or single mail. */
  body?: string | null
  /** Of an order template. */
  header?: string | null
  footer?: string | null
  /** `text` if left out. */
  format?: Format
  /** The shop's if left out. */
  locale?: Language
}

/** What is left out stays. */
/** A template of ours, before it has a key and a language. */
export type ReadyMadeTemplate = Omit<TemplateInput, "key" | "locale">

export type TemplateChanges = Partial<Omit<TemplateInput, "kind">>

export interface TemplateDTO extends Required<TemplateInput> {
  id: string
  created_at: Date
  updated_at: Date
}

/** Lists carry no bodies: 200 of them would be megabytes. */
export type ListedTemplate = Omit<TemplateDTO, "preheader" | "body" | "header" | "footer">

export interface TemplateListOptions {
  q?: string
  kind?: TemplateKind
  limit: number
  offset: number
  /** A column, `-` in front for descending. */
  order?: string
}

const LISTED = "id, name, kind, key, enabled, subject, format, locale, created_at, updated_at"
export const COLUMNS = `${LISTED}, preheader, body, header, footer`

/** A template that has been checked. */
type CheckedTemplate = TemplateInput & { format: Format }

function contentOf(template: CheckedTemplate): MemberContent | OrderContent {
  const { subject, preheader, format, locale } = template
  return template.kind === "order"
    ? {
        source: "order",
        subject,
        preheader,
        header: template.header ?? "",
        footer: template.footer ?? "",
        format,
        locale,
        include_signature: false,
      }
    : { subject, preheader, body: template.body ?? "", format, locale, include_signature: false }
}

async function assertValid(db: Database, template: CheckedTemplate): Promise<void> {
  const settings = await getSettings(db)
  const { errors } = await draftContent(template.kind, contentOf(template), settings, { queue: "save" })
  if (errors.length) {
    throw new Refusal(errors)
  }
}

export async function listTemplates(
  db: Database,
  options: TemplateListOptions
): Promise<{ templates: ListedTemplate[]; count: number }> {
  const column = (options.order ?? "name").replace(/^-/, "")
  if (!TEMPLATE_ORDERS.some((known) => known === column)) {
    const orders = TEMPLATE_ORDERS.join(", ")
    throw invalid("order", "not_among", `templates can be sorted by ${orders}`, { values: orders })
  }
  const direction = options.order?.startsWith("-") ? "DESC" : "ASC"
  const where =
    "WHERE deleted_at IS NULL AND ($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR " +
    "strpos(lower(concat_ws(' ', name, subject, key)), lower($2)) > 0)"
  const values = [options.kind ?? null, options.q ?? null]
  const templates = await db.query<ListedTemplate>(
    `SELECT ${LISTED} FROM mpmd_template ${where} ORDER BY ${column} ${direction}, id LIMIT $3 OFFSET $4`,
    [...values, options.limit, options.offset]
  )
  const [total] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM mpmd_template ${where}`,
    values
  )
  return { templates, count: total!.count }
}

/** @throws MedusaError `not_found` */
export async function getTemplate(db: Database, id: string): Promise<TemplateDTO> {
  return readTemplate<TemplateDTO>(db, id, COLUMNS)
}

/** With what Postgres knows this version of a template by. */
const VERSION = `${COLUMNS}, xmin::text AS version`

interface Version extends TemplateDTO {
  version: string
}

async function readTemplate<Row extends TemplateDTO>(
  db: Database,
  id: string,
  columns: string
): Promise<Row> {
  const [row] = await db.query<Row>(
    `SELECT ${columns} FROM mpmd_template WHERE id = $1 AND deleted_at IS NULL`,
    [id]
  )
  if (!row) {
    throw notFound("template", id)
  }
  return row
}

/** @throws MedusaError `conflict` if another template in this language has the key. */
async function write(
  db: Database,
  key: string | null | undefined,
  statement: string,
  values: unknown[]
): Promise<object[]> {
  // A savepoint: what is refused inside a caller's transaction leaves it usable.
  return db
    .transaction((tx) => tx.query(statement, values))
    .catch((error: unknown) => {
      const { code, constraint } = error as { code?: unknown; constraint?: unknown }
      if (code !== "23505" || constraint !== "IDX_mpmd_template_key") {
        throw error
      }
      const message = `another template in this language has the key '${key}': choose another one, or change it there first`
      throw conflict("key", "key_taken", message, { name: key ?? "" })
    })
}

/** @throws MedusaError `invalid_data` naming field, place and fault; `conflict` for a key that is taken. */
export async function createTemplate(db: Database, input: TemplateInput): Promise<TemplateDTO> {
  const template: CheckedTemplate = check(templateShape, input)
  await assertValid(db, template)
  const id = entityId("mtpl")
  await write(
    db,
    template.key,
    "INSERT INTO mpmd_template (id, name, kind, key, enabled, subject, preheader, body, header, footer, format, locale) " +
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    [
      id,
      template.name,
      template.kind,
      template.key ?? null,
      template.enabled ?? true,
      template.subject,
      template.preheader ?? null,
      template.body ?? null,
      template.header ?? null,
      template.footer ?? null,
      template.format,
      template.locale ?? (await getSettings(db)).language,
    ]
  )
  return getTemplate(db, id)
}

/** @throws MedusaError `invalid_data` for what does not belong to a template of this kind, `conflict`, `not_found` */
export async function updateTemplate(
  db: Database,
  id: string,
  changes: TemplateChanges
): Promise<TemplateDTO> {
  for (;;) {
    const { version, ...current } = await readTemplate<Version>(db, id, VERSION)
    const template: CheckedTemplate = { ...current, ...check(changesOf[current.kind], changes) }
    await assertValid(db, template)
    const [written] = await write(
      db,
      template.key,
      "UPDATE mpmd_template SET name = $2, key = $3, enabled = $4, subject = $5, preheader = $6, body = $7, header = $8, " +
        "footer = $9, format = $10, locale = $11, updated_at = now() " +
        "WHERE id = $1 AND xmin::text = $12 AND deleted_at IS NULL RETURNING id",
      [
        id,
        template.name,
        template.key,
        template.enabled,
        template.subject,
        template.preheader,
        template.body,
        template.header,
        template.footer,
        template.format,
        template.locale,
        version,
      ]
    )
    if (written) {
      return getTemplate(db, id)
    }
    // Somebody changed it while this was being checked, perhaps other fields: they stay, and what comes of both is checked.
  }
}

/** @throws MedusaError `not_found` */
export async function deleteTemplate(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    // Before the rules are read: one that is being saved holds its templates until it is.
    await tx.query("SELECT id FROM mpmd_template WHERE id = $1 FOR UPDATE", [id])
    await getTemplate(tx, id)
    const { automatic } = await getSettings(tx)
    const events = AUTOMATIC_EVENTS.filter((event) => {
      const rule = automatic?.[event]
      return rule?.enabled && templatesOf(rule).includes(id)
    })
    if (events.length) {
      throw notAllowed(
        "template_in_use",
        `This template is the one of automatic mail (${events.join(", ")}). Choose another there, or switch it off.`,
        { events: events.join(", ") }
      )
    }
    await tx.query("UPDATE mpmd_template SET deleted_at = now() WHERE id = $1", [id])
  })
}
