import type { Answer } from './agent.ts'

/** Everything that a visitor can see of an answer, with what is made anew for each page masked. */
export function visible(answer: Answer, typed: readonly string[]) {
  const mask = (text: string) =>
    typed
      .reduce((masked, value) => masked.replaceAll(`value="${value}"`, '(typed)'), text)
      .replace(/nonce[-=]"?[\w-]{22}/g, '(nonce)')
      .replace(/name="csrf" value="[^"]+"/g, '(csrf)')
      .replace(/(vst_[\w.]+)=[\w-]+/g, '$1=(cookie)')
      .replace(/\/(interaction|flow)\/[\w-]+/g, '/$1/(id)')
      .replace(/\b[2-9A-Z]{3}-[2-9A-Z]{3}\b/g, '(reference)')
  const headers = [...answer.headers.entries()]
    .filter(([name]) => name !== 'date')
    .map(([name, value]) => [name, mask(name === 'content-length' ? '(length)' : value)])
  return {
    status: answer.status,
    url: mask(answer.url),
    headers,
    body: mask(answer.body).replaceAll('><', '>\n<').split('\n'),
  }
}
