import { type Text, text } from './texts.ts'

/** A device's kept name ("Firefox on Windows", operations/known-devices) in the words of the page's language. */
export function deviceWords(label: string | undefined): Text {
  const [browser, system] = (label ?? '').split(' on ')
  if (!browser || browser === 'Unknown browser') return text('device.unknown')
  return system ? text('device.on', { browser, system }) : text('device.browser', { browser })
}
