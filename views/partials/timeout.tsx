import type { Screen, Translate } from '../../src/core/index.ts'

interface TimeoutProps {
  readonly timeout: NonNullable<Screen['timeout']>
  readonly csrf: string
  readonly t: Translate
}

/** Hidden until the script shows it; the region stands there from the start, so that the change is announced. */
export function TimeoutWarning({ timeout, csrf, t }: TimeoutProps) {
  const minutes = Math.max(1, Math.round((timeout.endAfter - timeout.warnAfter) / 60))
  return (
    <div class="timeout" role="alert" data-warn={String(timeout.warnAfter)} data-end={String(timeout.endAfter)}>
      <form method="post" action={timeout.extendAction} hidden>
        <input type="hidden" name="csrf" value={csrf} />
        <p>
          <b>{t({ id: 'view.timeout.heading' })}</b> {t({ id: 'view.timeout.body', values: { minutes } })}
        </p>
        <button type="submit" class="second" name="action" value="extend">
          {t({ id: 'view.timeout.more' })}
        </button>
      </form>
    </div>
  )
}
