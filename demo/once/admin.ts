/** The admin API as somebody who is logged in uses it. */

export interface Admin {
  get<Body>(path: string): Promise<Body>
  post<Body>(path: string, body: unknown): Promise<Body>
}

/** Logs in. The calls, below `base`, throw what the store answered if it is not a success. */
export async function logIn(
  url: string,
  login: { email: string; password: string },
  base = "/admin/mail"
): Promise<Admin> {
  const { token } = await call<{ token: string }>(`${url}/auth/user/emailpass`, {}, login)
  const headers = { authorization: `Bearer ${token}` }
  return {
    get: (path) => call(`${url}${base}${path}`, headers),
    post: (path, body) => call(`${url}${base}${path}`, headers, body),
  }
}

async function call<Body>(url: string, headers: Record<string, string>, body?: unknown): Promise<Body> {
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) {
    throw new Error(`${url} answered ${response.status}: ${text}`)
  }
  return JSON.parse(text) as Body
}
