import { nameTokens, normalizeUsername } from './names.ts'

/**
 * Usernames to suggest, made of the name in use; which of them is free the store knows. Numbers are given (random), so
 * that a suggestion tells nothing about how many people have that name.
 */
export function suggestUsernames(
  name: { readonly given: string; readonly family: string },
  numbers: readonly number[],
): readonly string[] {
  const given = nameTokens(name.given)[0] ?? ''
  const family = nameTokens(name.family).join('')
  const base =
    [given, family]
      .filter(part => part !== '')
      .join('.')
      .slice(0, 50) || 'user'
  return numbers.map(number => normalizeUsername(`${base}${number}`))
}
