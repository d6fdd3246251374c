import type { Texts } from '../../core/index.ts'

export const texts = {
  'rename-factor.title': { en: 'Change a name', es: 'Cambiar un nombre' },
  'rename-factor.legend': { en: 'Which one do you want to name?', es: '¿A cuál quiere darle otro nombre?' },
  'rename-factor.name': { en: 'New name', es: 'Nombre nuevo' },
  'rename-factor.nothing': {
    en: 'You have no app or passkey that could have a name.',
    es: 'No tiene ninguna aplicación ni llave de acceso a la que dar nombre.',
  },
  'rename-factor.submit': { en: 'Save', es: 'Guardar' },
  'problem.way-name-missing': { en: 'Enter a name.', es: 'Escriba un nombre.' },
  'notice.factor-renamed': { en: 'The new name is saved.', es: 'El nombre nuevo se guardó.' },
} satisfies Texts
