/** Templates: lists, one of them, storing and deleting; what shows them is asked anew afterwards. */
import { toast } from "@medusajs/ui"
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useRef } from "react"

import { mailApi, type TemplateQuery } from "../lib/api"
import { errorWords } from "../lib/error-words"
import { queryKeys } from "../lib/query-keys"
import type { LastTemplateOf, Template, TemplateInput } from "../lib/types"
import { useMailTranslation } from "./use-mail-translation"

export function useTemplates(query: TemplateQuery) {
  return useQuery({
    queryKey: queryKeys.templates(query),
    queryFn: () => mailApi.listTemplates(query),
    placeholderData: keepPreviousData,
  })
}

function templateQuery(id: string) {
  return { queryKey: queryKeys.template(id), queryFn: async () => (await mailApi.getTemplate(id)).template }
}

export function useTemplate(id: string | null) {
  return useQuery({ ...templateQuery(id ?? ""), enabled: id !== null })
}

/**
 * The template that the next mail of this kind begins with. It is asked once for each mail, and never kept: the mail
 * before may have been written with another one. A mail can be written without it, so it is not asked twice.
 *
 * @param of - Undefined where nothing new is written.
 */
export function useLastTemplate(of: LastTemplateOf | undefined) {
  return useQuery({
    queryKey: queryKeys.lastTemplate(of),
    queryFn: async () => (await mailApi.getLastTemplate(of!)).template,
    enabled: of !== undefined,
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  })
}

/**
 * Reads the template that a person picks: lists come without the texts. What they write until it is read is theirs, so
 * whoever takes it in looks at what is written then.
 *
 * @returns a function of the picked id, null for none. It resolves to undefined where nothing is to be taken in: it
 *   could not be read, which the person has been told, or another one was picked meanwhile.
 */
export function usePickedTemplate(): (id: string | null) => Promise<Template | null | undefined> {
  const client = useQueryClient()
  const { t } = useMailTranslation()
  const picks = useRef(0)
  return async (id) => {
    const pick = ++picks.current
    try {
      const template = id && (await client.fetchQuery(templateQuery(id)))
      return pick === picks.current ? template || null : undefined
    } catch (error) {
      toast.error(t("common.failed"), { description: errorWords(error, t) })
      return undefined
    }
  }
}

/** Without an id a new template is made. A template keeps its kind, so the server is not told it again. */
export function useSaveTemplate(id: string | null) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ kind, ...changes }: TemplateInput) =>
      id ? mailApi.updateTemplate(id, changes) : mailApi.createTemplate({ kind, ...changes }),
    onSuccess: ({ template }) => {
      client.setQueryData(queryKeys.template(template.id), template)
      return client.invalidateQueries({ queryKey: queryKeys.templates() })
    },
  })
}

export function useDeleteTemplate() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: mailApi.deleteTemplate,
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.templates() }),
  })
}

/** The mails that every store needs. @returns of the answer: how many were not there yet. */
export function useAddReadyMade() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: mailApi.addReadyMade,
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.templates() }),
  })
}
