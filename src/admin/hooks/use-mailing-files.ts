/**
 * The files of an order mailing that is being written. Each is stored at once with the draft, and not with what is typed: a
 * save of every few words must not send them again.
 */
import { useQueryClient } from "@tanstack/react-query"
import { useRef, useState } from "react"

import type { GivenMailingFile } from "../../modules/mail/shapes/attachments"
import { keptFile } from "../../modules/mail/words/files"
import { mailApi } from "../lib/api"
import { errorWords } from "../lib/error-words"
import { faultOfFile, type MailingFile, readFile } from "../lib/files"
import { queryKeys } from "../lib/query-keys"
import { useMailTranslation } from "./use-mail-translation"
import { useShopOptions } from "./use-shop-options"

/** Stores the draft, does the work with its id, and lets the next save wait for it; undefined if it could not be stored. */
export type SaveThen = <Result>(work: (id: string) => Promise<Result>) => Promise<Result | undefined>

export function useMailingFiles(stored: readonly MailingFile[], saveThen: SaveThen) {
  const { t } = useMailTranslation()
  const client = useQueryClient()
  const megabytes = useShopOptions()?.attachment_megabytes
  const [files, setFiles] = useState(stored)
  const latest = useRef(files)
  /** The name of the file that is being stored. */
  const [storing, setStoring] = useState<string | null>(null)
  const [problems, setProblems] = useState<string[]>([])

  const write = async (list: GivenMailingFile[]) => {
    const answer = await saveThen((id) => mailApi.updateMailing(id, { attachments: list }))
    if (!answer) {
      return t("blocker.notSaved")
    }
    client.setQueryData(queryKeys.mailing(answer.mailing.id), answer.mailing)
    latest.current = answer.mailing.attachments
    setFiles(latest.current)
    return undefined
  }

  const store = async (name: string, work: () => Promise<string | undefined>) => {
    setStoring(name)
    const problem = await work().catch((error: unknown) => errorWords(error, t))
    setStoring(null)
    if (problem) {
      setProblems((before) => [...before, problem])
    }
  }

  const addOne = async (file: File): Promise<string | undefined> => {
    const named = { name: file.name, interpolation: { escapeValue: false } }
    const fault = faultOfFile(file, latest.current, megabytes ?? Infinity)
    if (fault) {
      return fault.code === "empty"
        ? t("files.empty", named)
        : t("files.tooLarge", { ...named, limit: fault.limit })
    }
    const read = await readFile(file).catch(() => null)
    return read ? write([...latest.current.map(keptFile), read]) : t("files.unreadable", named)
  }

  /** One after the other: each is a request of its own. */
  const add = async (chosen: readonly File[]) => {
    setProblems([])
    for (const file of chosen) {
      await store(file.name, () => addOne(file))
    }
  }

  const remove = async (index: number) => {
    setProblems([])
    const left = latest.current.filter((_, at) => at !== index)
    await store(latest.current[index]?.filename ?? "", () => write(left.map(keptFile)))
  }

  return { files, storing, problems, megabytes, add, remove }
}

export type MailingFilesHandle = ReturnType<typeof useMailingFiles>
