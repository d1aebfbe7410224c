/** Templates, and what may be named in them. */
import { type VariableEntry, variablesOf } from "../content/catalogue"
import { type DefaultInserts, defaultInserts } from "../content/order-insert"
import * as shapes from "../shapes"
import { check } from "../shapes/check"
import { customFields } from "../templates/custom-fields"
import { lastUsedTemplate } from "../templates/last-used"
import {
  createTemplate,
  deleteTemplate,
  getTemplate,
  type ListedTemplate,
  listTemplates,
  type TemplateChanges,
  type TemplateDTO,
  type TemplateInput,
  type TemplateListOptions,
  updateTemplate,
} from "../templates/templates"
import type { MailingKind } from "../words"
import { idOf } from "./arguments"
import { MembersService } from "./members"

export abstract class TemplatesService extends MembersService {
  async listTemplates(options: TemplateListOptions): Promise<{ templates: ListedTemplate[]; count: number }> {
    return listTemplates(this.db, check(shapes.templateList, options))
  }

  /**
   * What the next mailing of this kind and source begins with: the template of the last one that a person sent.
   *
   * @returns null if that one was written without a template, or with one that has been deleted.
   */
  async getLastUsedTemplate(of: shapes.LastTemplateOf): Promise<TemplateDTO | null> {
    return lastUsedTemplate(this.db, check(shapes.lastTemplateOf, of))
  }

  async getTemplate(id: string): Promise<TemplateDTO> {
    return getTemplate(this.db, idOf(id))
  }

  /** @throws MedusaError `invalid_data` naming field, place and fault: an invalid template is not stored. */
  async createTemplate(input: TemplateInput): Promise<TemplateDTO> {
    return createTemplate(this.db, input)
  }

  async updateTemplate(id: string, changes: TemplateChanges): Promise<TemplateDTO> {
    return updateTemplate(this.db, idOf(id), changes)
  }

  async deleteTemplate(id: string): Promise<void> {
    await deleteTemplate(this.db, idOf(id))
  }

  /** The variables that a template of this kind may name, the shop's own fields among them. */
  async listVariables(kind: MailingKind): Promise<VariableEntry[]> {
    const asked = check(shapes.variablesOfKind, { kind })
    return [...variablesOf(asked.kind), ...(await customFields(this.db, asked.kind))]
  }

  /** Our own templates of the order insert. */
  async getDefaultInserts(): Promise<DefaultInserts> {
    return defaultInserts()
  }
}
