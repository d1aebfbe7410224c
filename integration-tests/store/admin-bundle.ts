/** What became of our admin in the one that a store built. */
import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"

import preset from "@medusajs/ui-preset"
import postcss from "postcss"
import tailwind from "tailwindcss"

import type { InstalledStore } from "./installed-store"
import { PACKAGE } from "./plugin"

/** Two copies of one of these in a page do not know of each other: no translations, no cache, no theme. */
export const SHARED = [
  "react",
  "react-dom",
  "react-router",
  "@tanstack/react-query",
  "i18next",
  "react-i18next",
  "@medusajs/dashboard",
  "@medusajs/ui",
  "@medusajs/icons",
  "@medusajs/js-sdk",
  "@codemirror/state",
  "@codemirror/view",
] as const

/** From how many places each of them was bundled. */
export function copiesOf({ folder }: InstalledStore): Record<string, number> {
  const modules = JSON.parse(
    readFileSync(path.join(folder, ".medusa", "bundled-modules.json"), "utf8")
  ) as string[]
  const places = new Set(modules.map(packageFolder))
  return Object.fromEntries(
    SHARED.map((name) => [
      name,
      [...places].filter((place) => place?.endsWith(`/node_modules/${name}`)).length,
    ])
  )
}

/** `…/node_modules/@medusajs/ui` of a file in it. */
function packageFolder(file: string): string | undefined {
  return /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/?]+)/.exec(file)?.[1]
}

/** Those classes that Tailwind finds anywhere in our admin's files, and that the store's pages do not have. */
export async function missingClasses(store: InstalledStore): Promise<string[]> {
  const admin = path.join(store.folder, "node_modules", PACKAGE, ".medusa", "server", "src", "admin")
  const content = readAll(admin, /./).map((raw) => ({ raw }))
  const { css } = await postcss([tailwind({ presets: [preset], content, darkMode: "class" })]).process(
    "@tailwind utilities; @tailwind components;",
    { from: undefined }
  )
  const built = readAll(path.join(store.production.folder, "public", "admin"), /\.css$/).join("\n")
  const there = classesIn(built)
  return [...classesIn(css)].filter((name) => !there.has(name))
}

function readAll(folder: string, name: RegExp): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
}

/** A backslash, and a character or its number in Unicode. */
const ESCAPED = /\\(?:([0-9a-f]{1,6})\s?|(.))/gi

function classesIn(css: string): Set<string> {
  const names = new Set<string>()
  postcss.parse(css).walkRules(({ selector }) => {
    for (const [, name] of selector.matchAll(/\.((?:\\[0-9a-f]{1,6}\s?|\\.|[\w-])+)/gi)) {
      names.add(
        name!.replaceAll(ESCAPED, (_, code?: string, letter?: string) =>
          code ? String.fromCodePoint(Number.parseInt(code, 16)) : letter!
        )
      )
    }
  })
  return names
}
