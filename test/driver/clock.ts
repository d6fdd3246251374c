/**
 * A movable clock for the process that the test runs in: `Date` ticks on, `offset` later than it is. Everything here
 * reads `Date` (our code through `now()`, oidc-provider and jose directly); the job worker runs on Node's own timers.
 */
const RealDate = globalThis.Date
let offset = 0
/** The moment at which the clock stands, where it does. */
let held: number | undefined

const MovedDate = new Proxy(RealDate, {
  construct: (target, parameters, newTarget) =>
    parameters.length === 0
      ? Reflect.construct(target, [movedNow()], newTarget)
      : Reflect.construct(target, parameters, newTarget),
  apply: () => new RealDate(movedNow()).toString(),
  get: (target, name, receiver) => (name === 'now' ? movedNow : Reflect.get(target, name, receiver)),
})
const movedNow = () => (held ?? RealDate.now()) + offset

export const clock = {
  /** Moves the clock on by so many seconds (back where negative). */
  advance(seconds: number): void {
    globalThis.Date = MovedDate
    offset += seconds * 1000
  },
  /** Stops the clock until `reset`: pages that count seconds are the same however long a busy machine takes. */
  hold(): void {
    held ??= RealDate.now()
    globalThis.Date = MovedDate
  },
  /** Back to the true time. */
  reset(): void {
    offset = 0
    held = undefined
    globalThis.Date = RealDate
  },
}
