/** What of Medusa's own a filter can name: looked for by name, and named by id. */
import { keepPreviousData, useQuery } from "@tanstack/react-query"

import { queryKeys } from "../lib/query-keys"
import { sdk } from "../lib/sdk"
import { useDebounced } from "./use-debounced"

export type ChoiceKind = "products" | "collections" | "sales_channels"

interface Choice {
  id: string
  name: string
}

interface Question {
  q?: string
  id?: string[]
  limit: number
}

const ASK: Record<ChoiceKind, (question: Question) => Promise<Choice[]>> = {
  products: async (question) => {
    const { products } = await sdk.admin.product.list({ ...question, fields: "id,title" })
    return products.map(({ id, title }) => ({ id, name: title }))
  },
  collections: async (question) => {
    const { collections } = await sdk.admin.productCollection.list({ ...question, fields: "id,title" })
    return collections.map(({ id, title }) => ({ id, name: title }))
  },
  sales_channels: async (question) => {
    const { sales_channels } = await sdk.admin.salesChannel.list({ ...question, fields: "id,name" })
    return sales_channels.map(({ id, name }) => ({ id, name }))
  },
}

const OFFERED = 20
/** As many as one request takes; beyond them a thing is called by its id. */
const NAMED = 100

/** Found by a word of their name; the first ones without one. */
export function useChoices(kind: ChoiceKind, search: string): Choice[] {
  const q = useDebounced(search) || undefined
  const { data } = useQuery({
    queryKey: queryKeys.choices(kind, { q }),
    queryFn: () => ASK[kind]({ q, limit: OFFERED }),
    placeholderData: keepPreviousData,
  })
  return data ?? []
}

/** Says what these are called: what is gone, or not known yet, by its id. */
export function useNames(kind: ChoiceKind, ids: readonly string[] = []): (id: string) => string {
  const id = ids.slice(0, NAMED)
  const { data } = useQuery({
    queryKey: queryKeys.choices(kind, { id }),
    queryFn: () => ASK[kind]({ id, limit: NAMED }),
    enabled: id.length > 0,
    placeholderData: keepPreviousData,
  })
  return (one) => data?.find((choice) => choice.id === one)?.name ?? one
}

/** In which the shop sells, its own first. */
export function useCurrencies(): string[] {
  const { data } = useQuery({
    queryKey: queryKeys.currencies,
    queryFn: async () => {
      const { stores } = await sdk.admin.store.list({ limit: 1, fields: "id,*supported_currencies" })
      return [...(stores[0]?.supported_currencies ?? [])]
        .sort((one, other) => Number(other.is_default) - Number(one.is_default))
        .map(({ currency_code }) => currency_code)
    },
    staleTime: Infinity,
  })
  return data ?? []
}
