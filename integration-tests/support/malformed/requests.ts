/** Wrong requests to one route: bodies, their types, queries and paths. */
import fc from "fast-check"

import { nameOf, type Route } from "../routes"
import type { RawRequest } from "./http"
import { malformed, noObject } from "./mutations"
import { bodiesOf, type Known, QUERIES, type Value } from "./samples"

export interface WrongRequest extends RawRequest {
  what: string
  /** A refusal has to name it. */
  named?: string
}

const JSON_TYPE = { "content-type": "application/json" }

const UNREAD_TYPES = [
  "application/octet-stream",
  "multipart/form-data; boundary=x",
  "application/x-www-form-urlencoded",
  "text/plain",
  "application/vnd.api+json",
  "application/jsonp",
  "application/xml",
  "nonsense",
  "",
]

/** Express cannot read them. Below `/admin` Medusa (2.21.2) has a wildcard of its own, and fails before it asks us. */
const BROKEN_ESCAPES = ["%ED%A0%80", "%ZZ", "%", "%E0%A4%A", "%C0%AF"]

/** Ids that nobody has. */
const NOBODYS_IDS = [
  "%00",
  "a%00b",
  "%20",
  "..%2F..%2Fetc%2Fpasswd",
  "__proto__",
  "constructor",
  "'%20OR%201=1--",
  "%F0%9F%98%80",
  "%0D%0ASet-Cookie:a=b",
  "x".repeat(300),
  "x".repeat(9_000),
  "none",
]

const NUMBERS = ["limit", "offset"]
const FLAGS = ["has_account", "invalid", "never_ordered"]
const CHOSEN = [
  "state",
  "states",
  "status",
  "fulfillment_status",
  "payment_status",
  "consent",
  "order",
  "kind",
  "source",
]
const TIMES = ["$gte", "$lte"]

const NO_NUMBERS = ["abc", "-1", "1.5", "1e3", "9".repeat(20), "0x10", "NaN", "Infinity", "%D9%A3", "1%202"]
const NO_TIMES = ["then", "0000-01-01", "9999-12-31T23:59:59-23:59", "2026-02-30", "2026-01-01T00:00:00"]
const NO_WORDS = ["zzz", "null", "undefined", "1", "TRUE"]

/** The last name in `created_at[$gte]`. */
function lastName(parameter: string): string {
  return /\[([^\]]+)\]$/.exec(parameter)?.[1] ?? parameter
}

/** What is wrong as the value of a parameter, in the form in which it stands in a query. */
function wrongValues(parameter: string, right: Value): string[] {
  const name = lastName(parameter)
  const value = (list: string[]) => list.map((one) => `${parameter}=${one}`)
  return [
    ...value(["", "%20", "%00", "x%00y"]),
    `${parameter}[x]=1`,
    ...(typeof right === "string" ? [`${parameter}=${right}&${parameter}=${right}`] : []),
    ...(NUMBERS.includes(name) ? value(NO_NUMBERS) : []),
    ...(TIMES.includes(name) ? value(NO_TIMES) : []),
    ...(FLAGS.includes(name) || CHOSEN.includes(name) ? value(NO_WORDS) : []),
    ...(name === "q" ? value(["a+".repeat(11), "x".repeat(201)]) : []),
  ]
}

/** Parameters that no route has, with their names. */
const UNKNOWN_PARAMETERS: [parameter: string, named: string][] = [
  ["surely_unknown=1", "surely_unknown"],
  ["surely_unknown", "surely_unknown"],
  ["__proto__[q]=1", "__proto__"],
  ["filter[__proto__]=1", "__proto__"],
  ["metadata[__proto__]=1", "__proto__"],
  ["constructor[prototype]=1", "constructor"],
  ["toString=1", "toString"],
  ["hasOwnProperty=1", "hasOwnProperty"],
  ["metadata[constructor][prototype]=1", ""],
  ["q.x=1", "q.x"],
  ["=1", ""],
  ["fields=*", "fields"],
  ["with_deleted=true", "with_deleted"],
  [`${"x&".repeat(1_001)}`, "parameters"],
  ["surely_unknown=%ZZ", "percent-escape"],
]

function queryOf(parameters: Record<string, Value>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join("&")
}

export class RouteUnderTest {
  private readonly name: string
  private readonly path: string

  constructor(
    private readonly route: Route,
    private readonly known: Known
  ) {
    this.name = nameOf(route)
    this.path = route.matcher.replace(/:\w+/, this.knownId())
  }

  /** Any wrong request to this route. */
  wrong(): fc.Arbitrary<WrongRequest> {
    const takesBody = this.route.method !== "GET" && this.route.method !== "DELETE"
    return fc.oneof(
      {
        arbitrary: takesBody ? this.wrongBodies() : this.bodiesWhereNoneIsTaken(),
        weight: takesBody ? 8 : 1,
      },
      { arbitrary: this.unreadBodies(), weight: 1 },
      { arbitrary: this.wrongQueries(), weight: takesBody ? 1 : 5 },
      ...(this.route.matcher.includes(":") ? [{ arbitrary: this.wrongPaths(), weight: 2 }] : [])
    )
  }

