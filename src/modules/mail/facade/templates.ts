/** Templates, and what may be named in them. */
import type { Context } from "@medusajs/framework/types"
import { MedusaContext } from "@medusajs/framework/utils"

import { type VariableEntry, variablesOf } from "../content/catalogue"
import { type DefaultInserts, defaultInserts } from "../content/order-insert"
import * as shapes from "../shapes"
import { check } from "../shapes/check"
import { customFields } from "../templates/custom-fields"
import { lastUsedTemplate } from "../templates/last-used"
import { addReadyMade } from "../templates/ready-made"
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
import type { TemplateKind } from "../words"
import { idOf } from "./arguments"
import { MembersService } from "./members"

export abstract class TemplatesService extends MembersService {
  /** Templates without their bodies, a page at a time. @throws MedusaError `invalid_data` */
  async listTemplates(
    options: TemplateListOptions,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<{ templates: ListedTemplate[]; count: number }> {
    return listTemplates(this.databaseFor(sharedContext), check(shapes.templateList, options))
  }

  /**
   * What the next mailing of this kind and source begins with: the template of the last one that a person sent.
   *
   * @returns null if that one was written without a template, or with one that has been deleted.
   */
  async getLastUsedTemplate(of: shapes.LastTemplateOf): Promise<TemplateDTO | null> {
    return lastUsedTemplate(this.db, check(shapes.lastTemplateOf, of))
  }

  /** One template, whole. @throws MedusaError `not_found` */
  async getTemplate(id: string, @MedusaContext() sharedContext: Context = {}): Promise<TemplateDTO> {
    return getTemplate(this.databaseFor(sharedContext), idOf(id))
  }

  /** @throws MedusaError `invalid_data` naming field, place and fault: an invalid template is not stored. */
  async createTemplate(
    input: TemplateInput,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<TemplateDTO> {
    return createTemplate(this.databaseFor(sharedContext), input)
  }

  /** Adds the mails that every store needs. @returns those that were not there yet. */
  async addReadyMadeTemplates(@MedusaContext() sharedContext: Context = {}): Promise<TemplateDTO[]> {
    return addReadyMade(this.databaseFor(sharedContext))
  }

  /** Changes what is given. @throws MedusaError `not_found`; `invalid_data` as for `createTemplate`. */
  async updateTemplate(
    id: string,
    changes: TemplateChanges,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<TemplateDTO> {
    return updateTemplate(this.databaseFor(sharedContext), idOf(id), changes)
  }

  /** Mailings that were made with it keep what they have. @throws MedusaError `not_found` */
  async deleteTemplate(id: string, @MedusaContext() sharedContext: Context = {}): Promise<void> {
    await deleteTemplate(this.databaseFor(sharedContext), idOf(id))
  }

  /** The variables that a template of this kind may name, the shop's own fields among them. */
  async listVariables(kind: TemplateKind): Promise<VariableEntry[]> {
    const asked = check(shapes.variablesOfKind, { kind })
    if (asked.kind === "single") {
      // All else is brought by the caller who sends it.
      return variablesOf(asked.kind).filter(({ path }) => path.startsWith("store."))
    }
    return [...variablesOf(asked.kind), ...(await customFields(this.db, asked.kind))]
  }

  /** Our own templates of the order insert. */
  async getDefaultInserts(): Promise<DefaultInserts> {
    return defaultInserts()
  }
}
