// The subscriber of docs/store-mail.md. It listens where a story says where the shop has its pages: others count every mail.
import storeMail, { config as documented } from "../../docs/examples/store-mail"

export default storeMail

export const config = process.env.STOREFRONT_URL ? documented : { ...documented, event: [] }
