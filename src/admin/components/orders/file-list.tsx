/** Files that go with the mails of a mailing: name and size of each, and what can be done with it. */
import { Text } from "@medusajs/ui"
import type { ReactNode } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { type MailingFile, sizeWords } from "../../lib/files"

interface FileListProps {
  files: readonly MailingFile[]
  /** Id of what names the list. */
  labelledBy: string
  action?: (file: MailingFile, index: number) => ReactNode
}

export function FileList({ files, labelledBy, action }: FileListProps) {
  const { t, number } = useMailTranslation()
  if (!files.length) {
    return null
  }
  return (
    <ul aria-labelledby={labelledBy} className="flex flex-col gap-y-1">
      {files.map((file, index) => (
        <li key={index} className="flex items-center justify-between gap-x-3">
          <Text size="small" className="min-w-0 break-all">
            {file.filename}{" "}
            <span className="text-ui-fg-subtle whitespace-nowrap">{sizeWords(file.size, number)}</span>
            {file.document_id !== null && <span className="text-ui-fg-subtle"> · {t("files.ofOne")}</span>}
          </Text>
          {action?.(file, index)}
        </li>
      ))}
    </ul>
  )
}
