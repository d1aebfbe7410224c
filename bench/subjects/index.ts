import { bullmq } from "./bullmq"
import { graphileWorker } from "./graphile-worker"
import { listmonk } from "./listmonk"
import { nodemailerPool } from "./nodemailer"
import { notificationModule } from "./notification-module"
import type { Subject } from "./subject"
import { withRecords } from "./with-records"
import { withoutRecords } from "./without-records"

export { withRecords }

export const SUBJECTS: Subject[] = [
  nodemailerPool,
  bullmq,
  graphileWorker,
  listmonk,
  notificationModule,
  withoutRecords,
  withRecords,
]
