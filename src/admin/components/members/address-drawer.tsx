/**
 * Corrects a customer's e-mail address. Medusa's own form cannot do it for customers with an account, though its
 * API can; the login keeps the old address, which the person has to be told.
 */
import { customersQueryKeys } from "@medusajs/dashboard/hooks"
import { Alert, Input, toast } from "@medusajs/ui"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { mailApi } from "../../lib/api"
import { errorWords, issuesOf } from "../../lib/error-words"
import { issueText } from "../../lib/issue-words"
import { queryKeys } from "../../lib/query-keys"
import type { ContentIssue, Member } from "../../lib/types"
import { Field, hintIdOf } from "../field"
import { FormDrawer } from "../form-drawer"

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
      return true
    } catch (error) {
      const issue = issuesOf(error).find(({ field }) => field === "email")
      setRefused(issue ?? null)
      if (!issue) {
        toast.error(t("common.failed"), { description: errorWords(error, t) })
      }
      return false
    }
  }

  const write = (written: string) => {
    setEmail(written)
    setRefused(null)
  }

  const unchanged = email.trim() === (member.email ?? "") || !email.trim()
  return (
    <FormDrawer
      title={t("customer.correct")}
      submit={t("common.save")}
      disabled={unchanged || refused !== null}
      onSubmit={() => save(false)}
      instead={
        refused?.code === "address_shared"
          ? { label: t("customer.shareAddress"), onPress: () => save(true) }
          : undefined
      }
      onCancel={() => onClose(false)}
    >
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
    </FormDrawer>
  )
}
