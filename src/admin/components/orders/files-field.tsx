/** The files of an order mailing: chosen, listed with their sizes, taken off again. */
import { XMarkMini } from "@medusajs/icons"
import { Button, IconButton, Text } from "@medusajs/ui"
import { useRef } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { MailingFilesHandle } from "../../hooks/use-mailing-files"
import type { MailingFile } from "../../lib/files"
import { Field, labelIdOf } from "../field"
import { FileList } from "./file-list"

const ID = "files"

export function FilesField({ files, storing, problems, megabytes, add, remove }: MailingFilesHandle) {
  const { t, number } = useMailTranslation()
  const input = useRef<HTMLInputElement>(null)
  const busy = storing !== null
  const choose = () => {
    const chosen = [...(input.current?.files ?? [])]
    // The same file chosen once more is a choice too.
    input.current!.value = ""
    void add(chosen)
  }
  return (
    <Field
      id={ID}
      group
      optional
      label={t("files.title")}
      hint={megabytes !== undefined && t("files.hint", { limit: number(megabytes) })}
      error={problems.length > 0 && problems.join(" ")}
      action={
        <Button size="small" variant="secondary" isLoading={busy} onClick={() => input.current?.click()}>
          {t("files.add")}
        </Button>
      }
    >
      <input ref={input} type="file" multiple hidden aria-label={t("files.add")} onChange={choose} />
      <FileList
        files={files}
        labelledBy={labelIdOf(ID)}
        action={({ filename }, index) => (
          <IconButton
            size="small"
            variant="transparent"
            disabled={busy}
            aria-label={t("files.remove", { name: filename, interpolation: { escapeValue: false } })}
            onClick={() => void remove(index)}
          >
            <XMarkMini />
          </IconButton>
        )}
      />
      <span role="status" className="txt-small text-ui-fg-subtle empty:hidden">
        {storing !== null && t("files.storing", { name: storing, interpolation: { escapeValue: false } })}
      </span>
    </Field>
  )
}

/** Before it is sent: which files go with it. */
export function ChosenFiles({ files }: { files: readonly MailingFile[] }) {
  const { t } = useMailTranslation()
  return (
    files.length > 0 && (
      <div className="flex flex-col gap-y-2">
        <Text id="chosen-files" size="small" weight="plus">
          {t("files.title")}
        </Text>
        <FileList files={files} labelledBy="chosen-files" />
      </div>
    )
  )
}
