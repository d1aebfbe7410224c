/** The description of the API and the routes that there are. */
import { readFileSync } from "node:fs"

import { everyRoute } from "../../../integration-tests/support/routes"
import { describeApi, FILE } from "../../../tools/openapi"

const described = JSON.parse(readFileSync(FILE, "utf8")) as {
  paths: Record<string, Record<string, { summary: string }>>
}
const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { summary }]) => ({
    name: `${method.toUpperCase()} ${path}`,
    summary,
  }))
)

it("is what the code says; `npm run openapi` writes it anew", () => {
  expect(described).toEqual(JSON.parse(JSON.stringify(describeApi())))
})

it("has every route, and no other", () => {
  const routes = everyRoute().map(({ method, matcher }) => `${method} ${matcher.replace(/:(\w+)/g, "{$1}")}`)
  expect(operations.map(({ name }) => name).sort()).toEqual(routes.sort())
})

it("says of each what it is for", () => {
  expect(operations.filter(({ summary }) => !summary).map(({ name }) => name)).toEqual([])
})
