/** The people behind a count: who gets the mail, or who is left out for one reason. */
import { Button, Drawer, Input, Text } from "@medusajs/ui"
import { type ReactNode, useState } from "react"
import { Link } from "react-router-dom"

import { personName } from "../../../modules/mail/formats/person-name"
import { usePeople } from "../../hooks/use-audience"
import { useAttempt } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { mailApi, type PeopleQuery } from "../../lib/api"
import { downloadAsked } from "../../lib/download"
import type { Person } from "../../lib/types"
import { ConsentBadge } from "../badges"
import { PagedList } from "../paged-list"

/** Which of the people of an audience: those of a reason or of a consent, or all who get the mail. */
export type PeopleAsked = Pick<PeopleQuery, "reason" | "consent">

interface PeopleDrawerProps {
  of: Pick<PeopleQuery, "audience" | "purpose">
  /** Null: closed. */
  asked: PeopleAsked | null
  /** What has to be known of the list. */
  note?: ReactNode
  onClose: () => void
}

export function PeopleDrawer({ of, asked, note, onClose }: PeopleDrawerProps) {
  const { t } = useMailTranslation()
  const title = asked?.reason ? t(`exclusion.${asked.reason}`) : t("people.getMail")
  return (
    <Drawer open={asked !== null} onOpenChange={(open) => !open && onClose()}>
      <Drawer.Content aria-describedby={undefined} data-testid="people">
        <Drawer.Header>
          <Drawer.Title>{title}</Drawer.Title>
        </Drawer.Header>
        <Drawer.Body className="flex flex-col overflow-hidden p-0">
          {note && (
            <Text size="small" className="text-ui-fg-subtle border-b px-6 py-3">
              {note}
            </Text>
          )}
          {asked && <People query={{ ...of, ...asked }} />}
        </Drawer.Body>
        {asked && (
          <Drawer.Footer>
            <Download query={{ ...of, ...asked }} />
          </Drawer.Footer>
        )}
      </Drawer.Content>
    </Drawer>
  )
}

/** All of them, whatever is looked for in the list. */
function Download({ query }: { query: PeopleQuery }) {
  const { t } = useMailTranslation()
  const attempt = useAttempt()
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    const { path, body } = mailApi.peopleFile(query)
    await attempt(downloadAsked(path, body, `${query.reason ?? query.consent ?? "recipients"}.csv`))
    setBusy(false)
  }
  return (
    <Button size="small" variant="secondary" isLoading={busy} onClick={() => void save()}>
      {t("deliveries.download")}
    </Button>
  )
}

function People({ query }: { query: Omit<PeopleQuery, "q" | "after"> }) {
  const { t } = useMailTranslation()
  const [q, setQ] = useState("")
  const list = usePeople({ ...query, q })
  return (
    <>
      <div className="border-b px-6 py-3">
        <Input
          type="search"
          size="small"
          value={q}
          onChange={(event) => setQ(event.target.value)}
          aria-label={t("filter.q")}
          placeholder={t("filter.qHint")}
        />
      </div>
      <div className="flex-1 overflow-y-auto">
        <PagedList list={list} empty={t("common.noResults")}>
          {(people) => (
            <ul className="divide-y">
              {people.map((person) => (
                <PersonRow key={person.customer_id} person={person} />
              ))}
            </ul>
          )}
        </PagedList>
      </div>
    </>
  )
}

/** Their page opens beside this one: what is being written stays as it is. */
function PersonRow({ person }: { person: Person }) {
  const { t } = useMailTranslation()
  const { customer_id, email, company_name, consent, instead_id } = person
  const name = personName(person) || company_name || email || t("exclusion.no_address")
  const below = [company_name, email].filter((text) => text && text !== name)
  return (
    <li className="flex items-start justify-between gap-x-3 px-6 py-3">
      <div className="flex min-w-0 flex-col gap-y-0.5">
        <CustomerLink id={customer_id} className="txt-compact-small-plus break-words">
          {name}
        </CustomerLink>
        <span className="txt-compact-small text-ui-fg-subtle break-words">{below.join(" · ")}</span>
        {instead_id && (
          <CustomerLink id={instead_id} className="txt-compact-small text-ui-fg-subtle">
            {t("people.instead")}
          </CustomerLink>
        )}
      </div>
      <ConsentBadge consent={consent} />
    </li>
  )
}

interface CustomerLinkProps {
  id: string
  className: string
  children: ReactNode
}

function CustomerLink({ id, className, children }: CustomerLinkProps) {
  return (
    <Link to={`/customers/${id}`} target="_blank" className={`${className} w-fit underline`}>
      {children}
    </Link>
  )
}
