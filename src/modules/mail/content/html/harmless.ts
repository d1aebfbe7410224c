/**
 * How text, style sheets, comments and a doctype are written, so that no parser, whatever its rules, finds markup in
 * them that was not found here.
 */

/** A `<` that begins nothing is one that readers see; an empty closing tag is nothing to a browser. */
export function harmlessText(text: string): string {
  return text.replace(/<\/>/g, "").replace(/</g, "&lt;").replace(/\0/g, "")
}

export function harmlessCss(text: string): string {
  return text.replace(/<(?!!--)/g, "\\3c ")
}

/** It means nothing to anybody, so that it may be altered until no parser can see an end of it too early. */
export function harmlessComment(text: string): string {
  const inner = text.replace(/^<!--/, "").replace(/-->$|--!>$/, "")
  return `<!--${inner.replace(/[<>]/g, " ").replace(/--+/g, "- -").replace(/^-/, " -").replace(/-$/, "- ")}-->`
}

export function harmlessDoctype(text: string): string {
  const known = /^<!doctype\s+html(?:\s+(?:public|system)(?:\s*(?:"[^"<>]*"|'[^'<>]*')){0,2})?\s*>$/i
  return known.test(text) ? text : "<!DOCTYPE html>"
}
