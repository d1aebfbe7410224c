/**
 * Corrects a customer's e-mail address. Medusa's own form cannot do it for customers with an account, though its
 * API can; the login keeps the old address, which the person has to be told.
 */
import { customersQueryKeys } from "@medusajs/dashboard/hooks"
import { Alert, Button, Drawer, Input, toast } from "@medusajs/ui"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { mailApi } from "../../lib/api"
import { errorWords, issuesOf } from "../../lib/error-words"
import { issueText } from "../../lib/issue-words"
import { queryKeys } from "../../lib/query-keys"
import type { ContentIssue, Member } from "../../lib/types"
import { Field, hintIdOf } from "../field"

/** What has to be known of whoever's address is corrected. */
export type Addressee = Pick<Member, "customer_id" | "email" | "has_account">

interface AddressDrawerProps {
  member: Addressee
  onClose: (done: boolean) => void
}

export function AddressDrawer({ member, onClose }: AddressDrawerProps) {
  const { t } = useMailTranslation()
  const client = useQueryClient()
  const [email, setEmail] = useState(member.email ?? "")
  const [refused, setRefused] = useState<ContentIssue | null>(null)
  const update = useMutation({
    mutationFn: (shared: boolean) =>
      mailApi.correctAddress(member.customer_id, { email: email.trim(), ...(shared && { shared }) }),
    onSuccess: () =>
      Promise.all(
        [customersQueryKeys.all, queryKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))
      ),
  })

  /** @param shared - The person has read whose it is already. */
  const save = async (shared: boolean) => {
    try {
      await update.mutateAsync(shared)
      toast.success(t("customer.corrected"))
      onClose(true)
    } catch (error) {
      const issue = issuesOf(error).find(({ field }) => field === "email")
      setRefused(issue ?? null)
      if (!issue) {
        toast.error(t("common.failed"), { description: errorWords(error, t) })
      }
    }
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(false)
  }

  const write = (written: string) => {
    setEmail(written)
    setRefused(null)
  }

  const unchanged = email.trim() === (member.email ?? "") || !email.trim()
  return (
    <Drawer open onOpenChange={(open) => !open && onClose(false)}>
      <Drawer.Content aria-describedby={undefined}>
        <form onSubmit={submit} noValidate className="flex h-full flex-col overflow-hidden">
          <Drawer.Header>
            <Drawer.Title>{t("customer.correct")}</Drawer.Title>
          </Drawer.Header>
          <Drawer.Body className="flex flex-col gap-y-5 overflow-y-auto">
            <Field
              id="email"
              label={t("common.email")}
              hint={t("customer.correctHint")}
              error={refused && issueText(refused, t)}
            >
              <Input
                id="email"
                type="email"
                aria-required
                value={email}
                onChange={(event) => write(event.target.value)}
                aria-invalid={refused !== null}
                aria-describedby={hintIdOf("email")}
              />
            </Field>
            {member.has_account && <Alert variant="warning">{t("customer.loginKept")}</Alert>}
          </Drawer.Body>
          <Drawer.Footer>
            <Button type="button" size="small" variant="secondary" onClick={() => onClose(false)}>
              {t("common.cancel")}
            </Button>
            {refused?.code === "address_shared" ? (
              <Button type="button" size="small" isLoading={update.isPending} onClick={() => void save(true)}>
                {t("customer.shareAddress")}
              </Button>
            ) : (
              <Button
                type="submit"
                size="small"
                disabled={unchanged || refused !== null}
                isLoading={update.isPending}
              >
                {t("common.save")}
              </Button>
            )}
          </Drawer.Footer>
        </form>
      </Drawer.Content>
    </Drawer>
  )
}
