/**
 * Describes the HTTP API as OpenAPI 3.1: `npm run openapi` writes docs/openapi.json from what checks the input (the zod
 * shapes), from the routes there are, and from their comments. A unit test compares the file with the code.
 */
import fs from "node:fs"
import path from "node:path"

import type { MiddlewareRoute } from "@medusajs/framework"
import { z } from "@medusajs/framework/zod"

import { adminMailMiddlewares } from "../src/api/admin/mail/middlewares"
import { storeMailMiddlewares } from "../src/api/store/mail/middlewares"
import { takenBy } from "../src/http/input"
import type { QueryReader } from "../src/http/query"
import { ROOT } from "./medusa"

type Json = Record<string, unknown>

export const FILE = path.join(ROOT, "docs", "openapi.json")
const ROUTES = path.join(ROOT, "src", "api")
const HANDLER =
  /(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\n)?export (?:const|async function|function) (GET|POST|DELETE)\b([^]*?)(?=\n\/\*\*|\nexport |$(?![^]))/g

interface Handler {
  method: string
  /** As Express names it: `/admin/mail/mailings/:id`. */
  matcher: string
  summary: string
  status: number
  /** What TypeScript says of the answer. */
  answer: string | undefined
}

/** Every handler below `src/api`, with what its comment says. */
function handlers(): Handler[] {
  const files = fs.readdirSync(ROUTES, { recursive: true, encoding: "utf8" }).sort()
  return files
    .filter((file) => path.basename(file) === "route.ts")
    .flatMap((file) => {
      const source = fs.readFileSync(path.join(ROUTES, file), "utf8")
      const matcher = `/${path.dirname(file).replace(/\[(\w+)\]/g, ":$1")}`.toLowerCase()
      return [...source.matchAll(HANDLER)].map(([, comment = "", method = "", code = ""]) => ({
        method,
        matcher,
        summary: comment
          .replace(/^\s*\*? ?/gm, " ")
          .replace(/\s+/g, " ")
          .trim(),
        status: Number(/res\.(?:status|sendStatus)\((\d+)\)/.exec(code)?.[1] ?? 200),
        answer: /MedusaResponse<([^]*?)>\s*\)?(?:,|\n|: Promise)/.exec(code)?.[1]?.replace(/\s+/g, " "),
      }))
    })
}

function schemaOf(shape: z.ZodType): Json {
  const schema: Json = z.toJSONSchema(shape, { io: "input", unrepresentable: "any" })
  delete schema.$schema
  return schema
}

function fieldsParameter(fields: readonly string[]): Json {
  return {
    name: "fields",
    in: "query",
    required: false,
    description:
      `What the answer should have, with commas between: ${fields.join(", ")}. ` +
      "Names alone are the whole choice; `-name` leaves one out.",
    schema: { type: "string" },
  }
}

function parametersOf(matcher: string, query: QueryReader | undefined): Json[] {
  const inPath = [...matcher.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }))
  const { properties = {}, required = [] } = query ? schemaOf(query.shape) : {}
  const inQuery = Object.entries(properties as Json).map(([name, schema]) => ({
    name: (schema as Json).type === "array" ? `${name}[]` : name,
    in: "query",
    required: (required as string[]).includes(name) && !["limit", "offset"].includes(name),
    schema,
  }))
  return [...inPath, ...inQuery, ...(query?.fields ? [fieldsParameter(query.fields)] : [])]
}

function operationOf(handler: Handler, route: MiddlewareRoute | undefined): Json {
  const { method, matcher, summary, status, answer } = handler
  const { query, body } = (route && takenBy(route)) ?? {}
  const parameters = parametersOf(matcher, query)
  return {
    summary,
    ...(parameters.length && { parameters }),
    ...(method === "POST" &&
      body && { requestBody: { content: { "application/json": { schema: schemaOf(body) } } } }),
    responses: {
      [status]: { description: answer ? `\`${answer}\`` : "Done" },
      default: { $ref: "#/components/responses/Refusal" },
    },
  }
}

const REFUSAL = {
  description: "Refused, in words and by codes; nothing was changed.",
  content: {
    "application/json": {
      schema: {
        type: "object",
        required: ["type", "message"],
        properties: {
          type: { type: "string" },
          message: { type: "string" },
          issues: {
            type: "array",
            items: {
              type: "object",
              required: ["field", "code", "message"],
              properties: {
                field: { type: "string" },
                code: { type: "string" },
                values: { type: "object" },
                message: { type: "string" },
                line: { type: "integer" },
                column: { type: "integer" },
              },
            },
          },
        },
      },
    },
  },
}

/** The whole description. */
export function describeApi(): Json {
  const checked = [...adminMailMiddlewares, ...storeMailMiddlewares].filter(takenBy)
  const paths: Record<string, Json> = {}
  for (const handler of handlers()) {
    const route = checked.find(
      ({ matcher, methods }) => matcher === handler.matcher && methods?.includes(handler.method as never)
    )
    const name = handler.matcher.replace(/:(\w+)/g, "{$1}")
    paths[name] = { ...paths[name], [handler.method.toLowerCase()]: operationOf(handler, route) }
  }
  const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
    version: string
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "medusa-plugin-mail-delivery",
      version,
      description:
        "Below /admin an admin's session, token or secret API key; below /store/mail a customer's. Answers are named by " +
        "their types, which come from medusa-plugin-mail-delivery/modules/mail.",
    },
    paths,
    components: { responses: { Refusal: REFUSAL } },
  }
}

if (require.main === module || process.argv[1] === __filename) {
  fs.writeFileSync(FILE, `${JSON.stringify(describeApi(), null, 2)}\n`)
}
