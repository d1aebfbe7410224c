/** The inbox as one page without a build step: a list, and one mail as a mail program shows it. */
import crypto from "node:crypto"

import { SCRIPT } from "./page-script"
import { STYLE } from "./page-style"

const hash = (text: string) => `'sha256-${crypto.createHash("sha256").update(text).digest("base64")}'`

/** Only the page's own script and style run, and mails show in a frame of their own. */
export const PAGE_POLICY =
  `default-src 'none'; connect-src 'self'; frame-src 'self'; img-src data:; ` +
  `script-src ${hash(SCRIPT)}; style-src ${hash(STYLE)}`

export const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inbox</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<header>
  <h1>Inbox</h1>
  <input id="search" type="search" placeholder="Search recipient, sender or subject" aria-label="Search">
  <span id="count" role="status"></span>
  <button id="clear" type="button">Empty</button>
</header>
<main>
  <nav aria-label="Mails">
    <ol id="list"></ol>
    <div class="pages">
      <button id="newer" type="button">Newer</button>
      <span id="range"></span>
      <button id="older" type="button">Older</button>
    </div>
  </nav>
  <article id="mail" aria-live="polite"><p class="empty">Choose a mail.</p></article>
</main>
<template id="view">
  <h2></h2>
  <dl></dl>
  <div role="tablist">
    <button role="tab" type="button" data-part="html">Mail</button>
    <button role="tab" type="button" data-part="text">Text</button>
    <button role="tab" type="button" data-part="headers">Headers</button>
    <button role="tab" type="button" data-part="raw">Source</button>
  </div>
  <div class="body"></div>
</template>
<script>${SCRIPT}</script>
</html>
`
