/** A drawer whose fields are stored with a button at its foot, and which closes once they are. */
import { Button, Drawer } from "@medusajs/ui"
import type { FormEvent, ReactNode } from "react"

import { useMailTranslation } from "../hooks/use-mail-translation"
import { useStoring } from "../hooks/use-storing"

interface FormDrawerProps {
  title: string
  /** What the button says. */
  submit: string
  disabled: boolean
  /** @returns whether it was stored, and the drawer is closed. */
  onSubmit: () => Promise<boolean>
  /** In place of the button, for what Enter must not do. */
  instead?: { label: string; onPress: () => Promise<boolean> }
  /** Nothing is stored. */
  onCancel: () => void
  children: ReactNode
}

export function FormDrawer(props: FormDrawerProps) {
  const { title, submit, disabled, onSubmit, instead, onCancel, children } = props
  const { t } = useMailTranslation()
  const { fields, storing, store } = useStoring()
  const send = (event: FormEvent) => {
    event.preventDefault()
    void store(onSubmit)
  }
  return (
    <Drawer open onOpenChange={(open) => !open && onCancel()}>
      <Drawer.Content aria-describedby={undefined}>
        <form onSubmit={send} noValidate className="flex h-full flex-col overflow-hidden">
          <Drawer.Header>
            <Drawer.Title>{title}</Drawer.Title>
          </Drawer.Header>
          <Drawer.Body ref={fields} className="flex flex-col gap-y-5 overflow-y-auto">
            {children}
          </Drawer.Body>
          <Drawer.Footer>
            <Button type="button" size="small" variant="secondary" onClick={onCancel}>
              {t("common.cancel")}
            </Button>
            {instead ? (
              <Button
                type="button"
                size="small"
                isLoading={storing}
                onClick={() => void store(instead.onPress)}
              >
                {instead.label}
              </Button>
            ) : (
              <Button type="submit" size="small" disabled={disabled} isLoading={storing}>
                {submit}
              </Button>
            )}
          </Drawer.Footer>
        </form>
      </Drawer.Content>
    </Drawer>
  )
}
