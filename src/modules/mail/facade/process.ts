/** The module as a part of a process: its database, its sending, and what wakes it. */
import type { Knex } from "@medusajs/framework/mikro-orm/knex"
import type { ConfigModule, IEventBusModuleService, Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, MedusaService, Modules } from "@medusajs/framework/utils"

import { clearOldContent } from "../deliveries/retention"
import { mailFlow, type MailFlowDTO, noFlow } from "../health/flow"
import { MailMetrics } from "../health/metrics"
import * as models from "../models"
import { type MailOptions, parseOptions } from "../options"
import { warningsOf } from "../options/warnings"
import { Readiness } from "../readiness/readiness"
import { closeRenderThreads } from "../render-threads"
import { postgresAddressOf } from "../sending/connections"
import { Engine } from "../sending/engine"
import { placeOf } from "../sending/transport"
import { forCallers } from "../sql/callers-faults"
import { callersTransaction, isOver, type SharedContext } from "../sql/callers-transaction"
import { type Database, databaseFromKnex, databaseFromTransaction } from "../sql/database"
import { warnOfTransports } from "../transports/at-boot"
import { DELIVERIES_DUE, type MailEvent, type MailEvents } from "../words/events"

interface Dependencies {
  [ContainerRegistrationKeys.PG_CONNECTION]: Knex
  [ContainerRegistrationKeys.LOGGER]: Logger
  [ContainerRegistrationKeys.CONFIG_MODULE]: ConfigModule
  [Modules.EVENT_BUS]?: IEventBusModuleService
}

export abstract class ProcessService extends MedusaService(models) {
  protected readonly db: Database
  protected readonly options: MailOptions
  protected readonly engine: Engine
  protected readonly readiness: Readiness
  protected metrics: MailMetrics | undefined
  protected readonly eventBus: IEventBusModuleService | undefined
  protected readonly workerMode: string
  protected readonly logger: Logger

  constructor(...dependencies: [container: Dependencies, options: unknown]) {
    super(...dependencies)
    const [container, options] = dependencies
    this.options = parseOptions(options)
    const knex = container[ContainerRegistrationKeys.PG_CONNECTION]
    const db = databaseFromKnex(knex)
    this.db = forCallers(db)
    this.eventBus = container[Modules.EVENT_BUS]
    this.workerMode =
      container[ContainerRegistrationKeys.CONFIG_MODULE]?.projectConfig?.workerMode ?? "shared"
    const logger = container[ContainerRegistrationKeys.LOGGER]
    this.logger = logger
    this.readiness = new Readiness(this.db, logger)
    this.engine = new Engine({
      db,
      options: this.options,
      logger,
      readiness: this.readiness,
      postgres: postgresAddressOf(knex),
      emit: (name, data) => this.emit(name, data),
      count: (tally) => this.metrics?.add(tally),
      countReturns: (tally) => this.metrics?.read(tally),
    })
  }

  /** Only `shared` and `worker` processes send; `medusa exec` runs as `server`. */
  __hooks = {
    onApplicationStart: async () => {
      warningsOf(this.options).forEach((warning) => this.logger.warn(`mail: ${warning}`))
      if (this.workerMode !== "server") {
        const names = this.options.transports.map(({ name }) => name)
        this.metrics = this.options.metrics ? new MailMetrics(() => this.getFlow(), names) : undefined
        this.engine.start()
      }
      await this.readiness.look()
      if (await this.readiness.isReady().catch(() => false)) {
        await warnOfTransports(this.db, this.options.transports, this.logger)
      }
    },
    onApplicationPrepareShutdown: async () => {
      await Promise.all([this.engine.stop(), closeRenderThreads()])
    },
  }

  /**
   * Whether the tables are there. Jobs and subscribers of a store that was configured and not migrated have nothing to do
   * yet; it is told once.
   */
  async isReady(): Promise<boolean> {
    return this.readiness.isReady()
  }

  /** Tells this process's dispatcher that there may be work. Returns at once. */
  async wakeDispatcher(): Promise<void> {
    this.engine.wake()
  }

  /**
   * For a job, each minute: scheduled mailings, dead leases and ends that were missed are the dispatcher's, which looks by
   * itself; this wakes it in stores whose events are lost.
   */
  async sweepDeliveries(): Promise<void> {
    this.engine.wake()
  }

  /** Forgets what some of the mail said that is older than `retentionMonths`. @returns whether there may be more. */
  async clearOldContent(): Promise<boolean> {
    return clearOldContent(this.db, this.options.retentionMonths)
  }

  /** Whether mail flows: what is due, since when, and whether anybody is at it. Quick enough to be asked all the time. */
  async getFlow(): Promise<MailFlowDTO> {
    if (!(await this.readiness.isReady())) {
      return noFlow("not_migrated")
    }
    const flow = await mailFlow(this.db, this.options.bounces?.mailbox)
    return placeOf(this.options) ? flow : { ...flow, status: "off" }
  }

  /** Where a call speaks SQL: in the transaction that its caller hands on, if there is one. */
  protected databaseFor(context: SharedContext): Database {
    const transaction = callersTransaction(context)
    return transaction ? forCallers(databaseFromTransaction(transaction)) : this.db
  }

  /**
   * Sending is begun, stopped and taken back in transactions of their own: they hold the rows that the dispatcher writes,
   * and a caller that takes its time, or turns back after the first mails have left, would hold all of it up.
   *
   * @throws MedusaError `invalid_argument`
   */
  protected refuseInTransaction(context: SharedContext, method: string): void {
    if (callersTransaction(context)) {
      throw new MedusaError(
        MedusaError.Types.INVALID_ARGUMENT,
        `${method} cannot be a part of your transaction: call it after that is committed.`
      )
    }
  }

  /** Wakes the dispatcher. What stands in a caller's transaction is seen by nobody before its end: then. */
  protected async deliveriesDue(context: SharedContext = {}): Promise<void> {
    const transaction = callersTransaction(context)
    if (transaction) {
      void isOver(transaction).then(() => this.deliveriesDueIn(0))
      return
    }
    this.engine.wake()
    await this.emit(DELIVERIES_DUE, {})
  }

  /** So that the end of a grace is not met a look too late. A process that dies before it is made up for by the next look. */
  protected deliveriesDueIn(seconds: number): void {
    const due = () =>
      void this.deliveriesDue().catch((error: Error) => this.logger.error(error.message, error))
    setTimeout(due, seconds * 1_000).unref()
  }

  protected async emit<Name extends MailEvent>(name: Name, data: MailEvents[Name]): Promise<void> {
    await this.eventBus?.emit({ name, data }, { internal: true })
  }
}
