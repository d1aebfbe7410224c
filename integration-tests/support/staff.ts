/** Staff of a shop in which Medusa's roles are switched on. */
import type { APIResponse } from "playwright-core"

import { type AdminWindow, openAdmin, type Place } from "./browser"

/**
 * Makes a role, and invites somebody who gets it, as the merchant does it in Medusa's settings.
 *
 * @param rights - Such as `mail_delivery:read`.
 * @returns the admin of the one who accepted.
 */
export async function hire(
  place: Place,
  merchant: AdminWindow,
  name: string,
  rights: string[]
): Promise<AdminWindow> {
  const { url } = place.shop
  const asMerchant = merchant.page.request
  const { policies } = await bodyOf<{ policies: { id: string }[] }>(
    asMerchant.get(`${url}/admin/rbac/policies?${new URLSearchParams(rights.map((key) => ["key[]", key]))}`)
  )
  expect(policies).toHaveLength(rights.length)
  const { role } = await bodyOf<{ role: { id: string } }>(
    asMerchant.post(`${url}/admin/rbac/roles`, { data: { name, policy_ids: policies.map(({ id }) => id) } })
  )

  const login = { email: `${name}@example.com`, password: "kitchen-staff" }
  const { invite } = await bodyOf<{ invite: { token: string } }>(
    asMerchant.post(`${url}/admin/invites`, { data: { email: login.email, roles: [role.id] } })
  )
  const { token } = await bodyOf<{ token: string }>(
    asMerchant.post(`${url}/auth/user/emailpass/register`, { data: login })
  )
  const accepted = await fetch(`${url}/admin/invites/accept?token=${invite.token}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ email: login.email, first_name: name, last_name: "Kitchen" }),
  })
  expect(accepted.status).toBe(200)
  return openAdmin(place, { login })
}

async function bodyOf<Body>(answer: Promise<APIResponse>): Promise<Body> {
  const response = await answer
  if (!response.ok()) {
    throw new Error(`${response.url()} answered ${response.status()}: ${await response.text()}`)
  }
  return (await response.json()) as Body
}
