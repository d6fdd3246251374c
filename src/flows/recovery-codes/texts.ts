import type { Texts } from '../../core/index.ts'

export const texts = {
  'recovery-codes.about.title': { en: 'Get recovery codes', es: 'Obtener códigos de recuperación' },
  'recovery-codes.about.lead': {
    en: 'Recovery codes help you when you lose your phone. You get {count} codes to write down or print. Each works once.',
    es: 'Los códigos de recuperación le ayudan si pierde su teléfono. Recibirá {count} códigos para anotar o imprimir. Cada uno sirve una sola vez.',
  },
  'recovery-codes.about.left': {
    en: '{left, plural, =0 {You have used all of your present codes.} one {You have # unused code now.} other {You have # unused codes now.}}',
    es: '{left, plural, =0 {Ya usó todos sus códigos actuales.} one {Ahora tiene # código sin usar.} other {Ahora tiene # códigos sin usar.}}',
  },
  'recovery-codes.about.replaced': {
    en: 'New codes take the place of these. Throw the old list away then.',
    es: 'Los códigos nuevos reemplazarán a estos. Tire entonces la lista anterior.',
  },
  'recovery-codes.about.submit': { en: 'Show me my codes', es: 'Mostrar mis códigos' },
  'recovery-codes.title': { en: 'Your recovery codes', es: 'Sus códigos de recuperación' },
  'recovery-codes.lead': {
    en: 'Write these codes down or print this page now. We cannot show them again.',
    es: 'Anote estos códigos o imprima esta página ahora. No podemos mostrarlos otra vez.',
  },
  'recovery-codes.keep': {
    en: 'Keep them in a safe place at home, not in your phone. Never read one to somebody who calls you.',
    es: 'Guárdelos en un lugar seguro en su casa, no en el teléfono. Nunca le lea uno a alguien que le llame.',
  },
  'recovery-codes.code': { en: '<code>{digits}</code>', es: '<code>{digits}</code>' },
  'recovery-codes.submit': { en: 'I have written them down', es: 'Ya los anoté' },
  'recovery-codes.print': { en: 'Print this page', es: 'Imprimir esta página' },
  'notice.recovery-codes-made': {
    en: 'Your new recovery codes work from now on. Older codes do not. You were signed out everywhere else.',
    es: 'Sus nuevos códigos de recuperación ya sirven. Los anteriores no. Se cerró su sesión en todos los demás aparatos.',
  },
} satisfies Texts
