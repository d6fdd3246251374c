import type { Texts } from '../../core/index.ts'

export const texts = {
  'notice.factor-added': {
    en: 'Done. We told you at every phone and email address that we have for you. You were signed out everywhere else.',
    es: 'Listo. Le avisamos a todos los teléfonos y correos que tenemos de usted. Se cerró su sesión en todos los demás aparatos.',
  },
} satisfies Texts
