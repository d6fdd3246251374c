import type { Texts } from '../core/index.ts'

/** What the page says that offers security questions. */
export const questionTexts = {
  'question.title': { en: 'Choose a security question', es: 'Elija una pregunta de seguridad' },
  'question.lead': {
    en: 'We may ask it to make sure that it is you. Choose one whose answer nobody else knows.',
    es: 'Podemos hacérsela para confirmar que es usted. Elija una cuya respuesta nadie más conozca.',
  },
  'question.counts': {
    en: 'Some places ask for more than a question. A text, a call or an app protects you better.',
    es: 'Algunos sitios piden algo más que una pregunta. Un mensaje, una llamada o una aplicación le protegen mejor.',
  },
  'question.question': { en: 'Question', es: 'Pregunta' },
  'question.answer': { en: 'Your answer', es: 'Su respuesta' },
  'question.answer-hint': {
    en: 'At least 3 letters. Capital letters do not matter later. Spaces and marks do.',
    es: 'Al menos 3 letras. Después no importarán las mayúsculas. Los espacios y los signos sí.',
  },
  'question.submit': { en: 'Continue', es: 'Continuar' },
  'question.not-now': { en: 'Not now', es: 'Ahora no' },
  'problem.answer-short': {
    en: 'Use at least 3 letters or numbers in your answer.',
    es: 'Use al menos 3 letras o números en su respuesta.',
  },
  'problem.answer-long': {
    en: 'Use 100 letters or fewer in your answer.',
    es: 'Use 100 letras o menos en su respuesta.',
  },
  'problem.answer-in-question': {
    en: 'Your answer stands in the question. Choose one that others cannot guess.',
    es: 'Su respuesta está en la pregunta. Elija una que otras personas no puedan adivinar.',
  },
} satisfies Texts