  /** Any request to a public page: a reader's link may have been mangled on its way. */
  anything(): fc.Arbitrary<WrongRequest> {
    const token = fc.oneof(
      fc.constantFrom(
        ...NOBODYS_IDS,
        ...BROKEN_ESCAPES,
        "1.en.example",
        "1.ja.x.y",
        "1.en.bWRsdl8x.AAAA",
        "2.en.a.b",
        "..."
      ),
      fc.stringMatching(/^[\w.-]{1,80}$/)
    )
    const type = fc.constantFrom(...UNREAD_TYPES, "application/json")
    const body = fc.constantFrom(undefined, "List-Unsubscribe=One-Click", "{}", "x".repeat(20_000))
    const query = fc.constantFrom("", "?utm_source=mail", "?__proto__[a]=1", "?x=%ZZ")
    return fc.tuple(token, query, type, body).map(([id, parameters, contentType, sent]) =>
      this.request({
        what: "anything",
        path: this.route.matcher.replace(/:\w+/, id) + parameters,
        headers: contentType ? { "content-type": contentType } : {},
        body: this.route.method === "POST" ? sent : undefined,
      })
    )
  }

  private knownId(): string {
    const { matcher } = this.route
    const { mailing, template, segment, delivery } = this.known
    if (matcher.includes("/segments/")) {
      return segment
    }
    if (matcher.includes("/templates/")) {
      return template
    }
    return matcher.includes("/deliveries/") ? delivery : mailing
  }

  private bodies(): object[] {
    return bodiesOf(this.known)[this.name] ?? [{}]
  }

  private request(changes: Partial<WrongRequest> & { what: string }): WrongRequest {
    return { method: this.route.method, path: this.pathWithQuery(), ...changes }
  }

  private pathWithQuery(): string {
    const query = queryOf(QUERIES[this.name] ?? {})
    return query ? `${this.path}?${query}` : this.path
  }

  private withBody(what: string, body: string, named?: string, type = JSON_TYPE): WrongRequest {
    return this.request({ what, body, named, headers: type })
  }

  private wrongBodies(): fc.Arbitrary<WrongRequest> {
    const fields = fc
      .constantFrom(...this.bodies())
      .chain(malformed)
      .map(({ what, input, named }) => this.withBody(what, JSON.stringify(input), named))
    const wholes = noObject.map(({ what, input }) => this.withBody(what, JSON.stringify(input)))
    return fc.oneof(
      { arbitrary: fields, weight: 8 },
      { arbitrary: wholes, weight: 1 },
      { arbitrary: this.brokenJson(), weight: 1 }
    )
  }

  private brokenJson(): fc.Arbitrary<WrongRequest> {
    return fc
      .tuple(fc.constantFrom(...this.bodies()), fc.nat(), fc.string({ minLength: 1, maxLength: 5 }))
      .map(([body, at, noise]) => {
        const text = JSON.stringify({ ...body, more: [1] })
        return `${text.slice(0, 1 + (at % (text.length - 1)))}§${noise}`
      })
      .filter((text) => !isJson(text))
      .map((text) => this.withBody("broken JSON", text))
  }

  /** Right in itself, but of a type that is not read: it must not be taken for nothing. */
  private unreadBodies(): fc.Arbitrary<WrongRequest> {
    return fc.tuple(fc.constantFrom(...this.bodies()), fc.constantFrom(...UNREAD_TYPES)).map(([body, type]) =>
      this.request({
        what: `the type "${type}"`,
        body: JSON.stringify({ ...body, more: 1 }),
        headers: type ? { "content-type": type } : {},
        named: "application/json",
      })
    )
  }

  private bodiesWhereNoneIsTaken(): fc.Arbitrary<WrongRequest> {
    return fc
      .constantFrom<object>({ q: "x" }, { filter: {} }, [1], { id: "x" })
      .map((body) => this.withBody("a body where none is taken", JSON.stringify(body)))
  }

  private wrongQueries(): fc.Arbitrary<WrongRequest> {
    const right = QUERIES[this.name] ?? {}
    const unknown = fc.constantFrom(...UNKNOWN_PARAMETERS).map(([parameter, named]) =>
      this.request({
        what: "an unknown parameter",
        path: `${this.path}?${[queryOf(right), parameter].filter(Boolean).join("&")}`,
        named,
        ...this.rightBody(),
      })
    )
    const parameters = Object.entries(right)
    if (!parameters.length) {
      return unknown
    }
    const wrong = fc
      .constantFrom(...parameters)
      .chain(([name, value]) =>
        fc.constantFrom(...wrongValues(name, value)).map((parameter): [string, string] => [name, parameter])
      )
      .map(([name, parameter]) => {
        const others = Object.fromEntries(parameters.filter(([other]) => other !== name))
        return this.request({
          what: `a wrong value of ${name}`,
          path: `${this.path}?${[queryOf(others), parameter].filter(Boolean).join("&")}`,
          named: lastName(name),
        })
      })
    return fc.oneof({ arbitrary: wrong, weight: 4 }, { arbitrary: unknown, weight: 1 })
  }

  private wrongPaths(): fc.Arbitrary<WrongRequest> {
    return fc.constantFrom(...NOBODYS_IDS).map((id) =>
      this.request({
        what: "an id that nobody has",
        path: this.route.matcher.replace(/:\w+/, id),
        ...this.rightBody(),
      })
    )
  }

  private rightBody(): Pick<RawRequest, "body" | "headers"> {
    const takesBody = this.route.method === "POST"
    return takesBody ? { body: JSON.stringify(this.bodies()[0]), headers: JSON_TYPE } : {}
  }
}

/** Broken at random, it may have become another text that is right: its noise then closes what was cut. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
