/** `docs/limits.md` names every limit, each as it is. */
import { readFileSync } from "node:fs"
import path from "node:path"

import { FILES_BODY, MAIL_BODY } from "../../../../http/input"
import { DEPTH, OUTPUT_LENGTH, STEPS, WORK } from "../../content/liquid/allowance"
import {
  BRACKETS,
  ELEMENT_NESTING,
  ELEMENTS,
  NESTING,
  SELECTOR_PARTS,
  STYLE_MATCHES,
  STYLES,
  SUBJECT_LENGTH,
  TAG_LENGTH,
  TAGS,
  TEMPLATE_LENGTH,
} from "../../content/size-check"
import { LARGEST } from "../../sql/data-size"
import { DEEPEST, EARLIEST, LATEST, LONGEST_AHEAD, MOST } from "../limits"

const CONSTANTS: Record<string, number> = {
  ...MOST,
  DEEPEST,
  LONGEST_AHEAD,
  FILES_BODY: parseInt(FILES_BODY.sizeLimit, 10),
  MAIL_BODY: parseInt(MAIL_BODY.sizeLimit, 10),
  TEMPLATE_LENGTH,
  SUBJECT_LENGTH,
  TAGS,
  TAG_LENGTH,
  BRACKETS,
  NESTING,
  ELEMENTS,
  ELEMENT_NESTING,
  STYLES,
  STYLE_MATCHES,
  SELECTOR_PARTS,
  STEPS,
  WORK,
  OUTPUT_LENGTH,
  DEPTH,
  "LARGEST.member": LARGEST.member,
  "LARGEST.other": LARGEST.other,
}

const page = readFileSync(path.join(__dirname, "../../../../../docs/limits.md"), "utf8")

it("the page of limits is true and complete", () => {
  const rows = [...page.matchAll(/^\| `([\w.]+)` +\| +([\d,]+) \| \S/gm)]
  const told = Object.fromEntries(rows.map(([, name, most]) => [name!, Number(most!.replaceAll(",", ""))]))
  expect(told).toEqual(CONSTANTS)
  expect(rows).toHaveLength(Object.keys(CONSTANTS).length)
})

it("the page says between which years times lie", () => {
  expect(page).toContain(`between ${EARLIEST.slice(0, 4)} and ${LATEST.slice(0, 4)}`)
})
