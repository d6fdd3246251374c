import type { Texts } from '../core/index.ts'

/** Words of the choice of an insurer, and of the way there and back. */
export const insurerTexts = {
  'insurer.name': { en: '{name}', es: '{name}' },
  'insurer.plans': { en: '{plans}', es: '{plans}' },
  'insurer.choose.search': { en: 'Plan or insurer', es: 'Plan o aseguradora' },
  'insurer.choose.search-hint': {
    en: 'As it stands on your member card',
    es: 'Como está en su tarjeta de miembro',
  },
  'insurer.choose.find': { en: 'Find my plan', es: 'Buscar mi plan' },
  'insurer.choose.legend': { en: 'Your insurer', es: 'Su aseguradora' },
  'insurer.none-offered': {
    en: 'No insurer can be used to sign in here. Please use another way.',
    es: 'Aquí no se puede entrar con ninguna aseguradora. Use otra forma, por favor.',
  },
  'insurer.remembered.title': { en: 'Sign in with {name}?', es: '¿Entrar con {name}?' },
  'insurer.another': { en: 'Another insurer', es: 'Otra aseguradora' },

  'insurer.to.title': { en: 'Continue to {name}', es: 'Continuar a {name}' },
  'insurer.to.lead': {
    en: 'You sign in at {name}, and come back here.',
    es: 'Usted entra en {name} y vuelve aquí.',
  },
  'insurer.to.submit': { en: 'Go to {name}', es: 'Ir a {name}' },
  'insurer.try-again': { en: 'Try again', es: 'Intentar de nuevo' },
  'upstream-unavailable.title': { en: 'We could not reach {name}', es: 'No pudimos comunicarnos con {name}' },
  'upstream-unavailable.lead': {
    en: 'Their sign-in does not answer at the moment. Try again in a few minutes, or use another way now.',
    es: 'Su página de entrada no responde en este momento. Inténtelo en unos minutos o use otra forma ahora.',
  },
  'upstream-declined.title': { en: 'You were not signed in at {name}', es: 'No entró en {name}' },
  'upstream-declined.lead': {
    en: 'You stopped, or {name} did not let you in. Try again, or use another way.',
    es: 'Usted se detuvo o {name} no le dejó entrar. Inténtelo otra vez o use otra forma.',
  },
  'upstream-invalid.title': { en: 'That did not work', es: 'Eso no funcionó' },
  'upstream-invalid.lead': {
    en: 'We could not use the answer from {name}. Try again, or use another way. If it goes on, call us.',
    es: 'No pudimos usar la respuesta de {name}. Inténtelo otra vez o use otra forma. Si continúa, llámenos.',
  },
  'upstream-unknown-idp.title': { en: 'We could not find your insurer', es: 'No encontramos su aseguradora' },
  'upstream-unknown-idp.lead': {
    en: '{name} does not know the insurer that was asked for. Choose another one, or use another way.',
    es: '{name} no conoce la aseguradora que se pidió. Elija otra o use otra forma.',
  },
  'problem.insurer-none': {
    en: 'We found no plan of that name. Check the spelling, or write only a part of it.',
    es: 'No encontramos ningún plan con ese nombre. Revise cómo lo escribió o escriba solo una parte.',
  },
  'problem.insurer-unknown': {
    en: 'This insurer cannot be used here any more. Please choose another way.',
    es: 'Esta aseguradora ya no se puede usar aquí. Elija otra forma, por favor.',
  },
} satisfies Texts
