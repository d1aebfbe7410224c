/** Every answer that refuses keeps its codes, whatever was asked for. */
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"

import type * as request from "../request"

const REFUSED = {
  type: "not_allowed",
  message: "SERVER",
  issues: [{ field: "", code: "busy", message: "SERVER" }],
}

let server: Server
let { ask, queryText } = {} as typeof request
const asked: string[] = []

beforeAll(async () => {
  server = createServer((req, res) => {
    asked.push(`${req.method} ${decodeURIComponent(req.url ?? "")}`)
    res.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify(REFUSED))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  // The bundler of the admin fills it in.
  const { port } = server.address() as AddressInfo
  Object.assign(globalThis, {
    __BACKEND_URL__: `http://127.0.0.1:${port}`,
    __AUTH_TYPE__: "session",
    __JWT_TOKEN_STORAGE_KEY__: "",
  })
  ;({ ask, queryText } = jest.requireActual<typeof request>("../request"))
})

afterAll(() => new Promise((resolve) => server.close(resolve)))

it.each(["GET", "POST", "DELETE"] as const)("%s", async (method) => {
  const query = { state: ["sent", "failed"], limit: 20, q: undefined, created_at: { $gte: "2026-11-01" } }
  await expect(ask(method, "/admin/mail/x", { query })).rejects.toMatchObject({
    status: 400,
    issues: REFUSED.issues,
  })
  expect(asked.at(-1)).toBe(
    `${method} /admin/mail/x?state[0]=sent&state[1]=failed&limit=20&created_at[$gte]=2026-11-01`
  )
})

it("nothing to ask about is nothing in the address", () => {
  expect(queryText({ q: undefined, order: null })).toBe("")
})
