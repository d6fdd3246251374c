/** What a person would pick out of a message: its links and its codes. */
export interface Contents {
  readonly links: readonly string[]
  /** One-time codes (6 digits) and access codes, without spaces and dashes, in the order of the text, each once. */
  readonly codes: readonly string[]
}

/** "123456", "123 456", "123-456"; not a part of a phone number. */
const together = /(?<![\d(+#-]|\d[ .)-])\d{3}[ -]?\d{3}(?!\d|[ .-]\d)/
/** Read out by a voice: "1, 2, 3, 4, 5, 6" or "1 … 2 … 3 …". */
const apart = /(?<!\d[\s.,…]*)(?:\d[\s.,…]+){5}\d(?![\s.,…]*\d)/
/** Printed `7KDM-PQ4X-WN`; the alphabet leaves out 0, O, 1 and I. A letter and a digit, or it is an ordinary word. */
const access = /\b(?=[A-Z2-9-]*\d)(?=[\d-]*[A-Z])[2-9A-HJ-NP-Z]{4}-?[2-9A-HJ-NP-Z]{4}-?[2-9A-HJ-NP-Z]{2}\b/
const anyCode = new RegExp([together, apart, access].map(each => `(?:${each.source})`).join('|'), 'g')
const anyLink = /\bhttps?:\/\/[^\s<>"')\]]+/g

export function readContents(text: string): Contents {
  const links = [...text.matchAll(anyLink)].map(([link]) => link.replace(/[.,;:!?]+$/, ''))
  // identifiers in links look like codes; the code behind the # of an activation link is one
  const words = text.replace(anyLink, link => ` ${/#(\S+)$/.exec(link)?.[1] ?? ''} `)
  const codes = [...words.matchAll(anyCode)].map(([code]) => code.replace(/[^A-Z\d]/g, ''))
  return { links: [...new Set(links)], codes: [...new Set(codes)] }
}
