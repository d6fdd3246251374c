import { AsyncLocalStorage } from 'node:async_hooks'

const storage = new AsyncLocalStorage<string>()

/** Runs `work` so that everything it logs, however deep, carries this id. */
export const withCorrelation = <T>(id: string, work: () => T): T => storage.run(id, work)

/** The id of the request or job that is running, where there is one. */
export const correlationId = (): string | undefined => storage.getStore()
