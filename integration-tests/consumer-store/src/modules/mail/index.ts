// The store has a mail of its own: the names that it takes are those that came to mind first.
import { Module } from "@medusajs/framework/utils"

import MailService from "./service"

export default Module("mail", { service: MailService })
