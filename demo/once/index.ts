/** The main job without a browser: write to all members, wait until it is done, compare with the inbox. */
import { setTimeout as pause } from "node:timers/promises"

import { type Inbox } from "../inbox"
import { LOGIN } from "../login"
import { AUTUMN } from "../seed/templates"
import { type Admin, logIn } from "./admin"

/** The one line on standard output. */
export interface Outcome {
  members: number
  matched: number
  sendable: number
  unsendable: number
  sent: number
  failed: number
  uncertain: number
  /** Distinct deliveries of this mailing that lie in the inbox. */
  inbox: number
}

interface Mailing {
  id: string
  state: string
  counts: Record<string, number>
}

interface Job {
  members: number
  storeUrl: string
  inbox: Inbox
  progress: (words: string) => void
}

/** Nothing moves for this long: better to say so than to wait for ever. */
const PATIENCE = 120_000
const FINISHED = ["completed", "cancelled", "refused"]
/** The most that the ledger shows at once. */
const PAGE = 200
const AUDIENCE = { filter: {} }

/**
 * Sends the mailing and waits for its end.
 *
 * @returns what came out, and in words what is not as it should be.
 */
export async function sendOnce({ members, storeUrl, inbox, progress }: Job) {
  const admin = await logIn(storeUrl, LOGIN)
  const audience = await admin.post<{
    matched: number
    sendable: { count: number }
    unsendable: { count: number }
  }>("/audience", { audience: AUDIENCE })
  progress(`${audience.matched} members match, ${audience.sendable.count} can be written to`)
  const started = Date.now()
  const mailing = await untilFinished(admin, await send(admin), progress)
  progress(`${mailing.state} after ${((Date.now() - started) / 1000).toFixed(1)} s`)
  const delivered = await deliveredIds(admin, mailing.id, inbox)
  const outcome: Outcome = {
    members,
    matched: audience.matched,
    sendable: audience.sendable.count,
    unsendable: audience.unsendable.count,
    sent: mailing.counts.sent,
    failed: mailing.counts.failed,
    uncertain: mailing.counts.uncertain,
    inbox: delivered.size,
  }
  return { outcome, faults: faultsOf(outcome, mailing, inbox) }
}

async function send(admin: Admin): Promise<Mailing> {
  const content = {
    subject: AUTUMN.subject,
    body: AUTUMN.body,
    format: AUTUMN.format,
    include_signature: true,
  }
  const draft = await admin.post<{ mailing: Mailing }>("/mailings", {
    kind: "member",
    content,
    audience: AUDIENCE,
  })
  const { mailing } = await admin.post<{ mailing: Mailing }>(`/mailings/${draft.mailing.id}/send`, {
    grace: 0,
  })
  return mailing
}

async function untilFinished(
  admin: Admin,
  first: Mailing,
  progress: (words: string) => void
): Promise<Mailing> {
  let mailing = first
  let words = ""
  for (let moved = Date.now(); !FINISHED.includes(mailing.state); await pause(500)) {
    ;({ mailing } = await admin.get<{ mailing: Mailing }>(`/mailings/${mailing.id}`))
    const { total, sent, deferred, failed } = mailing.counts
    const now = `${mailing.state}: ${sent} of ${total} sent, ${deferred} deferred, ${failed} failed`
    if (now !== words) {
      moved = Date.now()
      progress((words = now))
    } else if (Date.now() - moved > PATIENCE) {
      throw new Error(`Nothing moved for ${PATIENCE / 1000} s: ${words}`)
    }
  }
  return mailing
}

/** Pages through the ledger, as anybody who wants to know every outcome would. */
async function deliveredIds(admin: Admin, mailingId: string, inbox: Inbox): Promise<Set<string>> {
  const arrived = new Set(inbox.mailbox.deliveryIds().ids)
  const ours = new Set<string>()
  for (let offset = 0, count = 1; offset < count;) {
    const page = await admin.get<{ deliveries: { id: string }[]; count: number }>(
      `/mailings/${mailingId}/deliveries?limit=${PAGE}&offset=${offset}`
    )
    page.deliveries.filter(({ id }) => arrived.has(id)).forEach(({ id }) => ours.add(id))
    offset += page.deliveries.length
    count = page.deliveries.length ? page.count : 0
  }
  return ours
}

function faultsOf(outcome: Outcome, mailing: Mailing, inbox: Inbox): string[] {
  const { ids, mails } = inbox.mailbox.deliveryIds()
  const refused = inbox.counts.refused.size
  const expectations: [boolean, string][] = [
    [mailing.state === "completed", `the mailing ended as ${mailing.state}`],
    [
      outcome.matched === outcome.sendable + outcome.unsendable,
      "sendable and unsendable do not make up matched",
    ],
    [outcome.inbox === outcome.sent, `${outcome.sent} were sent, but ${outcome.inbox} arrived`],
    [outcome.uncertain === 0, `${outcome.uncertain} are uncertain`],
    [outcome.failed === refused, `${outcome.failed} failed, but the inbox refused ${refused}`],
    [outcome.sent + outcome.failed === outcome.sendable, "sent and failed do not make up sendable"],
    [mails === ids.length, `${mails - ids.length} mails arrived twice`],
  ]
  return expectations.filter(([met]) => !met).map(([, words]) => words)
}
