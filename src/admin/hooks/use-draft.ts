/**
 * The draft that is being written: kept here while keys are pressed, and stored by itself a moment later. The
 * first save makes the mailing, so that looking at an empty composer leaves nothing behind.
 */
import { useQueryClient } from "@tanstack/react-query"
import { useCallback, useEffect, useRef, useState } from "react"

import { mailApi } from "../lib/api"
import type { StartOfMembers } from "../lib/composer-start"
import { issuesOf } from "../lib/error-words"
import { memberText } from "../lib/from-template"
import { queryKeys } from "../lib/query-keys"
import type { Audience, ContentIssue, Mailing, MemberContent, Purpose, Template } from "../lib/types"

export interface Draft {
  content: MemberContent
  /** The template that it was begun with. */
  template_id: string | null
  /** In place of what the settings say. */
  sender_name: string | null
  reply_to: string | null
  audience: Audience
  purpose: Purpose
  purpose_reason: string | null
}

/** `new`: nothing has been written or chosen yet that could be stored. */
export type SaveStatus = "new" | "saved" | "unsaved" | "saving" | "failed"

const SAVE_AFTER_MS = 800

const EMPTY_DRAFT: Draft = {
  content: { subject: "", body: "", format: "text", include_signature: true },
  template_id: null,
  sender_name: null,
  reply_to: null,
  audience: { filter: {}, include: "opted_in" },
  purpose: "marketing",
  purpose_reason: null,
}

/** What a new one begins with; nothing of it is stored before the person writes or chooses something. */
export interface Beginning {
  /** Whom it is for. */
  start?: StartOfMembers
  /** The template that was used last. */
  template: Template | null
}

function draftFor({ start, template }: Beginning): Draft {
  const { content, audience } = EMPTY_DRAFT
  return {
    ...EMPTY_DRAFT,
    content: { ...content, ...memberText(template) },
    template_id: template?.id ?? null,
    audience: start ? { ...start, include: "opted_in" } : audience,
  }
}

/** What of a stored mailing is written on. */
function draftOf(mailing: Mailing): Draft {
  const { content, template_id, sender_name, reply_to, audience, purpose, purpose_reason } = mailing
  return {
    content: content as MemberContent,
    template_id,
    sender_name,
    reply_to,
    audience: audience ?? EMPTY_DRAFT.audience,
    purpose,
    purpose_reason,
  }
}

/** What is stored of a draft at once, and what the first save adds. */
interface DraftStore<Value> {
  id: string | undefined
  initial: Value
  create: (value: Value) => Promise<{ mailing: Mailing }>
  update: (id: string, value: Value) => Promise<{ mailing: Mailing }>
}

const MEMBER_STORE = {
  create: (draft: Draft) => mailApi.createMailing({ kind: "member", ...draft }),
  update: (id: string, draft: Draft) => mailApi.updateMailing(id, draft),
}

/**
 * @param stored - The mailing as it is stored; undefined for a new one.
 * @param onCreated - Told the id of the mailing that the first save makes.
 */
export function useDraft(stored: Mailing | undefined, beginning: Beginning, onCreated: (id: string) => void) {
  const initial = stored ? draftOf(stored) : draftFor(beginning)
  return useAutosave({ id: stored?.id, initial, ...MEMBER_STORE }, onCreated)
}

/** Keeps what is written and stores it by itself. The two functions must not change between renders. */
export function useAutosave<Value extends object>(
  { id: storedId, initial, create, update: change }: DraftStore<Value>,
  onCreated?: (id: string) => void
) {
  const client = useQueryClient()
  const [draft, setDraft] = useState(initial)
  const [status, setStatus] = useState<SaveStatus>(storedId ? "saved" : "new")
  /** What the last save was refused for. */
  const [refused, setRefused] = useState<ContentIssue[]>([])
  const id = useRef(storedId)
  const latest = useRef(draft)
  /** Saves come one after another: two at once would make two mailings. */
  const queue = useRef<Promise<string | undefined>>(Promise.resolve(storedId))

  const now = useCallback(() => latest.current, [])

  /** @param changes - A function of what is written now, for what was waited for: the page shown before is outdated. */
  const update = useCallback((changes: Partial<Value> | ((now: Value) => Partial<Value>)) => {
    const changed = typeof changes === "function" ? changes(latest.current) : changes
    latest.current = { ...latest.current, ...changed }
    setDraft(latest.current)
    setStatus("unsaved")
  }, [])

  const store = useCallback(async (): Promise<string | undefined> => {
    const saving = latest.current
    setStatus("saving")
    try {
      const { mailing } = id.current ? await change(id.current, saving) : await create(saving)
      client.setQueryData(queryKeys.mailing(mailing.id), mailing)
      void client.invalidateQueries({ queryKey: queryKeys.mailings() })
      if (!id.current) {
        id.current = mailing.id
        onCreated?.(mailing.id)
      }
      setRefused([])
      setStatus(latest.current === saving ? "saved" : "unsaved")
      return mailing.id
    } catch (error) {
      setRefused(issuesOf(error))
      // The status says so, next to the button that tries again; what was written stays on the page.
      setStatus("failed")
      return undefined
    }
  }, [client, onCreated, create, change])

  /** @returns the stored mailing's id, or undefined if it could not be stored. */
  const save = useCallback(() => {
    queue.current = queue.current.then(store)
    return queue.current
  }, [store])

  /** Saves, and does what needs the stored mailing before anything is saved again. @returns undefined if it was not stored. */
  const saveThen = useCallback(
    <Result>(work: (id: string) => Promise<Result>): Promise<Result | undefined> => {
      const done = save().then((stored) => (stored === undefined ? undefined : work(stored)))
      const over = () => id.current
      queue.current = done.then(over, over)
      return done
    },
    [save]
  )

  useEffect(() => {
    if (status !== "unsaved") {
      return
    }
    const timer = setTimeout(save, SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [draft, status, save])

  return { draft, now, status, refused, update, save, saveThen }
}

export type DraftHandle = ReturnType<typeof useDraft>
