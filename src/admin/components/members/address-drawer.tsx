/**
 * Corrects a customer's e-mail address. Medusa's own form cannot do it for customers with an account, though its
 * API can; the login keeps the old address, which the person has to be told.
 */
import { customersQueryKeys } from "@medusajs/dashboard/hooks"
import { Alert, Button, Drawer, Input } from "@medusajs/ui"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"

import { useAttempt } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { queryKeys } from "../../lib/query-keys"
import { sdk } from "../../lib/sdk"
import type { Member } from "../../lib/types"
import { Field } from "../field"

/** What has to be known of whoever's address is corrected. */
export type Addressee = Pick<Member, "customer_id" | "email" | "has_account">

interface AddressDrawerProps {
  member: Addressee
  onClose: (done: boolean) => void
}

export function AddressDrawer({ member, onClose }: AddressDrawerProps) {
  const { t } = useMailTranslation()
  const attempt = useAttempt()
  const client = useQueryClient()
  const [email, setEmail] = useState(member.email ?? "")
  const update = useMutation({
    mutationFn: () => sdk.admin.customer.update(member.customer_id, { email: email.trim() }),
    onSuccess: () =>
      Promise.all(
        [customersQueryKeys.all, queryKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))
      ),
  })

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await attempt(update.mutateAsync(), t("customer.corrected"))) {
      onClose(true)
    }
  }

  const unchanged = email.trim() === (member.email ?? "") || !email.trim()
  return (
    <Drawer open onOpenChange={(open) => !open && onClose(false)}>
      <Drawer.Content aria-describedby={undefined}>
        <form onSubmit={submit} className="flex h-full flex-col overflow-hidden">
          <Drawer.Header>
            <Drawer.Title>{t("customer.correct")}</Drawer.Title>
          </Drawer.Header>
          <Drawer.Body className="flex flex-col gap-y-5 overflow-y-auto">
            <Field id="email" label={t("common.email")} hint={t("customer.correctHint")}>
              <Input
                id="email"
                type="email"
                required
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            </Field>
            {member.has_account && <Alert variant="warning">{t("customer.loginKept")}</Alert>}
          </Drawer.Body>
          <Drawer.Footer>
            <Button type="button" size="small" variant="secondary" onClick={() => onClose(false)}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" size="small" disabled={unchanged} isLoading={update.isPending}>
              {t("common.save")}
            </Button>
          </Drawer.Footer>
        </form>
      </Drawer.Content>
    </Drawer>
  )
}
