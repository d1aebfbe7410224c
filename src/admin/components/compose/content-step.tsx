/** Step two: what is written, with the finished mail beside it. */
import type { DraftHandle } from "../../hooks/use-draft"
import type { usePreview } from "../../hooks/use-preview"
import { useFilterOf } from "../../hooks/use-segments"
import { memberText } from "../../lib/from-template"
import { ContentForm } from "../editor/content-form"
import { LivePreview } from "../editor/live-preview"
import { TemplatePicker } from "./template-picker"

interface ContentStepProps {
  handle: DraftHandle
  preview: ReturnType<typeof usePreview>
  customerId: string | undefined
  onCustomer: (id: string | undefined) => void
  /** The template that was chosen by itself. */
  lastUsed: string | undefined
}

export function ContentStep({
  handle: { draft, now, update },
  preview,
  customerId,
  onCustomer,
  lastUsed,
}: ContentStepProps) {
  const filter = useFilterOf(draft.audience)
  const change = (changes: Partial<typeof draft.content>) =>
    update(({ content }) => ({ content: { ...content, ...changes } }))
  return (
    <div className="mx-auto grid w-full max-w-[1400px] grid-cols-1 gap-8 px-6 py-8 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-y-6">
        <TemplatePicker
          kind="member"
          value={draft.template_id}
          lastUsed={lastUsed}
          written={() => now().content}
          onPick={(template) =>
            update(({ content }) => ({
              content: { ...content, ...memberText(template) },
              template_id: template?.id ?? null,
            }))
          }
        />
        <ContentForm
          content={draft.content}
          onChange={change}
          errors={preview.data?.errors ?? []}
          warnings={preview.data?.warnings ?? []}
        />
      </div>
      <div className="min-w-0 lg:sticky lg:top-8 lg:h-fit">
        <LivePreview preview={preview} customerId={customerId} onCustomer={onCustomer} filter={filter} />
      </div>
    </div>
  )
}
