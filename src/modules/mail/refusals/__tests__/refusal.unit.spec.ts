/** Whoever is refused something learns why by a code, from which a page makes a sentence in their language. */
import "../../index"

import { readdirSync, readFileSync } from "node:fs"
import { join, relative, resolve } from "node:path"

import { MedusaError } from "@medusajs/framework/utils"

import { MedusaError as Ours } from "../medusa-error"
import { issuesOfRefusal, notFound } from "../refusal"

const SRC = resolve(__dirname, "../../../..")

/** Nobody meets these in a page: they are about code, options, or a right that Medusa itself words. */
const OTHERS = ["INVALID_ARGUMENT", "UNEXPECTED_STATE", "FORBIDDEN"]

/** Where refusals are made and answered; and a method of the module that is closed to other code. */
const HOMES = ["modules/mail/refusals/refusal.ts", "http/refusals.ts", "modules/mail/models/read-only.ts"]

function sources(folder: string): string[] {
  return readdirSync(join(SRC, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.includes("__tests__"))
    .map((name) => relative(SRC, join(SRC, folder, name)))
}

const textOf = (file: string) => readFileSync(join(SRC, file), "utf8")

it("nothing is thrown without a code that a person in the admin can meet", () => {
  const thrown = sources(".")
    .filter((file) => !HOMES.includes(file))
    .flatMap((file) =>
      [...textOf(file).matchAll(/new MedusaError\(\s*MedusaError\.Types\.(\w+)/g)]
        .filter(([, type]) => !OTHERS.includes(type!))
        .map(([, type]) => `${file}: ${type}`)
    )
  expect(thrown).toEqual([])
})

it("every route of the admin answers a refusal with its codes", () => {
  const bare = sources("api/admin")
    .filter((file) => file.endsWith("route.ts"))
    .filter((file) => {
      const methods = textOf(file).match(/^export .*\b(?:GET|POST|DELETE)\b.*$/gm) ?? []
      return !methods.length || methods.some((line) => !/^export const \w+ = refusing\(/.test(line))
    })
  expect(bare).toEqual([])
})

it("what is not there is named, for people and for programs", () => {
  const error = notFound("template", "mtpl_1")
  expect(error).toMatchObject({
    type: MedusaError.Types.NOT_FOUND,
    message: "Template with id: mtpl_1 was not found",
  })
  expect(issuesOfRefusal(error)).toMatchObject([
    { field: "", code: "not_found", values: { what: "template", id: "mtpl_1" } },
  ])
})

it("Medusa takes it for an error of its own, and copies all that is in it", () => {
  const error = notFound("template", "mtpl_1")
  const medusas = new MedusaError(error.type, error.message, error.code)

  expect(MedusaError.isMedusaError(error)).toBe(true)
  expect(MedusaError.Types).toMatchObject(Ours.Types)
  expect({ ...error }).toMatchObject({ ...medusas, date: expect.any(Date) })
  expect(error).toBeInstanceOf(MedusaError)
})
