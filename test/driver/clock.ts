/**
 * A movable clock for the process that the test runs in: `Date` ticks on, `offset` later than it is. Everything here
 * reads `Date` (our code through `now()`, oidc-provider and jose directly); the job worker runs on Node's own timers.
 */
const RealDate = globalThis.Date
let offset = 0

const MovedDate = new Proxy(RealDate, {
  construct: (target, parameters, newTarget) =>
    parameters.length === 0
      ? Reflect.construct(target, [RealDate.now() + offset], newTarget)
      : Reflect.construct(target, parameters, newTarget),
  apply: () => new RealDate(RealDate.now() + offset).toString(),
  get: (target, name, receiver) => (name === 'now' ? movedNow : Reflect.get(target, name, receiver)),
})
const movedNow = () => RealDate.now() + offset

export const clock = {
  /** Moves the clock on by so many seconds (back where negative). */
  advance(seconds: number): void {
    globalThis.Date = MovedDate
    offset += seconds * 1000
  },
  /** Back to the true time. */
  reset(): void {
    offset = 0
    globalThis.Date = RealDate
  },
}
