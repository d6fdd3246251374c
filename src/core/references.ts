/** The reference code as it is kept, out of how people write it down. */
export const readReference = (typed: string): string | undefined => {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return letters.length === 6 ? `${letters.slice(0, 3)}-${letters.slice(3)}` : undefined
}
