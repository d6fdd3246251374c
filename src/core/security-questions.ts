/**
 * Ids of the questions that a person can choose from; stable, since accounts keep them. One that is not asked any more
 * stays here as long as an account may have it. The words are texts (`question.<id>`).
 */
export const securityQuestions = [
  'first-friend',
  'childhood-nickname',
  'first-concert',
  'favorite-teacher',
  'dream-job',
  'first-dish',
  'childhood-place',
  'first-trip',
  'favorite-book',
  'oldest-cousin',
] as const
export type SecurityQuestion = (typeof securityQuestions)[number]

export const isSecurityQuestion = (value: string): value is SecurityQuestion =>
  (securityQuestions as readonly string[]).includes(value)

/**
 * The form in which an answer is hashed and compared: capital letters do not count, spaces and punctuation do. Upper
 * before lower is the nearest to full case folding that JavaScript has (ß is ss).
 */
export const normalizeAnswer = (typed: string): string =>
  typed.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')

export type AnswerFault = 'answer-short' | 'answer-long' | 'answer-in-question'

/** Shortest answer that is worth three guesses. */
const minLength = 3

/** @param question its words, in whichever language the person read them */
export function checkAnswer(typed: string, question: string): AnswerFault | undefined {
  const answer = normalizeAnswer(typed)
  if ([...answer.trim()].length < minLength) return 'answer-short'
  if (typed.length > 100) return 'answer-long'
  return normalizeAnswer(question).includes(answer.trim()) ? 'answer-in-question' : undefined
}
