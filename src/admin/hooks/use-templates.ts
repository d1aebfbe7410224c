/** Templates: lists, one of them, storing and deleting; what shows them is asked anew afterwards. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useCallback } from "react"

import { mailApi, type TemplateQuery } from "../lib/api"
import { queryKeys } from "../lib/query-keys"
import type { LastTemplateOf, Template, TemplateInput } from "../lib/types"

export function useTemplates(query: TemplateQuery) {
  return useQuery({
    queryKey: queryKeys.templates(query),
    queryFn: () => mailApi.listTemplates(query),
    placeholderData: keepPreviousData,
  })
}

export function useTemplate(id: string | null) {
  return useQuery({
    queryKey: queryKeys.template(id ?? ""),
    queryFn: async () => (await mailApi.getTemplate(id ?? "")).template,
    enabled: id !== null,
  })
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

/** Reads one template when it is needed: lists come without the texts. */
export function useReadTemplate(): (id: string) => Promise<Template> {
  const client = useQueryClient()
  return useCallback(
    (id) =>
      client.fetchQuery({
        queryKey: queryKeys.template(id),
        queryFn: async () => (await mailApi.getTemplate(id)).template,
      }),
    [client]
  )
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
