import type { Texts } from '../../core/index.ts'

export const texts = {
  'factor.recovery-code.title': { en: 'Enter a recovery code', es: 'Escriba un código de recuperación' },
  'factor.recovery-code.lead': {
    en: 'Type one of the 12-digit codes that you wrote down or printed. Each code works once; cross it out after.',
    es: 'Escriba uno de los códigos de 12 dígitos que anotó o imprimió. Cada código sirve una sola vez; táchelo después.',
  },
  'factor.recovery-code.choice': { en: 'Use a recovery code', es: 'Usar un código de recuperación' },
  'factor.recovery-code.help': {
    en: 'One of the codes that you wrote down.',
    es: 'Uno de los códigos que usted anotó.',
  },
  'factor.recovery-code.send': { en: 'Continue', es: 'Continuar' },
  'factor.recovery-code.ready': {
    en: 'Have your list of recovery codes at hand.',
    es: 'Tenga a mano su lista de códigos de recuperación.',
  },
  'factor.recovery-code.again': { en: 'Try again', es: 'Intentar otra vez' },
  'factor.recovery-code.switch': {
    en: 'Use a recovery code instead',
    es: 'Prefiero usar un código de recuperación',
  },
  'problem.recovery-code-format': {
    en: 'Enter the 12 digits of one code. It has only numbers.',
    es: 'Escriba los 12 dígitos de un código. Solo tiene números.',
  },
  'problem.recovery-code-wrong': {
    en: 'That code did not work. Each code works once, and new codes replace the old ones. Try another one.',
    es: 'Ese código no funcionó. Cada código sirve una sola vez y los códigos nuevos reemplazan a los anteriores. Pruebe con otro.',
  },
  'problem.recovery-code-paused': {
    en: 'There were too many wrong codes. Wait 10 minutes, or use another way.',
    es: 'Hubo demasiados códigos incorrectos. Espere 10 minutos o use otra forma.',
  },
} satisfies Texts
