import type { Texts } from '../../core/index.ts'

export const texts = {
  'wake-links.lead': {
    en: 'Another organization helped you get back in. Before you see your other records here, prove once more that it is you: in a way that you had before, or with a contact that those records have.',
    es: 'Otra organización le ayudó a volver a entrar. Antes de ver sus otros expedientes, demuestre otra vez que es usted: de una forma que ya tenía antes, o con un contacto que figura en esos expedientes.',
  },
  'wake-links.no-way': {
    en: 'There is no way left that is older, and no contact that those records have. Call the organization that keeps them: it can check who you are.',
    es: 'No queda ninguna forma anterior ni ningún contacto en esos expedientes. Llame a la organización que los tiene: ella puede comprobar quién es usted.',
  },
  'wake-links.nothing-title': { en: 'All of your records are open', es: 'Todos sus expedientes están abiertos' },
  'wake-links.nothing': {
    en: 'There is nothing that you need to prove.',
    es: 'No hay nada que tenga que demostrar.',
  },
  'notice.links-woken': { en: 'Your records are open again.', es: 'Sus expedientes están abiertos otra vez.' },
} satisfies Texts
